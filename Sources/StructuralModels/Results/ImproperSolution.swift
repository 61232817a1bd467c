import LavaanSyntax

/// What makes a solution improper: it is named with the parameter, and nothing that rests on it
/// is reported as if it were fine.
public enum ImproperSolution: Hashable, Sendable {
  /// The search ended where the gradient was not 0.
  case notConverged(gradient: Double)
  /// The data cannot tell this parameter from others.
  case underIdentified(Parameter, group: String)
  case negativeVariance(Parameter, group: String, value: Double)
  case correlationAboveOne(Parameter, group: String, value: Double)
  /// The covariances of the factors belong to no real variables.
  case factorCovariancesNotPositiveDefinite(group: String)
  /// The covariances of the residuals belong to no real variables.
  case residualCovariancesNotPositiveDefinite(group: String)
  /// More parameters than the clusters can give errors for.
  case fewerClustersThanParameters(clusters: Int, parameters: Int)
  /// The factor by which χ² would be divided is not positive, since the information is nearly
  /// singular: χ² stays unscaled.
  case scalingNotPositive(factor: Double)
}

/// Why a model gave nothing to rest on.
public enum EstimationFailure: Hashable, Sendable {
  /// It could not be estimated.
  case error(ModelError)
  /// Its solution cannot be used.
  case improper([ImproperSolution])
}
