import NumericalMethods

/// McDonald's ω_t of a one-factor maximum likelihood model of the covariances.
///
///     ω_t = (Σ λᵢ)² / ((Σ λᵢ)² + Σ θᵢᵢ)
///
/// λ are the loadings and θ the unique variances, in the unit of the answers. psych's `omega`
/// prints another number of the same name, from a model of several factors.
///
/// > R. P. McDonald (1999). *Test Theory: A Unified Treatment*, ch. 6. Lawrence Erlbaum.
public struct OmegaTotal: Hashable, Sendable {
  /// ω_t, 0…1.
  public let value: Double
  /// The loadings of the one factor, in the unit of the answers, in the items' order.
  public let loadings: [Double]
  /// The unique variances, in the squared unit of the answers.
  public let uniqueVariances: [Double]
  /// Items whose unique variance ran into its lower bound (a Heywood case): the model does not
  /// suit them, and ω_t is not to be trusted.
  public let heywoodItems: [String]

  /// - Throws: ``FactorAnalysisError`` where there are fewer than three items, not more rows than
  ///   items, the correlations are not positive definite, or the fit does not converge.
  public init(_ covariance: ItemCovariance) throws(FactorAnalysisError) {
    try covariance.require(items: 3)
    let extraction = try FactorExtraction(covariance, factors: 1, method: .maximumLikelihood)
    let deviations = covariance.covarianceMatrix.diagonal.map { $0.squareRoot() }
    let raw = zip(extraction.loadings.column(0), deviations).map { $0 * $1 }
    let sum = raw.reduce(0, +)
    let unique = zip(extraction.uniquenesses, deviations).map { $0 * $1 * $1 }
    loadings = sum < 0 ? raw.map { -$0 } : raw
    uniqueVariances = unique
    value = sum * sum / (sum * sum + unique.reduce(0, +))
    heywoodItems = extraction.heywood.map { covariance.names[$0] }
  }
}
