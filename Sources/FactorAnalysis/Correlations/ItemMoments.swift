import NumericalMethods

/// The moments of items, from one pass over the rows in blocks.
package struct ItemMoments {
  var means: [Double]
  /// The rows used, or the smallest number of rows of any pair.
  var count: Int
  var covariances: Matrix
  var correlations: Matrix

  /// The rows of a block: what the processor's cache holds of a hundred items.
  static let blockSize = 4096
}

extension ItemMoments {
  init(listwise answers: ItemAnswers) throws(FactorAnalysisError) {
    let rows = answers.completeRows
    guard rows.count >= 2 else { throw .tooFewRows(found: rows.count, needed: 2) }
    try answers.requireVariance(in: rows)
    let weights = rows.map { answers.weights[$0] }
    let total = weights.reduce(0, +)
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    means = answers.columns.map { column in
      rows.reduce(0) { $0 + answers.weights[$1] * column[$1] } / total
    }
    var products = Matrix(rows: means.count, columns: means.count)
    for block in Self.blocks(of: rows) {
      products = products + answers.centred(block, by: means).crossProduct
    }
    covariances = (1 / (total * (1 - squares / (total * total)))) * products
    correlations = covariances.scaled(by: covariances.diagonal.map { 1 / $0.squareRoot() })
    correlations.setDiagonal(to: 1)
    count = rows.count
  }

  package static func blocks(of rows: [Int]) -> [ArraySlice<Int>] {
    stride(from: 0, to: rows.count, by: blockSize).map {
      rows[$0..<min($0 + blockSize, rows.count)]
    }
  }
}

extension ItemAnswers {
  /// √w (x − m), rows × items.
  fileprivate func centred(_ rows: ArraySlice<Int>, by means: [Double]) -> Matrix {
    let roots = rows.map { weights[$0].squareRoot() }
    var elements: [Double] = []
    elements.reserveCapacity(rows.count * columns.count)
    for (column, mean) in zip(columns, means) {
      for (row, root) in zip(rows, roots) { elements.append(root * (column[row] - mean)) }
    }
    return Matrix(rows: rows.count, columns: columns.count, elements: elements)
  }

  /// - Throws: Where an item has one answer only in these rows; missing answers do not count.
  func requireVariance(in rows: [Int]) throws(FactorAnalysisError) {
    for (name, column) in zip(names, columns) {
      let first = rows.first { column[$0].isFinite }.map { column[$0] }
      guard rows.contains(where: { column[$0].isFinite && column[$0] != first }) else {
        throw .itemWithoutVariance(name)
      }
    }
  }
}
