import NumericalMethods
import Parallelism

/// A sample as it was drawn: weights, strata, clusters and population sizes of its interviews.
///
/// Every design that exists can be estimated from: the initialiser refuses the others with all
/// their problems. Estimates are made by its methods; ``domain(_:)`` narrows it to a part of the
/// population, ``raked(to:options:)`` weights it to known totals. Both give a new design.
///
///     let design = try SurveyDesign(weights: weights, strata: districts, clusters: points)
///     let trust = design.mean(of: scores)
///     trust.confidenceInterval(level: 0.95)
///
/// > T. Lumley (2010). *Complex Surveys: A Guide to Analysis Using R*, ch. 2–3. Wiley.
public struct SurveyDesign: Sendable {
  /// One for each interview; 0 for those outside the domain.
  public private(set) var weights: [Double]
  /// Whether each interview belongs to the domain and counts (its weight is above 0).
  public private(set) var isMember: [Bool]
  /// The number of such interviews.
  public private(set) var memberCount: Int
  /// Clusters minus strata, of those that the domain touches; where errors come from replicates,
  /// the rank of the domain's weights less 1 (R: `degf`).
  public private(set) var degreesOfFreedom: Int
  /// How the weights were made; nil where they are the base weights.
  public private(set) var passport: WeightingPassport?
  private(set) var isDomain = false
  private(set) var frame: SamplingFrame
  let scales: ClusterScales
  /// The stages after the first; empty where they add nothing to a variance.
  private(set) var laterStages: [LaterStage] = []
  private(set) var calibration: Calibration?
  /// Nil where errors come from linearisation.
  private(set) var replicateErrors: ReplicateErrors?
  /// The samples that the design is made of; nil where it is one sample.
  private(set) var stack: SampleStack?

  /// - Parameters:
  ///   - weights: One for each interview, from 0 up; their scale matters for totals only.
  ///   - strata: The name of each interview's stratum; nil for one stratum.
  ///   - clusters: The name of each interview's cluster (sampling point), nested in the stratum:
  ///     the same name in two strata is two clusters. Nil where interviews were drawn singly.
  ///   - populationSizes: For each interview, the number of clusters (of interviews, where there
  ///     are none) in its stratum's population, or, where all are 1 or less, the sampled
  ///     fraction (R: `fpc`). Nil for sampling with replacement, the usual assumption.
  ///   - lonelyClusters: What a stratum with a single cluster adds to the variance.
  /// - Throws: ``DesignError``, where the columns do not allow estimation.
  public init(
    weights: [Double], strata: [String]? = nil, clusters: [String]? = nil,
    populationSizes: [Double]? = nil, lonelyClusters: LonelyClusterPolicy = .refuse
  ) throws(DesignError) {
    let lengths = [
      ("strata", strata?.count), ("clusters", clusters?.count),
      ("population sizes", populationSizes?.count),
    ]
    var problems = Self.problems(inWeights: weights, lengths: lengths)
    guard problems.isEmpty else { throw DesignError(problems: problems) }
    var frame = SamplingFrame(rows: weights.count, strata: strata, clusters: clusters)
    if let populationSizes {
      (frame, problems) = frame.with(populationSizes: populationSizes)
      guard problems.isEmpty else { throw DesignError(problems: problems) }
    }
    scales = try ClusterScales(frame, lonelyClusters: lonelyClusters)
    self.frame = frame
    self.weights = weights
    isMember = weights.map { $0 > 0 }
    memberCount = isMember.count { $0 }
    degreesOfFreedom = frame.degreesOfFreedom(touchedBy: isMember)
  }

  private static func problems(
    inWeights weights: [Double], lengths: [(column: String, count: Int?)]
  ) -> [DesignError.Problem] {
    guard !weights.isEmpty else { return [.noInterviews] }
    var problems: [DesignError.Problem] = lengths.compactMap { column, count in
      guard let count, count != weights.count else { return nil }
      return .differentLengths(column: column, count: count, expected: weights.count)
    }
    // Beyond these limits, squares of weights would be no numbers.
    let usable = 1e-50...1e50
    for (row, weight) in weights.enumerated() where weight != 0 && !usable.contains(weight) {
      problems.append(.invalidWeight(interview: row + 1, value: weight))
    }
    if weights.allSatisfy({ $0 == 0 }) { problems.append(.onlyZeroWeights) }
    return problems
  }

  /// The number of interviews in the sample, in the domain or not.
  public var count: Int { weights.count }

  /// The number of clusters in the sample; that of interviews, where they were drawn singly.
  public var clusterCount: Int { frame.clusterCount }

  /// The number of strata in the sample; 1 where it was not stratified.
  public var stratumCount: Int { frame.stratumCount }
}

