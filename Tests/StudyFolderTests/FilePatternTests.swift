import Foundation
import SurveyModel
import Testing

@testable import StudyFolder

struct FilePatternTests {
  @Test(arguments: [
    ("r/a-*.csv", "r/a-1.csv", true), ("r/a-*.csv", "r/a-.csv", true),
    ("r/a-*.csv", "r/a-1.txt", false), ("r/*.csv", "r/s/a.csv", false),
    ("r/a?.csv", "r/a1.csv", true), ("r/a?.csv", "r/a12.csv", false),
    ("*a*b*.csv", "xxaxxbxx.csv", true), ("*a*b*.csv", "xxbxxaxx.csv", false),
    ("файл*.csv", "файл-1.csv", true),
  ])
  func `a pattern finds what it names`(pattern: String, path: String, isMatch: Bool) {
    #expect(FilePattern(text: pattern).matches(path) == isMatch)
  }

  @Test(arguments: [
    ("*a*a*a*a*a*a*a*a*b", String(repeating: "a", count: 4000)),
    (String(repeating: "*a", count: 2000) + "b", String(repeating: "a", count: 4000)),
    ("*" + String(repeating: "a", count: 100_000) + "b", String(repeating: "a", count: 200_000)),
    (String(repeating: "*", count: 100_000), String(repeating: "a", count: 100_000) + "/b"),
  ])
  func `a pattern of many stars ends on a long name`(pattern: String, path: String) {
    #expect(!FilePattern(text: pattern).matches(path))
    #expect(FilePattern(text: path).matches(path))
  }

  @Test func `a source stands for each file of its pattern, by the numbers in their names`() throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let responses = folder.appending(path: "responses")
    try FileManager.default.createDirectory(at: responses, withIntermediateDirectories: true)
    for name in ["day-10.csv", "day-9.csv", "other.csv", ".day-1.csv"] {
      try Data("x\n".utf8).write(to: responses.appending(path: name))
    }
    let place = SurveyModel.SourceLocation(file: "sources.csv", line: 2, column: 3)
    var source = Source(
      wave: .fixed("w"), city: .fixed("c"), file: "responses/day-*.csv", questionnaire: "v1",
      at: place)
    let found = source.expanded(in: folder.path)
    #expect(found.sources.map(\.file) == ["responses/day-9.csv", "responses/day-10.csv"])
    #expect(found.sources.map(\.pattern) == ["responses/day-*.csv", "responses/day-*.csv"])
    #expect(found.diagnostics.isEmpty)
    source.file = "responses/none-*.csv"
    let none = source.expanded(in: folder.path)
    #expect(none.sources.isEmpty)
    #expect(none.diagnostics.map(\.code) == ["file-missing"])
    #expect(none.diagnostics.map(\.location) == [place])
  }
}
