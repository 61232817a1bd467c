import LavaanSyntax
import NumericalMethods

/// A fitted structural equation model.
///
///     let fit = try ConfirmatoryFit(table, data, estimator: .mlr)
///     fit.fitMeasures.cfi
///     fit.estimate(of: table.parameters[1]).value
public struct ConfirmatoryFit: Sendable {
  public let table: ParameterTable
  public let estimator: ModelEstimator
  public let missing: MissingInModel
  /// The sample moments, group after group: with answers missing at random the most likely ones.
  public let groups: [GroupMoments]
  /// θ, in the order of the table's free indices.
  public let estimates: [Double]
  /// The covariance of ``estimates``, robust where the estimator is.
  package let covariance: ParameterCovariance
  public let test: ModelTest
  /// The test of the model in which no items are related.
  public let baseline: ModelTest
  public let logLikelihood: Double?
  /// That of the model that fits means and covariances as they are.
  public let unrestrictedLogLikelihood: Double?
  public let fitMeasures: FitMeasures
  /// What makes the solution improper; empty where nothing does.
  public let problems: [ImproperSolution]
  public let iterations: Int
  package let structure: ModelStructure
  /// The likelihood at its maximum; nil where the estimator is another.
  package let likelihood: FittedLikelihood?
  /// The least squares at their minimum; nil where the estimator is another.
  var leastSquares: FittedLeastSquares?

  /// The value of a row of the table and its standard error: 0 for a fixed value, by the delta
  /// method for one that is defined by `:=`.
  ///
  /// Of ordered items, the residual variance (delta) or the scale (theta) is what the others imply.
  ///
  /// - Returns: NaN for the error where the parameter is not identified.
  public func estimate(of parameter: Parameter) -> (value: Double, standardError: Double) {
    switch parameter.state {
    case .defined: definitions()[parameter.left] ?? (.nan, .nan)
    case .fixed(let value): (impliedByOthers(parameter) ?? value, 0)
    case .free(let index): (estimates[index], covariance[index, index].squareRoot())
    }
  }

  /// What the other parameters imply for an ordered item; nil for other rows.
  private func impliedByOthers(_ parameter: Parameter) -> Double? {
    guard let item = table.observed.firstIndex(of: parameter.left),
      parameter.left == parameter.right,
      let answers = leastSquares?.minimum.point.groups[parameter.group]
    else { return nil }
    return switch (parameter.kind, table.parameterization) {
    case (.covariance, .delta): answers.residualVariance(of: item)
    case (.scaling, .theta): answers.scales[item]
    default: nil
    }
  }

  /// Wald's test of a row of the table being 0: z = estimate/error, and the normal distribution's
  /// two-sided p.
  ///
  /// - Returns: Nil for a fixed value, and where the parameter is not identified.
  public func waldTest(of parameter: Parameter) -> (z: Double, pvalue: Double)? {
    let (value, error) = estimate(of: parameter)
    guard error.isFinite, error > 0 else { return nil }
    return (value / error, 2 * Distribution.standardNormal.upperTail(abs(value / error)))
  }
}

extension ConfirmatoryFit {
  /// Estimates a model.
  ///
  /// - Parameters:
  ///   - table: The model.
  ///   - data: The answers of the table's groups; items are found by their names.
  ///   - estimator: How it is estimated and tested.
  ///   - missing: Which interviews count.
  /// - Throws: ``ModelError`` where the model cannot be estimated from these answers. What can be
  ///   estimated but should not be believed is named in ``problems``.
  public init(
    _ table: ParameterTable, _ data: GroupedAnswers, estimator: ModelEstimator,
    missing: MissingInModel = .listwise
  ) throws(ModelError) {
    self = try ModelBasis(table, data, estimator, missing).fit(table)
  }
}
