import NumericalMethods
import Synchronization

/// How many degrees of freedom replicates have: the rank of their weights less 1, in a domain the
/// rank of the weights of its interviews less 1 (R: `degf`, also of `subset`).
///
/// > T. Lumley (2010). *Complex Surveys*, §2.3. Wiley; documentation of `degf` in R's `survey` (4.1).
enum ReplicateFreedom: Sendable {
  /// Of replicates that were made from the clusters of strata: the rank follows from what each
  /// method keeps of a stratum, the sum of its clusters' factors.
  case ofClusters(replicates: Int)
  /// Of columns that came with the data.
  case ofColumns(ReplicateColumnRanks)
  /// Of several samples, whose degrees of freedom are added up.
  case ofSamples([(rows: Range<Int>, frame: SamplingFrame)])

  /// The degrees of freedom of the marked interviews.
  ///
  /// Clusters are independent but for one sum in each stratum all of whose clusters are touched,
  /// and those sums are the same in every replicate:
  ///
  ///     rank − 1 = min(clusters − max(whole strata, 1), replicates − 1)
  ///
  /// Weighting to margins is not counted, as it adds no clusters; R's rank after `rake` does count
  /// it, and may exceed the number of clusters.
  func degreesOfFreedom(touchedBy isMember: [Bool], in frame: SamplingFrame) -> Int {
    switch self {
    case .ofColumns(let ranks): return max(0, ranks.rank(of: isMember) - 1)
    case .ofSamples(let samples):
      return samples.reduce(0) { sum, sample in
        let own = Array(isMember[sample.rows])
        return sum + (own.contains(true) ? sample.frame.degreesOfFreedom(touchedBy: own) : 0)
      }
    case .ofClusters(let replicates):
      let touched = frame.touchedClusters(by: isMember)
      let whole = zip(touched, frame.clusterCounts).count { $0 == $1 }
      let clusters = touched.reduce(0, +)
      return max(0, min(clusters - max(whole, 1), replicates - 1))
    }
  }
}

/// The ranks of columns of replicate weights among parts of the interviews. Each part's is computed
/// once, since many estimates rest on the same part.
final class ReplicateColumnRanks: Sendable {
  /// Interviews × replicates.
  private let weights: Matrix
  private let known = Mutex<[[Bool]: Int]>([:])

  init(_ weights: Matrix) { self.weights = weights }

  /// The number of columns that do not follow from the others, among the marked interviews.
  ///
  /// - Complexity: O(m · n · min(m, n)) for m interviews and n replicates, the first time.
  func rank(of isMember: [Bool]) -> Int {
    if let rank = known.withLock({ $0[isMember] }) { return rank }
    let rows = isMember.indices.filter { isMember[$0] }
    let part =
      rows.count < weights.columns
      ? Matrix(rows: weights.columns, columns: rows.count) { weights[rows[$1], $0] }
      : Matrix(rows: rows.count, columns: weights.columns) { weights[rows[$0], $1] }
    let values = rows.isEmpty ? [] : part.crossProduct.symmetricEigenvalues ?? []
    let rank = values.count { $0 > 1e-10 * (values.first ?? 0) }
    known.withLock { $0[isMember] = rank }
    return rank
  }
}
