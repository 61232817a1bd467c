import NumericalMethods

/// Velicer's minimum average partial correlation: components are taken out one after another until
/// what is left of the items is correlated as little as possible.
///
///     MAPₘ = Σ r*ᵢⱼ² / (p(p − 1)),   MAP⁴ₘ = Σ r*ᵢⱼ⁴ / (p(p − 1)),   i ≠ j
///
/// r* are the items' partial correlations given the first m principal components, m = 0…p − 1; for
/// m = 0 they are the correlations. psych's `vss` gives the squares from m = 1 on.
///
/// > W. F. Velicer (1976). "Determining the number of components from the matrix of partial
/// > correlations". *Psychometrika* 41(3).
/// > W. F. Velicer, C. A. Eaton, J. L. Fava (2000). "Construct explication through factor or
/// > component analysis". In *Problems and Solutions in Human Assessment*. Kluwer, for the fourth
/// > powers.
package struct MinimumAveragePartial: Hashable, Sendable {
  /// The averages of the squares for 0, 1, … components.
  package let squares: [Double]
  /// The averages of the fourth powers for 0, 1, … components.
  package let fourthPowers: [Double]

  /// The number of components at which the squares are least (1976).
  package var suggested: Int { Self.leastPlace(squares) }
  /// The number of components at which the fourth powers are least (2000).
  package var suggestedByFourthPowers: Int { Self.leastPlace(fourthPowers) }

  /// - Throws: ``FactorAnalysisError`` where there are fewer than three items, or not more rows
  ///   than items.
  package init(_ covariance: ItemCovariance) throws(FactorAnalysisError) {
    try covariance.require(items: 3)
    guard let eigen = SymmetricEigen(covariance.correlationMatrix) else {
      throw .notPositiveDefinite(smallestEigenvalue: .nan)
    }
    let items = covariance.names.count
    var residual = covariance.correlationMatrix
    var averages: [(squares: Double, fourthPowers: Double)] = []
    for components in 0..<items {
      // An item that the components explain fully has no partial correlation.
      guard (residual.diagonal.min() ?? 0) > 1e-10 else { break }
      averages.append(Self.averages(residual))
      let vector = eigen.vectors.column(components)
      residual =
        residual
        - Matrix(rows: items, columns: items) {
          eigen.values[components] * vector[$0] * vector[$1]
        }
    }
    squares = averages.map(\.squares)
    fourthPowers = averages.map(\.fourthPowers)
  }

  private static func averages(_ residual: Matrix) -> (Double, Double) {
    var partial = residual.scaled(by: residual.diagonal.map { 1 / $0.squareRoot() })
    partial.setDiagonal(to: 0)
    let squares = partial.elementwise(partial)
    let pairs = Double(residual.rows * (residual.rows - 1))
    return (squares.elements.reduce(0, +) / pairs, squares.innerProduct(squares) / pairs)
  }

  private static func leastPlace(_ values: [Double]) -> Int {
    values.indices.min { values[$0] < values[$1] } ?? 0
  }
}
