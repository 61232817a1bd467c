import Parallelism
import Testing

@testable import NumericalMethods

struct LinearAlgebraLibraryTests {
  /// A build of OpenBLAS without locks gives other numbers now and then where two threads call it.
  @Test func `many threads at once get the numbers of one`() throws {
    @Sendable func work(_ seed: Int) -> [Double] {
      var random = RandomStream(seed: UInt64(seed))
      let matrix = Matrix(rows: 40, columns: 24) { _, _ in Double.random(in: -1...1, using: &random)
      }
      let cross = matrix.crossProduct
      let inverse = CholeskyFactor(cross).map { $0.solve(cross.timesTransposed(matrix)) }
      return (inverse?.elements ?? []) + (cross.symmetricEigenvalues ?? [])
    }
    let alone = (0..<300).map(work)
    for _ in 0..<5 { #expect(concurrentMap(300, work) == alone) }
  }
}
