extension Matrix {
  /// The rows and columns of some places.
  package func principal(_ places: [Int]) -> Matrix {
    Matrix(rows: places.count, columns: places.count) { self[places[$0], places[$1]] }
  }

  /// A larger matrix with this one in the rows and columns of some places, and zeros elsewhere.
  package func embedded(at places: [Int], size: Int) -> Matrix {
    var larger = Matrix(rows: size, columns: size)
    for column in places.indices {
      for row in places.indices { larger[places[row], places[column]] = self[row, column] }
    }
    return larger
  }

  /// Some rows of some columns.
  package func block(_ rows: [Int], _ columns: [Int]) -> Matrix {
    Matrix(rows: rows.count, columns: columns.count) { self[rows[$0], columns[$1]] }
  }

  /// The lower triangle with the diagonal, column after column.
  package var vech: [Double] {
    (0..<columns).flatMap { column in (column..<rows).map { self[$0, column] } }
  }

  /// The rows of a range.
  package func rows(_ range: Range<Int>) -> Matrix {
    Matrix(rows: range.count, columns: columns) { self[range.lowerBound + $0, $1] }
  }

  /// The columns of a range.
  package func columns(_ range: Range<Int>) -> Matrix {
    Matrix(
      rows: rows, columns: range.count,
      elements: Array(elements[range.lowerBound * rows..<range.upperBound * rows]))
  }
}
