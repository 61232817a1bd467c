import Estimation
import NumericalMethods

/// A coefficient of reliability.
public enum ReliabilityCoefficient: String, Hashable, Sendable, CaseIterable {
  /// Cronbach's α of the covariances.
  case alpha
  /// Cronbach's α of the correlations.
  case standardisedAlpha
  /// Cronbach's α of the polychoric correlations (Zumbo, Gadermann & Zeisser 2007).
  case ordinalAlpha
  /// McDonald's ω_t of one factor.
  case omegaTotal
  /// ω of the sum of ordered items, of one factor (``OmegaCategorical``).
  case omegaCategorical
  /// ω_h of a general factor behind three group factors.
  case omegaHierarchical
  /// ω_t of the same group factors.
  case omegaTotalOfGroups
  /// The average variance extracted by one factor.
  case averageVarianceExtracted

  /// The symbol that tables have.
  public var symbol: String {
    switch self {
    case .alpha: "α"
    case .standardisedAlpha: "α std"
    case .ordinalAlpha: "α ord"
    case .omegaTotal: "ω"
    case .omegaCategorical: "ω cat"
    case .omegaHierarchical: "ω_h"
    case .omegaTotalOfGroups: "ω_t"
    case .averageVarianceExtracted: "AVE"
    }
  }

  /// Whether it is a share of variance, 0…1. α may be negative.
  public var isShare: Bool {
    switch self {
    case .alpha, .standardisedAlpha, .ordinalAlpha: false
    case .omegaTotal, .omegaCategorical, .omegaHierarchical, .omegaTotalOfGroups,
      .averageVarianceExtracted:
      true
    }
  }

  /// The formula, for a reader who wants to know which of several.
  public var formula: String {
    switch self {
    case .alpha: "p/(p − 1) · (1 − Σ sᵢᵢ/Σ sᵢⱼ), covariances (Cronbach 1951)"
    case .standardisedAlpha: "p r̄/(1 + (p − 1) r̄), correlations (Cronbach 1951)"
    case .ordinalAlpha:
      "p r̄/(1 + (p − 1) r̄), polychoric correlations (Zumbo, Gadermann, Zeisser 2007)"
    case .omegaTotal: "(Σ λ)²/((Σ λ)² + Σ θ), one factor, maximum likelihood (McDonald 1999)"
    case .omegaCategorical:
      "Σ c(λᵢλⱼ)/Σ c(ρᵢⱼ) of the sum of ordered items, one factor, WLSMV (Green, Yang 2009)"
    case .omegaHierarchical:
      "(Σ g)²/Σ rᵢⱼ, Schmid–Leiman: minres, oblimin, three group factors (Zinbarg et al. 2005)"
    case .omegaTotalOfGroups:
      "1 − Σ ψ/Σ rᵢⱼ, minres, three group factors (Revelle, Zinbarg 2009)"
    case .averageVarianceExtracted:
      "Σ λ²/(Σ λ² + Σ θ), one factor, maximum likelihood (Fornell, Larcker 1981)"
    }
  }
}

/// A coefficient with its standard error under the design, by linearisation: every coefficient but
/// ``ReliabilityCoefficient/omegaCategorical``, whose error follows from its model's parameters, is
/// a smooth function of the covariances (or polychoric correlations), and its error is that of
///
///     uᵢ = Σ ∂ρ/∂s · dsᵢ,   dsᵢ = wᵢ((xᵢ − m)(xᵢ − m)ᵀ − S)/W
///
/// summed by cluster, with exact derivatives.
///
/// > J.-C. Deville (1999). "Variance estimation for complex statistics and estimators".
/// > *Survey Methodology* 25(2). — A. Maydeu-Olivares, D. L. Coffman, W. M. Hartmann (2007).
/// > "Asymptotically distribution-free (ADF) interval estimation of coefficient alpha".
/// > *Psychological Methods* 12(2), for α of a simple random sample.
public struct ReliabilityEstimate: Hashable, Sendable {
  public let coefficient: ReliabilityCoefficient
  public let estimate: Estimate

  package init(coefficient: ReliabilityCoefficient, estimate: Estimate) {
    self.coefficient = coefficient
    self.estimate = estimate
  }

  public var value: Double { estimate.value }

  /// The interval of ``interval(level:)``; nil where there is none.
  public func confidenceInterval(level: Double = 0.95) -> ConfidenceInterval? {
    try? interval(level: level).get()
  }

  /// 1 − (1 − ρ) exp(∓ t(df) SE/(1 − ρ)), which stays below 1. Of a coefficient that is a share, 0…1,
  /// the lower limit is 0 where the formula has one below.
  ///
  /// A share whose standard error is above ½ has no interval: no distribution on 0…1 has a standard
  /// deviation above ½ (Popoviciu), so the linearisation does not hold there.
  ///
  /// - Returns: The interval, or why there is none.
  /// > D. G. Bonett (2002). "Sample size requirements for testing and estimating coefficient
  /// > alpha". *Journal of Educational and Behavioral Statistics* 27(4), for the scale ln(1 − ρ).
  public func interval(level: Double = 0.95) -> Result<ConfidenceInterval, MissingInterval> {
    let left = 1 - value
    guard left > 0 else { return .failure(.coefficientIsOne) }
    guard estimate.standardError.isFinite else { return .failure(.errorUnknown) }
    guard !coefficient.isShare || estimate.standardError <= 0.5 else {
      return .failure(.notDetermined)
    }
    guard estimate.degreesOfFreedom > 0 else { return .failure(.noDegreesOfFreedom) }
    let freedom = Double(estimate.degreesOfFreedom)
    let t = Distribution.studentT(degreesOfFreedom: freedom).quantile((1 + level) / 2)
    let margin = t * estimate.standardError / left
    let lower = 1 - left * Elementary.exp(margin)
    return .success(
      ConfidenceInterval(
        lower: coefficient.isShare ? max(0, lower) : lower,
        upper: 1 - left * Elementary.exp(-margin), level: level))
  }

  /// The standard error; nil where it is not known, or says only that the answers do not determine
  /// the coefficient.
  public var standardError: Double? {
    let error = estimate.standardError
    return error.isFinite && !(coefficient.isShare && error > 0.5) ? error : nil
  }

  /// Why a coefficient has no interval.
  public enum MissingInterval: Error, Hashable, Sendable {
    /// The coefficient is 1 already.
    case coefficientIsOne
    /// Its standard error cannot be computed.
    case errorUnknown
    /// The answers hardly determine it: its standard error is more than a share can have.
    case notDetermined
    /// The design leaves no degrees of freedom.
    case noDegreesOfFreedom
  }
}

extension ReliabilityEstimate.MissingInterval: CustomStringConvertible {
  public var description: String {
    switch self {
    case .coefficientIsOne: "no interval: the items repeat one another"
    case .errorUnknown: "no interval: its model gives no standard error"
    case .notDetermined:
      "no interval: these answers hardly determine it, its standard error is above 0.5"
    case .noDegreesOfFreedom: "no interval: the design has no degrees of freedom"
    }
  }
}
