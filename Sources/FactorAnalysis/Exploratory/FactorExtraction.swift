import NumericalMethods

/// Factors before rotation: R ≈ ΛΛᵀ + diag(ψ).
///
/// All methods but principal axis look for the uniquenesses ψ only, since the best loadings for
/// given ψ follow from eigenvectors, and minimise by Newton's method with exact second derivatives
/// until the largest element of the gradient is below 10⁻¹⁰. A uniqueness is held within 0.005…1,
/// as R's `factanal` holds it; one that ends on the lower bound is a Heywood case and is named.
///
/// > K. G. Jöreskog (1977). "Factor analysis by least-squares and maximum-likelihood methods".
/// > In *Statistical Methods for Digital Computers*, vol. 3. Wiley.
struct FactorExtraction: Hashable, Sendable {
  static let leastUniqueness = 0.005

  let uniquenesses: [Double]
  /// Items × factors, the factor of the largest eigenvalue first.
  let loadings: Matrix
  /// The items whose uniqueness ended on its lower bound.
  let heywood: [Int]

  init(
    _ covariance: ItemCovariance, factors: Int, method: ExtractionMethod
  ) throws(FactorAnalysisError) {
    let items = covariance.names.count
    let most = Self.mostFactors(items: items)
    guard (1...max(1, most)).contains(factors) else {
      throw .tooManyFactors(asked: factors, most: most)
    }
    let correlations = covariance.correlationMatrix
    let inverse = covariance.isPositiveDefinite ? try covariance.factor().inverse : nil
    let start =
      inverse.map { Self.start($0, factors) } ?? Array(repeating: 0.5, count: items)
    switch method {
    case .minres:
      self = try Self.leastSquares(
        correlations, factors: factors, weights: Array(repeating: 1, count: items), start: start)
    case .principalAxis:
      self = try Self.principalAxis(correlations, factors: factors, start: start)
    case .weightedLeastSquares:
      let weights = try covariance.factor().inverse.diagonal
      self = try Self.leastSquares(
        correlations, factors: factors, weights: weights, start: start)
    case .maximumLikelihood:
      _ = try covariance.factor()
      self = try Self.maximumLikelihood(correlations, factors: factors, start: start)
    case .generalisedLeastSquares:
      _ = try covariance.factor()
      self = try Self.generalisedLeastSquares(correlations, factors: factors, start: start)
    }
  }

  init(uniquenesses: [Double], loadings: Matrix) {
    self.uniquenesses = uniquenesses
    self.loadings = loadings
    heywood = uniquenesses.indices.filter {
      uniquenesses[$0] <= Self.leastUniqueness * (1 + 1e-9)
    }
  }

  /// The largest number of factors whose model has no more parameters than there are
  /// correlations: ((p − k)² − (p + k))/2 ≥ 0 degrees of freedom.
  static func mostFactors(items: Int) -> Int {
    (0...items).last { (items - $0) * (items - $0) >= items + $0 } ?? 0
  }

  /// Jöreskog's start: (1 − k/2p) of the variance that the other items do not explain.
  private static func start(_ inverse: Matrix, _ factors: Int) -> [Double] {
    let share = 1 - Double(factors) / Double(2 * inverse.rows)
    return inverse.diagonal.map { share / $0 }
  }
}
