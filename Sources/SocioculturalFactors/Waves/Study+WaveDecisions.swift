import QuestionnaireDefinition
import StudyFolder
import SurveyModel

extension Study {
  /// What people decided of a pair of questions in two waves: the least favourable of what holds of each
  /// step from wave to wave between them; nil where nobody decided anything.
  ///
  /// A row of `crosswalk.csv` is about the step from its wave to the next; one of the last wave about
  /// the step that leads to it. A step that nobody decided counts as identical where the question stands
  /// in both versions as it is, and else as what was found of the whole pair.
  func decision(
    on pair: QuestionPair, from earlier: String, to later: String
  ) -> QuestionPair.Decision? {
    let names = waves.map(\.name)
    guard let first = names.firstIndex(of: earlier), let last = names.firstIndex(of: later),
      first != last
    else { return nil }
    var deciding: [(row: Crosswalk.Row, verdict: QuestionVerdict)] = []
    var verdict = QuestionVerdict.identical
    for place in min(first, last)..<max(first, last) {
      let (wave, next) = (names[place], names[place + 1])
      var rows = [crosswalk.decision(on: pair.later, in: wave)].compactMap(\.self)
      if place + 2 == names.count {
        rows += [crosswalk.decision(on: pair.later, in: next)].compactMap(\.self)
      }
      let decided = rows.compactMap { row in row.verdict.map { (row: row, verdict: $0) } }
      deciding += decided
      if let worst = decided.map(\.verdict).max() {
        verdict = max(verdict, worst)
      } else if !stands(pair.later, in: wave, as: next) {
        verdict = max(verdict, pair.foundVerdict)
      }
    }
    guard let row = deciding.max(by: { $0.verdict < $1.verdict })?.row else { return nil }
    return QuestionPair.Decision(
      verdict: verdict, by: row.decidedBy ?? "", reason: row.reason)
  }

  /// Whether a question is asked in the same words of the same people in all versions of two waves.
  private func stands(_ name: String, in wave: String, as next: String) -> Bool {
    let asked =
      versions(of: wave).map { harmonised($0, in: wave)[name] }
      + versions(of: next).map { harmonised($0, in: next)[name] }
    guard let first = asked.first, let first else { return false }
    return asked.allSatisfy { question in
      guard let question else { return false }
      let hasSameAnswers =
        question.choices.map { list in first.choices?.saysTheSame(as: list) ?? false }
        ?? (question.kind == first.kind)
      return hasSameAnswers && question.kind.typeName == first.kind.typeName
        && question.label == first.label && question.hint == first.hint
        && question.relevant == first.relevant
    }
  }
}
