import NumericalMethods
import Parallelism

extension KMeans {
  /// ((T − W)/(k − 1)) / (W/(n − k)), the higher, the better apart; nil for one cluster.
  ///
  /// > T. Caliński, J. Harabasz (1974). "A dendrite method for cluster analysis".
  /// > *Communications in Statistics* 3(1).
  public var calinskiHarabasz: Double? {
    guard clusters > 1, interviewCount > clusters else { return nil }
    let between = (totalSumOfSquares - withinSumOfSquares) / Double(clusters - 1)
    return between / (withinSumOfSquares / Double(interviewCount - clusters))
  }

  /// The weighted mean of (b − a)/max(a, b), a being an interview's mean distance to the others of
  /// its cluster, b to those of the nearest other cluster: 1 well apart, 0 no border. Nil for one
  /// cluster. O(interviews²).
  ///
  /// > P. J. Rousseeuw (1987). "Silhouettes". *Journal of Computational and Applied Mathematics*
  /// > 20.
  public var silhouette: Double? {
    guard clusters > 1 else { return nil }
    let chunk = 64
    let sums = concurrentMap((points.count + chunk - 1) / chunk) { index in
      (index * chunk..<min((index + 1) * chunk, points.count)).reduce(0) {
        $0 + points.weights[$1] * points.silhouette(of: $1, in: division.memberships, clusters)
      }
    }
    return sums.reduce(0, +) / points.weights.reduce(0, +)
  }

  /// How often the same clusters come out of bootstrap samples of sampling points.
  ///
  /// - Parameter resamples: The number of bootstrap samples, each with ten starts.
  public func stability(resamples: Int = 50) -> ClusterStability {
    ClusterStability(
      memberships, clusters: clusters, design: design, resamples: resamples, seed: search.seed
    ) { counts, seed in
      var resampled = points
      resampled.weights = zip(rows, points.weights).map { counts[$0] * $1 }
      let found = resampled.best(of: 10, clusters: clusters, seed: seed)
      var memberships = Array(repeating: -1, count: counts.count)
      for (row, cluster) in zip(rows, found.division.memberships) { memberships[row] = cluster }
      return memberships
    }
  }

  /// The share of clouds without clusters, normal with the scores' covariances, that k-means cuts
  /// at least as well, W/T being not larger: a small one says that there are borders between the
  /// clusters, a large one that they are slices.
  ///
  /// The clouds have as many points as there are interviews; a p of 0 stands for less than one
  /// over their number. Scores with few values or long tails may depart from the normal cloud for
  /// other reasons.
  ///
  /// > Y. Liu, D. N. Hayes, A. Nobel, J. S. Marron (2008). "Statistical significance of clustering
  /// > for high-dimension, low-sample size data". *JASA* 103.
  public func distinctness(resamples: Int = 100) -> Double? {
    precondition(resamples > 0, "at least one cloud")
    guard clusters > 1, let factor = CholeskyFactor(points.covariance) else { return nil }
    let observed = withinSumOfSquares / totalSumOfSquares
    let root = RandomStream(seed: search.seed).split("clouds")
    let indices = concurrentMap(resamples) { index in
      var stream = root.split(UInt64(index))
      let cloud = points.cloud(factor.lower, &stream)
      let found = cloud.best(of: 10, clusters: clusters, seed: stream.next())
      return found.division.within / cloud.totalSumOfSquares
    }
    return Double(indices.count { $0 <= observed }) / Double(resamples)
  }
}

extension ScorePoints {
  fileprivate func silhouette(of point: Int, in memberships: [Int], _ clusters: Int) -> Double {
    var sums = Array(repeating: 0.0, count: clusters)
    var sizes = sums
    for other in 0..<count where other != point {
      sums[memberships[other]] +=
        weights[other] * squaredDistance(point, to: other, of: coordinates).squareRoot()
      sizes[memberships[other]] += weights[other]
    }
    let own = memberships[point]
    guard sizes[own] > 0 else { return 0 }
    let inside = sums[own] / sizes[own]
    let outside = (0..<clusters).reduce(Double.infinity) {
      $1 == own || sizes[$1] == 0 ? $0 : min($0, sums[$1] / sizes[$1])
    }
    return outside.isFinite && max(inside, outside) > 0
      ? (outside - inside) / max(inside, outside) : 0
  }

  fileprivate var covariance: Matrix {
    let total = weights.reduce(0, +)
    let means = (0..<dimensions).map { axis in
      (0..<count).reduce(0) { $0 + weights[$1] * coordinates[$1 * dimensions + axis] } / total
    }
    let centred = Matrix(rows: count, columns: dimensions) {
      (weights[$0] / total).squareRoot() * (coordinates[$0 * dimensions + $1] - means[$1])
    }
    return centred.crossProduct
  }

  /// As many normal points of equal weight with covariance LLᵀ.
  fileprivate func cloud(_ lower: Matrix, _ stream: inout RandomStream) -> ScorePoints {
    var drawn: [Double] = []
    drawn.reserveCapacity(coordinates.count)
    for _ in 0..<count {
      let normal = (0..<dimensions).map { _ in stream.normal() }
      for axis in 0..<dimensions {
        drawn.append((0...axis).reduce(0) { $0 + lower[axis, $1] * normal[$1] })
      }
    }
    return ScorePoints(
      coordinates: drawn, dimensions: dimensions, weights: Array(repeating: 1, count: count))
  }
}
