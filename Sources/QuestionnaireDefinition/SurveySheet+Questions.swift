import SurveyModel
import TabularFiles

// Questions and what their kind needs.
extension SurveySheet {
  mutating func add(_ type: RowType, _ row: Sheet.Row) {
    guard let name = name(row, isNote: type == .simple(.note)), let kind = kind(of: type, row)
    else { return }
    let label = columns.label("label", row)
    if type.isSeen { requireLabel(label, name.text, row) }
    var question = Question(
      name: nameAmongGroups(name.text), label: label, hint: columns.label("hint", row), kind: kind,
      measure: measure(row), isRequired: isRequired(row),
      relevant: relevant(row), constraint: expression("constraint", row),
      constraintMessage: columns.label("constraint_message", row), groups: openGroups,
      enclosingRepeat: openRepeat, at: name.location)
    question.isSensitive = isSensitive(row)
    questions.append(question)
    if case .select(_, _, allowsOther: true) = type { addOther() }
  }

  /// Whether an answer is demanded; a word that is neither yes nor no, nor an expression, is told.
  private mutating func isRequired(_ row: Sheet.Row) -> Bool {
    guard let text = columns.text("required", row) else { return false }
    if !YesNo.isClear(text), text.allSatisfy(\.isLetter) {
      let near = Spelling.nearest(to: text, among: ["yes", "no", "true", "false", "да", "нет"])
      report(
        .warning, "value-unknown",
        "'required' must be yes or no, found '\(text)'"
          + (near.map { "; did you mean '\($0)'?" } ?? ""),
        fix: "write yes or no; until then no answer is demanded", at: columns.place("required", row)
      )
    }
    return YesNo.isYes(text)
  }

  private mutating func requireLabel(_ label: Label, _ name: String, _ row: Sheet.Row) {
    let others = ["hint", "guidance_hint", "image", "big-image", "audio", "video"]
    guard label.isEmpty, others.allSatisfy({ columns.label($0, row).isEmpty }) else { return }
    report(
      .error, "missing-label", "the question '\(name)' has no label and no hint",
      fix: "write in the column 'label' what the respondent is asked",
      at: columns.place("label", row))
  }

  /// The question that takes the other answer in words, as `or_other` adds it.
  private mutating func addOther() {
    guard let question = questions.last,
      let other = try? Expression(parsing: "selected(${\(question.name)}, 'other')")
    else { return }
    questions.append(
      Question(
        name: question.name + "_other",
        label: Label(["en": "Specify other.", "ru": "Что именно?"]),
        kind: .text, relevant: Expression.all([question.relevant, other].compactMap(\.self)),
        groups: openGroups, enclosingRepeat: openRepeat, at: question.location))
  }

  private mutating func kind(of type: RowType, _ row: Sheet.Row) -> Question.Kind? {
    switch type {
    case .simple(let simple): kind(of: simple, row)
    case .metadata(let field): .metadata(field)
    case .select(let selection, let name, let allowsOther):
      list(name, allowsOther: allowsOther, row).map { selection.kind($0) }
    case .selectExternal(let name): externalList(name, row)
    case .selectFromFile(_, let file): choicesElsewhere("the file '\(file)'", row)
    case .begin, .end, .attachedFile, .inclusion: nil
    }
  }

  private mutating func kind(of simple: RowType.Simple, _ row: Sheet.Row) -> Question.Kind? {
    switch simple {
    case .integer: .integer
    case .decimal: .decimal
    case .range: range(row)
    case .text: .text
    case .date: .date
    case .time: .time
    case .dateTime: .dateTime
    case .position: .position
    case .barcode: .barcode
    case .attachment: .attachment
    case .acknowledgement: .acknowledgement
    case .calculation: .calculation(calculation(row))
    case .note: .note
    }
  }

  // MARK: Lists

  private mutating func list(
    _ name: String, allowsOther: Bool, _ row: Sheet.Row
  ) -> ChoiceList? {
    if name.hasPrefix("${") {
      report(
        .error, "choices-from-answers", "choices that are answers to \(name) are not known",
        fix: "ask for it as text, or list the choices", at: columns.place("type", row))
      return nil
    }
    usedLists.insert(name)
    guard var list = choices.lists[name] else {
      reportMissing(name, at: columns.place("type", row))
      return nil
    }
    if allowsOther, !list.contains(where: { $0.name == "other" }) {
      list.append(
        Choice(name: "other", label: XLSForm.otherLabel, at: columns.place("type", row)))
    }
    return ChoiceList(name: name, choices: list, allowsOther: allowsOther)
  }

  mutating func reportMissing(_ list: String, at location: SourceLocation) {
    let near = Spelling.nearest(to: list, among: choices.order.map(\.name))
    report(
      .error, "missing-choice-list", "there is no choice list '\(list)'",
      fix: near.map { "if '\($0)' is meant, write it so" }
        ?? "add its choices to the sheet 'choices'", at: location)
  }

