import NumericalMethods

/// The eigenvalues that the factors leave over, and the sums over their eigenvectors of which
/// gradient and second derivatives are made.
struct ResidualRoots {
  private let roots: [Double]
  private let vectors: Matrix
  private let factorRoots: [Double]
  private let factorVectors: Matrix

  init(_ eigen: SymmetricEigen, factors: Int) {
    roots = Array(eigen.values[factors...])
    vectors = eigen.vectors.columns(factors..<eigen.values.count)
    factorRoots = Array(eigen.values[..<factors])
    factorVectors = eigen.vectors.columns(0..<factors)
  }

  /// Σₘ c(λₘ).
  func sum(_ term: (Double) -> Double) -> Double { roots.reduce(0) { $0 + term($1) } }

  /// Σₘ c(λₘ) ωᵢₘ².
  func diagonal(_ coefficient: (Double) -> Double) -> [Double] {
    vectors.elementwise(vectors) * roots.map(coefficient)
  }

  /// Σₘ cₘ ωᵢₘ ωⱼₘ.
  private func outer(_ coefficients: [Double]) -> Matrix {
    vectors.scalingColumns(coefficients).timesTransposed(vectors)
  }

  /// (Σₘ a(λₘ) ωᵢₘωⱼₘ)(Σₘ b(λₘ) ωᵢₘωⱼₘ).
  func product(_ first: (Double) -> Double, _ second: (Double) -> Double) -> Matrix {
    outer(roots.map(first)).elementwise(outer(roots.map(second)))
  }

  /// Σₙ ωᵢₙωⱼₙ Σₘ c(λₘ, λₙ) ωᵢₘωⱼₘ, n of the factors.
  func mixed(_ coefficient: (Double, Double) -> Double) -> Matrix {
    var sum = Matrix(rows: vectors.rows, columns: vectors.rows)
    for (index, factorRoot) in factorRoots.enumerated() {
      let vector = factorVectors.column(index)
      let inner = outer(roots.map { coefficient(min($0, factorRoot - 1e-10), factorRoot) })
      sum = sum + inner.scaled(by: vector)
    }
    return sum
  }
}