extension SurveyDesign {
  /// The same design seen from a part of the population, such as women or the answers of one city.
  ///
  /// Interviews outside keep their place in strata and clusters, so that the variance knows that
  /// the number inside is a matter of chance: never drop rows instead (R: `subset`).
  ///
  /// - Parameter belongs: One for each interview; a domain of a domain is their intersection.
  public func domain(_ belongs: [Bool]) -> SurveyDesign {
    precondition(belongs.count == count, "one mark for each interview")
    var domain = self
    domain.isDomain = true
    for row in belongs.indices where !belongs[row] {
      domain.weights[row] = 0
      domain.isMember[row] = false
    }
    domain.memberCount = domain.isMember.count { $0 }
    domain.degreesOfFreedom = frame.degreesOfFreedom(touchedBy: domain.isMember)
    return domain
  }

  /// Whether standard errors come from replicates of the weights; see
  /// ``ReplicateDesign/surveyDesign``.
  public var hasReplicateErrors: Bool {
    replicateErrors != nil || stack?.parts.contains { $0.design.hasReplicateErrors } ?? false
  }

  /// The design with its errors, and their degrees of freedom, from replicates.
  func withErrors(_ errors: ReplicateErrors, _ freedom: ReplicateFreedom) -> SurveyDesign {
    var design = self
    design.replicateErrors = errors
    design.frame.replicateFreedom = freedom
    design.degreesOfFreedom = design.frame.degreesOfFreedom(touchedBy: design.isMember)
    return design
  }

  /// The design with a replicate's weights, its errors linearised.
  func replicate(_ replicate: Int) -> SurveyDesign {
    var design = self
    design.weights =
      replicateErrors?.weights(of: replicate, from: weights)
      ?? stack?.weights(of: replicate, from: weights) ?? weights
    design.replicateErrors = nil
    design.stack = nil
    design.frame.replicateFreedom = nil
    design.calibration = nil
    design.passport = nil
    return design
  }

  /// The statistics with their values in every replicate, where this design's errors come from
  /// replicates. O(replicates × a fit), on all cores.
  ///
  /// - Parameter fit: The values of the same statistics in a design with other weights; nil where
  ///   there are none.
  func inReplicates(
    _ statistics: [LinearisedStatistic], _ fit: @Sendable (SurveyDesign) -> [Double]?
  ) -> [LinearisedStatistic] {
    let count = replicateErrors?.replicateCount ?? stack?.replicateCount ?? 0
    guard count > 0 else { return statistics }
    let values = concurrentMap(count) { index in fit(replicate(index)) }
    return statistics.indices.map { place in
      var statistic = statistics[place]
      statistic.replicateValues = values.map { $0?[place] ?? .nan }
      return statistic
    }
  }

  mutating func setLaterStages(_ stages: [LaterStage]) { laterStages = stages }

  /// Takes errors from those of the samples that the design is made of.
  mutating func setStack(_ stack: SampleStack) {
    self.stack = stack
    let hasFreedom = stack.parts.contains {
      !$0.isLinked && $0.design.frame.replicateFreedom != nil
    }
    guard hasFreedom else { return }
    frame.replicateFreedom = .ofSamples(stack.parts.map { ($0.rows, $0.design.frame) })
    degreesOfFreedom = frame.degreesOfFreedom(touchedBy: isMember)
  }

  /// The design with weights that were calibrated, and how.
  func reweighted(
    to weights: [Double], by calibration: Calibration, passport: WeightingPassport
  ) -> SurveyDesign {
    var design = self
    design.weights = weights
    design.calibration = calibration
    design.passport = passport
    return design
  }
}

extension SamplingFrame {
  /// Clusters minus strata, of those with at least one of the marked interviews; where errors come
  /// from replicates, the degrees of freedom of those. O(interviews + clusters).
  func degreesOfFreedom(touchedBy isMember: [Bool]) -> Int {
    if let replicateFreedom {
      return replicateFreedom.degreesOfFreedom(touchedBy: isMember, in: self)
    }
    let touched = touchedClusters(by: isMember)
    return touched.reduce(0, +) - touched.count { $0 > 0 }
  }

  /// The number of clusters of each stratum with at least one of the marked interviews.
  func touchedClusters(by isMember: [Bool]) -> [Int] {
    var isTouched = Array(repeating: false, count: clusterCount)
    for row in isMember.indices where isMember[row] { isTouched[Int(clusterOfRow[row])] = true }
    var counts = Array(repeating: 0, count: stratumCount)
    for cluster in isTouched.indices where isTouched[cluster] {
      counts[Int(stratumOfCluster[cluster])] += 1
    }
    return counts
  }
}
