import NumericalMethods
import Parallelism

/// The covariance of the sums of scores over the interviews, by clusters and strata.
///
///     Σ s sᵀ                                                   over interviews
///     n/(n − 1) Σ s sᵀ                                         over n clusters
///     Σ_h n_h/(n_h − 1) Σ (s − s̄_h)(s − s̄_h)ᵀ                  over n_h clusters of stratum h
///
/// where s sums the weighted scores of a cluster; with strata an interview is one where none are
/// given. A stratum with one cluster is not centred. Clusters and strata are counted within each
/// group unless clusters link groups.
///
/// > D. A. Binder (1983). "On the variances of asymptotically normal estimators from complex
/// > surveys". *International Statistical Review* 51; lavaan takes the first two forms.
package enum ScoreCovariance: Sendable {
  /// No cluster is in two groups: one matrix for each group, over its own parameters.
  case byGroup([Matrix])
  /// Some cluster links groups: one matrix over θ.
  case linked(Matrix)

  /// - Parameter scores: For each group, interviews × its parameters.
  package init(_ scores: [Matrix], _ samples: [ModelSample], _ structure: ModelStructure) {
    guard Self.areLinked(samples) else {
      self = .byGroup(
        concurrently(samples.count) { group in
          SamplingUnits([samples[group]]).crossProduct(of: scores[group])
        })
      return
    }
    let rows = samples.reduce(0) { $0 + $1.count }
    var joint = Matrix(rows: rows, columns: structure.table.freeCount)
    var start = 0
    for (group, matrix) in zip(structure.groups, scores) {
      for (column, index) in group.freeIndices.enumerated() {
        for row in 0..<matrix.rows { joint[start + row, index] = matrix[row, column] }
      }
      start += matrix.rows
    }
    self = .linked(SamplingUnits(samples).crossProduct(of: joint))
  }

  static func areLinked(_ samples: [ModelSample]) -> Bool {
    var seen: Set<Int> = []
    for sample in samples {
      guard let clusters = sample.clusters else { continue }
      let labels = Set(clusters)
      guard seen.isDisjoint(with: labels) else { return true }
      seen.formUnion(labels)
    }
    return false
  }
}

/// The clusters of one or more groups, and their strata.
struct SamplingUnits: Sendable {
  /// Whether interviews were drawn singly without strata.
  private let isPlain: Bool
  private let hasStrata: Bool
  private var clusterOfRow: [Int] = []
  private var stratumOfCluster: [Int] = []
  private var clusterCounts: [Int] = []

  /// The number of clusters.
  let count: Int

  /// A cluster of a stratum, or an interview where none are given.
  private struct Unit: Hashable {
    var cluster: Int
    var isInterview: Bool
    /// 0 where there are no strata.
    var stratum: Int
  }

  /// The number of clusters of all groups.
  static func count(of samples: [ModelSample]) -> Int {
    ScoreCovariance.areLinked(samples)
      ? SamplingUnits(samples).count : samples.reduce(0) { $0 + SamplingUnits([$1]).count }
  }

  init(_ samples: [ModelSample]) {
    let hasClusters = samples.contains { $0.clusters != nil }
    hasStrata = samples.contains { $0.strata != nil }
    isPlain = !hasClusters && !hasStrata
    guard !isPlain else {
      count = samples.reduce(0) { $0 + $1.count }
      return
    }
    var places: [Unit: Int] = [:]
    var strata: [Int: Int] = [:]
    var row = 0
    for sample in samples {
      for index in 0..<sample.count {
        let stratum = sample.strata?[index] ?? 0
        let unit = Unit(
          cluster: sample.clusters?[index] ?? row, isInterview: sample.clusters == nil,
          stratum: stratum)
        row += 1
        if let place = places[unit] {
          clusterOfRow.append(place)
          continue
        }
        places[unit] = stratumOfCluster.count
        clusterOfRow.append(stratumOfCluster.count)
        let place = strata[stratum] ?? strata.count
        strata[stratum] = place
        if place == clusterCounts.count { clusterCounts.append(0) }
        clusterCounts[place] += 1
        stratumOfCluster.append(place)
      }
    }
    count = stratumOfCluster.count
  }

  /// The sums of products of the columns over clusters, centred by stratum. O(rows × columns²).
  func crossProduct(of scores: Matrix) -> Matrix {
    isPlain ? scores.crossProduct : totals(of: scores).crossProduct
  }

  /// Each cluster's totals, with strata centred, scaled so that the cross-product is the
  /// covariance.
  func totals(of scores: Matrix) -> Matrix {
    let totals = Matrix(
      columns: (0..<scores.columns).map { column in
        var sums = Array(repeating: 0.0, count: stratumOfCluster.count)
        for (score, cluster) in zip(scores.column(column), clusterOfRow) { sums[cluster] += score }
        return hasStrata ? centred(sums) : sums
      })
    let size = Double(count)
    return hasStrata ? totals : (size / (size - 1)).squareRoot() * totals
  }

  private func centred(_ sums: [Double]) -> [Double] {
    var means = Array(repeating: 0.0, count: clusterCounts.count)
    for (sum, stratum) in zip(sums, stratumOfCluster) {
      means[stratum] += sum / Double(clusterCounts[stratum])
    }
    return zip(sums, stratumOfCluster).map { sum, stratum in
      guard clusterCounts[stratum] > 1 else { return sum }
      let count = Double(clusterCounts[stratum])
      return (count / (count - 1)).squareRoot() * (sum - means[stratum])
    }
  }
}
