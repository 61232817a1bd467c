import QuestionnaireDefinition
import SurveyModel

// What is asked of codes, of the order of answers and of numbers.
extension StudyMaking {
  /// What nobody has said of codes and questions, one row for all that are alike.
  mutating func askCodes(_ columns: [DraftColumn], _ version: String) {
    let folder = "questionnaires/\(version)"
    // The middle of a scale with labels at its ends is known.
    let unlabelled = columns.filter { column in
      column.measure != .ordinal && column.codes.contains { $0.isUnlabelled && $0.missing == nil }
        || !column.codes.setApart.isEmpty
    }
    if !unlabelled.isEmpty {
      let names = unlabelled.map { $0.listName ?? $0.name }.unique
      questions.ask(
        "\(names.count) \(names.count == 1 ? "list has" : "lists have") codes that nobody has labelled:"
          + " \(DraftQuestions.list(names, most: 60)). What do they mean (label), and are they ordered"
          + " (measure of survey.csv)?", in: "\(folder)/choices.csv", row: "label")
    }
    let apart = unlabelled.flatMap { $0.codes.setApart }.unique
    if !apart.isEmpty {
      questions.ask(
        "Do the codes \(DraftQuestions.list(apart)), which stand apart from the others and have no"
          + " label, mean that there is no answer (missing)? Until it is said they count as answers.",
        in: "\(folder)/choices.csv", row: "missing")
    }
    askReasons(columns, folder)
    askOrders(columns, folder)
    askNumbers(columns)
    let divided = material.drafts.flatMap(\.draft.divided).unique
      .filter { name in columns.contains { $0.name == name } }
    if !divided.isEmpty {
      questions.ask(
        "Cells of \(DraftQuestions.list(divided, most: 60)) hold several answers, and were divided at the"
          + " signs between them: is each choice (label) a whole answer, and none a part of one?",
        in: "\(folder)/choices.csv", row: "label")
    }
    askSameTexts(columns, folder)
    let silent = columns.filter { $0.label == Label($0.column) && !$0.column.contains(" ") }
    if !silent.isEmpty {
      questions.ask(
        (silent.count == 1
          ? "1 question goes by the name of its column"
          : "\(silent.count) questions go by the name of their column")
          + ": \(DraftQuestions.list(silent.map(\.name), most: 60))."
          + " What was asked (label)?", in: "\(folder)/survey.csv", row: "label")
    }
  }

  /// Labels that were taken for reasons of a missing answer, since that changes shares.
  private mutating func askReasons(_ columns: [DraftColumn], _ folder: String) {
    let labelled = columns.flatMap(\.codes).filter { $0.missing != nil && !$0.isUnlabelled }
    let told = columns.filter { $0.codes.isEmpty || $0.hasNumericCodes }.flatMap(\.missingValues)
      .filter { Double($0.name) == nil && $0.label == Label($0.name) }
    let words = (labelled + told).map { code in
      "«\(code.label.texts.sorted { $0.key < $1.key }.first?.value ?? code.name)»"
        + " (\(code.missing?.rawValue ?? ""))"
    }.unique
    guard !words.isEmpty else { return }
    questions.ask(
      "By its label \(DraftQuestions.list(words)) counts as no answer: is that right?",
      in: "\(folder)/choices.csv", row: "missing")
  }

