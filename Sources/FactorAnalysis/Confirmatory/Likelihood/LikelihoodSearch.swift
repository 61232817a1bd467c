import NumericalMethods
import Parallelism

/// The search for the parameters of greatest likelihood.
///
/// Fisher's scoring far away, Newton's method with the exact second derivatives near the maximum,
/// both with steps halved until the likelihood rises as far as Armijo's rule asks. A matrix that is
/// not positive definite is damped. The information has the form of an arrow, see ``ArrowFactor``.
///
/// > J. Nocedal, S. Wright (2006). *Numerical Optimization*, ch. 3. Springer.
struct LikelihoodSearch: Sendable {
  let structure: ModelStructure
  let samples: [ModelSample]
  let partition: ParameterPartition
  var iterationLimit = 500
  /// How small the largest possible step, in standard errors, is at the end.
  var tolerance = 1e-9

  /// The likelihood of all groups at one place.
  struct Point: Sendable {
    let estimates: [Double]
    let groups: [GroupLikelihood]
    let gradient: ArrowVector
    /// −ln L.
    let value: Double
  }

  /// Where the search ended.
  struct Maximum: Sendable {
    let point: Point
    let iterations: Int
    /// The length of the next step in standard errors: √(gᵀ I⁻¹ g).
    let distance: Double
    let converged: Bool
  }

  private var hasMeans: Bool { structure.table.hasMeanStructure }

  /// - Returns: Nil where the implied covariances of some group are not positive definite.
  func point(at estimates: [Double]) -> Point? {
    let found = concurrently(samples.count) { group -> GroupLikelihood? in
      let structure = structure.groups[group]
      return GroupLikelihood(
        structure, samples[group], at: structure.parameters(of: estimates), hasMeans: hasMeans)
    }
    let groups = found.compactMap(\.self)
    guard groups.count == samples.count else { return nil }
    let value = groups.reduce(0) { $0 + $1.value }
    guard value.isFinite else { return nil }
    return Point(
      estimates: estimates, groups: groups,
      gradient: partition.arrow(groups.map(\.gradient)), value: value)
  }

  func expectedInformation(_ point: Point) -> ArrowMatrix {
    let groups = point.groups
    return partition.arrow(concurrently(groups.count) { groups[$0].expectedInformation })
  }

  func observedInformation(_ point: Point) -> ArrowMatrix {
    let groups = point.groups
    return partition.arrow(concurrently(groups.count) { groups[$0].observedInformation })
  }

  /// The maximum from the first start that leads to one. Each is given fifty steps, five times what
  /// a search takes that gets anywhere; the best of those that do not is followed to the end.
  ///
  /// - Returns: Nil where no start has a likelihood.
  func maximum(fromFirstOf starts: [[Double]]) -> Maximum? {
    var short = self
    short.iterationLimit = min(50, iterationLimit)
    var best: Maximum?
    for start in starts where best?.converged != true {
      guard let found = short.maximum(from: start) else { continue }
      if best.map({ found.converged || found.point.value < $0.point.value }) ?? true {
        best = found
      }
    }
    guard let best, !best.converged else { return best }
    return maximum(from: best.point.estimates) ?? best
  }

  /// - Returns: Nil where the start has no likelihood.
  func maximum(from start: [Double]) -> Maximum? {
    guard var point = point(at: partition.satisfied(start)) else { return nil }
    var distance = Double.infinity
    for iteration in 0..<iterationLimit {
      guard let step = step(from: point, isNear: distance < 0.5) else { break }
      distance = max(0, step.dot(point.gradient)).squareRoot()
      if distance < tolerance {
        return Maximum(point: point, iterations: iteration, distance: distance, converged: true)
      }
      guard let next = searched(from: point, against: step) else {
        let isDone = distance < 1e-6
        return Maximum(point: point, iterations: iteration, distance: distance, converged: isDone)
      }
      point = next
    }
    return Maximum(
      point: point, iterations: iterationLimit, distance: distance, converged: false)
  }

  /// I⁻¹ g, which leads uphill in −ln L.
  private func step(from point: Point, isNear: Bool) -> ArrowVector? {
    if isNear, let factor = ArrowFactor(observedInformation(point)) {
      return factor.solve(point.gradient)
    }
    let information = expectedInformation(point)
    for power in 0..<12 {
      let damping = power == 0 ? 0 : Elementary.pow(10, Double(power) - 9)
      if let factor = ArrowFactor(damping == 0 ? information : information.damped(by: damping)) {
        return factor.solve(point.gradient)
      }
    }
    return nil
  }

  private func searched(from point: Point, against step: ArrowVector) -> Point? {
    let slope = -step.dot(point.gradient)
    let rounding = 1e-13 * (1 + abs(point.value))
    var length = 1.0
    for _ in 0..<30 {
      let trial = partition.moved(point.estimates, step, length: -length)
      if let next = self.point(at: trial),
        next.value <= point.value + 1e-4 * length * slope + rounding
      {
        return next
      }
      length /= 2
    }
    return nil
  }
}

/// The values of a function at 0 ..< count, on all cores where there are many.
func concurrently<Value: Sendable>(
  _ count: Int, _ value: @Sendable (Int) -> Value
) -> [Value] {
  count < 4 ? (0..<count).map(value) : concurrentMap(count, value)
}
