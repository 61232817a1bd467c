import QuestionnaireDefinition
import StudyFolder
import SurveyModel

extension Study {
  /// What people decided of a pair of questions in two waves: the least favourable of what holds of each
  /// step from wave to wave between them; nil where nobody decided anything.
  ///
  /// A row of `crosswalk.csv` is about the step from its wave to the next; one of the last wave about
  /// the step that leads to it. A step that nobody decided counts as identical where the question stands
  /// in both versions as it is, and else as what was found of the whole pair. What was decided of a step
  /// since its versions differ says nothing of two waves whose versions are the same.
  func decision(
    on pair: QuestionPair, from earlier: String, to later: String
  ) -> QuestionPair.Decision? {
    guard pair.earlier == pair.later else { return refusal(of: pair, earlier, later) }
    let names = waves.map(\.name)
    guard let first = names.firstIndex(of: earlier), let last = names.firstIndex(of: later),
      first != last
    else { return nil }
    let (start, end) = (min(first, last), max(first, last))
    let isUndone = end - start > 1 && stands(pair.later, in: names[start], as: names[end])
    var deciding: [(row: Crosswalk.Row, step: (String, String), verdict: QuestionVerdict)] = []
    var verdict = QuestionVerdict.identical
    for place in start..<end {
      let (wave, next) = (names[place], names[place + 1])
      let isSame = stands(pair.later, in: wave, as: next)
      if isUndone, !isSame { continue }
      var rows = [crosswalk.decision(on: pair.later, in: wave)].compactMap(\.self)
      if place + 2 == names.count {
        rows += [crosswalk.decision(on: pair.later, in: next)].compactMap(\.self)
      }
      let decided = rows.compactMap { row in
        row.verdict.map { (row: row, step: (wave, next), verdict: $0) }
      }
      deciding += decided
      if let worst = decided.map(\.verdict).max() {
        verdict = max(verdict, worst)
      } else if !isSame {
        verdict = max(verdict, pair.foundVerdict)
      }
    }
    guard let worst = deciding.max(by: { $0.verdict < $1.verdict }) else { return nil }
    let isOwn = end - start == 1
    return QuestionPair.Decision(
      verdict: verdict, by: worst.row.decidedBy ?? "", reason: worst.row.reason,
      step: isOwn ? nil : "\(worst.step.0) → \(worst.step.1)",
      findings: findingsBeforeMaps(pair, earlier, later))
  }

  /// That two questions of different names are not one.
  private func refusal(
    of pair: QuestionPair, _ earlier: String, _ later: String
  ) -> QuestionPair.Decision? {
    let row = crosswalk.applied.first { row in
      guard row.verdict == .notComparable else { return false }
      let own = [row.question, row.from]
      let other = [row.question, row.to ?? row.question]
      return row.wave == earlier && own.contains(pair.earlier) && other.contains(pair.later)
        || row.wave == later && own.contains(pair.later) && other.contains(pair.earlier)
    }
    return row.map {
      QuestionPair.Decision(verdict: .notComparable, by: $0.decidedBy ?? "", reason: $0.reason)
    }
  }

  /// What is found of a pair under the waves' own codes, where people gave a map.
  private func findingsBeforeMaps(
    _ pair: QuestionPair, _ earlier: String, _ later: String
  ) -> [QuestionFinding] {
    guard
      [earlier, later].contains(where: { crosswalk.decision(on: pair.later, in: $0)?.map != nil })
    else { return [] }
    let forms = [earlier, later].map { wave in
      versions(of: wave).lazy.map { harmonised($0, in: wave) }.first { $0[pair.later] != nil }
    }
    guard let before = forms[0], let after = forms[1] else { return [] }
    return QuestionnaireDifference.pair(pair.later, from: before, to: after)?.findings ?? []
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
