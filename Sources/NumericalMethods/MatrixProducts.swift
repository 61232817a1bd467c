import COpenBLAS
import Synchronization

extension Matrix {
  /// The matrix product.
  package static func * (left: Matrix, right: Matrix) -> Matrix {
    precondition(left.columns == right.rows, "inner dimensions agree")
    var product = Matrix(rows: left.rows, columns: right.columns)
    guard !product.elements.isEmpty, left.columns > 0 else { return product }
    LinearAlgebraLibrary.run {
      cblas_dgemm(
        CblasColMajor, CblasNoTrans, CblasNoTrans, numericCast(left.rows),
        numericCast(right.columns), numericCast(left.columns), 1, left.elements,
        numericCast(left.rows), right.elements, numericCast(right.rows), 0, &product.elements,
        numericCast(left.rows))
    }
    return product
  }

  /// The matrix times a column vector.
  package static func * (left: Matrix, right: [Double]) -> [Double] {
    (left * Matrix(rows: right.count, columns: 1, elements: right)).elements
  }

  /// A Bᵀ, without a copy of either.
  package func timesTransposed(_ right: Matrix) -> Matrix {
    precondition(columns == right.columns, "inner dimensions agree")
    return product(
      right, left: (CblasNoTrans, rows), right: (CblasTrans, right.rows), inner: columns)
  }

  /// Aᵀ B, without a copy of either.
  package func transposedTimes(_ right: Matrix) -> Matrix {
    precondition(rows == right.rows, "inner dimensions agree")
    return product(
      right, left: (CblasTrans, columns), right: (CblasNoTrans, right.columns), inner: rows)
  }

  private func product(
    _ right: Matrix, left shape: (CBLAS_TRANSPOSE, Int), right other: (CBLAS_TRANSPOSE, Int),
    inner: Int
  ) -> Matrix {
    var product = Matrix(rows: shape.1, columns: other.1)
    guard !product.elements.isEmpty, inner > 0 else { return product }
    LinearAlgebraLibrary.run {
      cblas_dgemm(
        CblasColMajor, shape.0, other.0, numericCast(shape.1), numericCast(other.1),
        numericCast(inner), 1, elements, numericCast(rows), right.elements,
        numericCast(right.rows), 0, &product.elements, numericCast(shape.1))
    }
    return product
  }

  /// AᵀA, symmetric, columns × columns.
  package var crossProduct: Matrix {
    var product = Matrix(rows: columns, columns: columns)
    guard rows > 0, columns > 0 else { return product }
    LinearAlgebraLibrary.run {
      cblas_dsyrk(
        CblasColMajor, CblasUpper, CblasTrans, numericCast(columns), numericCast(rows), 1, elements,
        numericCast(rows), 0, &product.elements, numericCast(columns))
    }
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

/// How OpenBLAS is used: each call works in one thread, so that sums are made in one order whatever
/// the machine, and several of our threads call it at once.
package enum LinearAlgebraLibrary {
  /// OpenBLAS begins a thread for each core when it is loaded, which wait for work in a busy loop.
  /// No call here has work for them, and a command of half a second loses a tenth of its time.
  private static let isPrepared: Bool = {
    openblas_set_num_threads(1)
    openblas_end_threads()
    return true
  }()

  /// Whether calls must come one after the other: a build without threads has no locks around its
  /// buffers either, and two calls at once give wrong numbers.
  private static let needsTurns = openblas_get_parallel() == OPENBLAS_SEQUENTIAL

  private static let turn = Mutex(())

  /// Ends the library's own threads; any later call would do so as well.
  package static func prepare() { _ = isPrepared }

  /// Runs calls of BLAS or LAPACK.
  static func run<Result>(_ calls: () -> Result) -> Result {
    prepare()
    guard needsTurns else { return calls() }
    return turn.withLock { _ in UncheckedBox(value: calls()) }.value
  }
}

/// Carries a result out of a lock.
private struct UncheckedBox<Value>: @unchecked Sendable {
  let value: Value
}
