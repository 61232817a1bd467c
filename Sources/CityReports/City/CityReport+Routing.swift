import Reporting
import SurveyAnalysis
import SurveyModel

extension CityReport {
  /// To whom routed questions were put: one sentence for neighbours with one condition.
  func routingNotes(_ run: [QuestionDistribution]) -> [Prose] {
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
    let counts = alike.map(\.notAskedCount)
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
}
