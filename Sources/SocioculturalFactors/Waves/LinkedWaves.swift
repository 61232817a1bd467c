import Estimation
import SurveyAnalysis
import SurveyModel

/// What the errors of one city's estimates in two waves have in common.
public enum WaveDependence: Hashable, Sendable {
  /// Fresh points: the samples are independent.
  case independent
  /// Points (or people of a panel) of the earlier wave were asked again; so many of them. The
  /// covariance of what they add to both estimates enters the standard error of the change.
  case revisited(shared: Int)
}

/// One city in two waves, and the standard errors of what changed.
struct LinkedWaves {
  let earlier: AnalysedSample
  let later: AnalysedSample
  /// What is shown of their questions.
  let distributions: (earlier: [QuestionDistribution], later: [QuestionDistribution])
  let dependence: WaveDependence
  let conventions: AnalysisConventions
  /// Both samples over the points of both; nil where they are independent.
  private let joint: SurveyDesign?

  init(
    _ earlier: AnalysedSample, _ later: AnalysedSample, in study: Study,
    distributions: (AnalysedSample) -> [QuestionDistribution]
  ) {
    self.earlier = earlier
    self.later = later
    self.distributions = (distributions(earlier), distributions(later))
    conventions = study.conventions
    // In whichever order the two are set against each other.
    let last = study.waves.last { [earlier.wave, later.wave].contains($0.name) }
    let isLinked = last?.isLinkedToTheLast ?? false
    let joint = isLinked ? Self.joint(earlier, later) : nil
    self.joint = joint?.design
    dependence = joint.map { .revisited(shared: $0.shared) } ?? .independent
  }

  /// How much the later estimate exceeds the earlier one.
  ///
  ///     SE² = SE₁² + SE₂² − 2ρ SE₁ SE₂
  ///
  /// ρ is the correlation of the two means over the points that both waves visited, after the
  /// weighting of each; 0 for independent samples. The degrees of freedom are the sum of both designs'
  /// for independent samples, those of the points of both waves together for revisited ones.
  ///
  /// - Parameter columns: What the estimates are means of, one element for each interview of the
  ///   earlier and of the later sample.
  func change(
    from earlier: Estimate, to later: Estimate, columns: () -> (earlier: [Double], later: [Double])?
  ) -> Estimate {
    guard let joint, let columns = columns() else {
      return later.difference(fromIndependent: earlier)
    }
    let correlation = correlation(columns.earlier, columns.later, joint)
    return combined(earlier, later, correlation: correlation, joint: joint)
  }

  /// The change of two shares, in shares and as Cohen's h.
  func change(
    fromShare earlier: Estimate, to later: Estimate,
    columns: () -> (earlier: [Double], later: [Double])?
  ) -> (shares: Estimate, cohenH: Estimate) {
    guard let joint, let columns = columns() else {
      return (
        later.difference(fromIndependent: earlier),
        later.arcsine.difference(fromIndependent: earlier.arcsine)
      )
    }
    let correlation = correlation(columns.earlier, columns.later, joint)
    return (
      combined(earlier, later, correlation: correlation, joint: joint),
      combined(earlier.arcsine, later.arcsine, correlation: correlation, joint: joint)
    )
  }

  private func combined(
    _ earlier: Estimate, _ later: Estimate, correlation: Double, joint: SurveyDesign
  ) -> Estimate {
    let independent = later.difference(fromIndependent: earlier)
    let common = 2 * correlation * earlier.standardError * later.standardError
    let variance = independent.standardError * independent.standardError - common
    return Estimate(
      value: independent.value, standardError: max(0, variance).squareRoot(),
      degreesOfFreedom: joint.degreesOfFreedom, base: independent.base,
      isFixedByWeighting: independent.isFixedByWeighting)
  }

  /// The correlation of what is left of both means once each wave's weighting has explained its
  /// part: their standard errors are of the same residuals.
  private func correlation(
    _ first: [Double], _ second: [Double], _ joint: SurveyDesign
  ) -> Double {
    let before = earlier.design.unexplainedContributions(
      of: earlier.design.linearisedMean(of: first))
    let after = later.design.unexplainedContributions(of: later.design.linearisedMean(of: second))
    let rows = (
      before + Array(repeating: 0, count: after.count),
      Array(repeating: 0, count: before.count) + after
    )
    let variances =
      joint.covariance(ofContributions: rows.0, and: rows.0)
      * joint.covariance(ofContributions: rows.1, and: rows.1)
    return variances > 0
      ? joint.covariance(ofContributions: rows.0, and: rows.1) / variances.squareRoot() : 0
  }
}

extension LinkedWaves {
  private static func joint(
    _ earlier: AnalysedSample, _ later: AnalysedSample
  ) -> (design: SurveyDesign, shared: Int)? {
    let designs = (earlier.sample.design, later.sample.design)
    guard let first = designs.0.clusters ?? designs.0.identifiers,
      let second = designs.1.clusters ?? designs.1.identifiers,
      (designs.0.clusters == nil) == (designs.1.clusters == nil)
    else { return nil }
    let shared = Set(first).intersection(second).count
    let strata = designs.0.strata.flatMap { own in designs.1.strata.map { own + $0 } }
    guard shared > 0,
      let design = try? SurveyDesign(
        weights: earlier.design.shareWeights + later.design.shareWeights, strata: strata,
        clusters: first + second, lonelyClusters: .centredOnAll)
    else { return nil }
    return (design, shared)
  }
}

extension SurveyDesign {
  /// Weights that add up to 1.
  fileprivate var shareWeights: [Double] {
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}
