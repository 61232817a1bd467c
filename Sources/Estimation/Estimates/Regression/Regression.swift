/// A column that a regression explains an answer by.
public struct Predictor: Hashable, Sendable {
  public var name: String
  /// One for each interview; NaN for none.
  public var values: [Double]

  public init(name: String, values: [Double]) {
    self.name = name
    self.values = values
  }
}

/// Why a regression cannot be fitted.
public enum RegressionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Not enough clusters with complete answers for so many predictors.
  case tooFewDegreesOfFreedom(interviews: Int, predictors: Int)
  /// The outcome is the same for everybody.
  case constantOutcome
  /// Fewer than two groups have answers; the only one that has, if any.
  case oneGroup(String?)
  /// An outcome that the model does not know, such as 2 in a logistic regression.
  case impossibleOutcome(RegressionFamily, value: Double)
  /// More groups of predictors than can be shared among in all orders.
  case tooManyGroups(Int, most: Int)
  /// A combination of predictors tells the outcome without fail, so that slopes have no limit.
  case noFiniteSolution
  /// A predictor is the same for everybody, or a combination of those before it.
  case dependentPredictor(name: String)

  public var description: String {
    switch self {
    case .tooFewDegreesOfFreedom(let interviews, let predictors):
      "\(interviews) interviews with complete answers, in too few clusters, do not allow "
        + "\(predictors) predictors: take fewer"
    case .constantOutcome:
      "the outcome is the same for everybody: there is nothing to explain"
    case .oneGroup(let name?):
      "only the group '\(name)' has answers: there is nothing to compare it with"
    case .oneGroup(nil):
      "no group has answers: check the question, the groups and the domain"
    case .impossibleOutcome(.logistic, let value):
      "a logistic regression explains 0 and 1, not \(readable(value)): recode the outcome"
    case .impossibleOutcome(.poisson, let value):
      "a Poisson regression explains counts from 0 up, not \(readable(value)): recode the outcome"
    case .tooManyGroups(let count, let most):
      "\(count) groups of predictors are too many to share R² among: join some, up to \(most)"
    case .noFiniteSolution:
      "some predictors tell the outcome without fail, so their slopes have no limit: leave out or "
        + "merge categories that nobody, or everybody, of an outcome is in"
    case .dependentPredictor(let name):
      "predictor '\(name)' is constant or follows from those before it: leave it out"
    }
  }
}

/// A linear regression with design-based standard errors.
public struct Regression: Sendable {
  /// Intercept (named `(Intercept)`) and slopes, in units of the outcome by unit of the predictor.
  public let coefficients: EstimateVector
  /// Slopes in standard deviations of the outcome by standard deviation of the predictor, the
  /// standard deviations being weighted, their sampling error included.
  public let standardised: EstimateVector
  /// 1 − Σ wᵢeᵢ² / Σ wᵢ(yᵢ − ȳ)².
  public let rSquared: Double
  /// The design's degrees of freedom minus the number of slopes (R: `df.residual`).
  public let degreesOfFreedom: Int
  public let base: Estimate.Base
  let weights: [Double]
  /// Of the coefficients, in their order.
  let statistics: [LinearisedStatistic]

  /// Tests that the slopes of all the named predictors are 0.
  ///
  ///     F = bᵀV⁻¹b / q,  with q and the residual degrees of freedom
  ///
  /// - Returns: Nil where a name is unknown, or V is singular.
  /// > T. Lumley (2010). *Complex Surveys*, §5.2; R's `regTermTest(method = "Wald")`.
  public func waldTest(of names: [String]) -> FTest? {
    coefficients.waldTest(of: names, degreesOfFreedom: degreesOfFreedom)
  }
}
