import NumericalMethods
import Parallelism

extension SurveyDesign {
  /// Replicates of the sample; see ``ReplicationMethod``.
  ///
  /// - Parameter centre: Where deviations are measured from.
  /// - Throws: ``ReplicationError``, where the method does not fit the sample.
  /// > J. N. K. Rao, C. F. J. Wu, K. Yue (1992). "Some recent work on resampling methods for
  /// > complex surveys". *Survey Methodology* 18(2), for the bootstrap. — P. J. McCarthy (1969).
  /// > "Pseudo-replication: half samples". *Review of the International Statistical Institute*
  /// > 37(3), and R. E. Fay's modification, D. R. Judkins (1990). *Journal of Official Statistics*
  /// > 6(3). — R. E. Fay, G. F. Train (1995). "Aspects of survey and model-based postcensal
  /// > estimation of income and poverty characteristics". *Proceedings of the ASA, Government
  /// > Statistics Section*, for successive differences.
  public func replicated(
    by method: ReplicationMethod, centre: ReplicateCentre = .replicateMean
  ) throws(ReplicationError) -> ReplicateDesign {
    guard !isDomain, passport == nil else { throw .notTheWholeBaseDesign }
    let factors: ReplicateFactors =
      switch method {
      case .jackknife: try jackknifeFactors
      case .stratifiedJackknife: try stratifiedJackknifeFactors
      case .balanced: try balancedFactors(rest: 0)
      case .fay(let rest): try balancedFactors(rest: rest)
      case .bootstrap(let count, let seed): try bootstrapFactors(count, seed: seed)
      case .successiveDifferences: successiveFactors
      }
    return ReplicateDesign(self, method: method, factors: factors, centre: centre)
  }

  /// 0 for the cluster left out, n/(n − 1) for the others.
  private var jackknifeFactors: ReplicateFactors {
    get throws(ReplicationError) {
      let count = clusterCount
      guard stratumCount == 1 else { throw .severalStrata(stratumCount) }
      guard count > 1 else { throw .tooFewReplicates(count) }
      let rest = Double(count) / Double(count - 1)
      return ReplicateFactors(
        matrix: Matrix(rows: count, columns: count) { $0 == $1 ? 0 : rest },
        scale: (1 - frame.samplingFractions[0]) / rest,
        replicateScales: Array(repeating: 1, count: count))
    }
  }

  private var stratifiedJackknifeFactors: ReplicateFactors {
    get throws(ReplicationError) {
      try requireClusters()
      let counts = frame.clusterCounts
      let strata = frame.stratumOfCluster.map(Int.init)
      let leftOut = strata.indices.filter { counts[strata[$0]] > 1 }
      return ReplicateFactors(
        matrix: Matrix(rows: strata.count, columns: leftOut.count) { cluster, replicate in
          let gone = leftOut[replicate]
          guard strata[cluster] == strata[gone] else { return 1 }
          let count = Double(counts[strata[gone]])
          return cluster == gone ? 0 : count / (count - 1)
        }, scale: 1,
        replicateScales: leftOut.map { cluster in
          let count = Double(counts[strata[cluster]])
          return (1 - frame.samplingFractions[strata[cluster]]) * (count - 1) / count
        })
    }
  }

  private func balancedFactors(rest: Double) throws(ReplicationError) -> ReplicateFactors {
    guard rest >= 0, rest < 1 else { throw .invalidFayFactor(rest) }
    if let stratum = frame.clusterCounts.firstIndex(where: { $0 != 2 }) {
      throw .notTwoClusters(
        stratum: frame.stratumNames[stratum], found: frame.clusterCounts[stratum])
    }
    let signs = HadamardMatrix(atLeast: frame.stratumCount + 1)
    let strata = frame.stratumOfCluster.map(Int.init)
    let isFirst = placesInStratum.map { $0 == 0 }
    return ReplicateFactors(
      matrix: Matrix(rows: strata.count, columns: signs.order) { cluster, replicate in
        let sign = signs[replicate, strata[cluster] + 1]
        return 1 + (isFirst[cluster] ? 1 : -1) * sign * (1 - rest)
      }, scale: 1 / (Double(signs.order) * (1 - rest) * (1 - rest)),
      replicateScales: (0..<signs.order).map { _ in 1 })
  }

