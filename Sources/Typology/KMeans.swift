import Estimation
import NumericalMethods
import Parallelism

/// Clusters of people whose standardised scores lie near each other: the division with the
/// smallest Σ w |x − c|² that many starts find, c being the mean of a cluster.
///
/// Starts are k-means++, improved by Lloyd's steps and then by Hartigan's, which R's default
/// (Hartigan–Wong) takes too; a solution is one that no single interview can improve by going
/// over. Interviews that lack a score are left out. Clusters stand from the largest to the
/// smallest, and have numbers, not names. There is no likelihood here and so no BIC: the number of
/// clusters is chosen by ``calinskiHarabasz``, ``silhouette`` and ``stability(resamples:)``, and
/// ``distinctness(resamples:)`` and ``densityBetween`` tell whether there are clusters at all, or slices
/// of one cloud.
///
///     let scores = try StandardisedScores(names: names, columns: columns, design: wave)
///     let types = try KMeans(scores, clusters: 4, design: wave)
///
/// > J. A. Hartigan, M. A. Wong (1979). "A K-means clustering algorithm". *Applied Statistics*
/// > 28(1).
public struct KMeans: Sendable {
  /// How the best division is looked for.
  public struct Search: Hashable, Sendable {
    public var starts: Int
    public var seed: UInt64

    public init(starts: Int = 40, seed: UInt64 = 1) {
      precondition(starts > 0, "at least one start")
      self.starts = starts
      self.seed = seed
    }
  }

  public let scores: StandardisedScores
  public let clusters: Int
  public let design: PooledDesign
  public let search: Search
  /// For each interview its cluster; −1 where a score is missing or the weight is 0.
  public let memberships: [Int]
  /// For each cluster, the means of the standardised scores.
  public let centres: [[Double]]
  /// The clusters' shares of the weight.
  public let shares: [Double]
  /// Σ w |x − c|² of all clusters, the weights of each sample adding up to its interviews.
  public let withinSumOfSquares: Double
  /// Σ w |x − m|² about the mean of all.
  public let totalSumOfSquares: Double
  /// Of the starts, how many ended within 10⁻⁹ of the smallest sum of squares.
  public let startsAtBest: Int
  let points: ScorePoints
  /// For each point its interview.
  let rows: [Int]
  let division: ScorePoints.Division

  /// - Throws: ``TypologyError/tooFewDifferentInterviews(found:clusters:)``.
  public init(
    _ scores: StandardisedScores, clusters: Int, design: PooledDesign, search: Search = Search()
  ) throws(TypologyError) {
    precondition(clusters > 0, "at least one cluster")
    precondition(scores.columns[0].count == design.count, "one score for each interview")
    let rows = design.weights.indices.filter { row in
      design.weights[row] > 0 && scores.columns.allSatisfy { $0[row].isFinite }
    }
    let different = Set(rows.map { row in scores.columns.map { $0[row] } }).count
    guard different >= clusters else {
      throw .tooFewDifferentInterviews(found: different, clusters: clusters)
    }
    let points = ScorePoints(
      coordinates: rows.flatMap { row in scores.columns.map { $0[row] } },
      dimensions: scores.columns.count, weights: rows.map { design.weights[$0] })
    let found = points.best(of: search.starts, clusters: clusters, seed: search.seed)
    self.scores = scores
    self.clusters = clusters
    self.design = design
    self.search = search
    self.rows = rows
    self.points = points
    division = found.division
    withinSumOfSquares = found.division.within
    startsAtBest = found.values.count { $0 <= found.division.within * (1 + 1e-9) }
    totalSumOfSquares = points.totalSumOfSquares
    centres = (0..<clusters).map { cluster in
      Array(
        found.division.centres[cluster * points.dimensions..<(cluster + 1) * points.dimensions])
    }
    shares = points.shares(found.division)
    var memberships = Array(repeating: -1, count: design.count)
    for (row, cluster) in zip(rows, found.division.memberships) { memberships[row] = cluster }
    self.memberships = memberships
  }

  /// Interviews that have all scores.
  public var interviewCount: Int { rows.count }

  /// Interviews that are left out because a score is missing.
  public var incompleteCount: Int { design.weights.count { $0 > 0 } - rows.count }

  /// The clusters' shares among all, with errors as in ``shareEstimates(in:)``.
  public var shareEstimates: [Estimate] {
    let isMember = memberships.map { $0 >= 0 }
    return (0..<clusters).map { cluster in
      design.proportion(of: memberships.map { $0 == cluster }, among: isMember)
    }
  }

  /// The clusters' shares in each group, with design-based errors: the membership is taken as
  /// known, the clusters as given.
  ///
  /// - Parameter groups: Of each interview; −1 for none.
  public func shareEstimates(in groups: CategoricalAnswers) -> [[Estimate]] {
    groups.categories.indices.map { group in
      let isMember = zip(memberships, groups.codes).map { $0 >= 0 && Int($1) == group }
      return (0..<clusters).map { cluster in
        design.proportion(of: memberships.map { $0 == cluster }, among: isMember)
      }
    }
  }
}

extension ScorePoints {
  /// The best of many starts with its clusters from the largest to the smallest, and where each
  /// start ended.
  func best(
    of starts: Int, clusters: Int, seed: UInt64
  ) -> (division: Division, values: [Double]) {
    let root = RandomStream(seed: seed).split("k-means").split(UInt64(clusters))
    let divisions = concurrentMap(clusters == 1 ? 1 : starts) { index in
      var stream = root.split(UInt64(index))
      return divided(from: start(clusters, &stream))
    }
    var best = divisions[0]
    for division in divisions where division.within < best.within { best = division }
    return (ordered(best), divisions.map(\.within))
  }

  private func ordered(_ division: Division) -> Division {
    let shares = shares(division)
    let order = shares.indices.sorted { shares[$0] > shares[$1] }
    var places = order
    for (place, cluster) in order.enumerated() { places[cluster] = place }
    var result = division
    result.memberships = division.memberships.map { places[$0] }
    result.centres = order.flatMap {
      division.centres[$0 * dimensions..<($0 + 1) * dimensions]
    }
    return result
  }

  func shares(_ division: Division) -> [Double] {
    var sums = Array(repeating: 0.0, count: division.centres.count / dimensions)
    for (cluster, weight) in zip(division.memberships, weights) { sums[cluster] += weight }
    let total = sums.reduce(0, +)
    return sums.map { $0 / total }
  }

  /// Σ w |x − m|².
  var totalSumOfSquares: Double {
    let total = weights.reduce(0, +)
    return (0..<dimensions).reduce(0) { sum, axis in
      let values = (0..<count).map { coordinates[$0 * dimensions + axis] }
      let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
      return sum + zip(values, weights).reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) }
    }
  }
}
