import NumericalMethods

/// A sample with replicates of its weights: what the estimates would have been, had other clusters
/// been drawn.
///
///     let replicates = try design.replicated(by: .bootstrap(replicates: 500, seed: 1))
///     replicates.surveyDesign.mean(of: trust).standardError
///
/// The variance of any statistic θ is
///
///     V = s Σᵣ sᵣ (θᵣ − c)²
///
/// with the method's scales s and sᵣ and its centre c. Replicates are weighted and described here;
/// estimates with their errors are made by ``surveyDesign``.
///
/// > K. M. Wolter (2007). *Introduction to Variance Estimation*, ch. 3–5. Springer. — T. Lumley
/// > (2010). *Complex Surveys*, §2.3. Wiley.
public struct ReplicateDesign: Sendable {
  /// The whole sample.
  public private(set) var design: SurveyDesign
  /// Nil where the replicate weights were given as columns.
  public let method: ReplicationMethod?
  public let centre: ReplicateCentre
  /// s.
  public private(set) var scale: Double
  /// sᵣ, one for each replicate.
  public private(set) var replicateScales: [Double]
  /// Bootstrap samples that could not be weighted.
  public private(set) var droppedReplicateCount = 0
  /// Samples that could be weighted only beyond the limits of weights; see
  /// ``InfeasibleReplicate/withoutLimits``.
  public private(set) var unlimitedReplicateCount = 0
  let freedom: ReplicateFreedom
  /// The weight of each interview before the replicate's factor.
  private(set) var rowWeights: [Double]
  /// The unit of each interview: all its interviews have the same factors.
  private(set) var unitOfRow: [Int32]
  /// Units × replicates.
  private(set) var factors: Matrix

  public var replicateCount: Int { replicateScales.count }

  init(
    _ design: SurveyDesign, method: ReplicationMethod, factors: ReplicateFactors,
    centre: ReplicateCentre
  ) {
    self.design = design
    self.method = method
    self.centre = centre
    scale = factors.scale
    replicateScales = factors.replicateScales
    freedom = .ofClusters(replicates: factors.matrix.columns)
    rowWeights = design.weights
    unitOfRow = design.frame.clusterOfRow
    self.factors = factors.matrix
  }

  /// Replicate weights as the producer of the data gave them.
  ///
  /// - Parameters:
  ///   - weights: Those of the whole sample, one for each interview.
  ///   - replicates: One column for each replicate.
  ///   - areCombined: Whether the columns are weights; otherwise they are factors by which the
  ///     weights are multiplied (R: `combined.weights`).
  ///   - scale: s, such as (R − 1)/R for the jackknife, 1/R for balanced replicates.
  ///   - replicateScales: sᵣ; nil for 1 each.
  /// - Throws: ``ReplicationError``; a design that cannot be estimated from is `DesignError`.
  public init(
    weights: [Double], replicates: [[Double]], areCombined: Bool = true, scale: Double,
    replicateScales: [Double]? = nil, centre: ReplicateCentre = .replicateMean
  ) throws {
    let design = try SurveyDesign(weights: weights)
    let scales = replicateScales ?? replicates.map { _ in 1 }
    try Self.check(replicates, scales, count: weights.count)
    guard scale.isFinite, scale >= 0 else {
      throw ReplicationError.invalidScales(count: 1, expected: 1)
    }
    self.design = design
    method = nil
    self.centre = centre
    self.scale = scale
    self.replicateScales = scales
    unitOfRow = weights.indices.map(Int32.init)
    let factors = Matrix(columns: replicates)
    self.factors = factors
    let rowWeights = areCombined ? weights.map { _ in 1 } : weights
    self.rowWeights = rowWeights
    freedom = .ofColumns(
      ReplicateColumnRanks(
        Matrix(rows: factors.rows, columns: factors.columns) { rowWeights[$0] * factors[$0, $1] }))
  }

  private static func check(
    _ replicates: [[Double]], _ scales: [Double], count: Int
  ) throws(ReplicationError) {
    guard replicates.count > 1 else { throw .tooFewReplicates(replicates.count) }
    guard scales.count == replicates.count, scales.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw .invalidScales(count: scales.count, expected: replicates.count)
    }
    for (index, column) in replicates.enumerated() {
      guard column.count == count else {
        throw .differentLengths(replicate: index + 1, count: column.count, expected: count)
      }
      if let row = column.firstIndex(where: { !$0.isFinite }) {
        throw .invalidWeight(replicate: index + 1, interview: row + 1, value: column[row])
      }
    }
  }

  /// The rank of the replicate weights less 1 (R: `degf`).
  public var degreesOfFreedom: Int {
    freedom.degreesOfFreedom(touchedBy: design.isMember, in: design.frame)
  }

  /// The replicates with factors that know of the weighting of each; fewer than before, where some
  /// could not be weighted.
  func reweighted(
    as design: SurveyDesign, rowWeights: [Double]? = nil, units: [Int32], columns: [[Double]],
    unlimitedCount: Int
  ) -> ReplicateDesign {
    var result = self
    result.design = design
    result.rowWeights = rowWeights ?? self.rowWeights
    result.unitOfRow = units
    result.factors = Matrix(columns: columns)
    result.unlimitedReplicateCount = unlimitedCount
    result.droppedReplicateCount = replicateCount - columns.count
    if columns.count < replicateCount {
      result.scale *= Double(replicateCount - 1) / Double(columns.count - 1)
      result.replicateScales = Array(replicateScales.prefix(columns.count))
    }
    return result
  }
}

/// What a method multiplies the weights by.
struct ReplicateFactors {
  /// Clusters × replicates.
  var matrix: Matrix
  var scale: Double
  var replicateScales: [Double]
}
