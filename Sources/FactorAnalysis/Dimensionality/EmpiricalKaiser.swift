/// The empirical Kaiser criterion: the leading eigenvalues of the correlations above what they
/// would be in a sample of this size if no more than the factors before stood behind the items.
///
///     refⱼ = max(1, (p − Σ λᵢ)/(p − j + 1) · (1 + √(p/n))²),   i < j
///
/// λ are the eigenvalues of the items, from the largest to the smallest. The limits rest on
/// product-moment correlations of a simple random sample; for polychoric ones, weights and clusters
/// they are an approximation. R's `semTools::efa.ekc`. The number is that of the eigenvalues up to
/// the first that does not exceed its limit, as in the paper's section "Empirical Kaiser
/// criterion".
///
/// > J. Braeken, M. A. L. M. van Assen (2017). "An empirical Kaiser criterion". *Psychological
/// > Methods* 22(3), eq. 2.
package struct EmpiricalKaiser: Hashable, Sendable {
  /// The eigenvalues of the items, from the largest to the smallest.
  package let observed: [Double]
  /// The limit for each eigenvalue.
  package let references: [Double]

  /// The leading eigenvalues above their limits.
  package var suggested: Int { zip(observed, references).prefix { $0 > $1 }.count }

  /// - Throws: ``FactorAnalysisError`` where there are fewer than three items, or not more rows
  ///   than items.
  package init(_ covariance: ItemCovariance) throws(FactorAnalysisError) {
    try covariance.require(items: 3)
    let eigenvalues = covariance.eigenvalues
    let items = Double(covariance.names.count)
    let root = 1 + (items / Double(covariance.count)).squareRoot()
    var left = items
    observed = eigenvalues
    references = eigenvalues.indices.map { index in
      defer { left -= eigenvalues[index] }
      return max(1, left / (items - Double(index)) * root * root)
    }
  }
}
