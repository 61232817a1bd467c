import Foundation
import Testing

/// Texts that a spreadsheet would take for formulas get an apostrophe in tables for people, and stay as
/// they are in files that programs read back.
struct SpreadsheetFormulaTests {
  private static let formulas = ["=1+1", "+A1", "-B2+3", "@SUM(A1)", "=HYPERLINK(\"x\")"]

  @Test("labels in a codebook", arguments: formulas)
  func codebook(formula: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let quoted = "\"\(formula.replacing("\"", with: "\"\""))\""
    try study.edit("questionnaires/v1/survey.csv") {
      $0[1] = "select_one AGR5,SOC01,\(quoted),Statement,yes,,ordinal"
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.csv").path
    #expect(try BuiltCommand.run(["export", study.folder.path, "--to", path]).status == 0)
    let rows = CSVRows.parse(try FolderContents(folder).text("a.csv.codebook.csv"))
    let row = try #require(rows.first { $0[0] == "SOC01" })
    #expect(row.contains("'" + formula) && !row.contains(formula))
    #expect(!rows.joined().contains { $0.hasPrefix("'-") && Double($0.dropFirst()) != nil })
  }

  @Test("names in results", arguments: formulas)
  func results(formula: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let quoted = "\"\(formula.replacing("\"", with: "\"\""))\""
    try study.edit("groups.csv") { lines in
      lines[1] = "sex,\(quoted),мужчины,men,SD1,1,,"
    }
    try study.edit("margins.csv") { lines in
      lines = lines.map { $0.replacing("sex,1,", with: "sex,\(quoted),") }
    }
    let calls = [
      ["estimate", study.folder.path, "INN", "--by", "sex", "--format", "csv"],
      ["weigh", study.folder.path, "--format", "csv"],
    ]
    for call in calls {
      let cells = CSVRows.parse(try BuiltCommand.run(call).output).joined()
      #expect(cells.contains("'" + formula) && !cells.contains(formula), "\(call)")
    }
  }

  @Test func `exports and read keep their bytes and say how many cells begin so`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("questionnaires/v1/survey.csv") { $0.insert("text,O1,Ещё?,Else?,,,", at: 1) }
    for city in ["alpha", "beta"] {
      try study.edit("responses/\(city).csv") { lines in
        for row in lines.indices where !lines[row].isEmpty {
          lines[row] += row == 0 ? ",O1" : row < 4 ? ",=1+\(row)" : ",-\(row)"
        }
      }
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let exported = try BuiltCommand.run([
      "export", study.folder.path, "--to", folder.appending(path: "a.csv").path, "--open-answers",
    ])
    let text = try FolderContents(folder).text("a.csv")
    #expect(text.contains(",=1+1,") && text.contains(",-5,") && !text.contains("'="))
    #expect(exported.errors.contains("6 cells begin with ="))
    let read = try BuiltCommand.run([
      "read", study.url("responses/alpha.csv").path, "--format", "csv",
    ])
    #expect(read.output.contains(",=1+1\n") && read.errors.contains("3 cells begin with ="))
    #expect(read.errors.components(separatedBy: "[formula-like]").count == 2)
  }
}
