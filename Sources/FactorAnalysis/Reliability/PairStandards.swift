import NumericalMethods
import Parallelism

/// Answers standardised pair by pair, in the rows that have both, and what each row adds to the pair's
/// product-moment correlation.
struct PairStandards: Sendable {
  private let answers: ItemAnswers
  /// Whether a row takes part: it has a weight, and all answers where only complete rows do.
  private let isUsed: [Bool]
  private let places: [(first: Int, second: Int)]

  init(_ answers: ItemAnswers, isListwise: Bool) {
    self.answers = answers
    var isUsed = answers.weights.map { isListwise || $0 > 0 }
    if isListwise {
      isUsed = answers.weights.map { _ in false }
      for row in answers.completeRows { isUsed[row] = true }
    }
    self.isUsed = isUsed
    places = OrdinalPairs.places(items: answers.names.count)
  }

  /// The moments of one pair.
  private struct Standard {
    var first: Int
    var second: Int
    var total: Double
    var means: (Double, Double)
    var scales: (Double, Double)
    var correlation: Double

    /// w (zₓz_y − r/2 (zₓ² + z_y²))/W
    @inline(__always)
    func influence(_ x: Double, _ y: Double, _ weight: Double) -> Double {
      let (a, b) = ((x - means.0) * scales.0, (y - means.1) * scales.1)
      return weight / total * (a * b - correlation / 2 * (a * a + b * b))
    }
  }

  private func standard(_ pair: (first: Int, second: Int)) -> Standard {
    let (x, y, weights) = (
      answers.columns[pair.first], answers.columns[pair.second], answers.weights
    )
    var (total, sumX, sumY) = (0.0, 0.0, 0.0)
    for row in isUsed.indices where isUsed[row] && x[row].isFinite && y[row].isFinite {
      total += weights[row]
      sumX += weights[row] * x[row]
      sumY += weights[row] * y[row]
    }
    let (meanX, meanY) = (sumX / total, sumY / total)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for row in isUsed.indices where isUsed[row] && x[row].isFinite && y[row].isFinite {
      let (a, b) = (x[row] - meanX, y[row] - meanY)
      xx += weights[row] * a * a
      yy += weights[row] * b * b
      xy += weights[row] * a * b
    }
    return Standard(
      first: pair.first, second: pair.second, total: total, means: (meanX, meanY),
      scales: ((total / xx).squareRoot(), (total / yy).squareRoot()),
      correlation: xy / (xx * yy).squareRoot())
  }

  private func standards(of pairs: [Int]) -> [Standard] {
    concurrently(pairs.count) { standard(places[pairs[$0]]) }
  }

  /// Whether a row adds anything to some correlation.
  var isMember: [Bool] {
    var isMember = isUsed.map { _ in false }
    var open = isUsed.indices.filter { isUsed[$0] }
    // Nearly every row adds to the first pairs; few are left after them.
    for place in places {
      guard !open.isEmpty else { break }
      let standard = standard(place)
      let (x, y) = (answers.columns[place.first], answers.columns[place.second])
      open = open.filter { row in
        guard x[row].isFinite, y[row].isFinite,
          standard.influence(x[row], y[row], answers.weights[row]) != 0
        else { return true }
        isMember[row] = true
        return false
      }
    }
    return isMember
  }

  /// See ``CorrelationInfluence/contributions(_:)``.
  func contributions(_ slopes: Matrix) -> Matrix {
    let needed = places.indices.filter { pair in
      (0..<slopes.columns).contains { slopes[pair, $0] != 0 }
    }
    let standards = standards(of: needed)
    let columns = concurrently(slopes.columns) { statistic in
      var sums = Array(repeating: 0.0, count: answers.weights.count)
      for (pair, standard) in zip(needed, standards) where slopes[pair, statistic] != 0 {
        add(standard, times: slopes[pair, statistic], to: &sums)
      }
      return sums
    }
    return Matrix(columns: columns)
  }

  private func add(_ standard: Standard, times slope: Double, to sums: inout [Double]) {
    let (x, y) = (answers.columns[standard.first], answers.columns[standard.second])
    answers.weights.withUnsafeBufferPointer { weights in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeBufferPointer { y in
          isUsed.withUnsafeBufferPointer { isUsed in
            for row in sums.indices
            where isUsed[row] && x[row].isFinite && y[row].isFinite {
              sums[row] += slope * standard.influence(x[row], y[row], weights[row])
            }
          }
        }
      }
    }
  }
}
