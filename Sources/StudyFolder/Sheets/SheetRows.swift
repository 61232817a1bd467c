import SurveyModel
import TabularFiles
import TextFormats

/// The rows of one of a study's sheets, and what is wrong with their cells.
///
/// Every reading function notes its problem with its place and returns nil; the caller leaves the
/// row out and goes on, so that one run tells all problems.
struct SheetRows {
  let sheet: Sheet
  private let description: StudySheet
  private(set) var diagnostics: [Diagnostic] = []

  init(_ sheet: Sheet, of description: StudySheet) {
    self.sheet = sheet
    self.description = description
  }

  /// Whether the header names all columns that must be there; each that it lacks is noted.
  ///
  /// - Parameter further: Names of columns that must be there besides.
  mutating func hasRequiredColumns(besides further: [String] = []) -> Bool {
    let absent = (description.requiredColumns + further).filter { !sheet.hasColumn($0) }
    for name in absent {
      note(
        .error, "column-missing", "sheet '\(sheet.name)' has no column '\(name)'",
        fix: "add the column '\(name)'", at: sheet.location)
    }
    return absent.isEmpty
  }

  /// A text that must be there.
  mutating func text(_ column: String, _ row: Sheet.Row) -> String? {
    if let text = row[column] { return text }
    note(
      .error, "value-missing", "'\(column)' is blank", fix: "fill in '\(column)'",
      at: place(column, row))
    return nil
  }

  /// A value that must be there, made of names that a sign joins.
  mutating func value<Value>(
    _ column: String, _ row: Sheet.Row, joinedBy signs: String, reading read: (String) -> Value?
  ) -> Value? {
    guard let text = text(column, row) else { return nil }
    if let value = read(text) { return value }
    note(
      .error, "name-missing", "'\(column)' lacks a name beside \(signs), found '\(text)'",
      fix: "write a name on both sides of \(signs)", at: place(column, row))
    return nil
  }

  /// A number, or nil where the cell is blank; a decimal comma is understood.
  mutating func number(_ column: String, _ row: Sheet.Row) -> Double? {
    guard let text = row[column] else { return nil }
    if let number = decimalNumber(text), number.isFinite { return number }
    note(
      .error, "not-a-number", "'\(column)' must be a number, found '\(text)'",
      fix: "write a number", at: place(column, row))
    return nil
  }

  /// One of an enumeration's words, or nil where the cell is blank.
  mutating func option<Option: RawRepresentable & CaseIterable>(
    _ column: String, _ row: Sheet.Row, of type: Option.Type
  ) -> Option? where Option.RawValue == String {
    guard let text = row[column] else { return nil }
    if let option = Option(rawValue: text) { return option }
    let words = type.allCases.map(\.rawValue).joined(separator: ", ")
    note(
      .error, "value-unknown", "'\(column)' must be one of \(words), found '\(text)'",
      fix: "write one of \(words)", at: place(column, row))
    return nil
  }

  /// One of the words that the column may hold, which must be there.
  mutating func word(_ column: String, _ row: Sheet.Row) -> String? {
    guard let text = text(column, row) else { return nil }
    guard case .words(let words)? = description[column: column]?.values, !words.contains(text)
    else { return text }
    let meant = SheetName.like(text, among: words).map { "; did you mean '\($0)'?" } ?? ""
    note(
      .error, "value-unknown",
      "'\(column)' must be one of \(words.joined(separator: ", ")), found '\(text)'\(meant)",
      fix: "write one of \(words.joined(separator: ", "))", at: place(column, row))
    return nil
  }

  /// A day as 2025-05-31, or nil where the cell is blank; 31.05.2025 is understood.
  mutating func day(_ column: String, _ row: Sheet.Row) -> CivilDate? {
    guard let text = row[column] else { return nil }
    if let day = CivilDate(inSheet: text) { return day }
    note(
      .error, "not-a-date", "'\(column)' must be a day such as 2025-05-31, found '\(text)'",
      fix: "write year, month and day with hyphens", at: place(column, row))
    return nil
  }

  /// Where a cell stands; the row where the sheet has no such column.
  func place(_ column: String, _ row: Sheet.Row) -> SourceLocation {
    row[cell: column]?.location ?? row.location
  }

  mutating func note(
    _ severity: Diagnostic.Severity, _ code: String, _ message: String, fix: String? = nil,
    at place: SourceLocation
  ) {
    diagnostics.append(Diagnostic(severity, code, message, fix: fix, at: place))
  }
}

extension Sheet {
  /// The place of the sheet's header.
  var location: SourceLocation { header.first?.location ?? SourceLocation(file: name) }
}

extension CivilDate {
  /// Reads `2025-05-31`, the same with the midnight of a workbook's date, and `31.05.2025`.
  init?(inSheet text: String) {
    let day = text.hasSuffix("T00:00:00") ? text.dropLast(9) : text[...]
    let parts = day.split(separator: "-", omittingEmptySubsequences: false)
    let ordered = parts.count == 3 ? parts : day.split(separator: ".").reversed()
    let numbers = ordered.compactMap { $0.allSatisfy(\.isNumber) ? Int($0) : nil }
    guard ordered.count == 3, numbers.count == 3, ordered[0].count == 4 else { return nil }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
  }
}

/// A number written with a decimal point or comma, spaces between thousands allowed.
func decimalNumber(_ text: String) -> Double? {
  let bare = text.filter { $0 != " " && $0 != "\u{A0}" && $0 != "\u{202F}" }
  return Double(String(bare.map { $0 == "," ? "." : $0 }))
}
