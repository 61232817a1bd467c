import Estimation
import QuestionnaireDefinition
import SurveyAnalysis
import SurveyModel

/// A score's change before its family is known.
struct PendingScoreChange {
  private let city: String
  let definition: ScoreDefinition
  private let earlier: Estimate
  private let later: Estimate
  private let leftOut: [String]
  private let reworded: [String]
  private let freed: [String]
  let difference: UntestedDifference

  static func all(
    _ link: LinkedWaves, _ common: CommonScores, _ versions: [WaveComparison.Versions],
    in study: Study
  ) -> [PendingScoreChange] {
    let reworded = Set(
      versions.difference(for: link.later.city)?.pairs.filter(\.isWordedOtherwise)
        .map(\.later) ?? [])
    return common.comparable.compactMap { definition in
      PendingScoreChange(definition, common, link, reworded: reworded)
    }
  }

  private init?(
    _ definition: ScoreDefinition, _ common: CommonScores, _ link: LinkedWaves,
    reworded: Set<String>
  ) {
    guard let before = common.score(definition, in: 0), let after = common.score(definition, in: 1)
    else { return nil }
    let earlier = link.earlier.design.mean(of: before.values)
    let later = link.later.design.mean(of: after.values)
    guard link.earlier.disclosure.suppression(ofBase: earlier.count) == nil,
      link.later.disclosure.suppression(ofBase: later.count) == nil
    else { return nil }
    city = link.later.city
    self.definition = definition
    self.earlier = earlier
    self.later = later
    leftOut = common.leftOut(of: definition)
    self.reworded = after.questions.filter(reworded.contains)
    freed = common.freed(from: definition)
    difference = UntestedDifference(
      link.change(from: earlier, to: later) { (before.values, after.values) },
      zone: link.conventions.scoreZone)
  }

  func change(with difference: Difference) -> ScoreChange {
    ScoreChange(
      city: city, definition: definition, earlier: earlier, later: later, difference: difference,
      leftOut: leftOut, reworded: reworded, freed: freed)
  }
}

/// A question's change before its family is known.
struct PendingQuestionChange {
  private let city: String
  private let question: String
  private let quantity: QuestionChange.Quantity
  private let earlier: Estimate
  private let later: Estimate
  private let isReworded: Bool
  /// Whether it is tested with the others: what describes the sample is not.
  let isInFamily: Bool
  let difference: UntestedDifference

  static func all(
    _ link: LinkedWaves, _ versions: [WaveComparison.Versions]
  ) -> [PendingQuestionChange] {
    guard let difference = versions.difference(for: link.later.city) else { return [] }
    let comparable = Set(difference.pairs.filter(\.allowsChange).map(\.later))
    let questionnaire = link.later.sample.questionnaire
    let asked = link.distributions.later.filter { distribution in
      comparable.contains(distribution.question)
        && questionnaire[distribution.question]?.isPutToRespondents == true
    }
    return asked.flatMap { later in
      guard let earlier = link.distributions.earlier.first(where: { $0.question == later.question })
      else { return [PendingQuestionChange]() }
      let pair = difference[later.question]
      return changes(
        from: earlier, to: later, link, isReworded: pair?.isWordedOtherwise ?? false,
        inPointsAlone: pair?.decision?.verdict == .rescaled)
    }
  }

  /// - Parameter inPointsAlone: Whether the scale has another length, so that only its points from 0 to
  ///   100 can be compared.
  static func changes(
    from earlier: QuestionDistribution, to later: QuestionDistribution, _ link: LinkedWaves,
    isReworded: Bool, inPointsAlone: Bool = false, base: EstimateBase = .asked
  ) -> [PendingQuestionChange] {
    if let before = earlier.mean, let after = later.mean, earlier.meanUnit == later.meanUnit,
      !inPointsAlone || later.meanUnit == .points
    {
      return [
        PendingQuestionChange(
          later.question, .mean(later.meanUnit), (before, after), link, isReworded: isReworded)
      ]
    }
    guard !inPointsAlone else { return [] }
    return later.rows.compactMap { row in
      guard case .choice = row.answer, let after = row.share,
        let before = earlier[row.answer]?.share
      else { return nil }
      return PendingQuestionChange(
        later.question, .share(row.answer), (before, after), link, isReworded: isReworded,
        base: base)
    }
  }

  private init(
    _ question: String, _ quantity: QuestionChange.Quantity, _ values: (Estimate, Estimate),
    _ link: LinkedWaves, isReworded: Bool, base: EstimateBase = .asked
  ) {
    city = link.later.city
    self.question = question
    self.quantity = quantity
    (earlier, later) = values
    self.isReworded = isReworded
    isInFamily = link.isTested(question)
    let columns = { link.columns(of: question, quantity, base: base) }
    switch quantity {
    case .mean(let unit):
      let change = link.change(from: earlier, to: later, columns: columns)
      difference = UntestedDifference(
        change, zone: unit == .points ? link.conventions.scoreZone : .none)
    case .share:
      let change = link.change(fromShare: earlier, to: later, columns: columns)
      difference = UntestedDifference(
        shares: change.shares, cohenH: change.cohenH, zone: link.conventions.shareZone)
    }
  }

  func change(with difference: Difference) -> QuestionChange {
    QuestionChange(
      city: city, question: question, quantity: quantity, earlier: earlier, later: later,
      difference: difference, isReworded: isReworded)
  }
}

extension LinkedWaves {
  /// What a question's means or shares are made from, in both waves.
  fileprivate func columns(
    of question: String, _ quantity: QuestionChange.Quantity, base: EstimateBase
  ) -> (earlier: [Double], later: [Double])? {
    guard
      let before = AnswerColumn(question, in: earlier.sample)?.column(for: quantity, base: base),
      let after = AnswerColumn(question, in: later.sample)?.column(for: quantity, base: base)
    else { return nil }
    return (before, after)
  }
}

extension AnswerColumn {
  fileprivate func column(
    for quantity: QuestionChange.Quantity, base: EstimateBase
  ) -> [Double]? {
    switch quantity {
    case .mean: return values
    case .share(let answer):
      guard let place = answers.firstIndex(of: answer) else { return nil }
      guard base != .asked else { return indicators[place] }
      let isInBase = isInBase(base)
      return indicators[place].indices.map { isInBase[$0] ? indicators[place][$0] : .nan }
    }
  }
}
