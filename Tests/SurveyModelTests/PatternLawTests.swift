import Testing

@testable import SurveyModel

/// Laws of the machine that matches patterns: it agrees with slower ways, and is linear.
struct PatternLawTests {
  /// A pattern drawn by chance, as a tree that is matched by trying out, and as text.
  private indirect enum Tree {
    case letter(Character)
    case letters(Set<Character>)
    case start, end
    case sequence(Tree, Tree)
    case choice(Tree, Tree)
    case loop(Tree, Int, Int?)

    /// - Parameter anchors: Whether `^` and `$` may stand in it.
    static func drawn(_ depth: Int, anchors: Bool, _ generator: inout SeededGenerator) -> Tree {
      func part() -> Tree { drawn(depth - 1, anchors: anchors, &generator) }
      switch Int.random(in: 0..<(depth == 0 ? 4 : 10), using: &generator) {
      case 0, 1: return .letter(["a", "b", "я"].randomElement(using: &generator) ?? "a")
      case 2: return .letters(["a", "я"])
      case 3: return anchors ? anchor(&generator) : .letter("b")
      case 4, 5, 6: return .sequence(part(), part())
      case 7: return .choice(part(), part())
      default:
        let least = Int.random(in: 0..<3, using: &generator)
        let more = Int.random(in: 0..<3, using: &generator)
        return .loop(part(), least, Bool.random(using: &generator) ? nil : least + more)
      }
    }

    private static func anchor(_ generator: inout SeededGenerator) -> Tree {
      Bool.random(using: &generator) ? .start : .end
    }

    var source: String {
      switch self {
      case .letter(let letter): String(letter)
      case .letters(let letters): "[\(String(letters.sorted()))]"
      case .start: "^"
      case .end: "$"
      case .sequence(let a, let b): "\(a.source)\(b.source)"
      case .choice(let a, let b): "(\(a.source)|\(b.source))"
      case .loop(let part, let least, let most):
        "(?:\(part.source)){\(least),\(most.map(String.init) ?? "")}"
      }
    }

    /// Where a match from a place may end.
    func ends(_ text: [Character], from place: Int) -> Set<Int> {
      switch self {
      case .letter(let letter): place < text.count && text[place] == letter ? [place + 1] : []
      case .letters(let set): place < text.count && set.contains(text[place]) ? [place + 1] : []
      case .start: place == 0 ? [place] : []
      case .end: place == text.count ? [place] : []
      case .sequence(let a, let b):
        Set(a.ends(text, from: place).flatMap { b.ends(text, from: $0) })
      case .choice(let a, let b): a.ends(text, from: place).union(b.ends(text, from: place))
      case .loop(let part, let least, let most):
        Self.ends(of: part, text, [place], least, most.map { $0 - least })
      }
    }

    private static func ends(
      of part: Tree, _ text: [Character], _ places: Set<Int>, _ least: Int, _ more: Int?
    ) -> Set<Int> {
      if least > 0 {
        let next = Set(places.flatMap { part.ends(text, from: $0) })
        return ends(of: part, text, next, least - 1, more)
      }
      guard more != 0 else { return places }
      let all = places.union(places.flatMap { part.ends(text, from: $0) })
      return all == places ? places : ends(of: part, text, all, 0, more.map { $0 - 1 })
    }
  }

  private static func text(_ generator: inout SeededGenerator) -> String {
    String(
      (0..<Int.random(in: 0..<7, using: &generator)).map { _ in
        ["a", "b", "я"].randomElement(using: &generator) ?? "a"
      })
  }

  @Test(arguments: 0..<200)
  func `it matches what trying out matches`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let tree = Tree.drawn(4, anchors: true, &generator)
      let expression = try RegularExpression(tree.source)
      for _ in 0..<20 {
        let text = Self.text(&generator)
        let isMatch = tree.ends(Array(text), from: 0).contains(text.count)
        #expect(expression.matches(text) == isMatch, "\(tree.source) \(text)")
      }
    }
  }

  /// Without anchors: the standard library ends a loop at a turn that takes nothing, so that it finds
  /// no second turn in `(?:^|a){2,}` and the text `a`.
  @Test(arguments: 0..<50)
  func `it matches what the standard library matches`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<10 {
      let source = Tree.drawn(3, anchors: false, &generator).source
      let expression = try RegularExpression(source)
      let standard = try Regex(source).matchingSemantics(.unicodeScalar)
      for _ in 0..<10 {
        let text = Self.text(&generator)
        let isMatch = try standard.wholeMatch(in: text) != nil
        #expect(expression.matches(text) == isMatch, "\(source) \(text)")
      }
    }
  }

  @Test(arguments: [
    #"\d"#, #"\w"#, #"\s"#, #"\h"#, #"\v"#, ".", #"\p{L}"#, #"\p{M}"#, #"\p{P}"#, #"\p{LC}"#,
    #"\p{Alphabetic}"#, #"\p{Assigned}"#, #"\p{sc=Cyrillic}"#, #"\p{sc=Latin}"#, "(?i)[а-яё]",
  ])
  func `a set holds the scalars that the standard library has in it`(source: String) throws {
    let expression = try RegularExpression(source)
    let standard = try Regex(source).asciiOnlyDigits().matchingSemantics(.unicodeScalar)
    let blocks =
      [0...0x52F, 0x1C80...0x1E20, 0x2000...0x2190, 0xA640...0xA7FF] as [ClosedRange<UInt32>]
    for scalar in blocks.joined().compactMap(Unicode.Scalar.init) {
      let isMatch = try standard.wholeMatch(in: String(scalar)) != nil
      #expect(expression.matches(String(scalar)) == isMatch, "U+\(String(scalar.value, radix: 16))")
    }
  }

  @Test(arguments: [
    "(a+)+", "(a|a)*", "(a*)*b", "(a|b|ab)*c", "a{0,50}a{0,50}", "(.*a){5}", #"(\w+\s?)*$"#,
    "(?i)(A|a)+z", "[^b]*[а-я]?a*a*a*", #"(\ba*\b)*"#,
  ])
  func `steps grow with the text, at most by two for each instruction`(pattern: String) throws {
    let program = try RegularExpression(pattern).program
    for count in [10, 100, 1000, 10_000] {
      var matching = PatternMatching(program)
      _ = matching.matches(String(repeating: "a", count: count) + "b")
      #expect(matching.steps <= 2 * (count + 2) * program.instructions.count)
    }
  }

  @Test(arguments: 0..<200)
  func `any text is a pattern or is refused at a place within it`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let words = [
      "a", "я", "(", ")", "[", "]", "{", "}", "2", ",", "*", "+", "?", "|", "^", "$", ".", "-",
      "\\",
      "(?", ":", "<", ">", "=", "!", "i", "p", "u", "x", "0", "&&", "\\p{", "L", "#", "\\u{", "😀",
    ]
    for _ in 0..<100 {
      let source = (0..<Int.random(in: 0..<12, using: &generator))
        .compactMap { _ in words.randomElement(using: &generator) }.joined()
      do {
        _ = try RegularExpression(source).matches("a2я")
      } catch {
        #expect((0...source.unicodeScalars.count).contains(error.offset), "\(source)")
        #expect(!error.message.isEmpty)
      }
    }
  }
}
