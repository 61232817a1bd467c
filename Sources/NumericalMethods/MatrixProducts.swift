import COpenBLAS
import Glibc
import Synchronization

extension Matrix {
  /// The matrix product.
  package static func * (left: Matrix, right: Matrix) -> Matrix {
    precondition(left.columns == right.rows, "inner dimensions agree")
    var product = Matrix(rows: left.rows, columns: right.columns)
    guard !product.elements.isEmpty, left.columns > 0 else { return product }
    if product.elements.count * left.columns <= Self.smallProduct {
      product.add(left, (1, left.rows), times: right, (1, right.rows), inner: left.columns)
      return product
    }
    LinearAlgebraLibrary.run(work: product.elements.count * left.columns) {
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
    if product.elements.count * inner <= Self.smallProduct {
      product.add(
        self, shape.0 == CblasTrans ? (rows, 1) : (1, rows),
        times: right, other.0 == CblasTrans ? (right.rows, 1) : (1, right.rows), inner: inner)
      return product
    }
    LinearAlgebraLibrary.run(work: product.elements.count * inner) {
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
    if rows * columns * columns <= Self.smallProduct {
      product.add(self, (rows, 1), times: self, (1, rows), inner: rows)
      return product
    }
    LinearAlgebraLibrary.run(work: rows * columns * columns / 2) {
      cblas_dsyrk(
        CblasColMajor, CblasUpper, CblasTrans, numericCast(columns), numericCast(rows), 1, elements,
        numericCast(rows), 0, &product.elements, numericCast(columns))
    }
    product.copyUpperTriangleToLower()
    return product
  }

  /// Up to how many multiplications a product is made here: the library takes longer to begin than to
  /// multiply, and its threads wait for one another.
  private static let smallProduct = 1_000

  /// Adds the product of two matrices whose elements are a step apart down a column and another along
  /// a row: a transposed matrix is the same elements with the steps exchanged.
  private mutating func add(
    _ left: Matrix, _ leftSteps: (down: Int, along: Int), times right: Matrix,
    _ rightSteps: (down: Int, along: Int), inner: Int
  ) {
    let (rows, columns) = (rows, columns)
    left.elements.withUnsafeBufferPointer { left in
      right.elements.withUnsafeBufferPointer { right in
        elements.withUnsafeMutableBufferPointer { sums in
          for column in 0..<columns {
            for term in 0..<inner {
              let factor = right[term * rightSteps.down + column * rightSteps.along]
              for row in 0..<rows {
                sums[row + column * rows] +=
                  left[row * leftSteps.down + term * leftSteps.along] * factor
              }
            }
          }
        }
      }
    }
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
  ///
  /// - Parameter work: About how many multiplications they take.
  static func run<Result>(work: Int, _ calls: () -> Result) -> Result {
    prepare()
    if needsTurns { return turn.withLock { _ in UncheckedBox(value: calls()) }.value }
    guard work < smallWork else { return calls() }
    shortTurn.take()
    defer { shortTurn.give() }
    return calls()
  }

  /// Each call takes the lock around OpenBLAS's buffers, and where two threads multiply matrices of ten
  /// rows, one is put to sleep and woken for every few calls: it takes longer than the product. Calls
  /// that take less than a microsecond wait for one another awake.
  private static let smallWork = 8_000

  private static let shortTurn = ShortTurn()
}

/// A lock for less than a microsecond, which is waited for awake.
private final class ShortTurn: Sendable {
  private let isTaken = Atomic(false)

  func take() {
    var tries = 0
    while isTaken.exchange(true, ordering: .acquiring) {
      while isTaken.load(ordering: .relaxed) {
        tries += 1
        // Whoever has it may have lost the processor.
        if tries.isMultiple(of: 2_000) { sched_yield() }
      }
    }
  }

  func give() { isTaken.store(false, ordering: .releasing) }
}

/// Carries a result out of a lock.
private struct UncheckedBox<Value>: @unchecked Sendable {
  let value: Value
}
