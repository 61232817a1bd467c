import Estimation
import NumericalMethods
import Parallelism

/// Whether the same classes come out when other people could have been asked.
///
/// The sample is drawn again and again from its own sampling points (interviews, where they were
/// drawn singly), the classes are made anew, and each of the first ones is set against the most
/// similar of the new ones, among the interviews that were drawn, each counted once:
///
///     J(A, B) = |A ∩ B| / |A ∪ B|
///
/// by weight. The means over the samples are judged by Hennig's limits.
///
/// > C. Hennig (2007). "Cluster-wise assessment of cluster stability". *Computational Statistics &
/// > Data Analysis* 52(1), and `fpc::clusterboot`.
public struct ClusterStability: Hashable, Sendable {
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// A mean of .75 or more: the class is a finding.
    case stable
    /// .60 to .75: there is something, but who belongs to it is in doubt.
    case doubtful
    /// Under .60: another sample would show other classes.
    case unstable
  }

  /// Types with a mean Jaccard similarity of this and more are stable, and with
  /// ``leastDoubtful`` doubtful.
  ///
  /// > C. Hennig (2007). "Cluster-wise assessment of cluster stability". *Computational Statistics
  /// > & Data Analysis* 52.
  package static let leastStable = 0.75
  package static let leastDoubtful = 0.6

  /// The mean similarity of each class to its like.
  public let meanJaccard: [Double]
  /// The share of samples in which each class had a like of .75 or more.
  public let recovered: [Double]
  /// The share of samples in which no class shared more than half with it.
  public let dissolved: [Double]
  public let resamples: Int

  /// One for each class.
  public var verdicts: [Verdict] {
    meanJaccard.map {
      $0 >= Self.leastStable ? .stable : $0 >= Self.leastDoubtful ? .doubtful : .unstable
    }
  }

  /// The worst of the classes'.
  public var verdict: Verdict {
    verdicts.contains(.unstable) ? .unstable : verdicts.contains(.doubtful) ? .doubtful : .stable
  }

  /// - Parameters:
  ///   - memberships: Of each interview; −1 for none.
  ///   - refit: Memberships where each interview counts so many times, from this seed.
  init(
    _ memberships: [Int], clusters: Int, design: PooledDesign, resamples: Int, seed: UInt64,
    refit: @Sendable ([Double], UInt64) -> [Int]
  ) {
    precondition(resamples > 0, "at least one bootstrap sample")
    let root = RandomStream(seed: seed).split("stability").split(UInt64(clusters))
    let similarities = concurrentMap(resamples) { index in
      var stream = root.split(UInt64(index))
      let counts = design.bootstrapCounts(&stream)
      let weights = zip(counts, design.weights).map { $0 > 0 ? $1 : 0 }
      return jaccard(
        memberships, refit(counts, stream.next()), clusters: clusters, weights: weights)
    }
    let number = Double(resamples)
    self.resamples = resamples
    meanJaccard = (0..<clusters).map { place in
      similarities.reduce(0) { $0 + $1[place] } / number
    }
    recovered = (0..<clusters).map { place in
      Double(similarities.count { $0[place] >= Self.leastStable }) / number
    }
    dissolved = (0..<clusters).map { place in
      Double(similarities.count { $0[place] <= 0.5 }) / number
    }
  }
}

/// For each class of the first division, its similarity to the most similar of the second.
func jaccard(
  _ first: [Int], _ second: [Int], clusters: Int, weights: [Double]
) -> [Double] {
  var both = Array(repeating: 0.0, count: clusters * clusters)
  var (left, right) = (
    Array(repeating: 0.0, count: clusters), Array(repeating: 0.0, count: clusters)
  )
  for row in weights.indices where first[row] >= 0 && second[row] >= 0 {
    both[first[row] * clusters + second[row]] += weights[row]
    left[first[row]] += weights[row]
    right[second[row]] += weights[row]
  }
  return (0..<clusters).map { a in
    (0..<clusters).reduce(0) { best, b in
      let shared = both[a * clusters + b]
      return shared > 0 ? max(best, shared / (left[a] + right[b] - shared)) : best
    }
  }
}
