import Estimation
import NumericalMethods

/// What each interview adds to the correlations of items, from which the errors of everything that
/// is computed of them follow:
///
///     w (zₓz_y − r/2 (zₓ² + z_y²))/W      (product-moment; z standardised in the pair's own rows)
///
/// for polychoric correlations what ``PolychoricInfluence`` says, and by full information what
/// ``FullInformation/influence(on:)`` says. O(interviews × items²).
///
/// > J.-C. Deville (1999). "Variance estimation for complex statistics and estimators".
/// > *Survey Methodology* 25(2).
package struct CorrelationInfluence: Sendable {
  /// Interviews × pairs (1, 2), (1, 3)…, (2, 3)…
  private let values: Matrix
  /// Whether an interview counts.
  package let isMember: [Bool]

  /// - Parameter covariance: Of these answers.
  /// - Throws: ``FactorAnalysisError`` where the correlations are of ranks.
  package init(
    _ covariance: ItemCovariance, of answers: ItemAnswers
  ) throws(FactorAnalysisError) {
    switch covariance.kind {
    case .pearson where covariance.missing == .fiml:
      values = try FullInformation(answers).influence(on: answers)
    case .pearson:
      let rows =
        covariance.missing == .listwise
        ? answers.completeRows : answers.weights.indices.filter { answers.weights[$0] > 0 }
      values = Matrix(
        columns: OrdinalPairs.places(items: answers.names.count).map { first, second in
          answers.influence(first, second, among: rows)
        })
    case .polychoric:
      let ordinal = try OrdinalAnswers(answers, missing: covariance.missing)
      let statistics = try OrdinalStatistics(ordinal)
      let all = statistics.contributions(of: 0..<answers.weights.count)
      values = all.columns(statistics.thresholdCount..<all.columns)
    case .spearman: throw .influenceUnknown(.spearman)
    }
    let matrix = values
    isMember = (0..<values.rows).map { row in
      (0..<matrix.columns).contains { matrix[row, $0] != 0 }
    }
  }

  /// What each interview adds to statistics.
  ///
  /// - Parameter slopes: Pairs × statistics, the derivatives by each correlation.
  /// - Returns: Statistic after statistic.
  package func contributions(_ slopes: Matrix) -> Matrix { values * slopes }
}

extension ItemAnswers {
  fileprivate func influence(_ first: Int, _ second: Int, among rows: [Int]) -> [Double] {
    let (x, y) = (columns[first], columns[second])
    let pair = rows.filter { x[$0].isFinite && y[$0].isFinite }
    var (total, sumX, sumY) = (0.0, 0.0, 0.0)
    for row in pair {
      total += weights[row]
      sumX += weights[row] * x[row]
      sumY += weights[row] * y[row]
    }
    let (meanX, meanY) = (sumX / total, sumY / total)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for row in pair {
      let (a, b) = (x[row] - meanX, y[row] - meanY)
      xx += weights[row] * a * a
      yy += weights[row] * b * b
      xy += weights[row] * a * b
    }
    let correlation = xy / (xx * yy).squareRoot()
    let (scaleX, scaleY) = ((total / xx).squareRoot(), (total / yy).squareRoot())
    var values = Array(repeating: 0.0, count: weights.count)
    for row in pair {
      let (a, b) = ((x[row] - meanX) * scaleX, (y[row] - meanY) * scaleY)
      values[row] = weights[row] / total * (a * b - correlation / 2 * (a * a + b * b))
    }
    return values
  }
}
