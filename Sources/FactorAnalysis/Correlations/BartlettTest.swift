import NumericalMethods

/// Bartlett's test of sphericity: whether the items are correlated at all.
///
///     χ² = −(n − 1 − (2p + 5)/6) ln |R|,  p(p − 1)/2 degrees of freedom
///
/// It assumes normal answers of a simple random sample; with weights and clusters it describes.
///
/// > M. S. Bartlett (1951). "The effect of standardization on a χ² approximation in factor
/// > analysis". *Biometrika* 38(3/4).
public struct BartlettTest: Hashable, Sendable {
  public let chisq: Double
  public let df: Int
  public let p: Double

  /// - Throws: ``FactorAnalysisError`` where there are not more rows than items, or the
  ///   correlations are not positive definite.
  public init(_ covariance: ItemCovariance) throws(FactorAnalysisError) {
    try covariance.require(items: 2)
    let items = Double(covariance.names.count)
    let scale = Double(covariance.count) - 1 - (2 * items + 5) / 6
    guard scale > 0 else {
      throw .tooFewRows(found: covariance.count, needed: Int((2 * items + 5) / 6) + 2)
    }
    chisq = -scale * (try covariance.factor().logDeterminant)
    df = covariance.names.count * (covariance.names.count - 1) / 2
    p = Distribution.chiSquared(degreesOfFreedom: Double(df)).upperTail(chisq)
  }
}
