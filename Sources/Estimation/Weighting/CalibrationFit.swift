import NumericalMethods

/// What is calibrated: units with their masses, what each adds to the known totals, and the range
/// of each unit's factor.
struct CalibrationProblem: Sendable {
  let method: WeightingMethod
  /// Base weights of each unit together, scaled to the population's total.
  let masses: [Double]
  let goals: [Raking.Goal]
  /// Values of the continuous totals by unit, and what their sums are to be.
  let values: [[Double]]
  let totals: [Double]
  let bounds: [ClosedRange<Double>]

  /// The column of each goal's first category; the continuous totals follow the last.
  private let offsets: [Int]
  private let size: Int
  private let targets: [Double]

  init(
    method: WeightingMethod, masses: [Double], goals: [Raking.Goal], values: [[Double]],
    totals: [Double], bounds: [ClosedRange<Double>]
  ) {
    self.method = method
    self.masses = masses
    self.goals = goals
    self.values = values
    self.totals = totals
    self.bounds = bounds
    offsets = goals.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.targets.count) }
    size = offsets[goals.count] + totals.count
    targets = goals.flatMap(\.targets) + totals
  }
}

extension CalibrationProblem {
  /// What was left when the iterations stopped, and each unit's factor.
  struct Solution {
    var factors: [Double]
    var iterations: Int
    var error: Double
    /// The place of the largest error among all categories and totals.
    var column: Int
  }

  /// Newton's method on the convex dual of the distance; a step that overshoots is halved.
  /// O(iterations × (units × columns² + columns³)).
  func solved(tolerance: Double, maximumIterations: Int) -> Solution {
    var multipliers = Array(repeating: 0.0, count: size)
    var arguments = scores(multipliers)
    var solution = solution(arguments, iterations: 0)
    var residuals = self.residuals(solution.factors)
    while solution.error > tolerance, solution.iterations < maximumIterations {
      let step = SymmetricSystem(information(arguments)).solution(residuals)
      let slope = sumOfProducts(residuals, step)
      guard slope > 0 else { break }
      var length = 1.0
      var next = multipliers
      repeat {
        for place in next.indices { next[place] = multipliers[place] + length * step[place] }
        arguments = scores(next)
        solution = self.solution(arguments, iterations: solution.iterations)
        residuals = self.residuals(solution.factors)
        length /= 2
      } while !(sumOfProducts(residuals, step) >= -0.5 * slope) && length > 1e-9
      multipliers = next
      solution.iterations += 1
    }
    return solution
  }

  private func solution(_ arguments: [Double], iterations: Int) -> Solution {
    let factors = arguments.indices.map { factor(arguments[$0], bounds[$0]).value }
    var solution = Solution(factors: factors, iterations: iterations, error: 0, column: 0)
    let sums = sums(factors)
    for column in targets.indices {
      let scale = targets[column] == 0 ? scale(ofTotal: column) : abs(targets[column])
      guard scale > 0 else { continue }
      let error = abs(sums[column] - targets[column]) / scale
      if error > solution.error || error.isNaN {
        solution.error = error.isNaN ? .infinity : error
        solution.column = column
      }
    }
    return solution
  }

  /// What an error of a total whose target is 0 is measured by.
  private func scale(ofTotal column: Int) -> Double {
    guard column >= offsets[goals.count] else { return 0 }
    let own = values[column - offsets[goals.count]]
    return zip(own, masses).reduce(0) { $0 + abs($1.0) * $1.1 }
  }

  private func residuals(_ factors: [Double]) -> [Double] {
    zip(targets, sums(factors)).map { $0 - $1 }
  }

  /// Σ m g x.
  private func sums(_ factors: [Double]) -> [Double] {
    var sums = Array(repeating: 0.0, count: size)
    for unit in masses.indices {
      let weight = masses[unit] * factors[unit]
      for goal in goals.indices {
        sums[offsets[goal] + Int(goals[goal].categoryOfUnit[unit])] += weight
      }
      for total in values.indices {
        sums[offsets[goals.count] + total] += weight * values[total][unit]
      }
    }
    return sums
  }

  /// xᵀλ of each unit.
  private func scores(_ multipliers: [Double]) -> [Double] {
    masses.indices.map { unit in
      var score = 0.0
      for goal in goals.indices {
        score += multipliers[offsets[goal] + Int(goals[goal].categoryOfUnit[unit])]
      }
      for total in values.indices {
        score += multipliers[offsets[goals.count] + total] * values[total][unit]
      }
      return score
    }
  }

  /// Σ m F′ x xᵀ.
  private func information(_ arguments: [Double]) -> Matrix {
    var information = Matrix(rows: size, columns: size)
    var columns = Array(repeating: 0, count: goals.count + values.count)
    var entries = Array(repeating: 1.0, count: columns.count)
    for total in values.indices { columns[goals.count + total] = offsets[goals.count] + total }
    for unit in masses.indices {
      let weight = masses[unit] * factor(arguments[unit], bounds[unit]).slope
      guard weight > 0 else { continue }
      for goal in goals.indices {
        columns[goal] = offsets[goal] + Int(goals[goal].categoryOfUnit[unit])
      }
      for total in values.indices { entries[goals.count + total] = values[total][unit] }
      for first in columns.indices {
        for second in columns.indices {
          information[columns[first], columns[second]] += weight * entries[first] * entries[second]
        }
      }
    }
    return information
  }

  /// F(u) within the bounds, and its slope.
  private func factor(
    _ u: Double, _ bounds: ClosedRange<Double>
  ) -> (value: Double, slope: Double) {
    switch method {
    case .logit: logitFactor(u, bounds)
    case .linear: bounded(1 + u, slope: 1, bounds)
    default:
      { bounded($0, slope: $0, bounds) }(Elementary.exp(min(u, 500)))
    }
  }

  private func bounded(
    _ value: Double, slope: Double, _ bounds: ClosedRange<Double>
  ) -> (value: Double, slope: Double) {
    if value < bounds.lowerBound { return (bounds.lowerBound, 0) }
    return value > bounds.upperBound ? (bounds.upperBound, 0) : (value, slope)
  }

  private func logitFactor(
    _ u: Double, _ bounds: ClosedRange<Double>
  ) -> (value: Double, slope: Double) {
    let (lower, upper) = (bounds.lowerBound, bounds.upperBound)
    let rate = (upper - lower) / ((1 - lower) * (upper - 1))
    let growth = Elementary.exp(min(max(rate * u, -500), 500))
    let (below, above) = (1 - lower, upper - 1)
    let sum = above + below * growth
    return (
      (lower * above + upper * below * growth) / sum,
      rate * below * above * (upper - lower) * growth / (sum * sum)
    )
  }
}

/// A symmetric system that may repeat itself, such as margins that add up to one total: the
/// solution of least length, its columns scaled to one size first.
struct SymmetricSystem {
  private let scales: [Double]
  private let inverse: Matrix

  init(_ matrix: Matrix) {
    let scales = matrix.diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    self.scales = scales
    inverse = generalisedInverse(
      Matrix(rows: matrix.rows, columns: matrix.columns) {
        matrix[$0, $1] * scales[$0] * scales[$1]
      })
  }

  func solution(_ right: [Double]) -> [Double] {
    let scaled = inverse.times(zip(right, scales).map { $0 * $1 })
    return zip(scaled, scales).map { $0 * $1 }
  }
}
