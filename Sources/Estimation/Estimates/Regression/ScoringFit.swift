import NumericalMethods

/// Newton's search for the coefficients of a logistic or Poisson regression on scaled predictors.
struct ScoringFit {
  let family: RegressionFamily
  let matrix: ModelMatrix
  let outcome: [Double]
  /// The intercept and the slopes of scaled predictors.
  private(set) var coefficients: [Double]
  private let total: Double

  init(family: RegressionFamily, matrix: ModelMatrix, outcome: [Double]) {
    self.family = family
    self.matrix = matrix
    self.outcome = outcome
    total = matrix.weights.reduce(0, +)
    let mean = sumOfProducts(matrix.weights, outcome) / total
    let start = family == .logistic ? Elementary.log(mean / (1 - mean)) : Elementary.log(mean)
    coefficients = [start] + Array(repeating: 0, count: matrix.width)
  }

  /// - Returns: The number of steps.
  mutating func run() throws(RegressionError) -> Int {
    var loss = loss(coefficients)
    for iteration in 1...60 {
      let (score, information) = derivatives()
      guard let factor = CholeskyFactor(information) else { throw .noFiniteSolution }
      let step = factor.solve(score)
      var length = 1.0
      var next = coefficients
      repeat {
        next = zip(coefficients, step).map { $0 + length * $1 }
        length /= 2
      } while !(self.loss(next) <= loss + 1e-12 * abs(loss)) && length > 1e-6
      coefficients = next
      loss = self.loss(next)
      let size = coefficients.map(abs).max() ?? 0
      guard size < 1e3, loss.isFinite else { throw .noFiniteSolution }
      if step.allSatisfy({ abs($0) <= 1e-11 * (1 + size) }) { return try checked(iteration) }
    }
    throw .noFiniteSolution
  }

  /// Refuses a solution at the edge of what numbers can hold: every answer foretold.
  private func checked(_ iteration: Int) throws(RegressionError) -> Int {
    let isFlat = matrix.rows.indices.allSatisfy { family.mean(linear($0)).slope < 1e-9 }
    if isFlat { throw .noFiniteSolution }
    return iteration
  }

  private func linear(_ place: Int) -> Double {
    coefficients[0] + matrix.linear(place, coefficients.dropFirst())
  }

  private func loss(_ coefficients: [Double]) -> Double {
    var sum = 0.0
    for place in outcome.indices {
      let linear = coefficients[0] + matrix.linear(place, coefficients.dropFirst())
      sum += matrix.weights[place] * family.loss(outcome[place], linear)
    }
    return sum / total
  }

  private func derivatives() -> (score: [Double], information: Matrix) {
    var score = Array(repeating: 0.0, count: coefficients.count)
    var information = SymmetricSums(coefficients.count)
    for place in outcome.indices {
      let mean = family.mean(linear(place))
      let weight = matrix.weights[place] / total
      let row = [1] + matrix[place]
      for index in row.indices {
        score[index] += weight * row[index] * (outcome[place] - mean.value)
      }
      information.add(weight * mean.slope, row)
    }
    return (score, information.matrix)
  }

  /// The coefficients of the predictors themselves, with what each interview adds to them.
  func statistics(
    rows: Int, base: AnswerBase, degreesOfFreedom: Int
  ) -> [LinearisedStatistic] {
    let unscaling = matrix.unscaling(constants: 1, sign: -1)
    let values = unscaling.times(coefficients)
    guard let factor = CholeskyFactor(derivatives().information) else { return [] }
    let inverse = unscaling * factor.inverse
    let scores = outcome.indices.map { place -> [Double] in
      let residual = outcome[place] - family.mean(linear(place)).value
      let weight = matrix.weights[place] / total * residual
      return [weight] + matrix[place].map { weight * $0 }
    }
    return linearised(
      values, inverse, scores: scores, at: matrix.rows, rows: rows, base: base,
      degreesOfFreedom: degreesOfFreedom)
  }
}

/// Solutions of estimating equations, from what each interview adds to the equations.
///
/// - Parameters:
///   - inverse: Coefficients × equations.
///   - places: Of the interviews whose scores are given.
func linearised(
  _ values: [Double], _ inverse: Matrix, scores: [[Double]], at places: [Int], rows: Int,
  base: AnswerBase, degreesOfFreedom: Int
) -> [LinearisedStatistic] {
  var base = base
  base.degreesOfFreedom = degreesOfFreedom
  return values.indices.map { coefficient in
    let factors = inverse.row(coefficient)
    var contributions = Array(repeating: 0.0, count: rows)
    for (place, row) in places.enumerated() {
      contributions[row] = sumOfProducts(factors, scores[place])
    }
    return LinearisedStatistic(values[coefficient], contributions, base)
  }
}
