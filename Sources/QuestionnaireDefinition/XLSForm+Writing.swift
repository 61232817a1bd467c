import SurveyModel
import TextFormats

extension XLSForm {
  /// A questionnaire as the sheets of an XLSForm in CSV: UTF-8, comma, LF.
  ///
  /// Conditions of groups stand in their questions. Read again, the sheets give the same
  /// questionnaire, but for places and the title in further languages.
  ///
  /// - Returns: The sheets `survey`, `choices`, `settings` in this order.
  public static func sheets(of questionnaire: Questionnaire) -> [(name: String, text: String)] {
    let lists = WrittenLists(questionnaire)
    return [
      ("survey", csv(SurveyRows(questionnaire, lists).rows)),
      ("choices", csv(lists.rows(questionnaire))), ("settings", csv(settings(questionnaire))),
    ]
  }

  /// XLSForm has one title, in the form's default language: pyxform refuses `form_title::ru`.
  private static func settings(_ questionnaire: Questionnaire) -> [[String]] {
    let title = questionnaire.title
    let titled = questionnaire.languages.first { title[$0] != nil } ?? title.texts.keys.min() ?? ""
    // It would be the language of labels that name none, too.
    let isDefault = !questionnaire.hasTextsWithoutLanguage
    let row = [
      ("form_title", title.text(in: titled) ?? ""), ("form_id", questionnaire.version),
      ("version", questionnaire.version), ("default_language", isDefault ? titled : ""),
    ].filter { !$0.1.isEmpty || $0.0 != "default_language" }
    return [row.map(\.0), row.map(\.1)]
  }

  fileprivate static func columnName(_ name: String, _ language: String) -> String {
    language.isEmpty ? name : "\(name)::\(language)"
  }

  private static func csv(_ rows: [[String]]) -> String {
    rows.map(FieldQuoting.sheet.record).joined()
  }
}

/// The choice lists of a questionnaire under names of their own.
private struct WrittenLists {
  private(set) var lists: [(name: String, choices: [Choice])] = []

  init(_ questionnaire: Questionnaire) {
    for list in questionnaire.questions.compactMap(\.choices) where name(of: list) == nil {
      let taken = Set(lists.map(\.name))
      let names = [list.name] + (2...(taken.count + 2)).map { "\(list.name)_\($0)" }
      let name = names.first { !taken.contains($0) } ?? list.name
      lists.append((name, list.written))
    }
  }

  /// The name under which a list is written; nil where it is not.
  func name(of list: ChoiceList) -> String? {
    lists.first { $0.name.hasPrefix(list.name) && $0.choices.agrees(with: list.written) }?.name
  }

  func rows(_ questionnaire: Questionnaire) -> [[String]] {
    let labels = lists.flatMap { $0.choices.map(\.label) }
    let languages = questionnaire.written(labels)
    let header = ["list_name", "name"] + languages.map { XLSForm.columnName("label", $0) }
    let hasValues = lists.contains { $0.choices.contains { $0.dataValue != nil } }
    return [header + ["missing", "exclusive"] + (hasValues ? ["data_value"] : [])]
      + lists.flatMap { name, choices in
        choices.map { choice in
          [name, choice.name] + languages.map { choice.label[$0] ?? "" }
            + [choice.missing?.rawValue ?? "", choice.isExclusive ? "yes" : ""]
            + (hasValues ? [choice.dataValue ?? ""] : [])
        }
      }
  }
}

extension ChoiceList {
  /// Without the choice that `or_other` adds.
  fileprivate var written: [Choice] {
    allowsOther ? choices.filter { $0.label != XLSForm.otherLabel || $0.name != "other" } : choices
  }
}

extension [Choice] {
  /// Whether two lists say the same, wherever they stand.
  fileprivate func agrees(with other: [Choice]) -> Bool {
    elementsEqual(other) {
      ($0.name, $0.label, $0.missing) == ($1.name, $1.label, $1.missing)
        && ($0.isExclusive, $0.dataValue) == ($1.isExclusive, $1.dataValue)
    }
  }
}

extension Questionnaire {
  fileprivate var hasTextsWithoutLanguage: Bool {
    questions.contains { question in
      let texts =
        [question.label, question.hint]
        + (question.choices?.choices.map(\.label) ?? [])
      return texts.contains { $0[""] != nil }
    } || groupLabels.values.contains { $0[""] != nil }
  }

