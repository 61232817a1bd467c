/// A matrix of numbers, stored column after column.
package struct Matrix: Hashable, Sendable {
  package let rows: Int
  package let columns: Int
  /// The elements, column after column: row i of column j is element i + j · rows.
  package var elements: [Double]

  package init(rows: Int, columns: Int, elements: [Double]) {
    precondition(elements.count == rows * columns, "a matrix has rows × columns elements")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  package init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(
      rows: rows, columns: columns, elements: Array(repeating: value, count: rows * columns))
  }

  /// The matrix whose element (i, j) is `element(i, j)`.
  package init(rows: Int, columns: Int, element: (Int, Int) -> Double) {
    self.init(rows: rows, columns: columns)
    for column in 0..<columns {
      for row in 0..<rows { self[row, column] = element(row, column) }
    }
  }

  /// The matrix with the given columns, all of one length.
  package init(columns: [[Double]]) {
    let rows = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == rows }, "all columns have the same length")
    self.init(rows: rows, columns: columns.count, elements: Array(columns.joined()))
  }

  package static func identity(_ size: Int) -> Matrix {
    diagonal(Array(repeating: 1, count: size))
  }

  package static func diagonal(_ values: [Double]) -> Matrix {
    Matrix(rows: values.count, columns: values.count) { $0 == $1 ? values[$0] : 0 }
  }

  package subscript(row: Int, column: Int) -> Double {
    get { elements[row + column * rows] }
    set { elements[row + column * rows] = newValue }
  }

  package func column(_ index: Int) -> [Double] {
    Array(elements[index * rows..<(index + 1) * rows])
  }

  package func row(_ index: Int) -> [Double] { (0..<columns).map { self[index, $0] } }

  package var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }

  package var transposed: Matrix {
    Matrix(rows: columns, columns: rows) { self[$1, $0] }
  }
}

extension Matrix {
  package static func + (left: Matrix, right: Matrix) -> Matrix {
    left.combined(with: right, by: +)
  }

  package static func - (left: Matrix, right: Matrix) -> Matrix {
    left.combined(with: right, by: -)
  }

  package static func * (factor: Double, matrix: Matrix) -> Matrix {
    Matrix(
      rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map { factor * $0 })
  }

  private func combined(with other: Matrix, by operation: (Double, Double) -> Double) -> Matrix {
    precondition(rows == other.rows && columns == other.columns, "matrices of one shape")
    return Matrix(
      rows: rows, columns: columns, elements: zip(elements, other.elements).map(operation))
  }
}
