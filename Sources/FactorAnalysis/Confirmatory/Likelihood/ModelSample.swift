import NumericalMethods

/// The interviews of one group that a model is fitted to, sorted by which items they answer.
struct ModelSample: Sendable {
  let name: String
  let itemCount: Int
  /// One where every interview answers every item.
  let patterns: [AnswerPattern]
  /// The number of interviews.
  let count: Int
  /// The cluster of each interview, pattern after pattern; nil where they were drawn singly.
  let clusters: [Int]?
  /// The stratum of each interview, pattern after pattern; nil where the sample was not
  /// stratified.
  let strata: [Int]?

  var isComplete: Bool { patterns.count == 1 && patterns[0].items.count == itemCount }
}

/// The interviews that answer the same items.
struct AnswerPattern: Sendable {
  /// The items answered, in rising order.
  let items: [Int]
  /// The answers, interviews × items answered.
  let answers: Matrix
  /// One for each interview, scaled to mean 1 over the interviews of the group.
  let weights: [Double]
  let weightSum: Double
  let means: [Double]
  /// With the sum of weights as divisor.
  let covariance: Matrix

  /// O(interviews × items²), the only pass over the rows that the moments need.
  init(items: [Int], answers: Matrix, weights: [Double]) {
    let total = weights.reduce(0, +)
    let means = (0..<items.count).map { item in
      var sum = 0.0
      for row in 0..<answers.rows { sum += weights[row] * answers[row, item] }
      return sum / total
    }
    let roots = weights.map { $0.squareRoot() }
    let centred = Matrix(rows: answers.rows, columns: items.count) {
      roots[$0] * (answers[$0, $1] - means[$1])
    }
    self.items = items
    self.answers = answers
    self.weights = weights
    weightSum = total
    self.means = means
    covariance = (1 / total) * centred.crossProduct
  }
}
