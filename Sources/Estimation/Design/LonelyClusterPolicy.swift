/// What a stratum with a single sampled cluster adds to a variance, at every stage of sampling.
///
/// > T. Lumley (2010). *Complex Surveys*, §2.2.1 and the option `survey.lonely.psu` of R's `survey`.
public enum LonelyClusterPolicy: Hashable, Sendable {
  /// The design is refused (R: `"fail"`).
  case refuse
  /// Its distance from the mean of all clusters' totals instead of its own (R: `"adjust"`). The error
  /// becomes larger or smaller as the cluster is unlike the others or like them: nothing makes it
  /// conservative.
  ///
  /// Means, shares, ratios and models agree with R, since what clusters add to them has mean 0. Of
  /// totals R takes the distance from 0 and not from the mean, so that a cluster far from 0 counts as
  /// if it were far from the others. Of samples that are taken together it is the mean over the
  /// clusters of all of them.
  case centredOnAll
  /// Nothing, as if it had been taken with certainty (R: `"certainty"`, and `"remove"`, which has the
  /// same variance and degrees of freedom).
  case certainty
  /// As much as the other strata on the average: at a later stage, those of the same cluster, or
  /// of the other clusters where it has none, for which R has no number (R: `"average"`).
  ///
  /// A domain keeps the strata of its sample, since its number of interviews is a matter of chance: the
  /// average is over all strata of the sample. R leaves out strata in which the domain has nobody, so
  /// that the average is over those that it touches, and another domain has another one.
  case average
}
