/// One stage of drawing a sample, such as districts, then houses, then people.
///
///     let design = try SurveyDesign(
///       weights: weights,
///       stages: [
///         SamplingStage(clusters: district, populationSizes: districtsInCity),
///         SamplingStage(clusters: person, populationSizes: peopleInDistrict),
///       ])
public struct SamplingStage: Hashable, Sendable {
  /// The name of each interview's cluster of this stage, nested in its cluster of the stage before
  /// and in its stratum; nil where interviews were drawn singly.
  public var clusters: [String]?
  /// The name of each interview's stratum at this stage; nil for one stratum in each cluster of
  /// the stage before.
  public var strata: [String]?
  /// For each interview, the number of clusters of this stage in its stratum (and in its cluster
  /// of the stage before), or, where all are 1 or less, the sampled fraction.
  public var populationSizes: [Double]?

  public init(
    clusters: [String]? = nil, strata: [String]? = nil, populationSizes: [Double]? = nil
  ) {
    self.clusters = clusters
    self.strata = strata
    self.populationSizes = populationSizes
  }
}

/// A stage after the first, as variances need it.
struct LaterStage: Sendable {
  let frame: SamplingFrame
  let scales: ClusterScales
}

extension SurveyDesign {
  /// A sample that was drawn in several stages, such as `svydesign(ids = ~a + b, fpc = ~f1 + f2)`.
  ///
  /// The variance is the first stage's, plus for each cluster the sampled fraction of its stratum
  /// times the variance of its own total, which comes from the stages within it in the same way:
  ///
  ///     V = Σₕ (1 − fₕ) nₕ/(nₕ − 1) Σᵢ (zₕᵢ − z̄ₕ)² + Σₕ fₕ Σᵢ Vₕᵢ
  ///
  /// Without population sizes at the first stage it is taken as drawn with replacement, and no
  /// later stage adds to the variance. A later stage without population sizes is taken as complete.
  /// Both are as in R.
  ///
  /// - Parameters:
  ///   - weights: One for each interview, from 0 up.
  ///   - stages: From the first to the last.
  ///   - lonelyClusters: What a stratum with a single cluster adds, at every stage.
  /// - Throws: ``DesignError``; problems of later stages are ``DesignError/Problem/atStage(_:_:)``.
  /// > C.-E. Särndal, B. Swensson, J. Wretman (1992). *Model Assisted Survey Sampling*, §4.3–4.4.
  /// > Springer. — T. Lumley (2010). *Complex Surveys*, §3.2. Wiley.
  public init(
    weights: [Double], stages: [SamplingStage], lonelyClusters: LonelyClusterPolicy = .refuse
  ) throws(DesignError) {
    let first = stages.first ?? SamplingStage()
    try self.init(
      weights: weights, strata: first.strata, clusters: first.clusters,
      populationSizes: first.populationSizes, lonelyClusters: lonelyClusters)
    guard first.populationSizes != nil else { return }
    var above = StageAbove(frame: frame, reach: frame.stratumNames.map { _ in 1 })
    var later: [LaterStage] = []
    for (index, stage) in stages.enumerated().dropFirst() {
      guard stage.populationSizes != nil else { break }
      do {
        let next = try above.stage(below: stage, lonelyClusters)
        later.append(next.stage)
        above = next.above
      } catch {
        throw DesignError(problems: error.problems.map { .atStage(index + 1, $0) })
      }
    }
    setLaterStages(later)
  }
}

/// A stage, and for each of its strata the share of the population that the stages above it drew.
private struct StageAbove {
  let frame: SamplingFrame
  let reach: [Double]

  /// O(interviews).
  func stage(
    below stage: SamplingStage, _ lonelyClusters: LonelyClusterPolicy
  ) throws(DesignError) -> (stage: LaterStage, above: StageAbove) {
    let rows = frame.clusterOfRow.count
    for (column, count) in [
      ("clusters", stage.clusters?.count), ("strata", stage.strata?.count),
      ("population sizes", stage.populationSizes?.count),
    ] {
      if let count, count != rows {
        throw DesignError(
          problems: [.differentLengths(column: column, count: count, expected: rows)])
      }
    }
    var next = SamplingFrame(
      rows: rows, strata: stage.strata, clusters: stage.clusters, within: frame.clusterOfRow)
    let (sized, problems) = next.with(populationSizes: stage.populationSizes ?? [])
    guard problems.isEmpty else { throw DesignError(problems: problems) }
    next = sized
    let parents = parents(of: next)
    let reach = parents.map { cluster in
      let stratum = Int(frame.stratumOfCluster[Int(cluster)])
      return self.reach[stratum] * frame.samplingFractions[stratum]
    }
    let scales = try ClusterScales(
      next, reach: reach, parents: parents, lonelyClusters: lonelyClusters)
    return (LaterStage(frame: next, scales: scales), StageAbove(frame: next, reach: reach))
  }

  /// For each stratum of the stage below, the cluster of this stage that it lies in.
  private func parents(of next: SamplingFrame) -> [Int32] {
    var parents = Array(repeating: Int32(0), count: next.stratumCount)
    for (row, cluster) in next.clusterOfRow.enumerated() {
      parents[Int(next.stratumOfCluster[Int(cluster)])] = frame.clusterOfRow[row]
    }
    return parents
  }
}
