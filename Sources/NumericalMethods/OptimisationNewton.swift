/// Newton's method for a smooth function of variables that each stay within the same two bounds.
///
/// A variable on a bound whose gradient points outwards is held there; the others take the Newton
/// step, its matrix made positive definite where it is not, cut back to the bounds and halved
/// until the function falls as far as Armijo's rule asks.
///
/// > D. P. Bertsekas (1982). "Projected Newton methods for optimization problems with simple
/// > constraints". *SIAM Journal on Control and Optimization* 20(2).
package struct BoundedNewton: Sendable {
  package var lower: Double
  package var upper: Double
  /// The largest element that the gradient of the free variables may have at the end.
  package var tolerance: Double
  package var iterationLimit: Int

  package init(
    lower: Double, upper: Double, tolerance: Double = 1e-10, iterationLimit: Int = 200
  ) {
    self.lower = lower
    self.upper = upper
    self.tolerance = tolerance
    self.iterationLimit = iterationLimit
  }

  /// The function at one place.
  package struct Point: Sendable {
    package var value: Double
    package var gradient: [Double]
    package var hessian: Matrix

    package init(value: Double, gradient: [Double], hessian: Matrix) {
      self.value = value
      self.gradient = gradient
      self.hessian = hessian
    }
  }

  /// Where the search ended.
  package struct Minimum: Sendable {
    package var place: [Double]
    package var value: Double
    package var iterations: Int
    /// The largest element of the gradient of the free variables.
    package var gradient: Double
    package var converged: Bool
  }

  /// - Parameter objective: The function; nil where it cannot be computed.
  /// - Returns: Nil where the function cannot be computed at the start.
  package func minimum(from start: [Double], of objective: ([Double]) -> Point?) -> Minimum? {
    var place = start.map(clamped)
    guard var point = objective(place) else { return nil }
    for iteration in 0...iterationLimit {
      let free = freeVariables(place, point.gradient)
      let gradient = free.map { abs(point.gradient[$0]) }.max() ?? 0
      let found = Minimum(
        place: place, value: point.value, iterations: iteration, gradient: gradient,
        converged: gradient <= tolerance)
      guard !found.converged, iteration < iterationLimit else { return found }
      guard
        let next = searched(from: place, point, along: newtonStep(point, free), objective)
          ?? searched(from: place, point, along: descentStep(point, free), objective)
      else { return found }
      (place, point) = next
    }
    return nil
  }

  private func clamped(_ x: Double) -> Double { min(max(x, lower), upper) }

  private func freeVariables(_ place: [Double], _ gradient: [Double]) -> [Int] {
    place.indices.filter {
      !(place[$0] <= lower && gradient[$0] > 0) && !(place[$0] >= upper && gradient[$0] < 0)
    }
  }

  private func newtonStep(_ point: Point, _ free: [Int]) -> [Double] {
    let hessian = Matrix(rows: free.count, columns: free.count) {
      point.hessian[free[$0], free[$1]]
    }
    let factor = shiftedFactor(hessian)
    let solution = factor?.solve(free.map { -point.gradient[$0] })
    var step = Array(repeating: 0.0, count: point.gradient.count)
    for (index, variable) in free.enumerated() { step[variable] = solution?[index] ?? 0 }
    return step
  }

  /// The Cholesky factor of the matrix plus the smallest tried multiple of the unit matrix that
  /// makes it positive definite.
  private func shiftedFactor(_ hessian: Matrix) -> CholeskyFactor? {
    let size = max(hessian.elements.map(abs).max() ?? 0, 1e-8)
    for power in 0..<10 {
      var shifted = hessian
      let shift = power == 0 ? 0 : size * Elementary.pow(10, Double(power) - 7)
      for index in 0..<hessian.rows { shifted[index, index] += shift }
      if let factor = CholeskyFactor(shifted) { return factor }
    }
    return nil
  }

  private func descentStep(_ point: Point, _ free: [Int]) -> [Double] {
    var step = Array(repeating: 0.0, count: point.gradient.count)
    for variable in free { step[variable] = -point.gradient[variable] }
    return step
  }

  private func searched(
    from place: [Double], _ point: Point, along step: [Double],
    _ objective: ([Double]) -> Point?
  ) -> ([Double], Point)? {
    var length = 1.0
    for _ in 0..<40 {
      let trial = zip(place, step).map { clamped($0 + length * $1) }
      let slope = zip(zip(trial, place).map { $0 - $1 }, point.gradient)
        .reduce(0) { $0 + $1.0 * $1.1 }
      let rounding = 1e-14 * (1 + abs(point.value))
      if trial != place, slope < 0, let next = objective(trial),
        next.value <= point.value + 1e-4 * slope + rounding
      {
        return (trial, next)
      }
      length /= 2
    }
    return nil
  }
}
