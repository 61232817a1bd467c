import Testing

@testable import NumericalMethods

private func randomMatrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var stream = RandomStream(seed: seed)
  return Matrix(rows: rows, columns: columns) { _, _ in stream.normal() }
}

private func largestDifference(_ a: Matrix, _ b: Matrix) -> Double {
  (a - b).elements.map(abs).max() ?? 0
}

@Test("A matrix times its inverse is the unit matrix, and a singular one has none")
func inverse() throws {
  for seed in UInt64(0)..<20 {
    let matrix = randomMatrix(6, 6, seed: seed)
    #expect(largestDifference(matrix * (try #require(matrix.inverse)), .identity(6)) < 1e-10)
  }
  #expect(Matrix(columns: [[1, 2], [2, 4]]).inverse == nil)
}

@Test("Products with a transposed matrix are those of its copy", arguments: 0..<20)
func transposedProducts(seed: UInt64) {
  let (a, b) = (randomMatrix(5, 3, seed: seed), randomMatrix(4, 3, seed: seed + 100))
  let c = randomMatrix(5, 4, seed: seed + 200)
  #expect(largestDifference(a.timesTransposed(b), a * b.transposed) < 1e-13)
  #expect(largestDifference(a.transposedTimes(c), a.transposed * c) < 1e-13)
}

@Test("Eigenvalues alone are those with vectors; their logarithms add up to the determinant's")
func eigenvaluesAlone() throws {
  let gram = randomMatrix(20, 6, seed: 1).crossProduct
  let values = try #require(gram.symmetricEigenvalues)
  let expected = try #require(SymmetricEigen(gram)).values
  #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 1e-11 })
  let logarithm = values.reduce(0) { $0 + Elementary.log($1) }
  #expect(abs(try #require(CholeskyFactor(gram)).logDeterminant - logarithm) < 1e-11)
  #expect(Matrix(columns: [[.nan]]).symmetricEigenvalues == nil)
}
