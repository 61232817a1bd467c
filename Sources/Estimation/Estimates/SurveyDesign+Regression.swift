import NumericalMethods

extension SurveyDesign {
  /// The linear regression of an answer on predictors, for the population.
  ///
  ///     b = (Σ wᵢxᵢxᵢᵀ)⁻¹ Σ wᵢxᵢyᵢ
  ///
  /// Its covariance is that of the totals of (Σ wxxᵀ)⁻¹ wᵢxᵢeᵢ by cluster (R: `svyglm`). It tells
  /// what goes together when the other predictors are held equal, not what causes what.
  ///
  /// - Parameters:
  ///   - outcome: One for each interview; NaN for none.
  ///   - predictors: At least one; an interview with a NaN in any is left out.
  /// - Throws: ``RegressionError``.
  /// > T. Lumley (2010). *Complex Surveys*, §5.2. — W. Fuller (1975). "Regression analysis for
  /// > sample survey". *Sankhyā* C 37.
  public func regression(
    of outcome: [Double], on predictors: [Predictor]
  ) throws(RegressionError) -> Regression {
    let base = base(answering: [outcome] + predictors.map(\.values))
    let residualDegrees = base.degreesOfFreedom - predictors.count
    guard residualDegrees > 0, !predictors.isEmpty else {
      throw .tooFewDegreesOfFreedom(interviews: base.count, predictors: predictors.count)
    }
    let y = CentredColumn(outcome, weights: weights, base: base)
    let x = predictors.map { CentredColumn($0.values, weights: weights, base: base) }
    guard y.deviation > 0 else { throw .constantOutcome }
    let fit = try LeastSquares(
      outcome: y, predictors: x, names: predictors.map(\.name), weights: weights)
    let slopes = fit.slopeContributions(weights: weights)
    return Regression(
      coefficients: vector(
        [fit.interceptStatistic(slopes, weights: weights, base: base)]
          + slopes.indices.map { LinearisedStatistic(fit.slopes[$0], slopes[$0], base) },
        names: ["(Intercept)"] + predictors.map(\.name), degreesOfFreedom: residualDegrees),
      standardised: vector(
        slopes.indices.map { fit.standardised($0, slopes[$0], weights: weights, base: base) },
        names: predictors.map(\.name), degreesOfFreedom: residualDegrees),
      rSquared: fit.rSquared(weights: weights), degreesOfFreedom: residualDegrees,
      base: base.estimateBase)
  }

  /// Estimates with the regression's degrees of freedom instead of the design's.
  private func vector(
    _ statistics: [LinearisedStatistic], names: [String], degreesOfFreedom: Int
  ) -> EstimateVector {
    var statistics = statistics
    for index in statistics.indices {
      statistics[index].base.degreesOfFreedom = degreesOfFreedom
    }
    return estimates(statistics, names: names)
  }
}

extension LinearisedStatistic {
  fileprivate init(_ value: Double, _ contributions: [Double], _ base: AnswerBase) {
    self.init(
      value: value, contributions: contributions, kind: .number, simpleRandomVariance: nil,
      base: base)
  }
}

/// A column minus its weighted mean, 0 for interviews outside the base.
private struct CentredColumn {
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

private struct LeastSquares {
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
    let total = weights.reduce(0, +)
    let scales = predictors.map { $0.deviation * total.squareRoot() }
    if let dependent = firstDependentColumn(products, scales: scales) {
      throw .dependentPredictor(name: names[dependent])
    }
    let correlations = Matrix(rows: size, columns: size) {
      products[$0, $1] / (scales[$0] * scales[$1])
    }
    guard let factor = CholeskyFactor(correlations) else {
      throw .dependentPredictor(name: names[size - 1])
    }
    let scaledInverse = factor.inverse
    let inverse = Matrix(rows: size, columns: size) {
      scaledInverse[$0, $1] / (scales[$0] * scales[$1])
    }
    let slopes = inverse.times(weighted.map { sumOfProducts($0, outcome.values) })
    var residuals = outcome.values
    for (slope, predictor) in zip(slopes, predictors) {
      for row in residuals.indices { residuals[row] -= slope * predictor.values[row] }
    }
    self.outcome = outcome
    self.predictors = predictors
    self.slopes = slopes
    self.residuals = residuals
    self.inverse = inverse
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

  func interceptStatistic(
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
private func firstDependentColumn(_ products: Matrix, scales: [Double]) -> Int? {
  if let constant = scales.firstIndex(of: 0) { return constant }
  var left = Matrix(rows: products.rows, columns: products.columns) {
    products[$0, $1] / (scales[$0] * scales[$1])
  }
  for pivot in 0..<left.rows {
    guard left[pivot, pivot] > 1e-10 else { return pivot }
    for row in (pivot + 1)..<max(pivot + 1, left.rows) {
      let factor = left[row, pivot] / left[pivot, pivot]
      for column in pivot..<left.columns { left[row, column] -= factor * left[pivot, column] }
    }
  }
  return nil
}
