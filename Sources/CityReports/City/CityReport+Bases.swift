import Reporting
import SurveyAnalysis
import SurveyModel

extension CityReport {
  /// Who is in the base of these questions, beyond what is the same for all: to whom routed ones were
  /// put, and whose answers are not recorded.
  func baseNotes(_ run: [QuestionDistribution]) -> [Prose] {
    routingNotes(run) + [notRecordedNote(run), unknownRoutingNote(run)].compactMap(\.self)
  }

  /// To whom routed questions were put: one sentence for neighbours with one condition.
  private func routingNotes(_ run: [QuestionDistribution]) -> [Prose] {
    var notes: [Prose] = []
    var rest = run[...]
    while let first = rest.first {
      let condition = sample.sample.questionnaire[first.question]?.relevant
      let alike = rest.prefix { sample.sample.questionnaire[$0.question]?.relevant == condition }
      rest = rest.dropFirst(alike.count)
      if let condition, let note = routingNote(Array(alike), condition) { notes.append(note) }
    }
    return notes
  }

  private func routingNote(_ alike: [QuestionDistribution], _ condition: Expression) -> Prose? {
    let counts = alike.map(\.outsideBase.notAsked)
    guard let least = counts.min(), let most = counts.max(), most > 0,
      let first = alike.first?.question, let last = alike.last?.question
    else { return nil }
    let names = alike.count > 1 ? "\(first)–\(last)" : first
    // Of a base that is too small to be told, the others would tell it.
    let isTold = alike.allSatisfy { $0.shownCount != nil }
    let count = least == most ? "\(most)" : "\(least)–\(most)"
    let verb = language.pick(
      alike.count > 1 ? "задавались" : "задавался", alike.count > 1 ? "were" : "was")
    let words = RoutingWords(questionnaire: sample.sample.questionnaire, language: language)
    let audience =
      words.audience(of: condition).map { Prose($0) }
      ?? Prose(language.pick("по условию анкеты ", "on the form’s condition "))
      + Prose([.code(condition.source)])
    return switch language {
    case .ru where isTold: "\(names) \(verb) \(audience); не \(verb) в \(count) интервью."
    case .ru: "\(names) \(verb) \(audience)."
    case .en where isTold:
      "\(names) \(verb) put to \(audience); not asked in \(count) interviews."
    case .en: "\(names) \(verb) put to \(audience)."
    }
  }

  /// How many answers are not recorded, where somebody's is not and the base is shown.
  private func notRecordedNote(_ run: [QuestionDistribution]) -> Prose? {
    let lacking = run.filter { $0.shownCount != nil && $0.outsideBase.notRecorded > 0 }
    let least = sample.disclosure.minimumCell
    guard run.count == 1, let count = lacking.first.map(\.notRecordedCount) else {
      return perQuestion(
        lacking, language.pick("Не записаны ответы", "Answers not recorded"),
        of: { $0.notRecordedCount.map(String.init) ?? "< \(least)" })
    }
    guard let count else {
      return Prose(
        language.pick(
          "Ответ не записан менее чем у \(least) респондентов; в базу они не входят.",
          "Answer not recorded: fewer than \(least), who are outside the base."))
    }
    let people = plural(count, "респондента", "респондентов", "респондентов")
    let verb = count == 1 ? "он не входит" : "они не входят"
    return Prose(
      language.pick(
        "Ответ не записан у \(count) \(people); в базу \(verb).",
        "Answer not recorded: \(count), outside the base."))
  }

  /// In how many interviews the file does not tell whether a question was asked.
  private func unknownRoutingNote(_ run: [QuestionDistribution]) -> Prose? {
    let open = run.filter { $0.shownCount != nil && $0.outsideBase.notAskedOrNotRecorded > 0 }
    return perQuestion(
      open,
      language.pick("Неизвестно, задавался ли вопрос", "Not known whether the question was asked"),
      of: { String($0.outsideBase.notAskedOrNotRecorded) })
  }

  /// Such as «Не записаны ответы (в базу не входят): Q1 — 2, Q3 — 1.»; nil without questions.
  private func perQuestion(
    _ distributions: [QuestionDistribution], _ what: String,
    of count: (QuestionDistribution) -> String
  ) -> Prose? {
    guard !distributions.isEmpty else { return nil }
    let parts = distributions.map { "\($0.question) — \(count($0))" }
    return Prose(
      what + language.pick(" (в базу не входят): ", " (outside the base): ")
        + parts.joined(separator: ", ") + ".")
  }
}
