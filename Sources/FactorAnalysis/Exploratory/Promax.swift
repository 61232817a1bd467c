import NumericalMethods

/// Correlated factors by one step of least squares from uncorrelated ones.
///
///     T = V |V|^(m−1) by element,   U = (VᵀV)⁻¹VᵀT,   Λ = V U D,   Φ = (D UᵀU D)⁻¹
///
/// where V are the uncorrelated factors' loadings, m is the power, and D gives Φ ones on its
/// diagonal: D² = diag((UᵀU)⁻¹).
///
/// > A. E. Hendrickson, P. O. White (1964). "Promax: a quick method for rotation to oblique simple
/// > structure". *British Journal of Statistical Psychology* 17(1).
struct Promax {
  let loadings: Matrix
  let correlations: Matrix

  /// - Returns: Nil where the factors are not independent.
  init?(_ orthogonal: Matrix, power: Double) {
    guard let terms = Terms(orthogonal, power: power) else { return nil }
    loadings = orthogonal * terms.scaled
    var inner = terms.inner.scaled(by: terms.lengths.map { 1 / $0 })
    inner.setDiagonal(to: 1)
    correlations = inner
  }

  /// What Λ and Φ become for each small change of V.
  static func change(
    of orthogonal: Matrix, along direction: Matrix, power: Double
  ) -> (loadings: Matrix, correlations: Matrix)? {
    guard let terms = Terms(orthogonal, power: power) else { return nil }
    let slopes = orthogonal.elements.map { power * Elementary.pow(abs($0), power - 1) }
    let towards = direction.elementwise(
      Matrix(rows: orthogonal.rows, columns: orthogonal.columns, elements: slopes))
    let left = direction.transposedTimes(terms.target - orthogonal * terms.raw)
    let right = orthogonal.transposedTimes(towards - direction * terms.raw)
    let raw = terms.crossInverse * (left + right)
    // (UᵀU)⁻¹ changes by −(UᵀU)⁻¹(dUᵀU + UᵀdU)(UᵀU)⁻¹, D² by its diagonal.
    let product = raw.transposedTimes(terms.raw)
    let inner = -1 * (terms.inner * (product + product.transposed) * terms.inner)
    let growth = zip(inner.diagonal, terms.inner.diagonal).map { $0 / (2 * $1) }
    let scaled = raw.scalingColumns(terms.lengths) + terms.scaled.scalingColumns(growth)
    let unit = terms.inner.scaled(by: terms.lengths.map { 1 / $0 })
    return (
      direction * terms.scaled + orthogonal * scaled,
      inner.scaled(by: terms.lengths.map { 1 / $0 })
        - unit.scalingRows(growth) - unit.scalingColumns(growth)
    )
  }

  private struct Terms {
    /// T, (VᵀV)⁻¹, U, (UᵀU)⁻¹ and UD.
    let target, crossInverse, raw, inner, scaled: Matrix
    /// The diagonal of D.
    let lengths: [Double]

    init?(_ orthogonal: Matrix, power: Double) {
      let powers = orthogonal.elements.map { $0 * Elementary.pow(abs($0), power - 1) }
      target = Matrix(rows: orthogonal.rows, columns: orthogonal.columns, elements: powers)
      guard let cross = CholeskyFactor(orthogonal.crossProduct)?.inverse else { return nil }
      crossInverse = cross
      raw = cross * orthogonal.transposedTimes(target)
      guard let inverse = CholeskyFactor(raw.crossProduct)?.inverse else { return nil }
      inner = inverse
      lengths = inverse.diagonal.map { $0.squareRoot() }
      scaled = raw.scalingColumns(lengths)
    }
  }
}
