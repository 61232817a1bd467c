import SurveyModel

/// What was read of the questions of a planted survey, beside what was planted.
struct ReadAnswers {
  enum Verdict: Hashable {
    /// Answer by answer what was planted.
    case right
    /// All of it stands in the study, but not as choices that have shares; or the draft asks of it.
    case open
    /// An error names the question, or the file.
    case refused
    case wrong(String)
  }

  private let draw: PlantedDraw
  private let road: PlantedStudyFolder.Road
  private let study: PlantedStudyFolder
  private let errors: [Diagnostic]

  init(_ study: PlantedStudyFolder, of draw: PlantedDraw, road: PlantedStudyFolder.Road) {
    (self.draw, self.road, self.study) = (draw, road, study)
    errors = study.diagnostics.filter { $0.severity == .error }
  }

  /// The columns of the file that no question of the draft has, as `check` tells them.
  var unread: [String] {
    if road == .given { return [] }
    return study.diagnostics.filter { $0.code == "column-not-in-questionnaire" }.map(\.message)
  }

  /// Whether interviews were set aside because they answer too little, which is told.
  private var hasBreakOffs: Bool { study.diagnostics.contains { $0.code == "break-off" } }

  func verdict(on item: PlantedSurvey.Item) -> Verdict {
    guard let questionnaire = study.questionnaire,
      let responses = study.answers?.samples.first?.responses
    else { return errors.isEmpty ? .wrong("no interview and no error") : .refused }
    let found = questions(of: item, in: questionnaire)
    if errors.contains(where: { error in
      ([item.question] + found).contains { error.message.contains($0.name) }
    }) {
      return .refused
    }
    let interviewed = draw.table.interviewed
    guard responses.count == interviewed.count else {
      return errors.isEmpty && !hasBreakOffs
        ? .wrong("\(responses.count) interviews of \(interviewed.count)") : .refused
    }
    if found.isEmpty { return byColumns(item, questionnaire, responses) }
    if isAsked(found) { return .open }
    guard found.count == 1, let column = responses[found[0].name] else {
      return .wrong("\(found.count) questions of \(item.question.name)")
    }
    return verdict(on: item, found[0], column)
  }

  /// Whether `draft.csv` asks how the answers to a question were divided.
  private func isAsked(_ questions: [Question]) -> Bool {
    study.openQuestions.contains { asked in
      asked.contains("were divided")
        && questions.contains { question in
          ([question.name] + question.label.texts.values).contains { asked.contains($0) }
        }
    }
  }

  private func verdict(
    on item: PlantedSurvey.Item, _ question: Question, _ column: Column
  ) -> Verdict {
    if isOutOfOrder(question, item) { return .wrong("\(question.name) is ordinal in no order") }
    if item.isMultiple, isUnlabelled(question) {
      return verdict(byNamesOf: item, question, column)
    }
    var isOpen = false
    for (row, respondent) in draw.table.interviewed.enumerated() {
      let read = told(question, column, row)
      let wanted = planted(item, respondent)
      if read == wanted { continue }
      if !column.values.areChoices, read == Self.folded([cell(item, respondent)]) {
        isOpen = true
        continue
      }
      return .wrong(
        "\(item.question.name), interview \(row): \(wanted.sorted()) was read as \(read.sorted())")
    }
    return isOpen && item.isMultiple ? .open : .right
  }

  /// Whether a draft has a question's choices by their names only: words, or codes of which it asks what
  /// they mean.
  private func isUnlabelled(_ question: Question) -> Bool {
    guard road == .drafted, let choices = question.choices?.choices else { return false }
    let areNames = choices.allSatisfy {
      $0.label.isEmpty || $0.label.texts.values.contains($0.name)
    }
    return areNames
      && (choices.allSatisfy { Int($0.name) == nil }
        || study.openQuestions.contains {
          $0.contains("codes that nobody has labelled") && $0.contains(question.name)
        })
  }

  /// The verdict on choices by the names that their columns have.
  private func verdict(
    byNamesOf item: PlantedSurvey.Item, _ question: Question, _ column: Column
  ) -> Verdict {
    var isRight = true
    for (row, respondent) in draw.table.interviewed.enumerated() {
      let read = told(question, column, row)
      let names = Self.folded(item.chosen[respondent].map { item.choices[$0].name })
      if read == planted(item, respondent) { continue }
      isRight = false
      guard read == names else {
        return .wrong(
          "\(item.question.name), interview \(row): \(names.sorted()) was read as"
            + " \(read.sorted())")
      }
    }
    return isRight ? .right : .open
  }

