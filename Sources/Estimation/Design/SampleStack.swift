/// Samples of which some share clusters: waves that went to the same points, or asked the same people.
public struct LinkedSamples: Sendable {
  /// The names by which the clusters of several samples are known to be the same.
  public struct Units: Sendable {
    /// The stratum of each interview of all samples; nil where a sample has none.
    public var strata: [String]?
    /// The cluster of each interview of all samples, nested in its stratum.
    public var clusters: [String]

    public init(strata: [String]?, clusters: [String]) {
      self.strata = strata
      self.clusters = clusters
    }
  }

  public var samples: [SurveyDesign]
  /// Nil where the samples are independent of each other.
  public var units: Units?

  public init(_ samples: [SurveyDesign], sharing units: Units? = nil) {
    self.samples = samples
    self.units = units
  }
}

extension SurveyDesign {
  /// Several samples as one design, whose interviews stand one after another.
  ///
  /// Each sample keeps its strata, clusters, margins and replicates. What a statistic owes to the
  /// samples' clusters is added up where they are the same, so that a point that two waves visited
  /// counts with the sum of what it adds in both:
  ///
  ///     V(θ̂) = Σ_c (Σ_w d_wc)²,  d_wc = √((1 − f) n_wh/(n_wh − 1)) (z_wc − z̄_wh)
  ///
  /// over clusters c and samples w, d being 0 where a sample has no such cluster: strata are those of
  /// each sample, clusters cross them. The variance of a statistic of one sample is that sample's own;
  /// without shared clusters variances are added; where every cluster is shared it is that of R's
  /// `svydesign(ids = ~point, strata = ~stratum)` over the stacked rows. Where only some clusters return, that
  /// design takes the number of clusters that a wave has in a stratum for a matter of chance, which
  /// it is not, and its errors are too large where strata differ.
  ///
  /// A linked sample whose errors come from replicates keeps its own variance and takes the
  /// correlation with the others from linearisation; regressions are fitted anew in the replicates of
  /// samples that are linked to no other.
  ///
  /// - Parameters:
  ///   - groups: Samples that share clusters stand in one group; groups are independent.
  ///   - sizes: What the weights of each sample add up to; nil for its interviews.
  /// - Throws: ``DesignError``.
  /// - Complexity: O(interviews).
  /// > Y. Berger, R. Priam (2016). "A simple variance estimator of change for rotating repeated
  /// > surveys". *JRSS* A 179(1), for covariances of waves whose strata are their own.
  public init(
    stacking groups: [LinkedSamples], sizes: [Double]? = nil
  ) throws(DesignError) {
    let samples = groups.flatMap(\.samples)
    precondition(sizes.map { $0.count == samples.count } ?? true, "one size for each sample")
    var weights: [Double] = []
    for (place, sample) in samples.enumerated() {
      let size = sizes?[place] ?? Double(sample.memberCount)
      let scale = size / sample.weights.reduce(0, +)
      weights += sample.weights.map { scale * $0 }
    }
    let names = StackNames(groups)
    try self.init(
      weights: weights, strata: names.strata, clusters: names.clusters,
      lonelyClusters: .certainty)
    setStack(try SampleStack(groups, slotOfRow: frame.clusterOfRow))
  }
}

/// Names of strata and clusters that are the same where samples share them, and differ elsewhere.
private struct StackNames {
  private(set) var strata: [String] = []
  private(set) var clusters: [String] = []

  init(_ groups: [LinkedSamples]) {
    for (place, group) in groups.enumerated() {
      if let units = group.units {
        strata += units.clusters.indices.map { "\(place)\u{1F}\(units.strata?[$0] ?? "")" }
        clusters += units.clusters
        continue
      }
      for (own, sample) in group.samples.enumerated() {
        let frame = sample.frame
        for cluster in frame.clusterOfRow {
          strata.append("\(place)\u{1F}\(own)\u{1F}\(frame.stratumOfCluster[Int(cluster)])")
          clusters.append("\(cluster)")
        }
      }
    }
  }
}

/// How the errors of a design come from those of several samples.
struct SampleStack: Sendable {
  /// One of the samples.
  struct Part: Sendable {
    let rows: Range<Int>
    let design: SurveyDesign
    /// For each cluster of the frame that links it, its place among the clusters of all.
    fileprivate let slots: [Int]
    /// Where the sample's own clusters are not those that link it: the latter.
    fileprivate let link: (frame: SamplingFrame, scales: ClusterScales)?
    /// Whether other samples share its clusters.
    let isLinked: Bool
    /// Of what lonely clusters are compared with: samples that share them take a part each.
    let shareOfCentre: Double

    /// Whether statistics are computed anew in its replicates.
    var replicates: ReplicateErrors? { isLinked ? nil : design.replicateErrors }
  }

  let parts: [Part]
  private let slotCount: Int

