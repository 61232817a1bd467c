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
    let (fit, base) = try leastSquares(of: outcome, on: predictors)
    let residualDegrees = base.degreesOfFreedom - predictors.count
    let slopes = fit.slopeContributions(weights: weights)
    var coefficients = fit.statistics(slopes, weights: weights, base: base)
    for place in coefficients.indices {
      coefficients[place].base.degreesOfFreedom = residualDegrees
    }
    return Regression(
      coefficients: estimates(
        inReplicates(coefficients) { $0.slopes(of: outcome, on: predictors) },
        names: ["(Intercept)"] + predictors.map(\.name)),
      standardised: vector(
        slopes.indices.map { fit.standardised($0, slopes[$0], weights: weights, base: base) },
        names: predictors.map(\.name), degreesOfFreedom: residualDegrees),
      rSquared: fit.rSquared(weights: weights), degreesOfFreedom: residualDegrees,
      base: base.estimateBase, weights: weights, statistics: coefficients)
  }

  /// Intercept and slopes of ``regression(of:on:)`` with what each interview adds to their errors,
  /// for functions of them.
  public func linearisedRegression(
    of outcome: [Double], on predictors: [Predictor]
  ) throws(RegressionError) -> [LinearisedStatistic] {
    let (fit, base) = try leastSquares(of: outcome, on: predictors)
    return fit.statistics(
      fit.slopeContributions(weights: weights), weights: weights, base: base)
  }

  /// Intercept and slopes; nil where they cannot be fitted.
  private func slopes(of outcome: [Double], on predictors: [Predictor]) -> [Double]? {
    guard let (fit, _) = try? leastSquares(of: outcome, on: predictors) else { return nil }
    let intercept = zip(fit.slopes, fit.predictors).reduce(fit.outcome.mean) {
      $0 - $1.0 * $1.1.mean
    }
    return [intercept] + fit.slopes
  }

  private func leastSquares(
    of outcome: [Double], on predictors: [Predictor]
  ) throws(RegressionError) -> (LeastSquares, AnswerBase) {
    let base = base(answering: [outcome] + predictors.map(\.values))
    guard base.degreesOfFreedom > predictors.count, !predictors.isEmpty else {
      throw .tooFewDegreesOfFreedom(interviews: base.count, predictors: predictors.count)
    }
    let y = CentredColumn(outcome, weights: weights, base: base)
    let x = predictors.map { CentredColumn($0.values, weights: weights, base: base) }
    guard y.deviation > 0 else { throw .constantOutcome }
    let fit = try LeastSquares(
      outcome: y, predictors: x, names: predictors.map(\.name), weights: weights)
    return (fit, base)
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
  /// A number whose design effect is not asked for.
  init(_ value: Double, _ contributions: [Double], _ base: AnswerBase) {
    self.init(
      value: value, contributions: contributions, kind: .number, simpleRandomVariance: nil,
      base: base)
  }
}
