/// Which interview belongs to which cluster and stratum, and what a cluster adds to a variance.
///
/// Names are coded once, so that an estimate costs additions only. Memory is linear in interviews.
struct SamplingFrame: Sendable {
  /// For each interview, its cluster from 0, in order of appearance.
  let clusterOfRow: [Int32]
  /// For each cluster, its stratum from 0, in order of appearance.
  let stratumOfCluster: [Int32]
  let stratumNames: [String]
  /// The name of each cluster; nil where interviews were drawn singly.
  let clusterNames: [String]?
  /// Number of sampled clusters in each stratum.
  let clusterCounts: [Int]
  /// For each stratum, the share of its population's clusters that was sampled: 0 where unknown.
  let samplingFractions: [Double]
  /// Where errors come from replicates, how many degrees of freedom those have.
  var replicateFreedom: ReplicateFreedom?

  var clusterCount: Int { stratumOfCluster.count }
  var stratumCount: Int { stratumNames.count }

  /// Nests clusters in strata: two clusters of one name in two strata are two. O(interviews).
  ///
  /// - Parameter parents: For a later stage of sampling, the cluster of the stage before of each
  ///   interview: strata are nested in it.
  init(rows: Int, strata: [String]?, clusters: [String]?, within parents: [Int32]? = nil) {
    var stratumCoder = Coder<NestedName>()
    var clusterCoder = Coder<NestedName>()
    var clusterOfRow = [Int32]()
    var stratumOfCluster = [Int32]()
    clusterOfRow.reserveCapacity(rows)
    for row in 0..<rows {
      let stratum = stratumCoder.code(
        NestedName(outer: parents?[row] ?? 0, name: strata?[row] ?? ""))
      let cluster =
        clusters.map { clusterCoder.code(NestedName(outer: stratum, name: $0[row])) }
        ?? Int32(row)
      if Int(cluster) == stratumOfCluster.count { stratumOfCluster.append(stratum) }
      clusterOfRow.append(cluster)
    }
    self.clusterOfRow = clusterOfRow
    self.stratumOfCluster = stratumOfCluster
    stratumNames = stratumCoder.names.map(\.name)
    clusterNames = clusters.map { _ in clusterCoder.names.map(\.name) }
    clusterCounts = stratumOfCluster.reduce(
      into: Array(repeating: 0, count: stratumCoder.names.count)
    ) { $0[Int($1)] += 1 }
    samplingFractions = Array(repeating: 0, count: stratumCoder.names.count)
  }

  init(_ frame: SamplingFrame, samplingFractions: [Double]) {
    clusterOfRow = frame.clusterOfRow
    stratumOfCluster = frame.stratumOfCluster
    stratumNames = frame.stratumNames
    clusterNames = frame.clusterNames
    clusterCounts = frame.clusterCounts
    self.samplingFractions = samplingFractions
  }

  /// The frame with the population's sizes, one for each interview, or what is wrong with them.
  ///
  /// As in R, sizes that are all 1 or less are sampling fractions.
  func with(populationSizes: [Double]) -> (frame: SamplingFrame, problems: [DesignError.Problem]) {
    var sizes = Array(repeating: [Double](), count: stratumCount)
    for (row, size) in populationSizes.enumerated() {
      let stratum = Int(stratumOfCluster[Int(clusterOfRow[row])])
      if !sizes[stratum].contains(where: { $0 == size || $0.isNaN && size.isNaN }) {
        sizes[stratum].append(size)
      }
    }
    let areFractions = populationSizes.allSatisfy { $0 <= 1 }
    var problems: [DesignError.Problem] = []
    let fractions = sizes.indices.map { stratum in
      let clusters = Double(clusterCounts[stratum])
      if let problem = problem(in: sizes[stratum], of: stratum, areFractions) {
        problems.append(problem)
      }
      return areFractions ? sizes[stratum][0] : clusters / sizes[stratum][0]
    }
    return (SamplingFrame(self, samplingFractions: fractions), problems)
  }

  private func problem(
    in sizes: [Double], of stratum: Int, _ areFractions: Bool
  ) -> DesignError.Problem? {
    let name = stratumNames[stratum]
    if let value = sizes.first(where: { !($0.isFinite && $0 > 0) }) {
      return .invalidPopulationSize(stratum: name, value: value)
    }
    if sizes.count > 1 { return .populationSizesDiffer(stratum: name, sizes: sizes) }
    if !areFractions, sizes[0] < Double(clusterCounts[stratum]) {
      return .populationBelowSample(
        stratum: name, size: sizes[0], clusters: clusterCounts[stratum])
    }
    return nil
  }
}

private struct NestedName: Hashable {
  var outer: Int32
  var name: String
}

/// Gives names whole numbers, in order of appearance.
struct Coder<Name: Hashable> {
  private var codes: [Name: Int32] = [:]
  private(set) var names: [Name] = []

  init() {}

  /// Starts with the given names; of a repeated one, the first counts.
  init(codes names: [Name]) {
    self.names = names
    codes = Dictionary(
      zip(names, names.indices.map(Int32.init)), uniquingKeysWith: { first, _ in first })
  }

  mutating func code(_ name: Name) -> Int32 {
    if let code = codes[name] { return code }
    let code = Int32(names.count)
    codes[name] = code
    names.append(name)
    return code
  }
}