  /// Whether a draft calls a question ordinal whose choices do not stand as they were planted, which
  /// is the order of what they mean.
  private func isOutOfOrder(_ question: Question, _ item: PlantedSurvey.Item) -> Bool {
    guard road != .given, question.measure == .ordinal, let list = question.choices else {
      return false
    }
    let planted = item.choices.map { Self.folded([draw.style.text($0)]) }
    let places = list.substantive.compactMap { place in
      let label = list.choices[place].label.texts.values.min() ?? list.choices[place].name
      return planted.firstIndex(of: Self.folded([label]))
    }
    let pairs = zip(places, places.dropFirst())
    return !pairs.allSatisfy { $0 < $1 } && !pairs.allSatisfy { $0 > $1 }
  }

  /// A question of several choices that was drafted as a question of each column.
  private func byColumns(
    _ item: PlantedSurvey.Item, _ questionnaire: Questionnaire, _ responses: Responses
  ) -> Verdict {
    guard item.isMultiple else {
      return .wrong("\(item.question.name) is no question of the study")
    }
    for (place, choice) in item.choices.enumerated() {
      let name = draw.style.name(item.question, choice)
      let found = questionnaire.questions.first { $0.isCalled(name) }
      guard let found, let column = responses[found.name] else {
        // Nothing was answered in the column.
        if draw.table.interviewed.allSatisfy({ !item.chosen[$0].contains(place) }) { continue }
        return .wrong("\(name) is no question of the study")
      }
      for (row, respondent) in draw.table.interviewed.enumerated() {
        let flag = draw.style.flag(item.chosen[respondent].contains(place), choice)
        if flag.isEmpty, column.values.areChoices {
          return .wrong(
            "\(name): who did not choose is missing, so that its share is of those who did")
        }
        guard told(found, column, row) == Self.folded(flag.isEmpty ? [] : [flag]) else {
          return .wrong("\(name), interview \(row)")
        }
      }
    }
    return .open
  }

  private func questions(
    of item: PlantedSurvey.Item, in questionnaire: Questionnaire
  ) -> [Question] {
    let own = item.question
    if let named = questionnaire[own.name] { return [named] }
    let names = [draw.style.name(own), own.label["ru"] ?? ""]
    return questionnaire.questions.filter { question in names.contains { question.isCalled($0) } }
  }

  private func cell(_ item: PlantedSurvey.Item, _ respondent: Int) -> String {
    guard item.question.choices != nil else { return item.texts[respondent] }
    return item.chosen[respondent].map { draw.style.text(item.choices[$0]) }
      .joined(separator: draw.style.mark)
  }

  /// What a respondent answered, as the road tells it: codes of the questionnaire that is given, what
  /// the file says where it is drafted.
  private func planted(_ item: PlantedSurvey.Item, _ respondent: Int) -> Set<String> {
    guard item.question.choices != nil else {
      return Self.folded(item.texts[respondent].isEmpty ? [] : [item.texts[respondent]])
    }
    let isByColumns = item.isMultiple && ![.cell, .both].contains(draw.style.several)
    return Self.folded(
      item.chosen[respondent].map { place in
        let choice = item.choices[place]
        if road == .given { return choice.name }
        // SurveyMonkey has the labels in the second row of the header.
        let isLabelled = draw.style.showsChoiceLabels
        let showsItself = draw.style.several == .ownNames && draw.style.writing == .labels
        return isByColumns && !showsItself
          ? (isLabelled ? choice.label["ru"] ?? choice.name : choice.name)
          : draw.style.text(choice)
      })
  }

  private func told(_ question: Question, _ column: Column, _ row: Int) -> Set<String> {
    let choices = question.choices?.choices ?? []
    func text(_ choice: Choice) -> String {
      road == .given ? choice.name : choice.label.texts.values.min() ?? choice.name
    }
    if let reason = column.missing[row] {
      return Self.folded(choices.filter { $0.missing == reason }.prefix(1).map(text))
    }
    switch column.values {
    case .choices(let codes): return Self.folded([text(choices[Int(codes[row])])])
    case .choiceSets(let sets): return Self.folded(sets.choices(row: row).map { text(choices[$0]) })
    case .numbers(let numbers):
      return Self.folded([Int(exactly: numbers[row]).map { "\($0)" } ?? "\(numbers[row])"])
    case .texts(let texts): return Self.folded(texts[row].isEmpty ? [] : [texts[row]])
    }
  }

  private static func folded(_ texts: [String]) -> Set<String> {
    Set(texts.map { ExportedFile.plain($0).replacingOccurrences(of: "\r\n", with: "\n") })
  }
}

extension Column.Values {
  fileprivate var areChoices: Bool {
    switch self {
    case .choices, .choiceSets: true
    default: false
    }
  }
}

extension Question {
  /// Whether it has a name or label, but for signs that names may not have.
  fileprivate func isCalled(_ text: String) -> Bool {
    func letters(_ text: String) -> String {
      text.lowercased().filter { $0.isLetter || $0.isNumber }
    }
    return ([name] + label.texts.values).contains { letters($0) == letters(text) }
  }
}
