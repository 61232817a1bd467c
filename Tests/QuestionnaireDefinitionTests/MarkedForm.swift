import SurveyModel
import TabularFiles

@testable import QuestionnaireDefinition

/// A form's sheets as CSV with one place marked: 👉 stands before the cell that is meant.
struct MarkedForm {
  private(set) var location: SourceLocation?
  private var files: [String: FileContents] = [:]

  init(_ survey: String, choices: String = "", settings: String = "") {
    for (name, text) in [("survey", survey), ("choices", choices), ("settings", settings)] {
      guard !text.isEmpty else { continue }
      let file = "form/\(name).csv"
      if let mark = text.firstIndex(of: "👉") {
        let lines = text[..<mark].split(separator: "\n", omittingEmptySubsequences: false)
        location = SourceLocation(
          file: file, line: lines.count, column: (lines.last?.count ?? 0) + 1)
      }
      let bytes = Array(text.filter { $0 != "👉" }.utf8)
      files[name] = FileContents(file: file, bytes: bytes)
    }
  }

  var reading: XLSForm.Reading { XLSForm.reading(files: files, folder: "form", version: "v") }
}
