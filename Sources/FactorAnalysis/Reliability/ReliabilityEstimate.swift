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

  /// 1 − (1 − ρ) exp(∓ t(df) SE/(1 − ρ)), which stays below 1.
  ///
  /// - Returns: Nil where the design has no degrees of freedom, or the coefficient is 1.
  /// > D. G. Bonett (2002). "Sample size requirements for testing and estimating coefficient
  /// > alpha". *Journal of Educational and Behavioral Statistics* 27(4), for the scale ln(1 − ρ).
  public func confidenceInterval(level: Double = 0.95) -> ConfidenceInterval? {
    let left = 1 - value
    guard left > 0, estimate.standardError.isFinite, estimate.degreesOfFreedom > 0 else {
      return nil
    }
    let freedom = Double(estimate.degreesOfFreedom)
    let t = Distribution.studentT(degreesOfFreedom: freedom).quantile((1 + level) / 2)
    let margin = t * estimate.standardError / left
    return ConfidenceInterval(
      lower: 1 - left * Elementary.exp(margin), upper: 1 - left * Elementary.exp(-margin),
      level: level)
  }
}
