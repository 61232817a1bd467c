import Foundation
import SampleStudies
import Testing

/// Which sheet of a workbook holds the answers.
struct WorkbookSheetTests {
  /// The answers of the first city in a workbook, between larger sheets: a protocol of the contacts,
  /// and a repeat.
  private func workbook(_ study: SmallStudy) throws -> Data {
    let answers = try study.text(of: "responses/alpha.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let contacts =
      [["contact", "when", "who"]] + (1...700).map { ["\($0)", "2025-05-0\($0 % 9 + 1)", "x"] }
    let kids = [["kid_age", "_index", "_parent_index"]] + (1...600).map { ["7", "\($0)", "3"] }
    return try SmallWorkbook(
      sheets: [("contacts", contacts), ("kids", kids), ("Ответы", answers)]
    ).data
  }

  @Test func `the answers' sheet is told by the questionnaire, not by its size`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.write(try workbook(study), to: "responses/alpha.xlsx")
    try study.edit("sources.csv") { lines in
      lines[1] = lines[1].replacingOccurrences(of: "alpha.csv", with: "alpha.xlsx")
    }
    try study.edit("questionnaires/v1/survey.csv") { lines in
      lines.insert("begin_repeat,kids,Дети,Children,,,", at: lines.count - 1)
      lines.insert("integer,kid_age,Возраст ребёнка,Age of the child,,,", at: lines.count - 1)
      lines.insert("end_repeat,,,,,,", at: lines.count - 1)
    }
    let ledger = try BuiltCommand.run(["import", study.folder.path, "--format", "json"])
    #expect(ledger.status == 0, "\(ledger.errors)")
    #expect(try JSON(ledger.output).array.first?["kept"]["records"].integer == 80)
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.output.contains("the sheet 'Ответы' was read, in which "))
    #expect(check.output.contains("not read: 'contacts'"))
    #expect(check.output.contains("the sheet 'kids' holds the 600 records of a repeat"))
    #expect(!check.output.contains("question-not-in-file"))
  }
}
