import NumericalMethods

/// How factors are turned so that each item belongs to few of them.
public enum FactorRotation: String, Hashable, Sendable, CaseIterable {
  /// As they were extracted.
  case none
  /// Uncorrelated factors, with Kaiser's normalisation (Kaiser 1958).
  case varimax
  /// Correlated factors: direct quartimin, that is oblimin with γ = 0, without normalisation
  /// (Jennrich & Sampson 1966), as psych and GPArotation do it.
  case oblimin
}

/// Factors after rotation: Λ and Φ with ΛΦΛᵀ as before.
struct RotatedFactors {
  /// Items × factors: the pattern.
  var loadings: Matrix
  /// Factors × factors: Φ.
  var correlations: Matrix

  init(
    _ extracted: Matrix, rotation: FactorRotation
  ) throws(FactorAnalysisError) {
    loadings = extracted
    correlations = .identity(extracted.columns)
    if extracted.columns > 1 { try rotate(extracted, rotation) }
    arrange()
  }

  private mutating func rotate(
    _ extracted: Matrix, _ rotation: FactorRotation
  ) throws(FactorAnalysisError) {
    switch rotation {
    case .none: return
    case .varimax:
      let lengths = extracted.rowSumsOfSquares.map { $0 > 0 ? $0.squareRoot() : 1 }
      let search = GradientProjection(
        loadings: extracted.scalingRows(lengths.map { 1 / $0 }), criterion: .varimax)
      loadings = try search.orthogonal().loadings.scalingRows(lengths)
    case .oblimin:
      let search = GradientProjection(loadings: extracted, criterion: .quartimin)
      let found = try search.oblique()
      loadings = found.loadings
      correlations = found.transformation.crossProduct
      correlations.setDiagonal(to: 1)
    }
  }

  /// The variance that each factor explains: the diagonal of ΦΛᵀΛ.
  var sumsOfSquaredLoadings: [Double] { (correlations * loadings.crossProduct).diagonal }

  /// The variance of each item that the factors explain: the diagonal of ΛΦΛᵀ.
  var communalities: [Double] {
    let structure = loadings * correlations
    return (0..<loadings.rows).map { item in
      (0..<loadings.columns).reduce(0) { $0 + structure[item, $1] * loadings[item, $1] }
    }
  }

  /// Puts the factors into the order of the variance they explain, each so signed that the squares
  /// of its positive loadings outweigh those of its negative ones.
  private mutating func arrange() {
    let explained = sumsOfSquaredLoadings
    let order = explained.indices.sorted {
      explained[$0] == explained[$1] ? $0 < $1 : explained[$0] > explained[$1]
    }
    let signs = order.map { factor -> Double in
      loadings.column(factor).reduce(0) { $0 + $1 * abs($1) } < 0 ? -1 : 1
    }
    loadings = Matrix(columns: order.map(loadings.column)).scalingColumns(signs)
    correlations = Matrix(rows: order.count, columns: order.count) {
      correlations[order[$0], order[$1]]
    }.scaled(by: signs)
  }
}
