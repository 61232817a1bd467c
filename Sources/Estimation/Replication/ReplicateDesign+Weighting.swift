import NumericalMethods
import Parallelism

extension ReplicateDesign {
  /// The replicates raked to the population's margins; see
  /// ``calibrated(to:totals:options:)``.
  public func raked(
    to margins: [PopulationMargin], options: WeightingOptions = WeightingOptions()
  ) throws -> ReplicateDesign {
    try calibrated(to: margins, options: options.with(.iterative))
  }

  /// The replicates post-stratified; see ``SurveyDesign/poststratified(to:options:)``.
  public func poststratified(
    to margin: PopulationMargin, options: WeightingOptions = WeightingOptions()
  ) throws -> ReplicateDesign {
    try calibrated(to: [margin], options: options.with(.poststratification))
  }

  /// The replicates weighted to the population's margins and totals, each by itself, so that their
  /// spread knows what weighting explains, and what its uncertainty adds.
  ///
  /// The whole sample is weighted as ``SurveyDesign/calibrated(to:totals:options:)`` does it. A
  /// category without a respondent in a replicate cannot be met there: the others of its margin
  /// share its people. Samples that can still not be weighted, within limits that are tight, are
  /// weighted as `infeasible` says. O(replicates × iterations × cells), on all cores.
  ///
  /// - Returns: The replicates, their ``design`` being the weighted one. With limits, the limits
  ///   hold in each replicate but those of ``unlimitedReplicateCount``.
  /// - Throws: ``WeightingError`` for the whole sample,
  ///   ``ReplicationError/notRaked(replicate:_:)``.
  public func calibrated(
    to margins: [PopulationMargin], totals: [PopulationTotal] = [], options: WeightingOptions,
    infeasible: InfeasibleReplicate = .leftOut
  ) throws -> ReplicateDesign {
    let weighted = try design.calibrated(to: margins, totals: totals, options: options)
    let task = try WeightingTask(design, margins: margins, totals: totals, options: options)
    let groups = ReplicateGroups(task, units: unitOfRow, weights: rowWeights)
    let free = infeasible == .withoutLimits && task.isLimited ? task.withoutLimits : nil
    let results = concurrentMap(replicateCount) { replicate in
      groups.outcome(of: factors.column(replicate), free: free)
    }
    return reweighted(
      as: weighted, units: groups.groupOfRow, columns: try usable(results.map(\.factors)),
      unlimitedCount: results.count(where: \.isUnlimited))
  }

  private func usable(
    _ results: [Result<[Double], WeightingError>]
  ) throws(ReplicationError) -> [[Double]] {
    let columns = results.compactMap { try? $0.get() }
    var mayDrop = false
    if case .bootstrap = method { mayDrop = true }
    let dropped = results.count - columns.count
    if dropped == 0 || mayDrop && dropped * 10 <= results.count { return columns }
    for (replicate, result) in results.enumerated() {
      if case .failure(let error) = result { throw .notRaked(replicate: replicate + 1, error) }
    }
    return columns
  }
}

/// What to do with replicates whose weights the limits forbid.
///
/// > S. Kolenikov (2010). "Resampling variance estimation for complex survey data". *The Stata
/// > Journal* 10(2), §4: replicates are calibrated as the sample is, and their trouble told.
public enum InfeasibleReplicate: Hashable, Sendable {
  /// Bootstrap samples are left out as long as they are at most one in ten, which
  /// ``ReplicateDesign/droppedReplicateCount`` tells; other methods need each of theirs.
  case leftOut
  /// They are weighted to the same margins without limits, which makes errors rather too large
  /// than too small; ``ReplicateDesign/unlimitedReplicateCount`` tells how many.
  case withoutLimits
}

/// The distinct combinations of a replicate's unit and of a unit of weighting.
private struct ReplicateGroups: Sendable {
  /// For each interview its group; 0 where it has no weight.
  let groupOfRow: [Int32]
  private let replicateUnits: [Int32]
  private let weightingUnits: [Int32]
  /// The base weights of each group together.
  private let masses: [Double]
  private let task: WeightingTask

  private struct Group: Hashable {
    var replicateUnit: Int32
    var weightingUnit: Int32
  }

  init(_ task: WeightingTask, units: [Int32], weights: [Double]) {
    var coder = Coder<Group>()
    var masses: [Double] = []
    groupOfRow = units.indices.map { row in
      guard task.units.unitOfRow[row] >= 0 else { return 0 }
      let group = coder.code(
        Group(replicateUnit: units[row], weightingUnit: task.units.unitOfRow[row]))
      if Int(group) == masses.count { masses.append(0) }
      masses[Int(group)] += weights[row]
      return group
    }
    replicateUnits = coder.names.map(\.replicateUnit)
    weightingUnits = coder.names.map(\.weightingUnit)
    self.masses = masses
    self.task = task
  }

  struct Outcome: Sendable {
    var factors: Result<[Double], WeightingError>
    /// Whether it took weights beyond the limits.
    var isUnlimited = false
  }

  /// What each group's weights are multiplied by in a replicate, weighting included.
  ///
  /// - Parameters:
  ///   - factors: The replicate's, by unit.
  ///   - free: The weighting to take where the task's has no solution.
  func outcome(of factors: [Double], free: WeightingTask?) -> Outcome {
    let limited = Result { () throws(WeightingError) in try self.factors(factors, by: task) }
    guard case .failure = limited, let free else { return Outcome(factors: limited) }
    let unlimited = Result { () throws(WeightingError) in try self.factors(factors, by: free) }
    guard case .success = unlimited else { return Outcome(factors: limited) }
    return Outcome(factors: unlimited, isUnlimited: true)
  }

  private func factors(
    _ factors: [Double], by task: WeightingTask
  ) throws(WeightingError) -> [Double] {
    var unitMasses = Array(repeating: 0.0, count: task.units.unitCount)
    for group in masses.indices {
      unitMasses[Int(weightingUnits[group])] += masses[group] * factors[Int(replicateUnits[group])]
    }
    let outcome = try task.run(masses: unitMasses, explains: false)
    return masses.indices.map { group in
      factors[Int(replicateUnits[group])] * task.scale
        * outcome.factors[Int(weightingUnits[group])]
    }
  }
}
