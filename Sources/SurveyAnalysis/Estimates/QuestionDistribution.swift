import Estimation
import SurveyModel

/// How the answers to a question are distributed in a population or a part of it.
public struct QuestionDistribution: Sendable {
  public struct Row: Sendable {
    public var answer: Answer
    /// Interviews with the answer; nil where they are too few to be told, or in a crosstab.
    public var count: Int?
    /// The share of the base; nil where it may not be shown.
    public var share: Estimate?
    public var suppression: Suppression?
    /// Whether somebody gave the answer.
    public var hasOccurred: Bool
  }

  /// The middle of numeric answers; nil for one with too few answers on a side of it.
  public struct Quartiles: Sendable {
    public var lower: QuantileEstimate?
    public var median: QuantileEstimate?
    public var upper: QuantileEstimate?

    var isEmpty: Bool { lower == nil && median == nil && upper == nil }
  }

  public var question: String
  public var base: EstimateBase
  /// Interviews in the base.
  public var count: Int
  public var weightedCount: Double
  /// Interviews that are in no base; ``notRecordedCount`` is what may be told of some of them.
  public var outsideBase: OutsideBase
  let toldNotRecorded: Int?
  /// The base, unless nothing may be shown of it; nobody is told.
  public var shownCount: Int? {
    switch suppression {
    case .base, .interim: count > 0 ? nil : 0
    default: count
    }
  }
  /// Interviews whose answer is not recorded; nil where nothing may be shown of the base, and for a
  /// few in the strict mode.
  public var notRecordedCount: Int? { shownCount == nil ? nil : toldNotRecorded }
  /// Whether several answers may be given, so that shares add up to more than 1.
  public var allowsSeveral: Bool
  public var rows: [Row]
  /// Of those who gave an answer with a number; nil where a mean makes no sense or may not be
  /// shown.
  public var mean: Estimate?
  public var meanUnit: AnswerColumn.Unit
  /// Of numbers in a unit of their own.
  public var quartiles: Quartiles?

  /// Why none of the shares is shown; nil where some are.
  public var suppression: Suppression? {
    rows.allSatisfy { $0.suppression != nil } ? rows.first?.suppression : nil
  }

  public subscript(answer: Answer) -> Row? { rows.first { $0.answer == answer } }
}

extension AnswerColumn {
  /// The distribution in the population of a design, or in its domain.
  ///
  /// - Parameter cells: What may be shown in a category of a group; nil for a whole sample.
  public func distribution(
    in design: SurveyDesign, base: EstimateBase = .asked, rule: DisclosureRule
  ) -> QuestionDistribution {
    distribution(in: design, base: base, rule: rule, cells: nil)
  }

  func distribution(
    in design: SurveyDesign, base: EstimateBase, rule: DisclosureRule, cells: CrosstabColumn?
  ) -> QuestionDistribution {
    let rule = rule.concerning(question)
    let isInBase = isInBase(base)
    let rows = design.isMember.indices.filter { design.isMember[$0] && isInBase[$0] }
    let places = places(in: base)
    let counts = places.map { place in rows.count { indicators[place][$0] == 1 } }
    let hidden =
      cells?.suppressions
      ?? rule.suppressions(ofAnswers: counts, base: rows.count, areExclusive: codes != nil)
    let isShown = hidden.contains { $0 == nil }
    let outside = outsideBase(of: design)
    let shares = isShown ? shares(in: design, of: places, isInBase: isInBase) : []
    let numbers = numbers(in: design, rule, hidesCells: hidden.contains { $0 != nil })
    return QuestionDistribution(
      question: question.name, base: base, count: rows.count,
      weightedCount: rows.reduce(0) { $0 + design.weights[$1] },
      outsideBase: outside, toldNotRecorded: outside.notRecorded(under: rule),
      allowsSeveral: codes == nil,
      rows: places.indices.map { index in
        let isShown = hidden[index] == nil
        let isTold = counts[index] == 0 || rule.suppression(ofBase: counts[index]) == nil
        let isCounted = cells == nil && isShown && isTold
        return QuestionDistribution.Row(
          answer: answers[places[index]], count: isCounted ? counts[index] : nil,
          share: isShown ? shares[index].rounded(to: cells?.step) : nil,
          suppression: hidden[index], hasOccurred: counts[index] > 0)
      }, mean: numbers.mean, meanUnit: unit, quartiles: numbers.quartiles)
  }

  /// The rows of a distribution with the base.
  func places(in base: EstimateBase) -> [Int] {
    answers.indices.filter { base == .asked || answers[$0].isSubstantive }
  }

  /// Numbers are hidden with cells: a mean beside all shares but two tells these two.
  private func numbers(
    in design: SurveyDesign, _ rule: DisclosureRule, hidesCells: Bool
  ) -> (mean: Estimate?, quartiles: QuestionDistribution.Quartiles?) {
    guard let values, !hidesCells else { return (nil, nil) }
    let mean = design.mean(of: values)
    guard rule.suppression(ofBase: mean.count) == nil else { return (nil, nil) }
    return (mean, unit == .own ? quartiles(of: values, in: design, rule) : nil)
  }

  /// For each interview, whether shares are of it too.
  package func isInBase(_ base: EstimateBase) -> [Bool] {
    guard base != .asked else { return indicators.first.map { $0.map { !$0.isNaN } } ?? [] }
    let missing = answers.indices.filter { !answers[$0].isSubstantive }
    return indicators[0].indices.map { row in
      !indicators[0][row].isNaN && missing.allSatisfy { indicators[$0][row] == 0 }
    }
  }

  private func shares(
    in design: SurveyDesign, of places: [Int], isInBase: [Bool]
  ) -> [Estimate] {
    if let codes {
      let names = places.map { answers[$0].name }
      let kept = codes.indices.map { isInBase[$0] ? codes[$0] : -1 }
      return design.shares(of: CategoricalAnswers(categories: names, codes: kept))
    }
    return places.map { place in
      design.proportion(of: isInBase.indices.map { isInBase[$0] ? indicators[place][$0] : .nan })
    }
  }

  private func quartiles(
    of values: [Double], in design: SurveyDesign, _ rule: DisclosureRule
  ) -> QuestionDistribution.Quartiles? {
    let answers = design.isMember.indices.compactMap {
      design.isMember[$0] && values[$0].isFinite ? values[$0] : nil
    }
    func shown(_ probability: Double) -> QuantileEstimate? {
      let quantile = design.quantile(probability, of: values)
      return rule.suppression(ofQuantile: quantile.value, of: answers) == nil ? quantile : nil
    }
    let quartiles = QuestionDistribution.Quartiles(
      lower: shown(0.25), median: shown(0.5), upper: shown(0.75))
    return quartiles.isEmpty ? nil : quartiles
  }
}
