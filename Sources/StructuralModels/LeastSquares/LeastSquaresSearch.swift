import NumericalMethods
import Parallelism

/// The search for the parameters of least weighted squares.
///
///     F = ½ Σ v (s − σ(θ))²
///
/// over the statistics s of all groups, v being one over their variances; χ² = 2F. Gauss and
/// Newton's method, JᵀVJ for the second derivatives, with steps halved until F falls as far as
/// Armijo's rule asks; a matrix that is not positive definite is damped.
///
/// > B. Muthén, S. du Toit, D. Spisic (1997). *Robust inference using weighted least squares and
/// > quadratic estimating equations in latent variable modeling with categorical and continuous
/// > outcomes*, for the weights.
struct LeastSquaresSearch: Sendable {
  let structure: ModelStructure
  let sample: OrdinalSample
  let partition: ParameterPartition
  var iterationLimit = 500
  /// How small the largest possible step, in standard errors, is at the end.
  var tolerance = 1e-9

  /// What the model implies at one place.
  struct Point: Sendable {
    let estimates: [Double]
    let groups: [LatentAnswers]
    /// s − σ, group after group.
    let residuals: [[Double]]
    /// F.
    let value: Double
  }

  /// Where the search ended.
  struct Minimum: Sendable {
    let point: Point
    /// ∂σ/∂θ for each group, over its own parameters.
    let jacobians: [Matrix]
    let iterations: Int
    /// The length of the next step in standard errors.
    let distance: Double
    let converged: Bool
  }

  /// - Returns: Nil where the model implies no variance of some latent answer.
  func point(at estimates: [Double]) -> Point? {
    let parameterization = structure.table.parameterization
    let found = concurrently(sample.groups.count) { index in
      let group = structure.groups[index]
      return LatentAnswers(
        group, sample.groups[index].layout, parameterization, at: group.parameters(of: estimates))
    }
    let groups = found.compactMap(\.self)
    guard groups.count == sample.groups.count else { return nil }
    let residuals = zip(sample.groups, groups).map { sample, implied in
      zip(sample.values, implied.values).map { $0 - $1 }
    }
    let value = zip(sample.groups, residuals).reduce(0.0) { sum, pair in
      sum + zip(pair.0.weights, pair.1).reduce(0) { $0 + $1.0 * $1.1 * $1.1 / 2 }
    }
    guard value.isFinite else { return nil }
    return Point(estimates: estimates, groups: groups, residuals: residuals, value: value)
  }

  func jacobians(at point: Point) -> [Matrix] {
    concurrently(point.groups.count) { point.groups[$0].jacobian(structure.groups[$0]) }
  }

  /// JᵀVJ, from the weights of each group.
  func information(_ jacobians: [Matrix], _ weights: [[Double]]) -> ArrowMatrix {
    partition.arrow(
      concurrently(jacobians.count) { group in
        jacobians[group].scalingRows(weights[group].map { $0.squareRoot() }).crossProduct
      })
  }

  /// JᵀV(s − σ) of each group: which way F falls.
  func descent(_ point: Point, _ jacobians: [Matrix]) -> [[Double]] {
    zip(jacobians, zip(sample.groups, point.residuals)).map { jacobian, group in
      let weighted = zip(group.0.weights, group.1).map { $0 * $1 }
      return jacobian.transposedTimes(
        Matrix(rows: weighted.count, columns: 1, elements: weighted)
      ).elements
    }
  }

  /// - Returns: Nil where nothing is implied at the start.
  func minimum(from start: [Double]) -> Minimum? {
    guard var point = point(at: partition.satisfied(start)) else { return nil }
    var iteration = 0
    while true {
      let jacobians = jacobians(at: point)
      let information = information(jacobians, sample.groups.map(\.weights))
      let descent = partition.arrow(descent(point, jacobians))
      let step = step(information, descent)
      let distance = step.map { max(0, $0.dot(descent)).squareRoot() } ?? .infinity
      let next =
        distance < tolerance || iteration == iterationLimit
        ? nil : step.flatMap { searched(from: point, along: $0, slope: -$0.dot(descent)) }
      guard let next else {
        return Minimum(
          point: point, jacobians: jacobians, iterations: iteration, distance: distance,
          converged: distance < 1e-6)
      }
      point = next
      iteration += 1
    }
  }

  private func step(_ information: ArrowMatrix, _ descent: ArrowVector) -> ArrowVector? {
    for power in 0..<12 {
      let damping = power == 0 ? 0 : Elementary.pow(10, Double(power) - 9)
      if let factor = ArrowFactor(damping == 0 ? information : information.damped(by: damping)) {
        return factor.solve(descent)
      }
    }
    return nil
  }

  private func searched(from point: Point, along step: ArrowVector, slope: Double) -> Point? {
    let rounding = 1e-14 * (1 + abs(point.value))
    var length = 1.0
    for _ in 0..<30 {
      if let next = self.point(at: partition.moved(point.estimates, step, length: length)),
        next.value <= point.value + 1e-4 * length * slope + rounding
      {
        return next
      }
      length /= 2
    }
    return nil
  }
}
