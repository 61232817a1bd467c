import SurveyModel
import Testing

@testable import ResultTables

struct FindingTableTests {
  private func finding(line: Int, _ message: String = "Q must be 1, found '7'") -> Diagnostic {
    Diagnostic(
      .error, "value-not-in-choices", message, fix: "recode it",
      at: SourceLocation(file: "a.csv", line: line, column: line))
  }

  @Test(arguments: [
    ([2], ""), ([2, 5], "; so once more, in line 5"),
    ([2, 5, 9], "; so 2 times more, in lines 5, 9"),
    (Array(2...21), "; so 19 times more, the last in line 21"),
  ])
  func `the same finding in several rows is one, with its number`(lines: [Int], more: String) {
    let table = FindingTable(lines.map { finding(line: $0) })
    #expect(table.findings.map(\.location.line) == [2])
    #expect(table.findings.first?.message == "Q must be 1, found '7'\(more)")
    #expect(table.text.hasSuffix("1 error, 0 warnings, 0 notes\n"))
  }

  /// Twenty findings of a kind: what one of number n says, and what stands for it among the names.
  struct Kind: Sendable {
    var message: @Sendable (Int) -> String
    var name: @Sendable (Int) -> String
  }

  static let kinds: [Kind] = [
    Kind(message: { "SOC\($0) has no label; reports show its name" }, name: { "SOC\($0)" }),
    Kind(
      message: { "the choice '\($0)' of AGR has no label; reports show its code" },
      name: { "'\($0)'" }),
    Kind(message: { "the code \($0) of AGR lies within the scale" }, name: { "\($0)" }),
    Kind(
      message: { "factor 'SOC' uses question 'no item \($0)', which no questionnaire has" },
      name: { "'no item \($0)'" }),
    Kind(
      message: { "'don't know \($0)' is no column of the sheet; did you mean 'missing'?" },
      name: { "'don't know \($0)'" }),
    Kind(message: { "sources.csv names city 'c\($0)', which it lacks" }, name: { "'c\($0)'" }),
    // A name like any word, alone otherwise.
    Kind(
      message: { "\(String(repeating: "a", count: $0)) has no hint" },
      name: { String(repeating: "a", count: $0) }),
    Kind(message: { "must be yes or no, found 'x\($0)'" }, name: { "'x\($0)'" }),
  ]

  private func findings(_ kind: Kind, _ numbers: ClosedRange<Int>) -> [Diagnostic] {
    numbers.map { finding(line: $0 + 1, kind.message($0)) }
  }

  @Test(arguments: kinds.indices)
  func `findings that differ in a name or value are one, with the first few names`(
    _ index: Int
  ) throws {
    let kind = Self.kinds[index]
    let table = FindingTable(findings(kind, 1...20), listing: { _ in false })
    let told = try #require(table.told.first)
    #expect(table.told.count == 1 && told.location.line == 2)
    let names = (2...5).map(kind.name).joined(separator: ", ")
    #expect(
      told.message
        == "\(kind.message(1)); so 19 more: \(names) and 15 others; --format csv lists them")
    #expect(table.text.hasSuffix("1 error, 0 warnings, 0 notes\n"))
    // A file of the findings has them all, and so has a list.
    #expect(table.findings.count == 20)
    #expect(FindingTable(findings(kind, 1...20)).told.count == 20)
    #expect(FindingTable(findings(kind, 1...2), listing: { _ in false }).told.count == 2)
  }

  @Test func `kinds do not mix, and keep the order of their first`() {
    let mixed = (1...20).flatMap { number in
      Self.kinds.indices.map { finding(line: number * 10 + $0, Self.kinds[$0].message(number)) }
    }
    let told = FindingTable(mixed, listing: { _ in false }).told
    #expect(told.count == Self.kinds.count)
    #expect(told.map(\.location.line) == Self.kinds.indices.map { 10 + $0 })
  }

  @Test func `what is wrong with twenty files is one`() {
    let files = (1...20).map {
      Diagnostic(
        .warning, "unknown-file", "is no file of a study", fix: "delete it",
        at: SourceLocation(file: "extra\($0).txt"))
    }
    let told = FindingTable(files, listing: { _ in false }).told
    #expect(told.count == 1)
    #expect(told.first?.message.contains("so 19 more: extra2.txt, extra3.txt") == true)
  }

  @Test func `a fix of its own is said to be the first's`() {
    let typos = (1...3).map { (number: Int) in
      Diagnostic(
        .error, "unknown-city", "names city 'c\(number)'", fix: "add a row for 'c\(number)'",
        at: SourceLocation(file: "a.csv", line: number))
    }
    let told = FindingTable(typos, listing: { _ in false }).told
    #expect(told.map(\.fix) == ["for the first: add a row for 'c1'"])
  }

  @Test func `different words stay apart`() {
    let subjects = ["health", "religion", "politics", "crime"]
    let table = FindingTable(
      subjects.enumerated().map { place, subject in
        finding(line: place, "age\(place) seems to concern \(subject), as \(subject)s say")
      }, listing: { _ in false })
    #expect(table.told.count == 4)
  }

  @Test func `different findings stay apart`() {
    let table = FindingTable([finding(line: 2), finding(line: 3, "Q must be 1, found '8'")])
    #expect(table.findings.count == 2)
  }
}
