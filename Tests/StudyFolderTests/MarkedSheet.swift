import SurveyModel
import TabularFiles
import Testing

/// A sheet from text in which 👉 marks the place that a message is expected to name.
struct MarkedSheet {
  let sheet: Sheet
  /// nil where the text has no mark.
  let mark: SurveyModel.SourceLocation?

  init(_ text: String, name: String) throws {
    let plain = text.replacing("👉", with: "")
    let contents = FileContents(file: "\(name).csv", bytes: Array(plain.utf8))
    sheet = try Sheet.reading(contents, name: name).sheet
    mark = text.firstIndex(of: "👉").map { place in
      let before = text[..<place]
      let line = before.filter { $0 == "\n" }.count + 1
      let start = before.lastIndex(of: "\n").map { before.index(after: $0) } ?? before.startIndex
      let column = before.distance(from: start, to: place) + 1
      return SurveyModel.SourceLocation(file: "\(name).csv", line: line, column: column)
    }
  }

  /// Checks that there is one diagnostic, of this code, at the mark.
  func expect(
    _ code: String, in diagnostics: [Diagnostic],
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(diagnostics.map(\.code) == [code], "\(diagnostics)", sourceLocation: sourceLocation)
    #expect(diagnostics.first?.location == mark, sourceLocation: sourceLocation)
  }
}
