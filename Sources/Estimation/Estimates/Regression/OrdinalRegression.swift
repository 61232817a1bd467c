import NumericalMethods

/// An ordinal logistic regression (proportional odds) with design-based standard errors.
public struct OrdinalRegression: Sendable {
  /// The slopes, then the thresholds, named `low|high` after the categories that they part, all on
  /// the scale of log odds.
  public let coefficients: EstimateVector
  /// The number of slopes, which come first.
  public let slopeCount: Int
  /// The design's degrees of freedom minus the number of slopes (R: `df.residual`).
  public let degreesOfFreedom: Int
  public let base: Estimate.Base
  public let iterations: Int

  /// Tests that the slopes of all the named predictors are 0; see ``Regression/waldTest(of:)``.
  public func waldTest(of names: [String]) -> FTest? {
    coefficients.waldTest(of: names, degreesOfFreedom: degreesOfFreedom)
  }
}

extension SurveyDesign {
  /// The regression of an answer with ordered categories on predictors, for the population.
  ///
  ///     logit P(Y ≤ j) = ζⱼ − xᵀb
  ///
  /// A predictor with b > 0 goes with higher answers. The weighted likelihood is maximised by
  /// Newton's method; the covariance is that of the totals of H⁻¹ times the scores by cluster, H
  /// being minus the second derivatives (R: `svyolr`, which stops some 10⁻³ short of the maximum). Categories without answers are left out.
  ///
  /// - Throws: ``RegressionError``. O(interviews × (predictors + 2)² × iterations).
  /// > P. McCullagh (1980). "Regression models for ordinal data". *JRSS* B 42(2). — T. Lumley
  /// > (2010). *Complex Surveys*, §6.3. Wiley.
  public func ordinalRegression(
    of outcome: CategoricalAnswers, on predictors: [Predictor]
  ) throws(RegressionError) -> OrdinalRegression {
    let answers = outcome.codes.map { $0 < 0 ? Double.nan : Double($0) }
    let base = base(answering: [answers] + predictors.map(\.values))
    let used = outcome.categories.indices.filter { code in
      base.contains.indices.contains { base.contains[$0] && Int(outcome.codes[$0]) == code }
    }
    guard used.count > 1 else { throw .constantOutcome }
    let degrees = base.degreesOfFreedom - predictors.count
    guard degrees > 0, !predictors.isEmpty else {
      throw .tooFewDegreesOfFreedom(interviews: base.count, predictors: predictors.count)
    }
    let matrix = try ModelMatrix(predictors, weights: weights, base: base)
    let levels = matrix.rows.map { used.firstIndex(of: Int(outcome.codes[$0])) ?? 0 }
    var fit = OrdinalFit(matrix: matrix, levels: levels, levelCount: used.count)
    let iterations = try fit.run()
    let own = fit.statistics(rows: count, base: base, degreesOfFreedom: degrees)
    let statistics = inReplicates(own) { replicate in
      let fit = try? replicate.ordinalRegression(of: outcome, on: predictors)
      let values = fit?.coefficients.estimates.map(\.value)
      return values?.count == own.count ? values : nil
    }
    let thresholds = zip(used, used.dropFirst()).map {
      "\(outcome.categories[$0])|\(outcome.categories[$1])"
    }
    return OrdinalRegression(
      coefficients: estimates(statistics, names: predictors.map(\.name) + thresholds),
      slopeCount: predictors.count, degreesOfFreedom: degrees, base: base.estimateBase,
      iterations: iterations)
  }
}

/// Newton's search for thresholds and the slopes of scaled predictors.
private struct OrdinalFit {
  let matrix: ModelMatrix
  /// The level of each row, from 0.
  let levels: [Int]
  let levelCount: Int
  /// Thresholds, then slopes.
  private(set) var coefficients: [Double]
  private let total: Double

  private var thresholdCount: Int { levelCount - 1 }

  init(matrix: ModelMatrix, levels: [Int], levelCount: Int) {
    self.matrix = matrix
    self.levels = levels
    self.levelCount = levelCount
    let total = matrix.weights.reduce(0, +)
    self.total = total
    var sums = Array(repeating: 0.0, count: levelCount)
    for (place, level) in levels.enumerated() { sums[level] += matrix.weights[place] }
    var below = 0.0
    coefficients =
      sums.dropLast().map {
        below += $0
        return Elementary.log(below / (total - below))
      } + Array(repeating: 0, count: matrix.width)
  }

