import NumericalMethods
import Parallelism

/// Weighted sums of groups of interviews by cluster, from one pass over the rows.
///
/// The rows are cut into pieces by their number alone, each piece is summed by itself, and the
/// pieces are added in their order: any number of threads gives the same bits.
/// O(interviews + pieces × clusters × groups).
struct ClusterSums: Sendable {
  /// Interviews of each group.
  private(set) var counts: [Int]
  /// Σw, Σw², Σw(y − c), Σw(y − c)² of each group; the last two stay 0 without values.
  private(set) var weights: [Double]
  private(set) var squaredWeights: [Double]
  private(set) var values: [Double]
  private(set) var squares: [Double]
  /// Of each cluster after the other, for each group Σw and, with values, Σw(y − c).
  private(set) var byCluster: [Double]
  /// 1 without values, 2 with them.
  let width: Int
  /// c, an answer near the others, so that sums keep their digits.
  let origin: Double

  var groupCount: Int { counts.count }

  /// What is summed: the rows of a design with a group each.
  struct Rows: Sendable {
    let weights: [Double]
    let isMember: [Bool]
    let clusters: [Int32]
    /// From 0; −1 for those who belong to no group.
    let groups: [Int32]
    /// NaN for no answer.
    let values: [Double]?
  }

  init(_ rows: Rows, clusterCount: Int, groupCount: Int) {
    let origin = rows.values?.first(where: \.isFinite) ?? 0
    let pieces = max(1, min(8, rows.weights.count / 16384))
    let size = (rows.weights.count + pieces - 1) / pieces
    let parts = concurrentMap(pieces) { piece in
      var part = ClusterSums(
        groupCount: groupCount, clusterCount: clusterCount, width: rows.values == nil ? 1 : 2,
        origin: origin)
      part.add(rows, from: piece * size, to: min(rows.weights.count, (piece + 1) * size))
      return part
    }
    self = parts[0]
    for part in parts.dropFirst() { add(part) }
  }

  private init(groupCount: Int, clusterCount: Int, width: Int, origin: Double) {
    counts = Array(repeating: 0, count: groupCount)
    weights = Array(repeating: 0, count: groupCount)
    (squaredWeights, values, squares) = (weights, weights, weights)
    byCluster = Array(repeating: 0, count: clusterCount * groupCount * width)
    self.width = width
    self.origin = origin
  }

  private mutating func add(_ rows: Rows, from start: Int, to end: Int) {
    guard start < end else { return }
    var sums = GroupSums(count: groupCount)
    if let values = rows.values {
      addAnswers(values, rows, start..<end, &sums)
    } else {
      addWeights(rows, start..<end, &sums)
    }
    for group in counts.indices {
      counts[group] = Int(sums[group, .count])
      weights[group] = sums[group, .weight]
      squaredWeights[group] = sums[group, .squaredWeight]
      values[group] = sums[group, .value]
      squares[group] = sums[group, .square]
    }
  }

  private mutating func addAnswers(
    _ answers: [Double], _ rows: Rows, _ range: Range<Int>, _ sums: inout GroupSums
  ) {
    let (stride, origin) = (groupCount * width, origin)
    byCluster.withUnsafeMutableBufferPointer { byCluster in
      for row in range {
        let group = Int(rows.groups[row])
        guard group >= 0, rows.isMember[row] else { continue }
        let answer = answers[row] - origin
        guard answer.isFinite else { continue }
        let weight = rows.weights[row]
        let product = weight * answer
        let place = Int(rows.clusters[row]) * stride + 2 * group
        byCluster[place] += weight
        byCluster[place + 1] += product
        sums.add(weight, product, product * answer, to: group)
      }
    }
  }

  private mutating func addWeights(
    _ rows: Rows, _ range: Range<Int>, _ sums: inout GroupSums
  ) {
    let stride = groupCount
    byCluster.withUnsafeMutableBufferPointer { byCluster in
      for row in range {
        let group = Int(rows.groups[row])
        guard group >= 0, rows.isMember[row] else { continue }
        let weight = rows.weights[row]
        byCluster[Int(rows.clusters[row]) * stride + group] += weight
        sums.add(weight, 0, 0, to: group)
      }
    }
  }

  private mutating func add(_ other: ClusterSums) {
    for group in counts.indices { counts[group] += other.counts[group] }
    Self.add(other.weights, to: &weights)
    Self.add(other.squaredWeights, to: &squaredWeights)
    Self.add(other.values, to: &values)
    Self.add(other.squares, to: &squares)
    Self.add(other.byCluster, to: &byCluster)
  }

  private static func add(_ terms: [Double], to sums: inout [Double]) {
    for index in sums.indices { sums[index] += terms[index] }
  }
}

/// Five sums of each group, side by side in memory.
private struct GroupSums {
  enum Kind: Int { case count, weight, squaredWeight, value, square }

  private var elements: [Double]

  init(count: Int) { elements = Array(repeating: 0, count: 5 * count) }

  subscript(group: Int, kind: Kind) -> Double { elements[5 * group + kind.rawValue] }

  mutating func add(_ weight: Double, _ value: Double, _ square: Double, to group: Int) {
    elements.withUnsafeMutableBufferPointer { elements in
      elements[5 * group] += 1
      elements[5 * group + 1] += weight
      elements[5 * group + 2] += weight * weight
      elements[5 * group + 3] += value
      elements[5 * group + 4] += square
    }
  }
}

extension ClusterSums {
  /// Clusters minus strata of those with an interview in any of the chosen groups.
  func degreesOfFreedom(of chosen: some Sequence<Int>, _ frame: SamplingFrame) -> Int {
    let groups = Array(chosen)
    var touched = Array(repeating: false, count: frame.stratumCount)
    var clusters = 0
    for cluster in 0..<frame.clusterCount {
      let start = cluster * groupCount * width
      guard groups.contains(where: { byCluster[start + $0 * width] > 0 }) else { continue }
      clusters += 1
      touched[Int(frame.stratumOfCluster[cluster])] = true
    }
    return clusters - touched.count { $0 }
  }

  /// The base of an estimate over one group.
  func base(of group: Int) -> Estimate.Base { base(of: [group]) }

  /// The base of an estimate over several groups.
  func base(of groups: some Sequence<Int>) -> Estimate.Base {
    var base = Estimate.Base(count: 0, weightedCount: 0, effectiveCount: 0)
    var squared = 0.0
    for group in groups {
      base.count += counts[group]
      base.weightedCount += weights[group]
      squared += squaredWeights[group]
    }
    base.effectiveCount = squared > 0 ? base.weightedCount * base.weightedCount / squared : 0
    return base
  }
}

extension SurveyDesign {
  /// Whether sums by cluster are all that a variance needs: the weights were not calibrated, errors
  /// come from no replicates, the sample has one stage, and there are not so many clusters that a table of clusters × groups would outgrow the rows.
  func isSummedByCluster(groups: Int) -> Bool {
    calibration == nil && laterStages.isEmpty && !hasReplicateErrors && stack == nil
      && frame.clusterCount * groups <= 4 * count + 65536
  }

  /// Sums by cluster of the members that a coding puts into groups.
  func clusterSums(of values: [Double]?, by groups: [Int32], count groupCount: Int) -> ClusterSums {
    ClusterSums(
      ClusterSums.Rows(
        weights: weights, isMember: isMember, clusters: frame.clusterOfRow, groups: groups,
        values: values), clusterCount: frame.clusterCount, groupCount: groupCount)
  }
}
