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
  /// The sample moments, group after group.
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
  /// What makes the solution improper; empty where nothing does.
  public let problems: [ImproperSolution]
  public let iterations: Int

  /// The value of a row of the table and its standard error; 0 for the error of a fixed value.
  ///
  /// - Returns: NaN for the error where the parameter is not identified.
  public func estimate(of parameter: Parameter) -> (value: Double, standardError: Double) {
    switch parameter.state {
    case .fixed(let value): (value, 0)
    case .free(let index): (estimates[index], covariance[index, index].squareRoot())
    }
  }
}
