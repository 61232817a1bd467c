import Estimation
import FactorAnalysis
import NumericalMethods

/// The coefficients of reliability of one scale, each with its error under the design, of the
/// interviews that answered all items.
///
/// ```swift
/// let scale = ScaleCoefficients(answers, design: pskov)
/// try scale[.alpha].get().confidenceInterval()
/// ```
public struct ScaleCoefficients: Sendable {
  private var results: [ReliabilityCoefficient: Result<ReliabilityEstimate, ReliabilityError>]

  /// - Parameters:
  ///   - answers: To items keyed alike, in the design's order of interviews and with its weights.
  ///   - coefficients: Those that are wanted.
  public init(
    _ answers: ItemAnswers, design: PooledDesign,
    coefficients: [ReliabilityCoefficient] = ReliabilityCoefficient.allCases
  ) {
    precondition(answers.weights.count == design.count, "one row for each interview")
    let covariance = Result { () throws(FactorAnalysisError) in
      try ItemCovariance(answers, missing: .listwise)
    }.mapError { ReliabilityError.items($0) }
    let needsGroups =
      coefficients.contains(.omegaHierarchical) || coefficients.contains(.omegaTotalOfGroups)
    let groups = needsGroups ? covariance.flatMap(Self.groups) : nil
    let linear = LinearisedScale(
      answers: answers, design: design, means: (try? covariance.get())?.means ?? [], groups: groups)
    results = [:]
    for coefficient in coefficients {
      results[coefficient] = Result { () throws(ReliabilityError) in
        let estimate = try linear.estimate(coefficient, try covariance.get())
        return ReliabilityEstimate(coefficient: coefficient, estimate: estimate)
      }
    }
  }

  /// The model of a general factor and groups, whose rotation takes the most time of all: two
  /// coefficients are of it.
  private static func groups(
    _ covariance: ItemCovariance
  ) -> Result<OmegaHierarchical, ReliabilityError> {
    Result { () throws(FactorAnalysisError) in
      try covariance.require(items: 2)
      return try OmegaHierarchical(covariance)
    }.mapError { ReliabilityError.items($0) }
  }

  /// A coefficient, or why there is none.
  public subscript(
    coefficient: ReliabilityCoefficient
  ) -> Result<ReliabilityEstimate, ReliabilityError> {
    results[coefficient] ?? .failure(.notAskedFor)
  }
}

/// The answers and the design that a scale's coefficients are estimated from.
private struct LinearisedScale {
  let answers: ItemAnswers
  let design: PooledDesign
  /// The rows with all answers, in blocks, and in each their answers about the means.
  private let blocks: [(rows: [Int], centred: Matrix)]
  private let isMember: [Bool]
  /// The weight of the rows with all answers, and W(1 − Σw²/W²).
  private let total, unbiased: Double
  /// Nil where no coefficient of it is wanted.
  let groups: Result<OmegaHierarchical, ReliabilityError>?

  /// - Parameter means: Of the rows with all answers; empty where the items have no covariances, and
  ///   so no coefficient.
  init(
    answers: ItemAnswers, design: PooledDesign, means: [Double],
    groups: Result<OmegaHierarchical, ReliabilityError>?
  ) {
    self.answers = answers
    self.design = design
    self.groups = groups
    let rows = means.isEmpty ? [] : answers.completeRows
    blocks = ItemMoments.blocks(of: rows).map { block in
      let centred = Matrix(
        columns: zip(answers.columns, means).map { column, mean in
          block.map { column[$0] - mean }
        })
      return (Array(block), centred)
    }
    var isMember = Array(repeating: false, count: answers.weights.count)
    for row in rows { isMember[row] = true }
    self.isMember = isMember
    total = rows.reduce(0) { $0 + answers.weights[$1] }
    let squares = rows.reduce(0) { $0 + answers.weights[$1] * answers.weights[$1] }
    unbiased = total * (1 - squares / (total * total))
  }

  func estimate(
    _ coefficient: ReliabilityCoefficient, _ covariance: ItemCovariance
  ) throws(ReliabilityError) -> Estimate {
    switch (coefficient, groups) {
    case (.omegaHierarchical, let groups?):
      return estimate(try groups.get().hierarchical)
    case (.omegaTotalOfGroups, let groups?): return estimate(try groups.get().all)
    default: break
    }
    do throws(FactorAnalysisError) {
      try covariance.require(items: 2)
      switch coefficient {
      case .alpha: return estimate(try .alpha(covariance.covarianceMatrix))
      case .standardisedAlpha: return estimate(try .standardisedAlpha(covariance))
      case .omegaTotal: return estimate(try OneFactorStatistics(covariance).omegaTotal)
      case .averageVarianceExtracted:
        return estimate(try OneFactorStatistics(covariance).averageVariance)
      case .omegaHierarchical, .omegaTotalOfGroups: throw .notAskedFor
      case .ordinalAlpha: return try ordinalAlpha()
      case .omegaCategorical: try covariance.require(items: 3)
      }
    } catch {
      throw .items(error)
    }
    return try omegaCategorical()
  }

  private func ordinalAlpha() throws(FactorAnalysisError) -> Estimate {
    let polychoric = try ItemCovariance(answers, missing: .listwise, kind: .polychoric)
    let alpha = try SmoothStatistic.alpha(polychoric.correlationMatrix)
    let influence = try CorrelationInfluence(polychoric, of: answers)
    let contributions = influence.contributions(alpha.pairSlopes).column(0)
    return design.estimate(alpha.value, contributions, over: influence.isMember, .number)
  }

  /// Of a model of one factor by WLSMV, with weights, strata and clusters.
  private func omegaCategorical() throws(ReliabilityError) -> Estimate {
    let omega = try OmegaCategorical(
      ofOneFactor: answers, strata: design.strataOfRows, clusters: design.clustersOfRows)
    let plain = design.estimate(
      omega.value, Array(repeating: 0, count: isMember.count), over: isMember, .number)
    return Estimate(
      value: omega.value, standardError: omega.standardError ?? .nan,
      degreesOfFreedom: plain.degreesOfFreedom, base: plain.base)
  }

  /// O(interviews × items²).
  private func estimate(_ statistic: SmoothStatistic) -> Estimate {
    var contributions = Array(repeating: 0.0, count: answers.weights.count)
    var mean = 0.0
    for (rows, centred) in blocks {
      let products = (centred * statistic.slopes).elementwise(centred)
      for (place, row) in rows.enumerated() {
        let value = (0..<products.columns).reduce(0) { $0 + products[place, $1] }
        contributions[row] = value
        mean += answers.weights[row] * value / total
      }
    }
    // S is divided by n − 1, dS by n.
    for (rows, _) in blocks {
      for row in rows {
        contributions[row] = answers.weights[row] * (contributions[row] - mean) / unbiased
      }
    }
    return design.estimate(statistic.value, contributions, over: isMember, .number)
  }
}
