import Estimation
import SurveyModel

/// How the answers to a question are distributed in a population or a part of it.
public struct QuestionDistribution: Sendable {
  public struct Row: Sendable {
    public var answer: Answer
    /// Interviews with the answer; nil where the cell may not be shown.
    public var count: Int?
    /// The share of the base; nil where it may not be shown.
    public var share: Estimate?
    public var suppression: Suppression?
  }

  /// The middle of numeric answers.
  public struct Quartiles: Sendable {
    public var lower: QuantileEstimate
    public var median: QuantileEstimate
    public var upper: QuantileEstimate
  }

  public var question: String
  public var base: EstimateBase
  /// Interviews in the base.
  public var count: Int
  public var weightedCount: Double
  /// Interviews that routing did not lead to the question.
  public var notAskedCount: Int
  /// Whether several answers may be given, so that shares add up to more than 1.
  public var allowsSeveral: Bool
  public var rows: [Row]
  /// Of those who gave an answer with a number; nil where a mean makes no sense or may not be
  /// shown.
  public var mean: Estimate?
  public var meanUnit: AnswerColumn.Unit
  /// Of numbers in a unit of their own.
  public var quartiles: Quartiles?

  /// Why the shares are not shown; nil where they are.
  public var suppression: Suppression? {
    guard let first = rows.first?.suppression, case .base = first else { return nil }
    return first
  }

  public subscript(answer: Answer) -> Row? { rows.first { $0.answer == answer } }
}

extension AnswerColumn {
  /// The distribution in the population of a design, or in its domain.
  public func distribution(
    in design: SurveyDesign, base: EstimateBase = .asked, rule: SuppressionRule
  ) -> QuestionDistribution {
    let isInBase = isInBase(base)
    let rows = design.isMember.indices.filter { design.isMember[$0] && isInBase[$0] }
    let counts = indicators.map { column in rows.count { column[$0] == 1 } }
    let places = answers.indices.filter { base == .asked || answers[$0].isSubstantive }
    let isShown = rule.suppression(ofSharesOf: rows.count) == nil
    let shares = isShown ? shares(in: design, of: places, isInBase: isInBase) : []
    let mean = values.map { design.mean(of: $0) }
    let hidden = suppressions(of: places.map { counts[$0] }, base: rows.count, rule)
    let showsMean = mean.map { rule.suppression(ofMeanOver: $0.count) == nil } ?? false
    return QuestionDistribution(
      question: question.name, base: base, count: rows.count,
      weightedCount: rows.reduce(0) { $0 + design.weights[$1] }, notAskedCount: notAskedCount,
      allowsSeveral: codes == nil,
      rows: places.enumerated().map { index, place in
        let isShown = hidden[index] == nil
        return QuestionDistribution.Row(
          answer: answers[place], count: isShown || !rule.concernsCells ? counts[place] : nil,
          share: isShown ? shares[index] : nil, suppression: hidden[index])
      }, mean: showsMean ? mean : nil, meanUnit: unit,
      quartiles: showsMean && unit == .own ? quartiles(in: design) : nil)
  }

  /// Rows of single answers add up to the base, so that one hidden alone could be computed.
  private func suppressions(
    of counts: [Int], base: Int, _ rule: SuppressionRule
  ) -> [Suppression?] {
    guard codes != nil, rule.concernsCells, rule.suppression(ofSharesOf: base) == nil else {
      return counts.map { rule.suppression(cell: $0, base: base) }
    }
    return rule.suppressions(ofCells: counts)
  }

  /// For each interview, whether shares are of it too.
  func isInBase(_ base: EstimateBase) -> [Bool] {
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

  private func quartiles(in design: SurveyDesign) -> QuestionDistribution.Quartiles? {
    values.map {
      QuestionDistribution.Quartiles(
        lower: design.quantile(0.25, of: $0), median: design.quantile(0.5, of: $0),
        upper: design.quantile(0.75, of: $0))
    }
  }
}
