import SurveyModel
import TabularFiles
import TextFormats

/// The confirmed rows of `columns.csv` for one file, its columns and questions found.
///
/// A row that names what is not there, or contradicts another, is told and not used.
struct ConfirmedColumns {
  /// A question, or a choice of one.
  struct Target: Hashable {
    /// The place of the question.
    var question: Int
    /// The place of the choice; nil for the whole answer.
    var choice: Int?
  }

  /// By the place of the column; nil for a column that answers no question.
  private(set) var targets: [Int: Target?] = [:]
  private(set) var diagnostics: [Diagnostic] = []
  private let questionnaire: Questionnaire
  private let header: [Sheet.Cell]

  init(_ mappings: [ColumnMapping], header: [Sheet.Cell], questionnaire: Questionnaire) {
    self.questionnaire = questionnaire
    self.header = header
    var rows: [(mapping: ColumnMapping, column: Int, target: Target?)] = []
    for mapping in mappings where mapping.isConfirmed {
      guard let column = column(of: mapping) else { continue }
      if let question = mapping.question {
        guard let target = target(question, mapping) else { continue }
        rows.append((mapping, column, target))
      } else {
        rows.append((mapping, column, nil))
      }
    }
    let byColumn = Dictionary(grouping: rows.indices) { rows[$0].column }
    let byTarget = Dictionary(grouping: rows.indices) { rows[$0].target }
    for (place, row) in rows.enumerated() {
      let same = byColumn[row.column] ?? []
      if same.contains(where: { rows[$0].target != row.target }) {
        contradict(same.map { rows[$0].mapping }, row.mapping, "is mapped to different questions")
      } else if let target = row.target, let others = byTarget[target],
        others.contains(where: { rows[$0].column != row.column })
      {
        contradict(
          others.map { rows[$0].mapping }, row.mapping,
          "is one of several that are mapped to \(row.mapping.question ?? "")")
      } else if same.first == place {
        targets[row.column] = .some(row.target)
      }
    }
  }

  private mutating func contradict(
    _ mappings: [ColumnMapping], _ mapping: ColumnMapping, _ what: String
  ) {
    let others = mappings.filter { $0.location != mapping.location }.map(\.location.description)
    note(
      "column-mapped-twice",
      "the column '\(mapping.column)' \(what) (\(others.joined(separator: ", "))); none of them is used",
      fix: "keep one of the rows", at: mapping)
  }

  /// The one column that is called so; told where there is none, or several.
  private mutating func column(of mapping: ColumnMapping) -> Int? {
    let name = mapping.column.trimmingSpace
    let found = header.indices.filter { header[$0].text.trimmingSpace == name }
    if found.count == 1 { return found[0] }
    // A row for every file may be about some of them.
    if found.isEmpty, mapping.file == nil { return nil }
    guard found.isEmpty else {
      note(
        "column-ambiguous",
        "\(found.count) columns are called '\(name)', which columns.csv maps; none was taken",
        fix: "call each column otherwise", at: mapping)
      return nil
    }
    let near = Spelling.nearest(to: name, among: header.map(\.text.trimmingSpace))
    note(
      "column-missing",
      "\(mapping.file ?? "the file") has no column '\(name)', which columns.csv maps"
        + (near.map { "; did you mean '\($0)'?" } ?? ""),
      fix: "mend the name in columns.csv, or take the row out", at: mapping)
    return nil
  }

  private mutating func target(_ name: String, _ mapping: ColumnMapping) -> Target? {
    if let question = questionnaire.index(of: name) {
      if isAnswerable(question) { return Target(question: question) }
      note(
        "question-not-answerable",
        "columns.csv maps '\(mapping.column)' to \(name), which a file has no single column of",
        fix: "name a question outside repeats, or take the row out", at: mapping)
      return nil
    }
    if let slash = name.lastIndex(of: "/"),
      let question = questionnaire.index(of: String(name[..<slash])),
      case .selectMultiple(let list) = questionnaire.questions[question].kind,
      let choice = list.index(of: String(name[name.index(after: slash)...]))
    {
      return Target(question: question, choice: choice)
    }
    let near = Spelling.nearest(to: name, among: questionnaire.questions.map(\.name))
    note(
      "unknown-question",
      "columns.csv maps '\(mapping.column)' to '\(name)', which the questionnaire does not have"
        + (near.map { "; did you mean '\($0)'?" } ?? ""),
      fix: "mend the name, or leave it blank for a column that answers no question", at: mapping)
    return nil
  }

  private func isAnswerable(_ question: Int) -> Bool {
    let question = questionnaire.questions[question]
    return question.kind.carriesData && question.enclosingRepeat == nil
  }

  private mutating func note(
    _ code: String, _ message: String, fix: String, at mapping: ColumnMapping
  ) {
    diagnostics.append(Diagnostic(.error, code, message, fix: fix, at: mapping.location))
  }
}
