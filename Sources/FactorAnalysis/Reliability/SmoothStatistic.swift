import NumericalMethods

/// A function of the items' covariances, with its derivatives.
package struct SmoothStatistic: Hashable, Sendable {
  package let value: Double
  /// ∂/∂S, symmetric: a change dS changes the value by Σᵢⱼ gᵢⱼ dSᵢⱼ.
  package let slopes: Matrix

  init(_ value: Double, slopes: Matrix) {
    self.value = value
    self.slopes = slopes
  }

  /// A function of correlations and variances.
  ///
  /// - Parameters:
  ///   - correlationSlopes: By the correlations (1, 2), (1, 3)…, (2, 3)…
  ///   - varianceSlopes: By the variances; nil for a function of the correlations only.
  init(
    _ value: Double, correlationSlopes: [Double], varianceSlopes: [Double]? = nil,
    at covariances: Matrix
  ) {
    let scale = covariances.diagonal.map { 1 / $0.squareRoot() }
    var slopes = Matrix.diagonal(varianceSlopes ?? scale.map { _ in 0 })
    let places = OrdinalPairs.places(items: scale.count)
    for (pair, slope) in zip(places, correlationSlopes) {
      let (i, j) = pair
      let unit = scale[i] * scale[j]
      slopes[i, j] = slope * unit / 2
      slopes[j, i] = slope * unit / 2
      let own = slope * covariances[i, j] * unit / 2
      slopes[i, i] -= own * scale[i] * scale[i]
      slopes[j, j] -= own * scale[j] * scale[j]
    }
    self.init(value, slopes: slopes)
  }

  /// The derivatives by each pair of items, where the matrix has ones on the diagonal that do not
  /// change: pairs × 1.
  package var pairSlopes: Matrix {
    Matrix(
      columns: [
        OrdinalPairs.places(items: slopes.rows).map { 2 * slopes[$0.first, $0.second] }
      ])
  }
}

extension SmoothStatistic {
  /// α = p/(p − 1) · (1 − tr S / 1ᵀS1); of correlations the standardised one.
  package static func alpha(_ covariances: Matrix) throws(FactorAnalysisError) -> SmoothStatistic {
    let items = Double(covariances.rows)
    let own = covariances.diagonal.reduce(0, +)
    let all = covariances.elements.reduce(0, +)
    guard items > 1 else { throw .tooFewItems(found: covariances.rows, needed: 2) }
    guard all > 1e-12 * own else { throw .sumWithoutVariance }
    let factor = items / (items - 1)
    return SmoothStatistic(
      factor * (1 - own / all),
      slopes: Matrix(rows: covariances.rows, columns: covariances.rows) {
        factor * (own / (all * all) - ($0 == $1 ? 1 / all : 0))
      })
  }

  /// α of the correlations, as a function of the covariances.
  package static func standardisedAlpha(
    _ covariance: ItemCovariance
  ) throws(FactorAnalysisError) -> SmoothStatistic {
    let alpha = try SmoothStatistic.alpha(covariance.correlationMatrix)
    return SmoothStatistic(
      alpha.value, correlationSlopes: alpha.pairSlopes.elements, at: covariance.covarianceMatrix)
  }
}
