/// What a stratum with a single sampled cluster adds to a variance, at every stage of sampling.
///
/// > T. Lumley (2010). *Complex Surveys*, §2.2.1 and the option `survey.lonely.psu` of R's `survey`.
public enum LonelyClusterPolicy: Hashable, Sendable {
  /// The design is refused (R: `"fail"`).
  case refuse
  /// Its distance from the mean of all clusters instead of its own: conservative (R: `"adjust"`,
  /// which for totals takes the distance from 0).
  case centredOnAll
  /// Nothing, as if it had been taken with certainty (R: `"certainty"`).
  case certainty
  /// As much as the other strata on the average: at a later stage, those of the same cluster, or
  /// of the other clusters where it has none, for which R has no number (R: `"average"`).
  case average
}
