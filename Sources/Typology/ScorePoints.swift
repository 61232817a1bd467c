import NumericalMethods

/// Weighted points in the space of scores, and the steps that divide them.
struct ScorePoints: Sendable {
  /// Point after point.
  let coordinates: [Double]
  let dimensions: Int
  var weights: [Double]

  var count: Int { weights.count }

  /// A division of the points.
  struct Division: Sendable {
    /// For each point its cluster.
    var memberships: [Int]
    /// Cluster after cluster.
    var centres: [Double]
    /// Σ w |x − c|².
    var within: Double
  }

  /// Lloyd's steps to their end, then Hartigan's: a point goes over wherever that makes the sum of
  /// squares smaller, W_b/(W_b + w) |x − c_b|² < W_a/(W_a − w) |x − c_a|², until none does.
  ///
  /// > S. P. Lloyd (1982). "Least squares quantization in PCM". *IEEE Trans. Inf. Theory* 28(2).
  /// > J. A. Hartigan (1975). *Clustering Algorithms*, ch. 4. Wiley.
  func divided(from centres: [Double], steps: Int = 200) -> Division {
    var division = Division(
      memberships: Array(repeating: -1, count: count), centres: centres, within: 0)
    for _ in 0..<steps {
      guard assign(&division) else { break }
      recentre(&division)
    }
    for _ in 0..<steps where !transfer(&division) { break }
    recentre(&division)
    division.within = (0..<count).reduce(0) {
      $0 + weights[$1] * squaredDistance($1, to: division.memberships[$1], of: division.centres)
    }
    return division
  }

  /// Centres by k-means++: each next one a point drawn in proportion to its weight times its
  /// squared distance from the nearest centre so far.
  ///
  /// > D. Arthur, S. Vassilvitskii (2007). "k-means++: the advantages of careful seeding". SODA.
  func start(_ clusters: Int, _ stream: inout RandomStream) -> [Double] {
    var centres: [Double] = []
    var chances = weights
    var nearest = Array(repeating: Double.infinity, count: count)
    for cluster in 0..<clusters {
      let point = stream.categorical(chances)
      centres += coordinates[point * dimensions..<(point + 1) * dimensions]
      for other in 0..<count {
        nearest[other] = min(nearest[other], squaredDistance(other, to: cluster, of: centres))
        chances[other] = weights[other] * nearest[other]
      }
      if !chances.contains(where: { $0 > 0 }) { chances = weights }
    }
    return centres
  }

  /// Puts each point to its nearest centre.
  ///
  /// - Returns: Whether any went over.
  private func assign(_ division: inout Division) -> Bool {
    let clusters = division.centres.count / dimensions
    var hasMoved = false
    for point in 0..<count {
      let nearest = nearest(point, of: division.centres, clusters)
      if nearest != division.memberships[point] {
        division.memberships[point] = nearest
        hasMoved = true
      }
    }
    return hasMoved
  }

  private func nearest(_ point: Int, of centres: [Double], _ clusters: Int) -> Int {
    var best = (cluster: 0, distance: Double.infinity)
    for cluster in 0..<clusters {
      let distance = squaredDistance(point, to: cluster, of: centres)
      if distance < best.distance { best = (cluster, distance) }
    }
    return best.cluster
  }

  /// Puts each centre to the mean of its points; one without points, to the point farthest away
  /// from its own.
  private func recentre(_ division: inout Division) {
    let before = division.centres
    var sums = Array(repeating: 0.0, count: before.count)
    var sizes = Array(repeating: 0.0, count: before.count / dimensions)
    for point in 0..<count {
      let cluster = division.memberships[point]
      sizes[cluster] += weights[point]
      for axis in 0..<dimensions {
        sums[cluster * dimensions + axis] +=
          weights[point] * coordinates[point * dimensions + axis]
      }
    }
    for cluster in sizes.indices {
      let own = cluster * dimensions..<(cluster + 1) * dimensions
      if sizes[cluster] > 0 {
        for index in own { division.centres[index] = sums[index] / sizes[cluster] }
      } else if let far = farthest(division.memberships, from: before) {
        division.centres.replaceSubrange(
          own, with: coordinates[far * dimensions..<(far + 1) * dimensions])
      }
    }
  }

  private func farthest(_ memberships: [Int], from centres: [Double]) -> Int? {
    (0..<count).max {
      weights[$0] * squaredDistance($0, to: memberships[$0], of: centres)
        < weights[$1] * squaredDistance($1, to: memberships[$1], of: centres)
    }
  }

  /// One round of Hartigan's steps.
  ///
  /// - Returns: Whether any point went over.
  private func transfer(_ division: inout Division) -> Bool {
    let clusters = division.centres.count / dimensions
    var sizes = Array(repeating: 0.0, count: clusters)
    for point in 0..<count { sizes[division.memberships[point]] += weights[point] }
    var hasMoved = false
    for point in 0..<count where weights[point] > 0 {
      let (own, weight) = (division.memberships[point], weights[point])
      guard sizes[own] - weight > 1e-9 * sizes[own] else { continue }
      let loss =
        sizes[own] / (sizes[own] - weight) * squaredDistance(point, to: own, of: division.centres)
      var best = (cluster: own, gain: loss * (1 - 1e-12))
      for other in 0..<clusters where other != own {
        let gain =
          sizes[other] / (sizes[other] + weight)
          * squaredDistance(point, to: other, of: division.centres)
        if gain < best.gain { best = (other, gain) }
      }
      guard best.cluster != own else { continue }
      move(point, from: own, to: best.cluster, &division.centres, &sizes)
      division.memberships[point] = best.cluster
      hasMoved = true
    }
    return hasMoved
  }

  private func move(
    _ point: Int, from own: Int, to other: Int, _ centres: inout [Double], _ sizes: inout [Double]
  ) {
    let weight = weights[point]
    for axis in 0..<dimensions {
      let x = coordinates[point * dimensions + axis]
      let (a, b) = (own * dimensions + axis, other * dimensions + axis)
      centres[a] -= weight * (x - centres[a]) / (sizes[own] - weight)
      centres[b] += weight * (x - centres[b]) / (sizes[other] + weight)
    }
    sizes[own] -= weight
    sizes[other] += weight
  }

  func squaredDistance(_ point: Int, to cluster: Int, of centres: [Double]) -> Double {
    var sum = 0.0
    coordinates.withUnsafeBufferPointer { coordinates in
      centres.withUnsafeBufferPointer { centres in
        let (x, c) = (point * dimensions, cluster * dimensions)
        for axis in 0..<dimensions {
          let difference = coordinates[x + axis] - centres[c + axis]
          sum += difference * difference
        }
      }
    }
    return sum
  }
}
