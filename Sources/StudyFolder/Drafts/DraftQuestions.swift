import TextFormats

/// The rows of `draft.csv` as they are found.
struct DraftQuestions {
  private(set) var rows: [[String]] = []

  /// - Parameters:
  ///   - row: The sheet's row by its name; "" for the sheet as a whole.
  ///   - question: To the user, a whole sentence.
  mutating func ask(_ question: String, in sheet: String, row: String = "") {
    rows.append([sheet, row, question])
  }

  /// `draft.csv`.
  var file: OutputFile {
    let header = FieldQuoting.sheet.record(["sheet", "row", "question"])
    return OutputFile(
      path: "draft.csv", text: header + rows.map(FieldQuoting.sheet.record).joined())
  }

  /// `a, b, c and 4 more`.
  static func list(_ names: [String], most: Int = 12) -> String {
    let rest = names.count > most ? " and \(names.count - most) more" : ""
    return names.prefix(most).joined(separator: ", ") + rest
  }
}
