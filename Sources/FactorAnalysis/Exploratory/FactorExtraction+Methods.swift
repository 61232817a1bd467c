import NumericalMethods

extension FactorExtraction {
  /// The minimum over θ = ln ψ of Σ (λₘ − ln λₘ − 1), where λₘ are all but the k largest
  /// eigenvalues of ψ^(−½) R ψ^(−½), with eigenvectors ω.
  ///
  ///     gᵢ  = Σₘ (1 − λₘ) ωᵢₘ²
  ///     Hᵢⱼ = (Σₘ ωᵢₘωⱼₘ)(Σₘ λₘωᵢₘωⱼₘ)
  ///           + Σₘ Σₙ (1 − λₘ)(λₘ + λₙ)/(λₙ − λₘ) ωᵢₘωⱼₘωᵢₙωⱼₙ,   n of the k largest
  static func maximumLikelihood(
    _ correlations: Matrix, factors: Int, start: [Double]
  ) throws(FactorAnalysisError) -> FactorExtraction {
    func eigen(_ logarithms: [Double]) -> SymmetricEigen? {
      SymmetricEigen(correlations.scaled(by: logarithms.map { Elementary.exp(-$0 / 2) }))
    }
    let search = BoundedNewton(lower: Elementary.log(leastUniqueness), upper: 0)
    let place = try search.converged(from: start.map(Elementary.log)) { logarithms in
      guard let eigen = eigen(logarithms), (eigen.values.last ?? 0) > 0 else { return nil }
      let curves = ResidualRoots(eigen, factors: factors)
      return BoundedNewton.Point(
        value: curves.roots.reduce(0) { $0 + $1 - Elementary.log($1) - 1 },
        gradient: curves.diagonal { 1 - $0 },
        hessian: curves.hessian(first: { _ in 1 }, second: { $0 }) { small, large in
          (1 - small) * (small + large) / (large - small)
        })
    }
    guard let eigen = eigen(place) else { throw .notConverged(gradient: .infinity) }
    let uniquenesses = place.map(Elementary.exp)
    let loadings = eigen.vectors.columns(0..<factors)
      .scalingColumns(eigen.values[..<factors].map { max($0 - 1, 0).squareRoot() })
      .scalingRows(uniquenesses.map { $0.squareRoot() })
    return FactorExtraction(uniquenesses: uniquenesses, loadings: loadings)
  }

  /// The minimum over ψ of ½ Σ λₘ², where λₘ are all but the k largest eigenvalues of R − ψ,
  /// with eigenvectors ω.
  ///
  ///     gᵢ  = −Σₘ λₘ ωᵢₘ²
  ///     Hᵢⱼ = (Σₘ ωᵢₘωⱼₘ)² + Σₘ Σₙ 2λₘ/(λₘ − λₙ) ωᵢₘωⱼₘωᵢₙωⱼₙ,   n of the k largest
  static func minres(
    _ correlations: Matrix, factors: Int, start: [Double]
  ) throws(FactorAnalysisError) -> FactorExtraction {
    func eigen(_ uniquenesses: [Double]) -> SymmetricEigen? {
      SymmetricEigen(correlations - .diagonal(uniquenesses))
    }
    let search = BoundedNewton(lower: leastUniqueness, upper: 1)
    let place = try search.converged(from: start) { uniquenesses in
      guard let eigen = eigen(uniquenesses) else { return nil }
      let curves = ResidualRoots(eigen, factors: factors)
      return BoundedNewton.Point(
        value: curves.roots.reduce(0) { $0 + $1 * $1 / 2 },
        gradient: curves.diagonal { -$0 },
        hessian: curves.hessian(first: { _ in 1 }, second: { _ in 1 }) { small, large in
          2 * small / (small - large)
        })
    }
    guard let eigen = eigen(place) else { throw .notConverged(gradient: .infinity) }
    let loadings = eigen.vectors.columns(0..<factors)
      .scalingColumns(eigen.values[..<factors].map { max($0, 0).squareRoot() })
    return FactorExtraction(uniquenesses: place, loadings: loadings)
  }
}

/// The eigenvalues that the factors leave over, and the sums over their eigenvectors of which
/// gradient and second derivatives are made.
private struct ResidualRoots {
  let roots: [Double]
  private let vectors: Matrix
  private let factorRoots: [Double]
  private let factorVectors: Matrix

  init(_ eigen: SymmetricEigen, factors: Int) {
    roots = Array(eigen.values[factors...])
    vectors = eigen.vectors.columns(factors..<eigen.values.count)
    factorRoots = Array(eigen.values[..<factors])
    factorVectors = eigen.vectors.columns(0..<factors)
  }

  /// Σₘ c(λₘ) ωᵢₘ².
  func diagonal(_ coefficient: (Double) -> Double) -> [Double] {
    vectors.elementwise(vectors) * roots.map(coefficient)
  }

  /// Σₘ cₘ ωᵢₘ ωⱼₘ.
  private func outer(_ coefficients: [Double]) -> Matrix {
    vectors.scalingColumns(coefficients).timesTransposed(vectors)
  }

  /// (Σₘ aₘ ωᵢₘωⱼₘ)(Σₘ bₘ ωᵢₘωⱼₘ) + Σₙ ωᵢₙωⱼₙ Σₘ c(λₘ, λₙ) ωᵢₘωⱼₘ.
  func hessian(
    first: (Double) -> Double, second: (Double) -> Double, mixed: (Double, Double) -> Double
  ) -> Matrix {
    var sum = outer(roots.map(first)).elementwise(outer(roots.map(second)))
    for (index, factorRoot) in factorRoots.enumerated() {
      let vector = factorVectors.column(index)
      let inner = outer(roots.map { mixed(min($0, factorRoot - 1e-10), factorRoot) })
      sum = sum + inner.scaled(by: vector)
    }
    return sum
  }
}

extension BoundedNewton {
  /// - Throws: Where the gradient stayed above 10⁻⁶.
  fileprivate func converged(
    from start: [Double], of objective: ([Double]) -> Point?
  ) throws(FactorAnalysisError) -> [Double] {
    let found = minimum(from: start, of: objective)
    guard let found, found.gradient < 1e-6 else {
      throw .notConverged(gradient: found?.gradient ?? .infinity)
    }
    return found.place
  }
}
