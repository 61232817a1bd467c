/// What the deviation of a cluster's total counts for, by stratum.
struct ClusterScales: Sendable {
  /// √((1 − fₕ) nₕ/(nₕ − 1)) for each stratum, times √f of the clusters above it; 0 where it adds
  /// nothing.
  let factors: [Double]
  /// Whether a stratum's clusters are compared with the mean of all clusters, not its own.
  let isCentredOnAll: [Bool]

  init(_ frame: SamplingFrame, lonelyClusters: LonelyClusterPolicy) throws(DesignError) {
    guard frame.clusterCount > frame.stratumCount else {
      throw DesignError(problems: [.nothingToCompare])
    }
    let whole = frame.stratumNames.map { _ in Int32(0) }
    try self.init(
      frame, reach: frame.stratumNames.map { _ in 1 }, parents: whole,
      lonelyClusters: lonelyClusters)
  }

  /// - Parameters:
  ///   - reach: For each stratum, the product of the sampling fractions of the clusters that it
  ///     lies in.
  ///   - parents: For each stratum, the cluster that it lies in.
  init(
    _ frame: SamplingFrame, reach: [Double], parents: [Int32],
    lonelyClusters: LonelyClusterPolicy
  ) throws(DesignError) {
    let strata = frame.clusterCounts.indices
    let isLonely = strata.map { frame.clusterCounts[$0] == 1 && frame.samplingFractions[$0] < 1 }
    if lonelyClusters == .refuse, isLonely.contains(true) {
      throw DesignError(
        problems: strata.filter { isLonely[$0] }.map {
          .lonelyCluster(stratum: frame.stratumNames[$0])
        })
    }
    let spread =
      lonelyClusters == .average
      ? averageSpread(isLonely, parents: parents) : Array(repeating: 1, count: strata.count)
    factors = strata.map { stratum in
      let clusters = Double(frame.clusterCounts[stratum])
      let unsampled = reach[stratum] * max(0, 1 - frame.samplingFractions[stratum])
      if clusters > 1 {
        return (spread[stratum] * unsampled * clusters / (clusters - 1)).squareRoot()
      }
      return lonelyClusters == .centredOnAll ? unsampled.squareRoot() : 0
    }
    isCentredOnAll = strata.map { isLonely[$0] && lonelyClusters == .centredOnAll }
  }
}

/// By how much the strata with several clusters count for those with one: by the share of such
/// strata in their cluster, and for clusters that have none, by the share of such clusters.
private func averageSpread(_ isLonely: [Bool], parents: [Int32]) -> [Double] {
  var strata = Array(repeating: 0.0, count: Int(parents.max() ?? 0) + 1)
  var usable = strata
  for (stratum, parent) in parents.enumerated() {
    strata[Int(parent)] += 1
    usable[Int(parent)] += isLonely[stratum] ? 0 : 1
  }
  let clusters = Double(strata.count { $0 > 0 })
  let usableClusters = Double(max(1, usable.count { $0 > 0 }))
  return parents.map { parent in
    let own = usable[Int(parent)]
    return own > 0 ? strata[Int(parent)] / own * clusters / usableClusters : 0
  }
}
