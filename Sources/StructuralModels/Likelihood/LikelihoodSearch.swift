import NumericalMethods
import Parallelism

/// The search for the parameters of greatest likelihood.
///
/// Fisher's scoring far away, Newton's method with the exact second derivatives near the maximum,
/// both with steps halved until the likelihood rises as far as Armijo's rule asks. A matrix that is
/// not positive definite is damped. The information has the form of an arrow, see ``ArrowFactor``.
///
/// > J. Nocedal, S. Wright (2006). *Numerical Optimization*, ch. 3. Springer.
package struct LikelihoodSearch: Sendable {
  package let structure: ModelStructure
  package let samples: [ModelSample]
  package let partition: ParameterPartition
  var iterationLimit = 500
  /// How small the largest possible step, in standard errors, is at the end.
  var tolerance = 1e-9

  package init(structure: ModelStructure, samples: [ModelSample], partition: ParameterPartition) {
    self.structure = structure
    self.samples = samples
    self.partition = partition
  }

  /// The likelihood of all groups at one place.
  package struct Point: Sendable {
    let estimates: [Double]
    package let groups: [GroupLikelihood]
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

    /// Whether it converged where another did not, or else has the greater likelihood by more than
    /// the search tells apart.
    func isBetter(than other: Maximum) -> Bool {
      guard converged == other.converged else { return converged }
      return point.value < other.point.value - 1e-8 * (1 + abs(other.point.value))
    }
  }

  private var hasMeans: Bool { structure.table.hasMeanStructure }

  /// - Returns: Nil where the implied covariances of some group are not positive definite.
  package func point(at estimates: [Double]) -> Point? {
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

  /// The maximum from the first start that leads to a proper solution; where none does, the greatest
  /// of the others. Each is given fifty steps, five times what a search takes that gets anywhere; the
  /// best of those that do not converge is followed to the end.
  ///
  /// - Returns: Nil where no start has a likelihood.
  func maximum(fromFirstOf starts: [[Double]]) -> Maximum? {
    var short = self
    short.iterationLimit = min(50, iterationLimit)
    var best: Maximum?
    for start in starts {
      guard let found = short.maximum(from: start) else { continue }
      if found.converged, isProper(found) { return found }
      if best.map({ found.isBetter(than: $0) }) ?? true { best = found }
    }
    guard let best, !best.converged else { return best }
    return maximum(from: best.point.estimates) ?? best
  }

  /// Whether no variance is negative, no correlation above one.
  private func isProper(_ maximum: Maximum) -> Bool {
    maximum.point.groups.enumerated().allSatisfy { group, likelihood in
      ImproperSolution.inadmissible(likelihood.implied, structure, group: group).isEmpty
    }
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

/// A model at the maximum of its likelihood, with the covariance of its parameters.
package struct FittedLikelihood: Sendable {
  package let search: LikelihoodSearch
  let maximum: LikelihoodSearch.Maximum
  /// The inverse of the information, by groups; nil where it is singular.
  let factor: ArrowFactor?
  /// The covariance of parameters, robust where asked; nil where they are not identified.
  let covariance: ParameterCovariance?
  /// tr(A₀⁻¹ B₀), where errors are robust.
  package let trace: Double?

  var logLikelihood: Double { -maximum.point.value }

  /// How errors are had.
  struct Inference: Hashable, Sendable {
    /// By second derivatives instead of what is expected of them.
    var isObserved: Bool
    /// Huber and White's sandwich.
    var isRobust: Bool

    init(_ estimator: ModelEstimator, _ missing: MissingInModel) {
      isRobust = estimator == .mlr
      isObserved = isRobust || missing == .fiml
    }
  }

  /// - Parameter starts: Where to begin; the next one is tried where the search does not converge.
  /// - Returns: Nil where no start has a likelihood.
  init?(_ search: LikelihoodSearch, from starts: [[Double]], _ inference: Inference) {
    guard let best = search.maximum(fromFirstOf: starts) else { return nil }
    self.search = search
    maximum = best
    let information =
      inference.isObserved
      ? search.observedInformation(best.point) : search.expectedInformation(best.point)
    factor = information.isSingular ? nil : ArrowFactor(information)
    guard let factor else {
      (covariance, trace) = (nil, nil)
      return
    }
    let inverse = ParameterCovariance(ArrowCovariance(inverting: factor, search.partition))
    (covariance, trace) =
      inference.isRobust ? Self.robust(search, best.point, factor, inverse) : (inverse, nil)
  }

  /// tr(A₀⁻¹ B₀) at other values of θ; nil where the information is singular there.
  package func trace(at estimates: [Double]) -> Double? {
    guard let point = search.point(at: estimates),
      let factor = ArrowFactor(search.observedInformation(point))
    else { return nil }
    let inverse = ParameterCovariance(ArrowCovariance(inverting: factor, search.partition))
    return Self.robust(search, point, factor, inverse).1
  }

  private static func robust(
    _ search: LikelihoodSearch, _ point: LikelihoodSearch.Point, _ factor: ArrowFactor,
    _ inverse: ParameterCovariance
  ) -> (ParameterCovariance, Double) {
    let hasMeans = search.structure.table.hasMeanStructure
    let scores = concurrently(point.groups.count) {
      point.groups[$0].scores(search.samples[$0], hasMeans: hasMeans)
    }
    switch ScoreCovariance(scores, search.samples, search.structure) {
    case .byGroup(let meat):
      let traces = concurrently(meat.count) { group in
        inverse.matrix(of: search.structure.groups[group].freeIndices).innerProduct(meat[group])
      }
      let sandwich = ArrowCovariance(sandwiching: meat, factor, search.partition)
      return (ParameterCovariance(sandwich), traces.reduce(0, +))
    case .linked(let meat):
      let bread = inverse.matrix(of: Array(0..<meat.rows))
      return (ParameterCovariance(bread * meat * bread), bread.innerProduct(meat))
    }
  }
}

extension ArrowMatrix {
  /// Whether some parameter is a function of others, to 1e-9 of its own information.
  var isSingular: Bool {
    let scaled = scaledToUnitDiagonal.damped(by: -1e-9)
    return ArrowFactor(scaled) == nil
  }

  /// A parameter without information keeps its zeros.
  var scaledToUnitDiagonal: ArrowMatrix {
    func scale(_ matrix: Matrix) -> [Double] {
      matrix.diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    }
    let shared = scale(corner)
    return ArrowMatrix(
      blocks: blocks.map { $0.scaled(by: scale($0)) },
      borders: zip(blocks, borders).map { $1.scalingRows(scale($0)).scalingColumns(shared) },
      corner: corner.scaled(by: shared))
  }
}
