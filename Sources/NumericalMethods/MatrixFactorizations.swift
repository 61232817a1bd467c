import CLAPACK

/// The factor L of a symmetric positive definite matrix A = LLᵀ.
package struct CholeskyFactor: Hashable, Sendable {
  /// L, with zeros above the diagonal.
  package let lower: Matrix

  /// - Returns: Nil where the matrix is not positive definite, or an element of it or of the factor
  ///   is no finite number.
  package init?(_ matrix: Matrix) {
    precondition(matrix.rows == matrix.columns, "a square matrix")
    var factor = matrix
    let size = Int32(matrix.rows)
    guard size > 0,
      LinearAlgebraLibrary.run(
        work: matrix.elements.count * matrix.rows / 6,
        {
          LAPACKE_dpotrf(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), size, &factor.elements, size)
        }) == 0
    else { return nil }
    guard factor.elements.allSatisfy(\.isFinite) else { return nil }
    for column in 1..<max(1, factor.columns) {
      for row in 0..<column { factor[row, column] = 0 }
    }
    lower = factor
  }

  /// The X with A X = `right`; NaN throughout where an element of `right` is NaN.
  package func solve(_ right: Matrix) -> Matrix {
    precondition(right.rows == lower.rows, "as many rows as the factor")
    var solution = right
    let size = Int32(lower.rows)
    guard right.columns > 0 else { return right }
    let status = LinearAlgebraLibrary.run(
      work: lower.elements.count * right.columns,
      {
        LAPACKE_dpotrs(
          LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), size, Int32(right.columns),
          lower.elements, size, &solution.elements, size)
      })
    return status == 0 ? solution : right.withoutNumbers
  }

  package func solve(_ right: [Double]) -> [Double] {
    solve(Matrix(rows: right.count, columns: 1, elements: right)).elements
  }

  package var inverse: Matrix { solve(.identity(lower.rows)) }

  /// ln |A| = 2 Σ ln Lᵢᵢ.
  package var logDeterminant: Double { 2 * lower.diagonal.reduce(0) { $0 + Elementary.log($1) } }
}

/// The eigenvalues and eigenvectors of a symmetric matrix, A = V diag(λ) Vᵀ.
package struct SymmetricEigen: Hashable, Sendable {
  /// From the largest to the smallest.
  package let values: [Double]
  /// One column for each value, of length one; the element of largest size is positive.
  package let vectors: Matrix

  /// - Returns: Nil where the matrix has an element that is no finite number.
  package init?(_ matrix: Matrix) {
    precondition(matrix.rows == matrix.columns, "a square matrix")
    let size = matrix.rows
    var work = matrix.elements
    var ascending = Array(repeating: 0.0, count: size)
    var found = Array(repeating: 0.0, count: size * size)
    var support = Array(repeating: Int32(0), count: 2 * max(1, size))
    var count: Int32 = 0
    guard work.allSatisfy(\.isFinite),
      LinearAlgebraLibrary.run(
        work: .max,
        {
          LAPACKE_dsyevr(
            LAPACK_COL_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "A")),
            CChar(UInt8(ascii: "U")), Int32(size), &work, Int32(size), 0, 0, 0, 0, 0,
            &count, &ascending, &found, Int32(size), &support)
        }) == 0
    else { return nil }
    values = ascending.reversed()
    vectors = Matrix(
      columns: (0..<size).reversed().map { column in
        let vector = Array(found[column * size..<(column + 1) * size])
        let largest = vector.max { abs($0) < abs($1) } ?? 0
        return largest < 0 ? vector.map { -$0 } : vector
      })
  }
}

extension Matrix {
  /// The inverse of a square matrix, by LU factors with row exchanges.
  ///
  /// - Returns: Nil where the matrix is singular.
  package var inverse: Matrix? {
    precondition(rows == columns, "a square matrix")
    var result = self
    var pivots = Array(repeating: Int32(0), count: rows)
    let size = Int32(rows)
    guard size > 0,
      LinearAlgebraLibrary.run(
        work: .max,
        {
          LAPACKE_dgetrf(LAPACK_COL_MAJOR, size, size, &result.elements, size, &pivots)
        }) == 0,
      LinearAlgebraLibrary.run(
        work: .max,
        {
          LAPACKE_dgetri(LAPACK_COL_MAJOR, size, &result.elements, size, pivots)
        }) == 0
    else { return nil }
    return result
  }

  /// The eigenvalues of a symmetric matrix, from the largest to the smallest, without the vectors:
  /// a quarter of the work of ``SymmetricEigen``.
  ///
  /// - Returns: Nil where the matrix has an element that is no finite number.
  package var symmetricEigenvalues: [Double]? {
    precondition(rows == columns, "a square matrix")
    var work = elements
    var ascending = Array(repeating: 0.0, count: rows)
    guard rows > 0, work.allSatisfy(\.isFinite),
      LinearAlgebraLibrary.run(
        work: .max,
        {
          LAPACKE_dsyevd(
            LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "U")), Int32(rows),
            &work,
            Int32(rows), &ascending)
        }) == 0
    else { return nil }
    return ascending.reversed()
  }
}

extension Matrix {
  /// A matrix of the same shape, of NaN.
  fileprivate var withoutNumbers: Matrix {
    Matrix(
      rows: rows, columns: columns, elements: Array(repeating: .nan, count: elements.count))
  }
}

extension CholeskyFactor {
  /// L⁻¹ B: columns with the covariance A become columns with the unit matrix; NaN throughout where
  /// an element of B is NaN.
  package func whitened(_ columns: Matrix) -> Matrix {
    precondition(columns.rows == lower.rows, "as many rows as the factor")
    guard columns.columns > 0 else { return columns }
    var solution = columns
    let size = Int32(lower.rows)
    let status = LinearAlgebraLibrary.run(
      work: lower.elements.count * columns.columns / 2,
      {
        LAPACKE_dtrtrs(
          LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), CChar(UInt8(ascii: "N")),
          CChar(UInt8(ascii: "N")), size, Int32(columns.columns), lower.elements, size,
          &solution.elements, size)
      })
    return status == 0 ? solution : columns.withoutNumbers
  }
}
