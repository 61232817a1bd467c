import COpenBLAS

/// OpenBLAS works in one thread, so that sums are made in one order whatever the machine.
private let singleThread: Void = openblas_set_num_threads(1)

/// To be called before any call of BLAS or LAPACK.
func prepareLinearAlgebra() { singleThread }

extension Matrix {
  /// The matrix product.
  package static func * (left: Matrix, right: Matrix) -> Matrix {
    precondition(left.columns == right.rows, "inner dimensions agree")
    prepareLinearAlgebra()
    var product = Matrix(rows: left.rows, columns: right.columns)
    guard !product.elements.isEmpty, left.columns > 0 else { return product }
    cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, numericCast(left.rows),
      numericCast(right.columns), numericCast(left.columns), 1, left.elements,
      numericCast(left.rows), right.elements, numericCast(right.rows), 0, &product.elements,
      numericCast(left.rows))
    return product
  }

  /// The matrix times a column vector.
  package static func * (left: Matrix, right: [Double]) -> [Double] {
    (left * Matrix(rows: right.count, columns: 1, elements: right)).elements
  }

  /// AᵀA, symmetric, columns × columns.
  package var crossProduct: Matrix {
    prepareLinearAlgebra()
    var product = Matrix(rows: columns, columns: columns)
    guard rows > 0, columns > 0 else { return product }
    cblas_dsyrk(
      CblasColMajor, CblasUpper, CblasTrans, numericCast(columns), numericCast(rows), 1, elements,
      numericCast(rows), 0, &product.elements, numericCast(columns))
    product.copyUpperTriangleToLower()
    return product
  }

  /// Makes a matrix symmetric whose lower triangle was left untouched.
  mutating func copyUpperTriangleToLower() {
    for column in 0..<columns {
      for row in 0..<column { self[column, row] = self[row, column] }
    }
  }
}
