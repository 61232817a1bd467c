import Testing

@testable import NumericalMethods

private func randomMatrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var stream = RandomStream(seed: seed)
  return Matrix(rows: rows, columns: columns) { _, _ in stream.normal() }
}

private func largestDifference(_ a: Matrix, _ b: Matrix) -> Double {
  (a - b).elements.map(abs).max() ?? 0
}

@Test("A product is made of rows times columns")
func productIsRowsTimesColumns() {
  let a = Matrix(columns: [[1, 2], [3, 4], [5, 6]])
  let b = Matrix(columns: [[1, 0, 1], [2, 1, 0]])
  #expect(a * b == Matrix(columns: [[6, 8], [5, 8]]))
  #expect(a.transposed.row(1) == [3, 4])
  #expect(a * [1, 1, 1] == [9, 12])
}

@Test("A cross-product is symmetric, and solved by its Cholesky factor", arguments: 0..<20)
func crossProductIsSolved(seed: UInt64) throws {
  let a = randomMatrix(20, 6, seed: seed)
  let gram = a.crossProduct
  #expect(gram == gram.transposed)
  #expect(largestDifference(gram, a.transposed * a) < 1e-12)
  let factor = try #require(CholeskyFactor(gram))
  #expect(largestDifference(factor.lower * factor.lower.transposed, gram) < 1e-11)
  #expect(largestDifference(gram * factor.inverse, .identity(6)) < 1e-9)
}

@Test("A symmetric matrix is rebuilt from its eigenvalues, largest first", arguments: 0..<20)
func symmetricMatrixIsRebuilt(seed: UInt64) throws {
  let gram = randomMatrix(20, 6, seed: seed).crossProduct
  let eigen = try #require(SymmetricEigen(gram))
  #expect(eigen.values == eigen.values.sorted(by: >))
  let rebuilt = eigen.vectors * .diagonal(eigen.values) * eigen.vectors.transposed
  #expect(largestDifference(rebuilt, gram) < 1e-11)
}

@Test("A matrix that is not positive definite has no Cholesky factor")
func indefiniteMatrixHasNoFactor() {
  #expect(CholeskyFactor(Matrix(columns: [[1, 2], [2, 1]])) == nil)
  #expect(SymmetricEigen(Matrix(columns: [[.nan]])) == nil)
}
