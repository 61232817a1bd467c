import NumericalMethods

/// The means and covariances of greatest normal likelihood where answers are missing, by the EM
/// algorithm run to 1e-12 of each standard deviation; with complete answers the sample's own.
///
/// > R. J. A. Little, D. B. Rubin (2002). *Statistical Analysis with Missing Data*, §11.2. Wiley.
package struct SaturatedMoments: Sendable {
  package private(set) var means: [Double]
  package private(set) var covariance: Matrix
  /// Whether the iterations ended because nothing moved any more.
  package private(set) var converged = true

  /// O(iterations × patterns × items³).
  ///
  /// - Parameters:
  ///   - patterns: The interviews by the items they answer.
  ///   - itemCount: How many items there are.
  package init(_ patterns: [AnswerPattern], itemCount: Int) {
    if patterns.count == 1, patterns[0].items.count == itemCount {
      means = patterns[0].means
      covariance = patterns[0].covariance
      return
    }
    (means, covariance) = Self.available(patterns, itemCount)
    converged = false
    for _ in 0..<5000 where !converged { step(patterns) }
  }

  /// ln L of the answers at these moments; nil where they are not positive definite.
  package func logLikelihood(_ patterns: [AnswerPattern]) -> Double? {
    var sum = 0.0
    for pattern in patterns {
      guard let likelihood = PatternLikelihood(pattern, covariance, means: means) else {
        return nil
      }
      sum -= likelihood.value
    }
    return sum
  }

  /// Each item's mean and variance over the interviews that answer it.
  private static func available(
    _ patterns: [AnswerPattern], _ itemCount: Int
  ) -> (means: [Double], covariance: Matrix) {
    var (counts, sums, squares) = (
      Array(repeating: 0.0, count: itemCount),
      Array(repeating: 0.0, count: itemCount),
      Array(repeating: 0.0, count: itemCount)
    )
    for pattern in patterns {
      for (place, item) in pattern.items.enumerated() {
        counts[item] += pattern.weightSum
        sums[item] += pattern.weightSum * pattern.means[place]
      }
    }
    let means = zip(sums, counts).map { $0 / max($1, 1e-300) }
    for pattern in patterns {
      for (place, item) in pattern.items.enumerated() {
        let deviation = pattern.means[place] - means[item]
        squares[item] +=
          pattern.weightSum * (pattern.covariance[place, place] + deviation * deviation)
      }
    }
    return (means, .diagonal(zip(squares, counts).map { $0 / max($1, 1e-300) }))
  }

  private mutating func step(_ patterns: [AnswerPattern]) {
    var total = 0.0
    var sums = Array(repeating: 0.0, count: means.count)
    var products = Matrix(rows: means.count, columns: means.count)
    for pattern in patterns {
      let completed = completed(pattern)
      total += pattern.weightSum
      for item in sums.indices { sums[item] += pattern.weightSum * completed.shift[item] }
      products = products + pattern.weightSum * completed.products
    }
    let shifts = sums.map { $0 / total }
    let next = Matrix(rows: means.count, columns: means.count) {
      products[$0, $1] / total - shifts[$0] * shifts[$1]
    }
    converged = isSettled(shifts, next)
    for item in means.indices { means[item] += shifts[item] }
    covariance = next
  }

  private func isSettled(_ shifts: [Double], _ next: Matrix) -> Bool {
    let scales = covariance.diagonal.map { $0.squareRoot() }
    for column in scales.indices {
      guard abs(shifts[column]) < 1e-12 * scales[column] else { return false }
      for row in scales.indices {
        let change = abs(next[row, column] - covariance[row, column])
        guard change < 1e-12 * scales[row] * scales[column] else { return false }
      }
    }
    return true
  }

  /// What is expected of all items of a pattern's interviews: the mean, less the present one, and
  /// the products about the present mean.
  private func completed(_ pattern: AnswerPattern) -> (shift: [Double], products: Matrix) {
    let items = pattern.items
    let known = covariance.principal(items)
    guard let factor = CholeskyFactor(known) else { return (means.map { _ in 0 }, covariance) }
    let all = Matrix(rows: items.count, columns: means.count) { covariance[items[$0], $1] }
    // Regressions of all items on those answered; of these, the unit matrix.
    let regression = factor.solve(all)
    let deviations = zip(items, pattern.means).map { $1 - means[$0] }
    let shift = regression.transposed * deviations
    var given = pattern.covariance
    for column in items.indices {
      for row in items.indices { given[row, column] += deviations[row] * deviations[column] }
    }
    let products =
      regression.transposedTimes((given - known) * regression) + covariance
    return (shift, products)
  }
}
