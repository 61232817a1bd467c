/// How replicates of a sample are made: the same interviews with other weights, as if other
/// clusters had been drawn.
public enum ReplicationMethod: Hashable, Sendable {
  /// Each cluster left out in turn, in a sample without strata (R: `JK1`).
  case jackknife
  /// Each cluster left out in turn, the others of its stratum standing for it (R: `JKn`).
  case stratifiedJackknife
  /// One of the two clusters of each stratum, balanced by a Hadamard matrix (R: `BRR`).
  case balanced
  /// As ``balanced``, the other cluster keeping the share ρ, 0 ≤ ρ < 1 (R: `Fay`).
  case fay(Double)
  /// Rao and Wu's bootstrap: in each stratum n − 1 of n clusters drawn with replacement, the
  /// weights scaled so that the variance is right (R: `subbootstrap`; with population sizes, Rao,
  /// Wu and Yue's factors).
  case bootstrap(replicates: Int, seed: UInt64)
  /// Differences of neighbours in the order of the file, for systematic samples (Fay & Train).
  case successiveDifferences
}

/// Where the deviations of replicates are measured from.
public enum ReplicateCentre: Hashable, Sendable {
  /// The mean of the replicates (R: `mse = FALSE`).
  case replicateMean
  /// The estimate from the whole sample (R: `mse = TRUE`): never smaller.
  case fullSample
}

/// Why no replicates can be made or used.
public enum ReplicationError: Error, Hashable, Sendable {
  /// Balanced replicates need two clusters in each stratum.
  case notTwoClusters(stratum: String, found: Int)
  case lonelyCluster(stratum: String)
  /// The plain jackknife knows no strata.
  case severalStrata(Int)
  case tooFewReplicates(Int)
  /// Fay's ρ is from 0 up to, but not including, 1.
  case invalidFayFactor(Double)
  /// A domain, or weights that were calibrated before the replicates were made.
  case notTheWholeBaseDesign
  /// A column has another number of rows than the weights; columns count from 1.
  case differentLengths(replicate: Int, count: Int, expected: Int)
  /// A replicate weight is no finite number; both count from 1.
  case invalidWeight(replicate: Int, interview: Int, value: Double)
  /// As many scales as replicates are needed, none of them negative.
  case invalidScales(count: Int, expected: Int)
  /// A replicate could not be raked.
  case notRaked(replicate: Int, WeightingError)
  /// In a replicate nobody answered, or chances of an answer cannot be estimated.
  case notAdjusted(replicate: Int)
}

extension ReplicationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notTwoClusters(let stratum, let found):
      "stratum '\(stratum)' has \(found) clusters, balanced replicates need two in each: "
        + "use the stratified jackknife or the bootstrap"
    case .lonelyCluster(let stratum):
      "stratum '\(stratum)' has a single cluster, which cannot be left out: merge it with a "
        + "similar stratum"
    case .severalStrata(let count):
      "the plain jackknife knows no strata, the sample has \(count): use the stratified one"
    case .tooFewReplicates(let count):
      "\(count) replicates are too few: at least 2 are needed, and 200 for an interval"
    case .invalidFayFactor(let factor):
      "Fay's factor is \(readable(factor)): give a number from 0 up, below 1, such as 0.3"
    case .notTheWholeBaseDesign:
      "replicates are made of the whole sample before it is weighted: make them first, then rake "
        + "them or take a domain"
    case .differentLengths(let replicate, let count, let expected):
      "replicate \(replicate) has \(count) weights, the sample \(expected) interviews: "
        + "give each interview one"
    case .invalidWeight(let replicate, let interview, let value):
      "replicate \(replicate) gives interview \(interview) the weight \(readable(value)): "
        + "a replicate weight is a finite number"
    case .invalidScales(let count, let expected):
      "\(count) scales were given for \(expected) replicates: give one for each, from 0 up"
    case .notRaked(let replicate, let error):
      "replicate \(replicate) cannot be raked: \(error)"
    case .notAdjusted(let replicate):
      "replicate \(replicate) cannot be adjusted for nonresponse: merge categories of cases.csv, or"
        + " adjust by classes"
    }
  }
}
