import Estimation
import SurveyModel

extension WeightedSample {
  /// Replicates of the sample, each weighted to the margins as the whole sample is; those that the
  /// limits of weights forbid, to the same margins without limits.
  ///
  /// - Throws: `ReplicationError`, where the method does not fit the sample, a `DesignError`, or a
  ///   `WeightingError`.
  public func replicates(
    by replication: EstimateQuery.Replication, in study: Study
  ) throws -> ReplicateDesign {
    var weighting = SampleWeighting(sample: sample, study: study, plan: WeightingPlan())
    weighting.nonresponse = nonresponse
    let base = try weighting.baseDesign()
    let replicates =
      try nonresponse?.replicates(by: replication, respondents: base, in: study)
      ?? base.replicated(by: replication.method, centre: replication.centre)
    guard let attempt = weighting.settledAttempt(base) else { return replicates }
    return try replicates.calibrated(
      to: attempt.populationMargins, options: attempt.options, infeasible: .withoutLimits)
  }
}
