import NumericalMethods

/// Kaiser, Meyer and Olkin's measure of sampling adequacy: how much of the items' correlation is
/// shared by more than two of them.
///
///     KMO = Σ rᵢⱼ² / (Σ rᵢⱼ² + Σ qᵢⱼ²),  i ≠ j
///
/// where q is the partial correlation of two items given all others. R's `psych::KMO`.
///
/// > H. F. Kaiser, J. Rice (1974). "Little Jiffy, Mark IV". *Educational and Psychological
/// > Measurement* 34(1).
public struct SamplingAdequacy: Hashable, Sendable {
  /// Over all pairs of items, 0…1.
  public let overall: Double
  /// Over the pairs of each item, 0…1, in the items' order.
  public let items: [Double]

  /// - Throws: ``FactorAnalysisError`` where there are fewer than three items, not more rows than
  ///   items, or the correlations are not positive definite.
  public init(_ covariance: ItemCovariance) throws(FactorAnalysisError) {
    try covariance.require(items: 3)
    self.init(covariance.correlationMatrix, inverse: try covariance.factor().inverse)
  }

  init(_ correlations: Matrix, inverse: Matrix) {
    var partial = inverse.scaled(by: inverse.diagonal.map { 1 / $0.squareRoot() })
    var simple = correlations
    partial.setDiagonal(to: 0)
    simple.setDiagonal(to: 0)
    let (r, q) = (simple.rowSumsOfSquares, partial.rowSumsOfSquares)
    items = zip(r, q).map { $0 + $1 > 0 ? $0 / ($0 + $1) : 0.5 }
    let (common, unique) = (r.reduce(0, +), q.reduce(0, +))
    overall = common + unique > 0 ? common / (common + unique) : 0.5
  }
}