  /// The languages that any of the texts has: ours in their order, and others by the alphabet.
  fileprivate func written(_ labels: [Label]) -> [String] {
    let used = Set(labels.flatMap(\.texts.keys))
    return languages.filter(used.contains) + used.subtracting(languages).sorted()
  }
}

/// The rows of the sheet `survey`.
private struct SurveyRows {
  private(set) var rows: [[String]] = []
  private let questionnaire: Questionnaire
  private let lists: WrittenLists
  private let columns: [(name: String, languages: [String])]
  private var cellNames = [
    "required", "relevant", "constraint", "calculation", "parameters", "measure",
  ]

  init(_ questionnaire: Questionnaire, _ lists: WrittenLists) {
    self.questionnaire = questionnaire
    self.lists = lists
    let questions = questionnaire.questions
    let bare = questions.contains { $0.label.isEmpty && $0.kind.isSeen } ? [Label("?")] : []
    let labels = questions.map(\.label) + questionnaire.groupLabels.values + bare
    columns = [
      ("label", questionnaire.written(labels)),
      ("hint", questionnaire.written(questions.map(\.hint))),
      ("constraint_message", questionnaire.written(questions.map(\.constraintMessage))),
    ]
    let titles = columns.flatMap { column in
      column.languages.map { XLSForm.columnName(column.name, $0) }
    }
    if questions.contains(where: \.isSensitive) { cellNames.append("sensitive") }
    rows = [["type", "name"] + titles + cellNames]
    addQuestions()
  }

  private mutating func addQuestions() {
    var open: [(kind: String, name: String)] = []
    var previous: Question?
    for question in questionnaire.questions where !question.isOther(of: previous) {
      let around =
        (question.enclosingRepeat.map { [("repeat", $0)] } ?? [])
        + question.groups.map { ("group", $0) }
      let common = zip(open, around).prefix { $0 == $1 }.count
      for group in open.dropFirst(common).reversed() { add("end_\(group.kind)", "") }
      for (kind, name) in around.dropFirst(common) {
        add("begin_\(kind)", name, labels: [questionnaire.groupLabels[name] ?? Label()])
      }
      open = around
      add(question)
      previous = question
    }
    for group in open.reversed() { add("end_\(group.kind)", "") }
  }

  private mutating func add(_ question: Question) {
    // What is shown as a picture alone needs a label all the same.
    let isBare = question.label.isEmpty && question.hint.isEmpty && question.kind.isSeen
    add(
      type(of: question), question.name,
      labels: [
        isBare ? Label(question.name) : question.label, question.hint, question.constraintMessage,
      ],
      cells: [
        question.isRequired ? "yes" : "", question.relevant?.source ?? "",
        question.constraint?.source ?? "", question.kind.calculation, question.kind.parameters,
        question.kind.carriesData ? question.measure.rawValue : "",
      ] + (question.isSensitive ? ["yes"] : []))
  }

  private mutating func add(
    _ type: String, _ name: String, labels: [Label] = [], cells: [String] = []
  ) {
    let texts = columns.enumerated().flatMap { place, column in
      column.languages.map { place < labels.count ? labels[place][$0] ?? "" : "" }
    }
    let blank = Array(repeating: "", count: cellNames.count - cells.count)
    rows.append([type, name] + texts + cells + blank)
  }

  private func type(of question: Question) -> String {
    guard let list = question.choices else { return question.kind.typeName }
    let name = lists.name(of: list) ?? list.name
    return "\(question.kind.typeName) \(name)\(list.allowsOther ? " or_other" : "")"
  }
}

extension Question {
  /// Whether it is the question that `or_other` adds after another.
  fileprivate func isOther(of question: Question?) -> Bool {
    question?.choices?.allowsOther == true && name == (question?.name ?? "") + "_other"
  }
}

extension Question.Kind {
  fileprivate var calculation: String {
    if case .calculation(let expression) = self { expression?.source ?? "" } else { "" }
  }

  fileprivate var parameters: String {
    guard case .range(let start, let end, let step) = self else { return "" }
    return "start=\(number(start)) end=\(number(end)) step=\(number(step))"
  }

  private func number(_ value: Double) -> String {
    Int(exactly: value).map { String($0) } ?? "\(value)"
  }
}
