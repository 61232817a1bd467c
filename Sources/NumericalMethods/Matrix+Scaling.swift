extension Matrix {
  /// The elements, row after row.
  package var rowValues: [[Double]] { (0..<rows).map(row) }

  /// A diag(scale).
  package func scalingColumns(_ scale: [Double]) -> Matrix {
    var result = elements
    for column in 0..<columns {
      for index in column * rows..<(column + 1) * rows { result[index] *= scale[column] }
    }
    return Matrix(rows: rows, columns: columns, elements: result)
  }

  /// diag(scale) A.
  package func scalingRows(_ scale: [Double]) -> Matrix {
    var result = elements
    for start in stride(from: 0, to: result.count, by: max(1, rows)) {
      for row in 0..<rows { result[start + row] *= scale[row] }
    }
    return Matrix(rows: rows, columns: columns, elements: result)
  }

  /// diag(scale) A diag(scale).
  package func scaled(by scale: [Double]) -> Matrix { scalingRows(scale).scalingColumns(scale) }

  package mutating func setDiagonal(to value: Double) {
    for index in 0..<min(rows, columns) { self[index, index] = value }
  }

  /// The product of two matrices element by element.
  package func elementwise(_ other: Matrix) -> Matrix {
    Matrix(
      rows: rows, columns: columns, elements: zip(elements, other.elements).map { $0 * $1 })
  }

  /// The squares of each row, summed.
  package var rowSumsOfSquares: [Double] {
    var sums = Array(repeating: 0.0, count: rows)
    for start in stride(from: 0, to: elements.count, by: max(1, rows)) {
      for row in 0..<rows { sums[row] += elements[start + row] * elements[start + row] }
    }
    return sums
  }

  /// Σ aᵢⱼ bᵢⱼ.
  package func innerProduct(_ other: Matrix) -> Double {
    var sum = 0.0
    for index in elements.indices { sum += elements[index] * other.elements[index] }
    return sum
  }

  /// The orthogonal matrix nearest to a square one: X(XᵀX)^(−½).
  ///
  /// - Returns: Nil where the matrix is singular.
  package var polarFactor: Matrix? {
    guard let eigen = SymmetricEigen(crossProduct), let least = eigen.values.last,
      least > 1e-14 * (eigen.values.first ?? 0)
    else { return nil }
    let root = eigen.vectors.scalingColumns(eigen.values.map { 1 / $0.squareRoot() })
      .timesTransposed(eigen.vectors)
    return self * root
  }
}
