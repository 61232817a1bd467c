import SurveyModel
import TabularFiles

/// Reads the sheet `survey` row by row: questions, and the groups and repeats around them.
struct SurveySheet {
  /// A group, repeat or loop that is open.
  struct Container {
    let kind: RowType.Container
    let name: String
    let relevant: Expression?
    /// The list that a loop goes over.
    let list: String?
    let location: SourceLocation
    /// How many questions there were before it.
    let start: Int
  }

  let columns: FormColumns
  let choices: ChoiceSheet
  let externalChoices: ChoiceSheet
  var questions: [Question] = []
  var groupLabels: [String: Label] = [:]
  var usedLists: Set<String> = []
  var diagnostics: [Diagnostic]
  var open: [Container] = []
  private var noteCount = 0
  /// Names that stand in several groups, where only the groups tell the questions apart.
  private var sharedNames: Set<String> = []

  init(
    _ sheet: Sheet, choices: ChoiceSheet, externalChoices: ChoiceSheet, settings: FormSettings
  ) {
    columns = FormColumns(sheet, known: .survey, defaultLanguage: settings.defaultLanguage)
    self.choices = choices
    self.externalChoices = externalChoices
    diagnostics = columns.diagnostics
    guard requireColumns(sheet) else { return }
    sharedNames = Self.sharedNames(sheet, columns)
    for row in sheet.rows { read(row) }
    for container in open {
      report(
        .error, "group-not-closed",
        "the \(container.kind.rawValue) '\(container.name)' is never closed",
        fix: "add a row 'end_\(container.kind.rawValue)' after its last question",
        at: container.location)
    }
    if questions.isEmpty, !diagnostics.hasErrors {
      report(
        .error, "no-questions", "the form has no questions", fix: "add a row for each question",
        at: sheet.header.first?.location ?? SourceLocation(file: ""))
    }
  }

  /// Languages of the labels, in the sheet's order.
  var languages: [String] { columns.languages(of: "label") }

  private mutating func requireColumns(_ sheet: Sheet) -> Bool {
    let missing = ["type", "name"].filter { !columns.has($0) }
    for name in missing {
      report(
        .error, "missing-column", "the sheet '\(sheet.name)' has no column '\(name)'",
        fix: "add the column '\(name)'",
        at: sheet.header.first?.location ?? SourceLocation(file: ""))
    }
    return missing.isEmpty
  }

  private mutating func read(_ row: Sheet.Row) {
    if let disabled = columns.text("disabled", row), YesNo.isYes(disabled) { return }
    guard let cell = columns.cell("type", row) else { return readUntyped(row) }
    guard let type = RowType(cell.text) else {
      report(
        .error, "unknown-type", "'\(cell.text)' is no type of question",
        fix: Self.advice(on: cell.text), at: cell.location)
      return
    }
    switch type {
    case .begin(let kind, let list): begin(kind, list: list, row)
    case .end(let kind): end(kind, at: cell.location)
    case .attachedFile: break
    case .inclusion:
      let name = columns.text("name", row) ?? cell.text
      report(
        .error, "not-included", "the form '\(name)' that is to be included is not at hand",
        fix: "copy its rows into this sheet", at: cell.location)
    default: add(type, row)
    }
  }

  /// Names that several rows have, no two of them in the same group.
  private static func sharedNames(_ sheet: Sheet, _ columns: FormColumns) -> Set<String> {
    var path: [String] = []
    var places: [String: [[String]]] = [:]
    for row in sheet.rows {
      if let disabled = columns.text("disabled", row), YesNo.isYes(disabled) { continue }
      guard let type = columns.text("type", row).flatMap(RowType.init) else { continue }
      let name = columns.text("name", row) ?? ""
      switch type {
      case .begin: path.append(name)
      case .end: _ = path.popLast()
      default: places[name, default: []].append(path)
      }
    }
    return Set(
      places.filter { $0.value.count > 1 && Set($0.value).count == $0.value.count }.keys)
  }

  /// What a question of the open groups is called: `group/name` where another group has one of its
  /// name, as exports call its column.
  func nameAmongGroups(_ name: String) -> String {
    guard sharedNames.contains(name), !open.isEmpty else { return name }
    return (open.map(\.name) + [name]).joined(separator: "/")
  }

  private mutating func readUntyped(_ row: Sheet.Row) {
    if let name = columns.cell("name", row) {
      report(
        .error, "missing-type", "the question '\(name.text)' has no type",
        fix: "say in the column 'type' what kind of answer is expected",
        at: columns.place("type", row))
    } else {
      report(
        .note, "comment-row", "a row without type and name is not looked at", fix: nil,
        at: row.location)
    }
  }

  private static func advice(on type: String) -> String {
    let word = type.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    let types = [
      "select_one", "select_multiple", "rank", "integer", "decimal", "range", "text", "note",
      "geopoint", "date", "time", "datetime", "image", "audio", "video", "file", "barcode",
      "calculate", "acknowledge", "hidden", "begin_group", "end_group", "begin_repeat",
      "end_repeat",
    ]
    if word.hasPrefix("select_") || word == "rank" { return "write it as '\(word) LIST'" }
    return Spelling.nearest(to: word, among: types).map { "if '\($0)' is meant, write it so" }
      ?? "write one of the types of the XLSForm reference, such as select_one LIST, integer, text"
  }

  /// The name of a row; a note without one gets one.
  mutating func name(_ row: Sheet.Row, isNote: Bool = false) -> Sheet.Cell? {
    guard let cell = columns.cell("name", row) else {
      if isNote {
        noteCount += 1
        return Sheet.Cell("generated_note_name_\(noteCount)", at: columns.place("name", row))
      }
      report(
        .error, "missing-name", "the row has a type and no name",
        fix: "give it a name: the column of its answers in the data",
        at: columns.place("name", row))
      return nil
    }
    guard Self.isName(cell.text) else {
      report(
        .error, "invalid-name", "'\(cell.text)' cannot be a name",
        fix: "begin with a letter or underscore; go on with letters, digits, '_', '-' and '.'",
        at: cell.location)
      return nil
    }
    return cell
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter || first == "_" else { return false }
    return text.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) }
  }

  mutating func report(
    _ severity: Diagnostic.Severity, _ code: String, _ message: String, fix: String?,
    at location: SourceLocation
  ) {
    diagnostics.append(Diagnostic(severity, code, message, fix: fix, at: location))
  }
}
