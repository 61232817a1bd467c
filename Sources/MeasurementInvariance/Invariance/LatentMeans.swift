import Estimation

/// The means of a factor by group, relative to the first group, under the final scalar model.
///
/// They do not rest on the freed items' intercepts, and their errors come from the model's
/// sandwich with weights, strata and clusters. Groups are correlated, since the invariant
/// parameters are estimated from all: take differences by ``EstimateVector/difference(_:_:)``.
public struct LatentMeans: Sendable {
  public var factor: String
  /// In the unit of the answers: the factor's mean times the mean of the first group's loadings,
  /// that is how far the scale's mean would be from the first group's if no item were biased.
  public var inUnitOfAnswers: EstimateVector
  /// In standard deviations of the factor, pooled over the groups.
  public var standardised: EstimateVector

  public init(factor: String, inUnitOfAnswers: EstimateVector, standardised: EstimateVector) {
    self.factor = factor
    self.inUnitOfAnswers = inUnitOfAnswers
    self.standardised = standardised
  }
}
