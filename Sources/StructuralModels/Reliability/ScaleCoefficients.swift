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
    let linear = LinearisedScale(answers: answers, design: design)
    results = [:]
    for coefficient in coefficients {
      results[coefficient] = Result { () throws(ReliabilityError) in
        let estimate = try linear.estimate(coefficient, try covariance.get())
        return ReliabilityEstimate(coefficient: coefficient, estimate: estimate)
      }
    }
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

  func estimate(
    _ coefficient: ReliabilityCoefficient, _ covariance: ItemCovariance
  ) throws(ReliabilityError) -> Estimate {
    do throws(FactorAnalysisError) {
      try covariance.require(items: 2)
      switch coefficient {
      case .alpha: return estimate(try .alpha(covariance.covarianceMatrix), covariance)
      case .standardisedAlpha: return estimate(try .standardisedAlpha(covariance), covariance)
      case .omegaTotal: return estimate(try OneFactorStatistics(covariance).omegaTotal, covariance)
      case .averageVarianceExtracted:
        return estimate(try OneFactorStatistics(covariance).averageVariance, covariance)
      case .omegaHierarchical:
        return estimate(try OmegaHierarchical(covariance).hierarchical, covariance)
      case .omegaTotalOfGroups: return estimate(try OmegaHierarchical(covariance).all, covariance)
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
    let rows = answers.completeRows
    var isMember = Array(repeating: false, count: answers.weights.count)
    for row in rows { isMember[row] = true }
    let plain = design.estimate(
      omega.value, Array(repeating: 0, count: isMember.count), over: isMember, .number)
    return Estimate(
      value: omega.value, standardError: omega.standardError ?? .nan,
      degreesOfFreedom: plain.degreesOfFreedom, base: plain.base)
  }

  /// O(interviews × items²).
  private func estimate(_ statistic: SmoothStatistic, _ covariance: ItemCovariance) -> Estimate {
    let rows = answers.completeRows
    let total = rows.reduce(0) { $0 + answers.weights[$1] }
    var contributions = Array(repeating: 0.0, count: answers.weights.count)
    var isMember = Array(repeating: false, count: answers.weights.count)
    var mean = 0.0
    for block in ItemMoments.blocks(of: rows) {
      let centred = Matrix(
        columns: zip(answers.columns, covariance.means).map { column, mean in
          block.map { column[$0] - mean }
        })
      let products = (centred * statistic.slopes).elementwise(centred)
      for (place, row) in block.enumerated() {
        let value = (0..<products.columns).reduce(0) { $0 + products[place, $1] }
        contributions[row] = value
        isMember[row] = true
        mean += answers.weights[row] * value / total
      }
    }
    // S is divided by n − 1, dS by n.
    let squares = rows.reduce(0) { $0 + answers.weights[$1] * answers.weights[$1] }
    let unbiased = total * (1 - squares / (total * total))
    for row in rows {
      contributions[row] = answers.weights[row] * (contributions[row] - mean) / unbiased
    }
    return design.estimate(statistic.value, contributions, over: isMember, .number)
  }
}