  /// The order that was taken for answers in words, and lists whose order is not known.
  private mutating func askOrders(_ columns: [DraftColumn], _ folder: String) {
    let worded = columns.filter { column in
      guard column.isOfTexts, case .codes = column.kind else { return false }
      return column.codes.count { $0.missing == nil } > 2
    }
    var named: [[String]: [String]] = [:]
    for column in worded where column.measure == .ordinal {
      let order = column.codes.filter { $0.missing == nil }.map { $0.label[""] ?? $0.name }
      named[order, default: []].append(column.name)
    }
    for (order, names) in named.sorted(by: { $0.value[0] < $1.value[0] }) {
      questions.ask(
        "By their words the answers to \(DraftQuestions.list(names)) were ordered from the lowest to the"
          + " highest: \(order.joined(separator: " < ")). Is that so? If not, order the rows of the"
          + " list, or leave measure of survey.csv blank.", in: "\(folder)/choices.csv",
        row: "measure")
    }
    let open = worded.filter { $0.measure != .ordinal }.map(\.name)
    guard !open.isEmpty else { return }
    questions.ask(
      "The answers to \(DraftQuestions.list(open, most: 60)) stand by the alphabet and count as nominal,"
        + " since no order of theirs is known: are some ordered? Then order the rows of the list, and"
        + " write ordinal as the measure in survey.csv.", in: "\(folder)/choices.csv",
      row: "measure")
  }

  /// Questions with one text, which nobody can tell apart in a report.
  private mutating func askSameTexts(_ columns: [DraftColumn], _ folder: String) {
    let labelled = columns.filter { $0.label != Label($0.column) }
    let named = Dictionary(grouping: labelled, by: \.label).values.filter { $0.count > 1 }
      .map { $0.map(\.name) }.sorted { $0[0] < $1[0] }
    guard !named.isEmpty else { return }
    let lists = named.map { $0.joined(separator: " and ") }
    questions.ask(
      "The same text stands for \(DraftQuestions.list(lists)): were they asked the same, or is a label"
        + " wrong?", in: "\(folder)/survey.csv", row: "label")
  }

  /// Questions that may have been asked of some only.
  mutating func askRouting() {
    guard let skipped else { return }
    questions.ask(
      "\(skipped.records) \(skipped.records == 1 ? "record leaves" : "records leave") more than half of"
        + " the questions blank, and \(DraftQuestions.list(skipped.names, most: 60)) are blank in many:"
        + " were they asked of some only? Write whom in relevant of survey.csv. Until then nobody is"
        + " taken for a break-off (partial-minimum is 0 in study.csv; 50 is usual).",
      in: "study.csv", row: "partial-minimum")
  }

  /// Numbers that look like codes, with the row that would say so.
  private mutating func askNumbers(_ columns: [DraftColumn]) {
    for column in columns where !column.setApart.isEmpty {
      let values = column.setApart.sorted { Double($0.key) ?? 0 < Double($1.key) ?? 0 }
      for (value, count) in values {
        questions.ask(
          "The number \(value) of \(column.name), given in \(count)"
            + " \(count == 1 ? "record" : "records"), stands apart from the others: does it mean that"
            + " there is no answer? Then add the row '\(column.name),*,\(value),no-answer' (or"
            + " dont-know, refused, not-asked). Until it is said it counts as an answer, in means too.",
          in: "missing.csv", row: "\(column.name), \(value)")
      }
    }
  }
}

extension DraftColumn {
  fileprivate var hasNumericCodes: Bool { codes.allSatisfy { Double($0.name) != nil } }
}

extension [DraftColumn.Code] {
  /// Unlabelled numbers that stand apart from the others: 9 after 1…5, 97 and 99 after 1…10, −1.
  fileprivate var setApart: [String] {
    let numbers = filter { $0.missing == nil }.compactMap { Int($0.name) }.sorted()
    guard numbers.count > 2 else { return [] }
    let bare = Set(filter(\.isUnlabelled).map(\.name))
    let usual: Set<Int> = [
      7, 8, 9, 77, 88, 96, 97, 98, 99, 777, 888, 996, 997, 998, 999, 9997, 9998, 9999, -1, -2, -7,
      -8, -9,
      -77, -88, -99,
    ]
    var end = numbers.firstIndex { $0 >= 0 } ?? 0
    while end + 1 < numbers.count, numbers[end + 1] - numbers[end] <= 2 { end += 1 }
    let body = numbers.firstIndex { $0 >= 0 } ?? 0
    let apart = numbers[..<body] + numbers[Swift.min(end + 1, numbers.count)...]
    return apart.filter { usual.contains($0) }.map { String($0) }.filter(bare.contains)
  }
}