  /// - Parameter slotOfRow: The cluster of each row among those of all samples.
  init(_ groups: [LinkedSamples], slotOfRow: [Int32]) throws(DesignError) {
    var parts: [Part] = []
    var start = 0
    for group in groups {
      let first = start
      for design in group.samples {
        let rows = start..<(start + design.count)
        start = rows.upperBound
        let own = group.units.flatMap { _ in Self.slots(of: design.frame, slotOfRow[rows]) }
        guard let units = group.units, own == nil || design.hasReplicateErrors else {
          let slots = own ?? Self.slots(of: design.frame, slotOfRow[rows]) ?? []
          parts.append(
            Part(
              rows: rows, design: design, slots: slots, link: nil, isLinked: group.units != nil,
              shareOfCentre: group.shareOfCentre))
          continue
        }
        let places = (rows.lowerBound - first)..<(rows.upperBound - first)
        let frame = SamplingFrame(
          rows: design.count, strata: units.strata.map { Array($0[places]) },
          clusters: Array(units.clusters[places]))
        parts.append(
          Part(
            rows: rows, design: design, slots: Self.slots(of: frame, slotOfRow[rows]) ?? [],
            link: (frame, try ClusterScales(frame, lonelyClusters: .centredOnAll)), isLinked: true,
            shareOfCentre: group.shareOfCentre))
      }
    }
    self.parts = parts
    slotCount = Int(slotOfRow.max() ?? -1) + 1
  }

  /// The place of each of a frame's clusters; nil where one of them lies in several places.
  private static func slots(of frame: SamplingFrame, _ slotOfRow: ArraySlice<Int32>) -> [Int]? {
    var slots = Array(repeating: -1, count: frame.clusterCount)
    for (cluster, slot) in zip(frame.clusterOfRow, slotOfRow) {
      guard slots[Int(cluster)] < 0 || slots[Int(cluster)] == Int(slot) else { return nil }
      slots[Int(cluster)] = Int(slot)
    }
    return slots
  }

  /// How many replicates statistics are computed anew in.
  var replicateCount: Int { parts.reduce(0) { $0 + ($1.replicates?.replicateCount ?? 0) } }

  /// The weights with those of one replicate of one sample in them.
  func weights(of replicate: Int, from weights: [Double]) -> [Double] {
    var before = 0
    for part in parts {
      guard let errors = part.replicates else { continue }
      if replicate < before + errors.replicateCount {
        var all = weights
        all.replaceSubrange(
          part.rows, with: errors.weights(of: replicate - before, from: Array(weights[part.rows])))
        return all
      }
      before += errors.replicateCount
    }
    return weights
  }

  /// The contributions without what each sample's weighting explains of them.
  func residuals(of contributions: [Double]) -> [Double] {
    parts.flatMap { part in
      let own = Array(contributions[part.rows])
      return part.design.calibration?.residuals(of: own) ?? own
    }
  }

  /// What lonely clusters are compared with: the mean of what the clusters of all samples add. What the
  /// clusters of one sample add to a model of several does not have mean 0, that of all has
  /// (R: `survey.lonely.psu = "adjust"` over the stacked rows).
  private func lonelyCentre(of contributions: [Double]) -> Double {
    residuals(of: contributions).reduce(0, +) / Double(max(1, slotCount))
  }

  /// Deviations whose sums of products are covariances: one for each cluster of all samples, then
  /// those of later stages and of replicates, sample after sample.
  ///
  /// - Parameters:
  ///   - denominators: As in `ReplicateErrors`; nil where the statistic is no ratio.
  ///   - replicateValues: The statistic computed anew in all replicates; nil where it was not.
  func deviations(
    of contributions: [Double], over denominators: [Double]?, value: Double,
    replicateValues: [Double]?
  ) -> (byCluster: [Double], isFixed: Bool) {
    var shared = Array(repeating: 0.0, count: slotCount)
    var further: [Double] = []
    var fixed: [Bool] = []
    var before = 0
    let centre = lonelyCentre(of: contributions)
    for part in parts {
      let own = Array(contributions[part.rows])
      if let errors = part.replicates, let replicateValues {
        let range = before..<(before + errors.replicateCount)
        further += errors.deviations(ofValues: Array(replicateValues[range]), from: value)
        before = range.upperBound
        continue
      }
      let isSole = denominators.map { all in
        all.indices.allSatisfy { all[$0] == 0 || part.rows.contains($0) }
      }
      let sole = isSole == true ? denominators.map { Array($0[part.rows]) } : nil
      let found = part.design.deviations(
        of: own, over: sole, lonelyCentre: centre * part.shareOfCentre)
      if own.contains(where: { $0 != 0 }) { fixed.append(found.isFixed) }
      guard !part.slots.isEmpty, part.isLinked || !part.design.hasReplicateErrors else {
        further += found.byCluster
        continue
      }
      let linked = part.linkedDeviations(own, found.byCluster, centre * part.shareOfCentre)
      for (slot, deviation) in zip(part.slots, linked.byCluster) { shared[slot] += deviation }
      further += linked.further
    }
    return (shared + further, !fixed.isEmpty && fixed.allSatisfy(\.self))
  }
}

extension LinkedSamples {
  fileprivate var shareOfCentre: Double { units == nil ? 1 : 1 / Double(max(1, samples.count)) }
}

extension SampleStack.Part {
  /// Deviations by the clusters that other samples may share, with the sample's own variance.
  ///
  /// - Parameter own: The sample's deviations by its own clusters, stages or replicates.
  fileprivate func linkedDeviations(
    _ contributions: [Double], _ own: [Double], _ centre: Double
  ) -> (byCluster: [Double], further: [Double]) {
    guard let link else {
      return (Array(own.prefix(slots.count)), Array(own.dropFirst(slots.count)))
    }
    let residuals = design.calibration?.residuals(of: contributions) ?? contributions
    let deviations = link.frame.deviations(of: residuals, link.scales, lonelyCentre: centre)
    let (found, known) = (sumOfProducts(deviations, deviations), sumOfProducts(own, own))
    guard found > 0 else { return (deviations, []) }
    let scale = (known / found).squareRoot()
    return (deviations.map { scale * $0 }, [])
  }
}
