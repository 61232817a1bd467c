import SurveyModel
import TabularFiles

/// The sheet `choices`: the lists of a form by name.
struct ChoiceSheet {
  private(set) var lists: [String: [Choice]] = [:]
  /// Names of the lists in the sheet's order, with the place of the first choice.
  private(set) var order: [(name: String, location: SourceLocation)] = []
  private(set) var languages: [String] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ sheet: Sheet?, settings: FormSettings) {
    guard let sheet else { return }
    let columns = FormColumns(sheet, known: .choices, defaultLanguage: settings.defaultLanguage)
    diagnostics = columns.diagnostics
    languages = columns.languages(of: "label")
    guard !sheet.rows.isEmpty, requireColumns(columns, sheet) else { return }
    for row in sheet.rows { add(row, columns, settings) }
  }

  private mutating func requireColumns(_ columns: FormColumns, _ sheet: Sheet) -> Bool {
    for name in ["list_name", "name"] where !columns.has(name) {
      diagnostics.append(
        Diagnostic(
          .error, "missing-column", "the sheet '\(sheet.name)' has no column '\(name)'",
          fix: "add the column '\(name)'",
          at: sheet.header.first?.location ?? SourceLocation(file: "")))
      return false
    }
    return true
  }

  private mutating func add(_ row: Sheet.Row, _ columns: FormColumns, _ settings: FormSettings) {
    guard let list = columns.text("list_name", row) else {
      report(
        .note, "choice-without-list", "the row names no list and is not looked at",
        fix: nil, at: row.location)
      return
    }
    guard let name = columns.cell("name", row) else {
      report(
        .error, "choice-without-name", "a choice of the list '\(list)' has no name",
        fix: "give it the code that stands in the data", at: columns.place("name", row))
      return
    }
    let choice = Choice(
      name: name.text, label: columns.label("label", row), missing: missing(row, columns),
      isExclusive: isExclusive(row, columns), dataValue: columns.text("data_value", row),
      at: name.location)
    requireOwnValue(of: choice, in: list, row, columns)
    append(choice, to: list, settings)
  }

  /// A value of a data set that stood for two choices would say nothing.
  private mutating func requireOwnValue(
    of choice: Choice, in list: String, _ row: Sheet.Row, _ columns: FormColumns
  ) {
    guard let value = choice.dataValue,
      let first = lists[list]?.first(where: { $0.dataValue != nil && $0.isValue(value) })
    else { return }
    report(
      .error, "duplicate-data-value",
      "the value '\(value)' of a data set stands for '\(first.name)' of the list '\(list)' already, at"
        + " \(first.location)",
      fix: "give each choice a value of its own", at: columns.place("data_value", row))
  }

  private mutating func append(_ choice: Choice, to list: String, _ settings: FormSettings) {
    if lists[list] == nil { order.append((list, choice.location)) }
    if let first = lists[list]?.first(where: { $0.name == choice.name }) {
      guard !settings.allowsDuplicateChoices else { return }
      report(
        .error, "duplicate-choice",
        "the list '\(list)' has the code '\(choice.name)' already, at \(first.location)",
        fix:
          "give each choice a code of its own, or set allow_choice_duplicates to yes in settings",
        at: choice.location)
    } else {
      lists[list, default: []].append(choice)
    }
  }

  private mutating func missing(_ row: Sheet.Row, _ columns: FormColumns) -> MissingReason? {
    guard let cell = columns.cell("missing", row) else { return nil }
    if let reason = MissingReason(rawValue: cell.text.lowercased()) { return reason }
    let reasons = MissingReason.allCases.map(\.rawValue).joined(separator: ", ")
    report(
      .error, "unknown-reason", "'\(cell.text)' is no reason of a missing answer",
      fix: "write one of \(reasons), or leave the cell blank", at: cell.location)
    return nil
  }

  private mutating func isExclusive(_ row: Sheet.Row, _ columns: FormColumns) -> Bool {
    guard let cell = columns.cell("exclusive", row) else { return false }
    if !YesNo.isClear(cell.text) {
      report(
        .error, "not-yes-or-no", "'exclusive' must be yes or no, found '\(cell.text)'",
        fix: "write yes, or leave the cell blank", at: cell.location)
    }
    return YesNo.isYes(cell.text)
  }

  private mutating func report(
    _ severity: Diagnostic.Severity, _ code: String, _ message: String, fix: String?,
    at location: SourceLocation
  ) {
    diagnostics.append(Diagnostic(severity, code, message, fix: fix, at: location))
  }
}
