import QuestionnaireDefinition
import SurveyAnalysis
import SurveyModel

extension AlignedWaves {
  /// What is shown of the questions of both waves in the codes that they have in common.
  ///
  /// A question whose choices were merged is left out where some of its own were hidden: what is shown
  /// of both would tell the hidden ones.
  func distributions(
    _ earlier: [QuestionDistribution], _ later: [QuestionDistribution]
  ) -> (earlier: [QuestionDistribution], later: [QuestionDistribution]) {
    guard !recoded.isEmpty else { return (earlier, later) }
    return (
      common(earlier, self.earlier, isEarlier: true), common(later, self.later, isEarlier: false)
    )
  }

  private func common(
    _ own: [QuestionDistribution], _ sample: AnalysedSample, isEarlier: Bool
  ) -> [QuestionDistribution] {
    own.compactMap { distribution in
      guard recoded.contains(distribution.question) else { return distribution }
      let maps = difference[distribution.question]?.maps
      let merges = (isEarlier ? maps?.earlier : maps?.later)?.merges ?? false
      guard !merges || distribution.showsAll else { return nil }
      return AnswerColumn(distribution.question, in: sample.sample)?
        .distribution(in: sample.design, rule: sample.disclosure)
    }
  }
}

extension QuestionDistribution {
  /// Whether no answer is hidden.
  var showsAll: Bool { rows.allSatisfy { $0.suppression == nil } }
}

extension PendingQuestionChange {
  /// Changes of questions whose base differs, on the base that both waves have, where it can be told.
  ///
  /// It is not told where the interviews that are left out are so few that the figures of both bases
  /// together would tell of them.
  static func onCommonBase(
    _ waves: AlignedWaves, in study: Study
  ) -> [PendingQuestionChange] {
    let pairs = waves.difference.pairs.filter { pair in
      pair.verdict == .baseDiffers && pair.base?.isComputable ?? false
        && waves.later.sample.questionnaire[pair.later]?.isPutToRespondents == true
    }
    return pairs.flatMap { pair -> [PendingQuestionChange] in
      guard let base = pair.base,
        let samples = waves.onCommonBase(pair, base, in: study),
        let before = waves.shown(pair.later, samples.earlier, base, waves.original.earlier),
        let after = waves.shown(pair.later, samples.later, base, waves.original.later)
      else { return [] }
      let narrowed = LinkedWaves(
        samples.earlier, samples.later, in: study, distributions: ([before], [after]))
      return changes(
        from: before, to: after, narrowed, isReworded: pair.isWordedOtherwise,
        base: base.leavesOutNoOpinion ? .opinion : .asked)
    }
  }
}

extension AlignedWaves {
  /// Both waves with a question answered by those alone whom both versions would ask.
  fileprivate func onCommonBase(
    _ pair: QuestionPair, _ base: CommonBase, in study: Study
  ) -> (earlier: AnalysedSample, later: AnalysedSample)? {
    var samples = (original.earlier.sample, original.later.sample)
    if let maps = pair.maps {
      guard let before = samples.0.questionnaire[pair.later]?.choices,
        let after = samples.1.questionnaire[pair.later]?.choices
      else { return nil }
      let list = ChoiceList.common(before, maps.earlier, after, maps.later)
      guard let first = samples.0.recoding(pair.later, by: maps.earlier, into: list),
        let second = samples.1.recoding(pair.later, by: maps.later, into: list)
      else { return nil }
      samples = (first, second)
    }
    guard let first = samples.0.narrowed(to: base, pair.later),
      let second = samples.1.narrowed(to: base, pair.later)
    else { return nil }
    return (
      original.earlier.answering(first, in: study), original.later.answering(second, in: study)
    )
  }

  /// The distribution on the common base; nil where it may not stand beside that of all.
  fileprivate func shown(
    _ question: String, _ sample: AnalysedSample, _ base: CommonBase, _ own: AnalysedSample
  ) -> QuestionDistribution? {
    guard let column = AnswerColumn(question, in: sample.sample),
      let whole = AnswerColumn(question, in: own.sample)?
        .distribution(in: own.design, rule: own.disclosure), whole.showsAll
    else { return nil }
    let distribution = column.distribution(
      in: sample.design, base: base.leavesOutNoOpinion ? .opinion : .asked,
      rule: sample.disclosure)
    let narrowed = column.distribution(in: sample.design, rule: sample.disclosure)
    let leftOut = whole.count - narrowed.count
    guard leftOut == 0 || sample.disclosure.suppression(ofBase: leftOut) == nil else { return nil }
    return distribution
  }
}

extension Sample {
  /// The sample with a question not asked of those to whom one of the conditions does not apply, or of
  /// whom it cannot be told.
  fileprivate func narrowed(to base: CommonBase, _ question: String) -> Sample? {
    let conditions = [base.earlier, base.later].compactMap(\.self)
    guard !conditions.isEmpty else { return self }
    guard var column = responses[question] else { return nil }
    let names = Set(conditions.flatMap(\.references))
    let columns = names.reduce(into: [String: (Question, Column)]()) { found, name in
      if let asked = questionnaire[name], let column = responses[name] {
        found[name] = (asked, column)
      }
    }
    for row in 0..<responses.count where !(column.missing[row]?.isOutsideBase ?? false) {
      let isAsked = conditions.allSatisfy { condition in
        condition.holds { name in columns[name].map { $0.0.value(in: $0.1, row: row) } ?? .unknown }
          ?? false
      }
      if !isAsked { column.remove(at: row, because: .notAsked) }
    }
    var sample = self
    sample.responses = responses.having(column, for: question)
    return sample
  }
}
