import SurveyModel
import TabularFiles
import Testing

@testable import QuestionnaireDefinition

@Suite(
  "Forms that other people made",
  .enabled(if: DataFolder.isPresent, "no folder of real inputs: set GENIUSLOCI_DATA"))
struct XLSFormFolderTests {
  /// The diagnostics that say what pyxform's message says.
  private static let meaning = [
    "Duplicate column header": "duplicate-column",
    "has no label or hint": "missing-label",
    "section has not been included": "not-included",
  ]

  @Test("each comes out as pyxform has it")
  func expected() throws {
    let folder = DataFolder.path + "/xlsforms"
    let table = try Sheet.reading(
      path: folder + "/expected.csv", displayPath: "expected.csv", name: "expected")
    #expect(table.sheet.rows.count > 30)
    for row in table.sheet.rows {
      let file = try #require(row["file"])
      let form = XLSForm.reading(path: "\(folder)/\(file)", displayPath: file, version: "1")
      let errors = form.diagnostics.filter { $0.severity == .error }
      if row["outcome"] == "accepted" {
        #expect(errors.isEmpty, "\(file): \(errors)")
        #expect(form.questionnaire?.questions.isEmpty == false, "\(file)")
      } else {
        let message = try #require(row["message"])
        let code = try #require(Self.meaning.first { message.contains($0.key) }?.value)
        #expect(errors.contains { $0.code == code }, "\(file): \(form.diagnostics)")
        #expect(errors.allSatisfy { $0.location.line != nil && $0.fix != nil }, "\(file)")
        #expect(form.questionnaire == nil, "\(file)")
      }
    }
  }
}
