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

  @Test func `different findings stay apart`() {
    let table = FindingTable([finding(line: 2), finding(line: 3, "Q must be 1, found '8'")])
    #expect(table.findings.count == 2)
  }
}
