import NumericalMethods

/// Groups whose loadings and intercepts are brought as near to one another as the configural model
/// allows, by the choice of each group's factor mean and variance: few large differences rather
/// than many small ones.
///
///     λ = λ⁰/√ψ,  ν = ν⁰ − αλ⁰/√ψ
///     F = Σⱼ Σ_{a<b} √(nₐn_b) (f(λₐⱼ − λ_bⱼ) + f(νₐⱼ − ν_bⱼ)),  f(x) = √√(x² + ε)
///
/// λ⁰ and ν⁰ belong to a factor of mean 0 and variance 1 in each group. F is minimised over the
/// factors' means α and variances ψ, the product of the variances being 1, so that no group is
/// special; α and ψ are then expressed in standard deviations of the first group's factor.
/// F depends on the items' unit through ε: give items of about unit variance.
///
/// > T. Asparouhov, B. Muthén (2014). "Multiple-group factor analysis alignment". *Structural
/// > Equation Modeling* 21(4). R: `sirt::invariance.alignment`.
public struct Alignment: Sendable {
  /// What sets the factors' origin.
  public enum Identification: String, Hashable, Sendable, CaseIterable {
    /// The first group's mean is 0.
    case fixed
    /// The first group's mean is estimated too: only where loadings differ is it identified,
    /// and hardly with two groups.
    case free
  }

  /// What a difference of two groups' parameters costs: (x² + ε)^(power/2).
  public struct Loss: Hashable, Sendable {
    /// 0.5 for √√(x² + ε), as in the paper; 1 for √(x² + ε).
    public var power = 0.5
    public var epsilon = 0.01

    public init() {}
  }

  public struct Options: Hashable, Sendable {
    public var identification = Identification.fixed
    public var loss = Loss()
    /// Starts at random, besides one from least squares and one from each item.
    public var randomStarts = 10
    public var seed: UInt64 = 1

    public init() {}
  }

  public let groups: [String]
  public let items: [String]
  /// The factor's means, in standard deviations of the first group's factor.
  public let means: [Double]
  /// The factor's variances; the first group's is 1.
  public let variances: [Double]
  /// Aligned loadings, groups × items.
  public let loadings: [[Double]]
  /// Aligned intercepts, groups × items.
  public let intercepts: [[Double]]
  /// F, with the weights √(nₐn_b).
  public let criterion: Double
  /// F of the half of loadings from each start, and of the half of intercepts.
  public let criteriaOfStarts: (loadings: [Double], intercepts: [Double])
  /// Of means, aligned loadings and aligned intercepts; nil where the configural model's was not given
  /// or the minimum is flat.
  let covariance: AlignedCovariance?
  /// The configural estimates.
  let configural: ConfiguralEstimates

  /// - Parameter configural: Of a one-factor model in each group, its factor standardised.
  public init(_ configural: ConfiguralEstimates, options: Options = Options()) {
    let solution = AlignmentSolution(configural, options)
    self.configural = configural
    groups = configural.groups
    items = configural.items
    means = solution.means
    variances = solution.variances
    loadings = solution.loadings.rowValues
    intercepts = solution.intercepts.rowValues
    criterion = solution.criterion
    criteriaOfStarts = solution.starts
    covariance = solution.covariance
  }

  /// The standard errors of ``means``, by the delta method from the configural model's.
  public var meanStandardErrors: [Double]? {
    covariance.map { covariance in
      covariance.means.diagonal.map { max(0, $0).squareRoot() }
    }
  }

  /// How much higher the factor's mean is in one group than in another, and its standard error.
  public func difference(_ a: Int, _ b: Int) -> (value: Double, standardError: Double?) {
    let variance = covariance.map { $0.means[a, a] + $0.means[b, b] - 2 * $0.means[a, b] }
    return (means[a] - means[b], variance.map { max(0, $0).squareRoot() })
  }
}
