import NumericalMethods

/// What a regression's outcome is, and by which function the predictors act on its mean.
public enum RegressionFamily: String, Hashable, Sendable, CaseIterable {
  /// 0 or 1; the logarithm of the odds is linear (R: `quasibinomial()`).
  case logistic
  /// A count from 0 up; the logarithm of the mean is linear (R: `quasipoisson()`).
  case poisson

  /// The mean, its first and its second derivative by the linear predictor.
  func mean(_ linear: Double) -> (value: Double, slope: Double, curvature: Double) {
    switch self {
    case .logistic:
      let share =
        linear >= 0
        ? 1 / (1 + Elementary.exp(-linear))
        : Elementary.exp(linear) / (1 + Elementary.exp(linear))
      let slope = share * (1 - share)
      return (share, slope, slope * (1 - 2 * share))
    case .poisson:
      let mean = Elementary.exp(linear)
      return (mean, mean, mean)
    }
  }

  /// By how much the mean changes for a unit of the linear predictor.
  package func change(at linear: Double) -> Double { mean(linear).slope }

  /// Minus the logarithm of the likelihood of one answer, but for what the model does not change.
  func loss(_ outcome: Double, _ linear: Double) -> Double {
    switch self {
    case .logistic:
      let size = abs(linear)
      let excess = Elementary.log(1 + Elementary.exp(-size)) + max(linear, 0)
      return excess - outcome * linear
    case .poisson: return Elementary.exp(linear) - outcome * linear
    }
  }

  func allows(_ outcome: Double) -> Bool {
    switch self {
    case .logistic: outcome == 0 || outcome == 1
    case .poisson: outcome >= 0
    }
  }
}

/// A logistic or Poisson regression with design-based standard errors.
public struct GeneralizedRegression: Sendable {
  public let family: RegressionFamily
  /// Intercept (named `(Intercept)`) and slopes, on the scale of log odds or of the logarithm of
  /// the mean; eʙ is an odds ratio, or a ratio of means.
  public let coefficients: EstimateVector
  /// The design's degrees of freedom minus the number of slopes (R: `df.residual`).
  public let degreesOfFreedom: Int
  public let base: Estimate.Base
  /// Newton's steps that were taken.
  public let iterations: Int
  let design: SurveyDesign
  let predictors: [Predictor]
  /// Of the coefficients, in their order.
  let statistics: [LinearisedStatistic]

  /// Tests that the slopes of all the named predictors are 0; see ``Regression/waldTest(of:)``.
  public func waldTest(of names: [String]) -> FTest? {
    coefficients.waldTest(of: names, degreesOfFreedom: degreesOfFreedom)
  }
}

extension EstimateVector {
  /// Wald's test that all the named estimates are 0: F = bᵀV⁻¹b / q.
  ///
  /// - Returns: Nil where a name is unknown, or their covariance cannot be inverted.
  public func waldTest(of names: [String], degreesOfFreedom: Int) -> FTest? {
    let places = names.compactMap { self.names.firstIndex(of: $0) }
    guard !places.isEmpty, places.count == names.count, degreesOfFreedom > 0 else { return nil }
    let covariance = Matrix(rows: places.count, columns: places.count) {
      self.covariance(places[$0], places[$1])
    }
    let values = places.map { self[$0].value }
    guard let factor = CholeskyFactor(covariance) else { return nil }
    return FTest(
      statistic: sumOfProducts(values, factor.solve(values)) / Double(places.count),
      numerator: Double(places.count), denominator: Double(degreesOfFreedom))
  }
}

extension SurveyDesign {
  /// The logistic or Poisson regression of an answer on predictors, for the population.
  ///
  ///     Σ wᵢxᵢ(yᵢ − μ(xᵢᵀb)) = 0,   V(b) = A⁻¹ V(Σ wx(y − μ)) A⁻¹,  A = Σ w μ′ xxᵀ
  ///
  /// Solved by Newton's method; the covariance is that of the totals of A⁻¹wᵢxᵢ(yᵢ − μᵢ) by cluster
  /// (R: `svyglm(family = quasibinomial())`, `quasipoisson()`). It tells what goes together when
  /// the other predictors are held equal, not what causes what.
  ///
  /// - Parameters:
  ///   - outcome: 0 or 1, or a count, for each interview; NaN for none.
  ///   - predictors: At least one; an interview with a NaN in any is left out.
  /// - Throws: ``RegressionError``; ``RegressionError/noFiniteSolution`` where a combination of
  ///   predictors tells the outcome without fail.
  ///   O(interviews × predictors² × iterations).
  /// > T. Lumley (2010). *Complex Surveys*, §6. Wiley. — D. Binder (1983). "On the variances of
  /// > asymptotically normal estimators from complex surveys". *Int. Statistical Review* 51(3).
  public func regression(
    of outcome: [Double], on predictors: [Predictor], family: RegressionFamily
  ) throws(RegressionError) -> GeneralizedRegression {
    let base = base(answering: [outcome] + predictors.map(\.values))
    let degrees = base.degreesOfFreedom - predictors.count
    guard degrees > 0, !predictors.isEmpty else {
      throw .tooFewDegreesOfFreedom(interviews: base.count, predictors: predictors.count)
    }
    let matrix = try ModelMatrix(predictors, weights: weights, base: base)
    let answers = matrix.rows.map { outcome[$0] }
    if let row = answers.firstIndex(where: { !family.allows($0) }) {
      throw .impossibleOutcome(family, value: answers[row])
    }
    guard let first = answers.first, answers.contains(where: { $0 != first }) else {
      throw .constantOutcome
    }
    var fit = ScoringFit(family: family, matrix: matrix, outcome: answers)
    let iterations = try fit.run()
    let own = fit.statistics(rows: count, base: base, degreesOfFreedom: degrees)
    let statistics = inReplicates(own) { replicate in
      let fit = try? replicate.regression(of: outcome, on: predictors, family: family)
      return fit?.coefficients.estimates.map(\.value)
    }
    return GeneralizedRegression(
      family: family,
      coefficients: estimates(statistics, names: ["(Intercept)"] + predictors.map(\.name)),
      degreesOfFreedom: degrees, base: base.estimateBase, iterations: iterations, design: self,
      predictors: predictors, statistics: statistics)
  }
}