  mutating func run() throws(RegressionError) -> Int {
    var point = derivatives(coefficients)
    for iteration in 1...60 {
      guard let factor = CholeskyFactor(point.information) else { throw .noFiniteSolution }
      let step = factor.solve(point.score)
      var length = 1.0
      var next = coefficients
      var reached = point
      repeat {
        next = zip(coefficients, step).map { $0 + length * $1 }
        reached = derivatives(next)
        length /= 2
      } while !(reached.loss <= point.loss + 1e-12 * abs(point.loss)) && length > 1e-6
      coefficients = next
      point = reached
      let size = coefficients.map(abs).max() ?? 0
      guard size < 1e3, point.loss.isFinite else { throw .noFiniteSolution }
      if step.allSatisfy({ abs($0) <= 1e-11 * (1 + size) }) { return iteration }
    }
    throw .noFiniteSolution
  }

  private struct Point {
    var loss = 0.0
    var score: [Double]
    var information: Matrix
  }

  /// The loss is infinite where thresholds are out of order.
  private func derivatives(_ coefficients: [Double]) -> Point {
    var point = Point(
      score: coefficients.map { _ in 0 },
      information: Matrix(rows: coefficients.count, columns: coefficients.count))
    for place in levels.indices {
      let row = row(place, coefficients)
      guard row.probability > 0 else {
        point.loss = .infinity
        return point
      }
      let weight = matrix.weights[place] / total
      point.loss -= weight * Elementary.log(row.probability)
      let edges = edges(of: place)
      for edge in edges.indices {
        for (index, value) in edges[edge] {
          point.score[index] += weight * row.slopes[edge] * value
        }
        for other in edges.indices {
          let factor = weight * row.curvatures[edge][other]
          for (i, first) in edges[edge] {
            for (j, second) in edges[other] {
              point.information[i, j] -= factor * first * second
            }
          }
        }
      }
    }
    return point
  }

  /// The derivatives of ln(F(a) − F(b)) by a = ζₖ − η and b = ζₖ₋₁ − η.
  private func row(
    _ place: Int, _ coefficients: [Double]
  ) -> (probability: Double, slopes: [Double], curvatures: [[Double]]) {
    let linear = matrix.linear(place, coefficients.dropFirst(thresholdCount))
    let level = levels[place]
    let upper = edge(level < thresholdCount ? coefficients[level] - linear : .infinity)
    let lower = edge(level > 0 ? coefficients[level - 1] - linear : -.infinity)
    // The difference of the smaller tails keeps its digits.
    let probability =
      upper.below > 0.5 && lower.below > 0.5
      ? lower.above - upper.above : upper.below - lower.below
    let (a, b) = (upper.density / probability, lower.density / probability)
    return (
      probability, [a, -b],
      [
        [upper.curvature / probability - a * a, a * b],
        [a * b, -lower.curvature / probability - b * b],
      ]
    )
  }

  private func edge(
    _ x: Double
  ) -> (below: Double, above: Double, density: Double, curvature: Double) {
    guard x.isFinite else { return x > 0 ? (1, 0, 0, 0) : (0, 1, 0, 0) }
    let tail = Elementary.exp(-abs(x))
    let (large, small) = (1 / (1 + tail), tail / (1 + tail))
    let (below, above) = x >= 0 ? (large, small) : (small, large)
    return (below, above, below * above, below * above * (above - below))
  }

  /// For a and b: the coefficients that they depend on, with their derivatives.
  private func edges(of place: Int) -> [[(Int, Double)]] {
    let slopes = zip(thresholdCount..., matrix[place]).map { ($0, -$1) }
    let level = levels[place]
    return [
      level < thresholdCount ? [(level, 1.0)] + slopes : [],
      level > 0 ? [(level - 1, 1.0)] + slopes : [],
    ]
  }

  /// Slopes, then thresholds, of the predictors themselves.
  func statistics(
    rows: Int, base: AnswerBase, degreesOfFreedom: Int
  ) -> [LinearisedStatistic] {
    let unscaling = matrix.unscaling(constants: thresholdCount, sign: 1)
    guard let factor = CholeskyFactor(derivatives(coefficients).information) else { return [] }
    let scores = levels.indices.map { place -> [Double] in
      var score = coefficients.map { _ in 0.0 }
      let row = row(place, coefficients)
      for (edge, terms) in edges(of: place).enumerated() {
        for (index, value) in terms {
          score[index] += matrix.weights[place] / total * row.slopes[edge] * value
        }
      }
      return score
    }
    let all = linearised(
      unscaling.times(coefficients), unscaling * factor.inverse, scores: scores,
      at: matrix.rows, rows: rows, base: base, degreesOfFreedom: degreesOfFreedom)
    return Array(all[thresholdCount...] + all[..<thresholdCount])
  }
}
