import NumericalMethods
import Parallelism

/// Answers standardised pair by pair, in the rows that have both, and what each row adds to the pair's
/// product-moment correlation.
struct PairStandards: Sendable {
  private let answers: ItemAnswers
  /// Whether a row takes part: it has a weight, and all answers where only complete rows do.
  private let isUsed: [Bool]
  /// The answers and weights with zeros in the rows that take no part, where every other row has all
  /// answers: sums over the rows then ask of no row what it lacks. Nil where answers are missing.
  private let complete: ItemAnswers?
  private let places: [(first: Int, second: Int)]

  init(_ answers: ItemAnswers, isListwise: Bool) {
    self.answers = answers
    var isUsed = answers.weights.map { isListwise || $0 > 0 }
    if isListwise {
      isUsed = answers.weights.map { _ in false }
      for row in answers.completeRows { isUsed[row] = true }
    }
    self.isUsed = isUsed
    complete = Self.complete(answers, isUsed)
    places = OrdinalPairs.places(items: answers.names.count)
  }

  private static func complete(_ answers: ItemAnswers, _ isUsed: [Bool]) -> ItemAnswers? {
    let rows = isUsed.indices
    let isComplete = answers.columns.allSatisfy { column in
      rows.allSatisfy { !isUsed[$0] || column[$0].isFinite }
    }
    guard isComplete else { return nil }
    return try? ItemAnswers(
      names: answers.names,
      columns: answers.columns.map { column in rows.map { isUsed[$0] ? column[$0] : 0 } },
      weights: rows.map { isUsed[$0] ? answers.weights[$0] : 0 })
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
    let first = sums(pair, about: (0, 0)) { x, y in (1, x, y) }
    let total = first.0
    let (meanX, meanY) = (first.1 / total, first.2 / total)
    let (xx, yy, xy) = sums(pair, about: (meanX, meanY)) { a, b in (a * a, b * b, a * b) }
    return Standard(
      first: pair.first, second: pair.second, total: total, means: (meanX, meanY),
      scales: ((total / xx).squareRoot(), (total / yy).squareRoot()),
      correlation: xy / (xx * yy).squareRoot())
  }

  /// Three weighted sums over the rows that answered both items.
  @inline(__always)
  private func sums(
    _ pair: (first: Int, second: Int), about centre: (Double, Double),
    _ terms: (Double, Double) -> (Double, Double, Double)
  ) -> (Double, Double, Double) {
    var sums = (0.0, 0.0, 0.0)
    forEachRow(of: pair) { _, x, y, weight in
      let term = terms(x - centre.0, y - centre.1)
      sums.0 += weight * term.0
      sums.1 += weight * term.1
      sums.2 += weight * term.2
    }
    return sums
  }

  /// The answers to both items of a pair and the weight, row by row; where no answer is missing, rows
  /// that take no part come with the weight 0.
  @inline(__always)
  private func forEachRow(
    of pair: (first: Int, second: Int), _ body: (Int, Double, Double, Double) -> Void
  ) {
    let answers = complete ?? answers
    answers.columns[pair.first].withUnsafeBufferPointer { x in
      answers.columns[pair.second].withUnsafeBufferPointer { y in
        answers.weights.withUnsafeBufferPointer { weights in
          if complete != nil {
            for row in 0..<weights.count { body(row, x[row], y[row], weights[row]) }
          } else {
            for row in 0..<weights.count
            where isUsed[row] && x[row].isFinite && y[row].isFinite {
              body(row, x[row], y[row], weights[row])
            }
          }
        }
      }
    }
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
    sums.withUnsafeMutableBufferPointer { sums in
      forEachRow(of: (standard.first, standard.second)) { row, x, y, weight in
        sums[row] += slope * standard.influence(x, y, weight)
      }
    }
  }
}
