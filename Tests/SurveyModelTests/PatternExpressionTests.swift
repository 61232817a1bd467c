import Testing

@testable import SurveyModel

/// `regex()` in expressions: patterns of the form, computed ones, and those that are not checked.
struct PatternExpressionTests {
  private func holds(_ source: String, answer: String, pattern: String = "") throws -> Bool? {
    try Expression(parsing: source).holds(answer: .text(answer)) { _ in .text(pattern) }
  }

  @Test func `a text that a backtracking engine never ends on is answered`() throws {
    let text = String(repeating: "a", count: 40_000) + "b"
    for source in ["regex(., '^(a+)+$')", "regex(., ${p})", "regex(., concat('^(a', '+)+$'))"] {
      #expect(try holds(source, answer: text, pattern: "^(a+)+$") == false)
    }
    #expect(try holds("not(regex(., '(a|a|b)*c'))", answer: text) == true)
  }

  @Test(arguments: ["(?=a)a", #"(a)\1"#, "((a{1000}){1000}){1000}", "a++", "(", "[z-a]", "a{2,1}"])
  func `what a pattern would say that is not matched is unknown`(pattern: String) throws {
    for source in ["regex(., '\(pattern)')", "not(regex(., '\(pattern)'))", "regex(., ${p})"] {
      #expect(try holds(source, answer: "a", pattern: pattern) == nil)
    }
    #expect(try holds("regex(., '\(pattern)') or true()", answer: "a") == true)
    #expect(try holds("if(regex(., '\(pattern)'), 1, 1) = 1", answer: "a") == true)
  }

  @Test(arguments: [
    "regex(., 'я👉(?=a)')", "${a} = 1 and regex(., \"👉[a\") or regex(${b}, 'a')",
    "👉regex(., ('a++'))", "string-length(/data/x[regex(., 'ё*👉+')]) > 1",
  ])
  func `a problem is told at its place in the expression`(marked: String) throws {
    let parts = marked.split(separator: "👉", omittingEmptySubsequences: false)
    let expression = try Expression(parsing: parts.joined())
    #expect(expression.patternProblems.map(\.offset) == [parts[0].count])
  }

  @Test func `problems and references survive a conjunction`() throws {
    let parts = try ["regex(${a}, '(?=a)')", "regex(${b}, '(')"].map { try Expression(parsing: $0) }
    let all = try #require(Expression.all(parts))
    #expect(all.patternProblems.map(\.kind) == [.notChecked, .malformed])
    #expect(all.references == ["a", "b"] && all.unsupportedFunctions == ["regex"])
  }

  @Test func `computed patterns are compiled once, and not kept without limit`() {
    let patterns = CompiledPatterns()
    for number in 0..<200 {
      #expect(patterns.match(.text("\(number)"), .text("\(number)")) == true)
      #expect(patterns.match(.text("x"), .text("\(number)")) == false)
      #expect(patterns.count <= CompiledPatterns.limit)
    }
    #expect(patterns.match(.unknown, .text("a")) == nil)
    #expect(patterns.match(.text("a"), .unknown) == nil)
  }

  @Test func `long texts are searched and translated in linear time`() throws {
    let text = String(repeating: "я", count: 100_000)
    let mark = String(repeating: "я", count: 50_000) + "ё"
    #expect(try holds("contains(., ${p})", answer: text, pattern: mark) == false)
    #expect(try holds("substring-before(., ${p}) = ''", answer: text, pattern: mark) == true)
    #expect(try holds("substring-after(., ${p}) = ''", answer: text + "ё", pattern: mark) == true)
    #expect(try holds("translate(., ${p}, 'a') != ''", answer: text, pattern: mark) == true)
  }

  @Test(arguments: 0..<200)
  func `the first place is the one that trying all finds`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    func drawn(_ limit: Int) -> [Int] {
      (0..<Int.random(in: 0..<limit, using: &generator)).map { _ in
        Int.random(in: 0..<2, using: &generator)
      }
    }
    for _ in 0..<50 {
      let (all, wanted) = (drawn(20), drawn(6))
      let found = (0...all.count).first { all[$0...].starts(with: wanted) }
      #expect(all.firstPlace(of: wanted) == found)
    }
  }
}
