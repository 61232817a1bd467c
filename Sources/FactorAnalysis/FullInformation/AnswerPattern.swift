import NumericalMethods

/// The interviews that answer the same items.
package struct AnswerPattern: Sendable {
  /// The items answered, in rising order.
  package let items: [Int]
  /// The answers, interviews × items answered.
  package let answers: Matrix
  /// One for each interview, scaled to mean 1 over the interviews of the group.
  package let weights: [Double]
  package let weightSum: Double
  package let means: [Double]
  /// With the sum of weights as divisor.
  package let covariance: Matrix

  /// O(interviews × items²), the only pass over the rows that the moments need.
  package init(items: [Int], answers: Matrix, weights: [Double]) {
    let total = weights.reduce(0, +)
    let columns = (0..<items.count).map(answers.column)
    let means = columns.map { column in
      zip(weights, column).reduce(0) { $0 + $1.0 * $1.1 } / total
    }
    let roots = weights.map { $0.squareRoot() }
    let centred = Matrix(
      columns: zip(columns, means).map { column, mean in
        zip(roots, column).map { $0 * ($1 - mean) }
      })
    self.items = items
    self.answers = answers
    self.weights = weights
    weightSum = total
    self.means = means
    covariance = (1 / total) * centred.crossProduct
  }

  /// - Parameters:
  ///   - columns: The answers, item after item.
  ///   - items: Those that the rows answer.
  ///   - weights: One for each of the rows.
  package init(of columns: [[Double]], items: [Int], rows: [Int], weights: [Double]) {
    self.init(
      items: items,
      answers: Matrix(
        columns: items.map { item in
          let column = columns[item]
          // Rows rise: as many as there are, they are all.
          return rows.count == column.count ? column : rows.map { column[$0] }
        }),
      weights: weights)
  }

  /// The rows by the items they answer, patterns in the order of their first rows.
  package static func rows(
    _ rows: [Int], byItemsAnsweredIn columns: [[Double]]
  ) -> [(items: [Int], rows: [Int])] {
    var places: [[Bool]: Int] = [:]
    var patterns: [(items: [Int], rows: [Int])] = []
    for row in rows {
      let answered = columns.map { $0[row].isFinite }
      if let place = places[answered] {
        patterns[place].rows.append(row)
      } else {
        places[answered] = patterns.count
        patterns.append((columns.indices.filter { answered[$0] }, [row]))
      }
    }
    return patterns
  }
}
