import NumericalMethods

/// A column minus its weighted mean, 0 for interviews outside the base.
struct CentredColumn {
  let mean: Double
  let values: [Double]
  /// √(Σ w(x − x̄)² / Σ w).
  let deviation: Double

  init(_ column: [Double], weights: [Double], base: AnswerBase) {
    var sum = 0.0
    for row in column.indices where base.contains[row] { sum += weights[row] * column[row] }
    let mean = sum / base.weightedCount
    var values = Array(repeating: 0.0, count: column.count)
    var squares = 0.0
    for row in column.indices where base.contains[row] {
      values[row] = column[row] - mean
      squares += weights[row] * values[row] * values[row]
    }
    self.mean = mean
    self.values = values
    let deviation = (squares / base.weightedCount).squareRoot()
    self.deviation = deviation > 1e-12 * abs(mean) ? deviation : 0
  }
}

/// A weighted least-squares fit, with what each interview adds to its coefficients.
struct LeastSquares {
  let outcome: CentredColumn
  let predictors: [CentredColumn]
  let slopes: [Double]
  let residuals: [Double]
  /// (Σ w x xᵀ)⁻¹ of the centred predictors.
  let inverse: Matrix

  /// O(interviews × predictors²).
  init(
    outcome: CentredColumn, predictors: [CentredColumn], names: [String], weights: [Double]
  ) throws(RegressionError) {
    let weighted = predictors.map { predictor in
      weights.indices.map { weights[$0] * predictor.values[$0] }
    }
    let size = predictors.count
    let products = Matrix(rows: size, columns: size) {
      sumOfProducts(weighted[$0], predictors[$1].values)
    }
    inverse = try Self.inverse(of: products, predictors: predictors, names: names)
    slopes = inverse.times(weighted.map { sumOfProducts($0, outcome.values) })
    var residuals = outcome.values
    for (slope, predictor) in zip(slopes, predictors) {
      for row in residuals.indices { residuals[row] -= slope * predictor.values[row] }
    }
    self.residuals = residuals
    self.outcome = outcome
    self.predictors = predictors
  }

  /// Inverts on the scale of correlations, so that units do not matter.
  private static func inverse(
    of products: Matrix, predictors: [CentredColumn], names: [String]
  ) throws(RegressionError) -> Matrix {
    let size = predictors.count
    let scales = predictors.indices.map {
      predictors[$0].deviation > 0 ? products[$0, $0].squareRoot() : 0
    }
    if let constant = scales.firstIndex(of: 0) {
      throw .dependentPredictor(name: names[constant])
    }
    let correlations = Matrix(rows: size, columns: size) {
      products[$0, $1] / (scales[$0] * scales[$1])
    }
    if let dependent = firstDependentColumn(correlations) {
      throw .dependentPredictor(name: names[dependent])
    }
    guard let factor = CholeskyFactor(correlations) else {
      throw .dependentPredictor(name: names[size - 1])
    }
    let inverse = factor.inverse
    return Matrix(rows: size, columns: size) { inverse[$0, $1] / (scales[$0] * scales[$1]) }
  }

  /// What each interview adds to each slope.
  func slopeContributions(weights: [Double]) -> [[Double]] {
    slopes.indices.map { slope in
      var contributions = Array(repeating: 0.0, count: weights.count)
      for (index, predictor) in predictors.enumerated() {
        let factor = inverse[slope, index]
        for row in contributions.indices {
          contributions[row] += factor * weights[row] * residuals[row] * predictor.values[row]
        }
      }
      return contributions
    }
  }

  /// Intercept and slopes.
  func statistics(
    _ slopeContributions: [[Double]], weights: [Double], base: AnswerBase
  ) -> [LinearisedStatistic] {
    [interceptStatistic(slopeContributions, weights: weights, base: base)]
      + slopes.indices.map { LinearisedStatistic(slopes[$0], slopeContributions[$0], base) }
  }

  private func interceptStatistic(
    _ slopeContributions: [[Double]], weights: [Double], base: AnswerBase
  ) -> LinearisedStatistic {
    var contributions = weights.indices.map { weights[$0] * residuals[$0] / base.weightedCount }
    var value = outcome.mean
    for (index, predictor) in predictors.enumerated() {
      value -= slopes[index] * predictor.mean
      for row in contributions.indices {
        contributions[row] -= predictor.mean * slopeContributions[index][row]
      }
    }
    return LinearisedStatistic(value, contributions, base)
  }

  /// β = b sₓ/sᵧ, by the chain rule; that of a standard deviation is (x² − s²)/(2s Σw).
  func standardised(
    _ index: Int, _ slopeContributions: [Double], weights: [Double], base: AnswerBase
  ) -> LinearisedStatistic {
    let x = predictors[index]
    let ratio = x.deviation / outcome.deviation
    let value = slopes[index] * ratio
    let squaredX = x.deviation * x.deviation
    let squaredY = outcome.deviation * outcome.deviation
    var contributions = slopeContributions
    for row in contributions.indices {
      let relativeX = x.values[row] * x.values[row] / squaredX
      let relativeY = outcome.values[row] * outcome.values[row] / squaredY
      contributions[row] =
        ratio * contributions[row]
        + value * weights[row] * (relativeX - relativeY) / (2 * base.weightedCount)
    }
    for row in contributions.indices where !base.contains[row] { contributions[row] = 0 }
    return LinearisedStatistic(value, contributions, base)
  }

  func rSquared(weights: [Double]) -> Double {
    var unexplained = 0.0
    var all = 0.0
    for row in residuals.indices {
      unexplained += weights[row] * residuals[row] * residuals[row]
      all += weights[row] * outcome.values[row] * outcome.values[row]
    }
    return 1 - unexplained / all
  }
}

/// The first column of which less than 10⁻¹⁰ is left after regression on those before it.
func firstDependentColumn(_ correlations: Matrix) -> Int? {
  var left = correlations
  for pivot in 0..<left.rows {
    guard left[pivot, pivot] > 1e-10 else { return pivot }
    for row in (pivot + 1)..<max(pivot + 1, left.rows) {
      let factor = left[row, pivot] / left[pivot, pivot]
      for column in pivot..<left.columns { left[row, column] -= factor * left[pivot, column] }
    }
  }
  return nil
}
