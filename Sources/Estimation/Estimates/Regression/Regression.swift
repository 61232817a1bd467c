import NumericalMethods

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

  /// Tests that the slopes of all the named predictors are 0.
  ///
  ///     F = bᵀV⁻¹b / q,  with q and the residual degrees of freedom
  ///
  /// - Returns: Nil where a name is unknown, or V is singular.
  /// > T. Lumley (2010). *Complex Surveys*, §5.2; R's `regTermTest(method = "Wald")`.
  public func waldTest(of names: [String]) -> FTest? {
    let places = names.compactMap { coefficients.names.firstIndex(of: $0) }
    guard !places.isEmpty, places.count == names.count else { return nil }
    let covariance = Matrix(rows: places.count, columns: places.count) {
      coefficients.covariance(places[$0], places[$1])
    }
    let slopes = places.map { coefficients[$0].value }
    guard let factor = CholeskyFactor(covariance) else { return nil }
    return FTest(
      statistic: sumOfProducts(slopes, factor.solve(slopes)) / Double(places.count),
      numerator: Double(places.count), denominator: Double(degreesOfFreedom))
  }
}