  private mutating func externalList(_ name: String, _ row: Sheet.Row) -> Question.Kind? {
    guard let list = externalChoices.lists[name] else {
      return choicesElsewhere("the sheet 'external_choices'", row)
    }
    return .selectOne(ChoiceList(name: name, choices: list))
  }

  /// Answers whose choices are not part of the form are kept as text.
  private mutating func choicesElsewhere(_ place: String, _ row: Sheet.Row) -> Question.Kind? {
    report(
      .warning, "choices-elsewhere",
      "the choices stand in \(place), which is not read: answers are kept as text",
      fix: "list the choices in the sheet 'choices'", at: columns.place("type", row))
    return .text
  }

  // MARK: Cells

  private mutating func range(_ row: Sheet.Row) -> Question.Kind? {
    let parameters = FormParameters(columns.text("parameters", row) ?? "")
    let (start, end) = (parameters["start"] ?? 1, parameters["end"] ?? 10)
    let step = parameters["step"] ?? 1
    guard let start, let end, let step, step > 0, start < end else {
      report(
        .error, "invalid-range", "a range needs numbers: start below end, and a step above 0",
        fix: "write the parameters as 'start=0 end=10 step=1'",
        at: columns.place("parameters", row))
      return nil
    }
    return .range(start: start, end: end, step: step)
  }

  private mutating func isSensitive(_ row: Sheet.Row) -> Bool {
    guard let cell = columns.cell("sensitive", row) else { return false }
    if YesNo.isClear(cell.text) { return YesNo.isYes(cell.text) }
    report(
      .error, "unknown-sensitivity", "'sensitive' is yes or no, found '\(cell.text)'",
      fix: "write yes where few answers must not be told apart, or leave it blank",
      at: cell.location)
    return false
  }

  private mutating func measure(_ row: Sheet.Row) -> Measure? {
    guard let cell = columns.cell("measure", row) else { return nil }
    if let measure = Measure(rawValue: cell.text.lowercased()) { return measure }
    report(
      .error, "unknown-measure", "'\(cell.text)' is no level of measurement",
      fix: "write nominal, ordinal or scale, or leave the cell blank", at: cell.location)
    return nil
  }

  private mutating func relevant(_ row: Sheet.Row) -> Expression? {
    let own = expression("relevant", row)
    return Expression.all((open.map(\.relevant) + [own]).compactMap(\.self))
  }

  /// A calculation that cannot be read is of no harm: its result stands in the data.
  private mutating func calculation(_ row: Sheet.Row) -> Expression? {
    expression("calculation", row, severity: .warning)
  }

  mutating func expression(
    _ column: String, _ row: Sheet.Row, severity: Diagnostic.Severity = .error
  ) -> Expression? {
    guard let cell = columns.cell(column, row) else { return nil }
    do {
      let expression = try Expression(parsing: cell.text)
      for problem in expression.patternProblems {
        diagnostics.append(problem.diagnostic(column, at: cell.location))
      }
      return expression
    } catch {
      report(
        severity, "invalid-expression",
        "'\(column)' cannot be understood at its character \(error.offset + 1): \(error.message)",
        fix: "correct the expression, such as ${age} >= 18 and selected(${uses}, '3')",
        at: cell.location)
      return nil
    }
  }
}

extension XLSForm {
  /// The label of the choice that `or_other` adds.
  static let otherLabel = Label(["en": "Other", "ru": "Другое"])
}

extension RowType {
  /// Whether the respondent sees it, so that it needs a label.
  fileprivate var isSeen: Bool {
    switch self {
    case .metadata, .simple(.calculation), .attachedFile: false
    default: true
    }
  }
}

extension RowType.Selection {
  fileprivate func kind(_ list: ChoiceList) -> Question.Kind {
    switch self {
    case .one: .selectOne(list)
    case .multiple: .selectMultiple(list)
    case .rank: .rank(list)
    }
  }
}

/// The cell `parameters`: `start=0 end=10 step=1`.
struct FormParameters {
  private let values: [String: String]

  init(_ text: String) {
    let tidy = text.replacing(#/\s*=\s*/#, with: "=")
    let pairs = tidy.split { $0.isWhitespace || $0 == "," || $0 == ";" }
      .map { $0.split(separator: "=", maxSplits: 1).map(String.init) }.filter { $0.count == 2 }
    values = Dictionary(pairs.map { ($0[0].lowercased(), $0[1]) }, uniquingKeysWith: { _, b in b })
  }

  /// The number of a name; the inner nil where it is none, the outer where it is absent.
  subscript(name: String) -> Double?? { values[name].map { Double($0) } }
}
