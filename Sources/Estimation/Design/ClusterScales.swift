/// What the deviation of a cluster's total counts for, by stratum.
struct ClusterScales: Sendable {
  /// √((1 − fₕ) nₕ/(nₕ − 1)) for each stratum; 0 where it adds nothing.
  let factors: [Double]
  /// Whether a stratum's clusters are compared with the mean of all clusters, not its own.
  let isCentredOnAll: [Bool]

  init(_ frame: SamplingFrame, lonelyClusters: LonelyClusterPolicy) throws(DesignError) {
    guard frame.clusterCount > frame.stratumCount else {
      throw DesignError(problems: [.nothingToCompare])
    }
    let strata = frame.clusterCounts.indices
    let isLonely = strata.map { frame.clusterCounts[$0] == 1 && frame.samplingFractions[$0] < 1 }
    let lonely = isLonely.count { $0 }
    if lonely > 0, lonelyClusters == .refuse {
      throw DesignError(
        problems: strata.filter { isLonely[$0] }.map {
          .lonelyCluster(stratum: frame.stratumNames[$0])
        })
    }
    let share = Double(strata.count - lonely) / Double(strata.count)
    let spread = lonelyClusters == .average ? 1 / share : 1
    factors = strata.map { stratum in
      let clusters = Double(frame.clusterCounts[stratum])
      let unsampled = 1 - frame.samplingFractions[stratum]
      if clusters > 1 { return (spread * unsampled * clusters / (clusters - 1)).squareRoot() }
      return lonelyClusters == .centredOnAll ? max(0, unsampled).squareRoot() : 0
    }
    isCentredOnAll = strata.map { isLonely[$0] && lonelyClusters == .centredOnAll }
  }
}
