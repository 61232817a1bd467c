/// A row of `draft.csv`: what a draft could not know of a study, put to the user.
///
/// While the sheet is there the study is a draft. Who answers a question deletes its row; who signs
/// deletes the sheet.
public struct OpenQuestion: Hashable, Sendable {
  /// The sheet that the answer belongs into, such as `waves.csv`.
  public var sheet: String
  /// The row of it by its name; "" for the sheet as a whole.
  public var row: String
  public var question: String
  public var location: SourceLocation

  public init(sheet: String, row: String, question: String, at location: SourceLocation) {
    self.sheet = sheet
    self.row = row
    self.question = question
    self.location = location
  }

  /// The question as a finding.
  public var diagnostic: Diagnostic {
    let place = row.isEmpty ? sheet : "\(sheet), \(row)"
    return Diagnostic(
      .warning, "draft-question", "\(place): \(question)",
      fix: "answer it in \(sheet) and delete this row; delete draft.csv when none is left",
      at: location)
  }
}