  /// Each replicate has a stream of its own, so that none depends on how many there are. Clusters are
  /// drawn in the order of their names, so that none depends on the order of the rows either.
  private func bootstrapFactors(
    _ replicates: Int, seed: UInt64
  ) throws(ReplicationError) -> ReplicateFactors {
    guard replicates > 1 else { throw .tooFewReplicates(replicates) }
    try requireClusters()
    let members = clustersByName
    let root = RandomStream(seed: seed)
    let columns = concurrentMap(replicates) { replicate -> [Double] in
      var stream = root.split(UInt64(replicate))
      return bootstrapReplicate(members, &stream)
    }
    return ReplicateFactors(
      matrix: Matrix(columns: columns), scale: 1 / Double(replicates - 1),
      replicateScales: columns.map { _ in 1 })
  }

  /// 1 − √(1 − f) + √(1 − f) · n/(n − 1) · (how often the cluster was drawn).
  private func bootstrapReplicate(_ members: [[Int]], _ stream: inout RandomStream) -> [Double] {
    var factors = Array(repeating: 1.0, count: clusterCount)
    for clusters in members where clusters.count > 1 {
      let stratum = Int(frame.stratumOfCluster[clusters[0]])
      let reach = (1 - frame.samplingFractions[stratum]).squareRoot()
      let step = reach * Double(clusters.count) / Double(clusters.count - 1)
      for cluster in clusters { factors[cluster] = 1 - reach }
      for _ in 1..<clusters.count {
        factors[clusters[stream.integer(below: clusters.count)]] += step
      }
    }
    return factors
  }

  /// 1 + 2^(−3/2) (aᵢᵣ − aᵢ₊₁ᵣ), a being a Hadamard matrix whose rows go with the clusters.
  private var successiveFactors: ReplicateFactors {
    let signs = HadamardMatrix(atLeast: clusterCount + 2)
    let step = 1 / 8.0.squareRoot()
    return ReplicateFactors(
      matrix: Matrix(rows: clusterCount, columns: signs.order) { cluster, replicate in
        1 + step * (signs[replicate, cluster + 1] - signs[replicate, cluster + 2])
      }, scale: 4 / Double(signs.order), replicateScales: (0..<signs.order).map { _ in 1 })
  }

  private var clustersOfStrata: [[Int]] {
    var members = Array(repeating: [Int](), count: stratumCount)
    for (cluster, stratum) in frame.stratumOfCluster.enumerated() {
      members[Int(stratum)].append(cluster)
    }
    return members
  }

  /// The strata by their names, and the clusters of each by theirs; where interviews were drawn singly,
  /// in the order of the rows.
  private var clustersByName: [[Int]] {
    let strata = frame.stratumNames.indices.sorted {
      (frame.stratumNames[$0], $0) < (frame.stratumNames[$1], $1)
    }
    let members = clustersOfStrata
    guard let names = frame.clusterNames else { return strata.map { members[$0] } }
    return strata.map { members[$0].sorted { (names[$0], $0) < (names[$1], $1) } }
  }

  /// The place of each cluster in its stratum, from 0.
  private var placesInStratum: [Int] {
    var next = Array(repeating: 0, count: stratumCount)
    return frame.stratumOfCluster.map { stratum in
      defer { next[Int(stratum)] += 1 }
      return next[Int(stratum)]
    }
  }

  /// - Throws: Where a stratum has a single cluster that does count for the variance.
  private func requireClusters() throws(ReplicationError) {
    guard clusterCount > 1 else { throw .tooFewReplicates(clusterCount) }
    for (stratum, count) in frame.clusterCounts.enumerated()
    where count == 1 && scales.factors[stratum] > 0 {
      throw .lonelyCluster(stratum: frame.stratumNames[stratum])
    }
  }
}
