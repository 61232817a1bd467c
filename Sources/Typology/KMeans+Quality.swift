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

  /// The chance that a cloud without clusters is cut at least as well, W/T being not larger:
  /// (1 + clouds cut as well)/(1 + clouds).
  ///
  /// The clouds are a parametric bootstrap: as many points as there are interviews, each score with the
  /// distribution that it has among the interviews, and all joined by a normal copula with the
  /// correlations of their normal scores. So neither scores that few values make, nor long tails, nor
  /// answers at both ends of a scale pass for clusters.
  ///
  /// > Y. Liu, D. N. Hayes, A. Nobel, J. S. Marron (2008). "Statistical significance of clustering
  /// > for high-dimension, low-sample size data". *JASA* 103, with a normal cloud. — A. C. Davison,
  /// > D. V. Hinkley (1997). *Bootstrap Methods and their Application*, §4.2.
  ///
  /// - Returns: Nil for one cluster, and where the scores repeat one another.
  public func distinctness(resamples: Int = 100) -> Double? {
    precondition(resamples > 0, "at least one cloud")
    guard clusters > 1, let null = CloudWithoutClusters(points) else { return nil }
    let observed = withinSumOfSquares / totalSumOfSquares
    let root = RandomStream(seed: search.seed).split("clouds")
    let indices = concurrentMap(resamples) { index in
      var stream = root.split(UInt64(index))
      let cloud = null.drawn(&stream)
      let found = cloud.best(of: 10, clusters: clusters, seed: stream.next())
      return found.division.within / cloud.totalSumOfSquares
    }
    return Double(1 + indices.count { $0 <= observed }) / Double(1 + resamples)
  }

  /// How dense people are between neighbouring clusters, in densities at the thinner of both centres:
  /// 1 and more where there is no gap. Of each cluster and the one of the nearest centre, people are
  /// projected on the line through both centres, and those of the middle third set against those
  /// within a sixth of the distance from a centre; the largest of the ratios.
  ///
  /// Two normal clusters of standard deviation σ whose centres are 3, 4, 5σ apart: 0.72, 0.35, 0.14.
  ///
  /// - Returns: Nil for one cluster. O(interviews × clusters).
  public var densityBetween: Double? {
    guard clusters > 1 else { return nil }
    return (0..<clusters).compactMap { points.densityBetween($0, in: division, clusters) }.max()
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

  fileprivate func densityBetween(
    _ cluster: Int, in division: Division, _ clusters: Int
  ) -> Double? {
    func centre(_ place: Int) -> ArraySlice<Double> {
      division.centres[place * dimensions..<(place + 1) * dimensions]
    }
    func squaredDistance(_ other: Int) -> Double {
      zip(centre(cluster), centre(other)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let others = (0..<clusters).filter { $0 != cluster && squaredDistance($0) > 0 }
    guard let other = others.min(by: { squaredDistance($0) < squaredDistance($1) }) else {
      return nil
    }
    let (start, end) = (Array(centre(cluster)), Array(centre(other)))
    let length = squaredDistance(other)
    var (first, middle, last) = (0.0, 0.0, 0.0)
    for point in 0..<count where [cluster, other].contains(division.memberships[point]) {
      let place = (0..<dimensions).reduce(0) {
        $0 + (coordinates[point * dimensions + $1] - start[$1]) * (end[$1] - start[$1]) / length
      }
      switch place {
      case -1 / 6...1 / 6: first += weights[point]
      case 1 / 3...2 / 3: middle += weights[point]
      case 5 / 6...7 / 6: last += weights[point]
      default: break
      }
    }
    let thinner = min(first, last)
    return thinner > 0 ? middle / thinner : middle > 0 ? .infinity : 0
  }
}

/// Clouds of points with the distributions and correlations of some scores, and nothing else in common
/// with them.
private struct CloudWithoutClusters: Sendable {
  private let count: Int
  /// For each score its values from the lowest on, and the share of the weight up to each.
  private let margins: [(values: [Double], shares: [Double])]
  /// L of the correlations LLᵀ of the normal scores.
  private let lower: Matrix

  /// - Returns: Nil where the correlations are not positive definite.
  init?(_ points: ScorePoints) {
    let total = points.weights.reduce(0, +)
    var margins: [(values: [Double], shares: [Double])] = []
    var normal: [[Double]] = []
    for axis in 0..<points.dimensions {
      let column = (0..<points.count).map { points.coordinates[$0 * points.dimensions + axis] }
      let order = column.indices.filter { points.weights[$0] > 0 }.sorted {
        column[$0] < column[$1]
      }
      var scores = Array(repeating: 0.0, count: column.count)
      var (values, shares): ([Double], [Double]) = ([], [])
      var (start, sum) = (0, 0.0)
      while start < order.count {
        let value = column[order[start]]
        let end = order[start...].firstIndex { column[$0] > value } ?? order.count
        let weight = order[start..<end].reduce(0) { $0 + points.weights[$1] }
        let middle = Distribution.standardNormal.quantile((sum + weight / 2) / total)
        for place in order[start..<end] { scores[place] = middle }
        sum += weight
        values.append(value)
        shares.append(sum / total)
        start = end
      }
      margins.append((values, shares))
      normal.append(scores)
    }
    let cross = Matrix(rows: normal.count, columns: normal.count) { first, second in
      points.weights.indices.reduce(0) {
        $0 + points.weights[$1] * normal[first][$1] * normal[second][$1]
      }
    }
    let scale = cross.diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    guard let factor = CholeskyFactor(cross.scaled(by: scale)) else { return nil }
    count = points.count
    lower = factor.lower
    self.margins = margins
  }

  /// As many points of equal weight.
  func drawn(_ stream: inout RandomStream) -> ScorePoints {
    let dimensions = margins.count
    var drawn: [Double] = []
    drawn.reserveCapacity(count * dimensions)
    for _ in 0..<count {
      let normal = (0..<dimensions).map { _ in stream.normal() }
      for axis in 0..<dimensions {
        let latent = (0...axis).reduce(0) { $0 + lower[axis, $1] * normal[$1] }
        drawn.append(value(of: Distribution.standardNormal.lowerTail(latent), axis))
      }
    }
    return ScorePoints(
      coordinates: drawn, dimensions: dimensions, weights: Array(repeating: 1, count: count))
  }

  /// The least value up to which this share lies.
  private func value(of share: Double, _ axis: Int) -> Double {
    let (values, shares) = margins[axis]
    var (low, high) = (0, shares.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if shares[middle] < share { low = middle + 1 } else { high = middle }
    }
    return values[low]
  }
}
