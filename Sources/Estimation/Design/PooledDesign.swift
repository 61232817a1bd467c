import NumericalMethods

/// Samples that were drawn independently of each other, such as the cities of a wave, analysed as
/// one: their interviews stand one after another.
///
/// The weights of each sample are scaled to add up to its interviews, so that a sample counts by
/// its size and not by its population. Each keeps its strata, clusters and margins: what a
/// statistic's error owes to each sample is added up.
///
///     let wave = PooledDesign([pskov, petrozavodsk])
///     wave.covariance(ofContributions: influence, and: influence).squareRoot()
public struct PooledDesign: Sendable {
  public let designs: [SurveyDesign]
  /// One for each interview of all samples; 0 for those that do not count.
  public let weights: [Double]
  /// The place of each sample's first interview, and at the end the number of all interviews.
  private let starts: [Int]

  public init(_ designs: [SurveyDesign]) {
    self.designs = designs
    weights = designs.flatMap { design in
      let scale = Double(design.memberCount) / design.weights.reduce(0, +)
      return design.weights.map { scale * $0 }
    }
    starts = designs.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
  }

  /// The number of interviews of all samples, whether they count or not.
  public var count: Int { weights.count }

  /// The stratum of each interview of all samples, numbered from 0; each sample has strata of its
  /// own.
  package var strataOfRows: [Int] {
    numbered({ design, cluster in design.frame.stratumOfCluster[cluster] }, { $0.stratumCount })
  }

  /// The cluster of each interview of all samples, numbered from 0.
  package var clustersOfRows: [Int] { numbered({ Int32($1) }, { $0.clusterCount }) }

  private func numbered(
    _ number: (SurveyDesign, Int) -> Int32, _ count: (SurveyDesign) -> Int
  ) -> [Int] {
    var before = 0
    return designs.flatMap { design in
      defer { before += count(design) }
      return design.frame.clusterOfRow.map { before + Int(number(design, Int($0))) }
    }
  }

  /// The covariance of two statistics from what each interview adds to them, wᵢuᵢ: the sum of the
  /// samples' own; see ``SurveyDesign/covariance(ofContributions:and:)``. Lonely clusters are compared
  /// with the mean of those of all samples.
  public func covariance(ofContributions first: [Double], and second: [Double]) -> Double {
    precondition(first.count == count && second.count == count, "one for each interview")
    let clusters = Double(designs.reduce(0) { $0 + $1.frame.clusterCount })
    let parts = designs.indices.map { sample in
      let rows = starts[sample]..<starts[sample + 1]
      return (Array(first[rows]), Array(second[rows]))
    }
    func centre(_ parts: [[Double]]) -> Double {
      zip(designs, parts).reduce(0) { sum, part in
        sum + (part.0.calibration?.residuals(of: part.1) ?? part.1).reduce(0, +)
      } / clusters
    }
    let centres = (centre(parts.map(\.0)), centre(parts.map(\.1)))
    return designs.indices.reduce(0) { sum, sample in
      sum
        + sumOfProducts(
          designs[sample].deviations(of: parts[sample].0, over: nil, lonelyCentre: centres.0)
            .byCluster,
          designs[sample].deviations(of: parts[sample].1, over: nil, lonelyCentre: centres.1)
            .byCluster)
    }
  }

  /// Clusters minus strata of those that the marked interviews touch, over all samples.
  public func degreesOfFreedom(touchedBy isMember: [Bool]) -> Int {
    precondition(isMember.count == count, "one mark for each interview")
    return designs.indices.reduce(0) { sum, sample in
      let own = Array(isMember[starts[sample]..<starts[sample + 1]])
      return sum + (own.contains(true) ? designs[sample].domain(own).degreesOfFreedom : 0)
    }
  }

  /// How often each interview is in a bootstrap sample of every sample's clusters.
  package func bootstrapCounts(_ stream: inout RandomStream) -> [Double] {
    designs.flatMap { $0.bootstrapCounts(&stream) }
  }
}

extension SurveyDesign {
  /// How often each interview is in a bootstrap sample: from each stratum as many clusters as it
  /// has, drawn with replacement; interviews, where they were drawn singly.
  ///
  /// > A. C. Davison, D. V. Hinkley (1997). *Bootstrap Methods and their Application*, §3.7.
  package func bootstrapCounts(_ stream: inout RandomStream) -> [Double] {
    var members = Array(repeating: [Int](), count: frame.stratumCount)
    for (cluster, stratum) in frame.stratumOfCluster.enumerated() {
      members[Int(stratum)].append(cluster)
    }
    var counts = Array(repeating: 0.0, count: frame.clusterCount)
    for clusters in members {
      for _ in clusters { counts[clusters[stream.integer(below: clusters.count)]] += 1 }
    }
    return frame.clusterOfRow.map { counts[Int($0)] }
  }
}
