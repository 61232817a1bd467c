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
    try scaled(correlations, factors: factors, start: start) { roots in
      BoundedNewton.Point(
        value: roots.sum { $0 - Elementary.log($0) - 1 },
        gradient: roots.diagonal { 1 - $0 },
        hessian: roots.product({ _ in 1 }, { $0 })
          + roots.mixed { small, large in (1 - small) * (small + large) / (large - small) })
    }
  }

  /// The minimum over θ = ln ψ of ½ Σ (μₘ − 1)², where μₘ = 1/λₘ belong to all but the k largest
  /// eigenvalues λ of ψ^(−½) R ψ^(−½), with eigenvectors ω.
  ///
  ///     gᵢ  = Σₘ (μₘ − 1) μₘ ωᵢₘ²
  ///     Hᵢⱼ = (Σₘ ωᵢₘωⱼₘ)(Σₘ (μₘ² − μₘ) ωᵢₘωⱼₘ) + (Σₘ μₘωᵢₘωⱼₘ)²
  ///           + Σₘ Σₙ (μₘ² − μₘ)(μₘ + μₙ)/(μₘ − μₙ) ωᵢₘωⱼₘωᵢₙωⱼₙ,   n of the k largest λ
  static func generalisedLeastSquares(
    _ correlations: Matrix, factors: Int, start: [Double]
  ) throws(FactorAnalysisError) -> FactorExtraction {
    try scaled(correlations, factors: factors, start: start) { roots in
      func slope(_ root: Double) -> Double { (1 / root - 1) / root }
      return BoundedNewton.Point(
        value: roots.sum { (1 / $0 - 1) * (1 / $0 - 1) / 2 },
        gradient: roots.diagonal(slope),
        hessian: roots.product({ _ in 1 }, slope) + roots.product({ 1 / $0 }, { 1 / $0 })
          + roots.mixed { small, large in slope(small) * (large + small) / (large - small) })
    }
  }

  /// The ψ that minimise a function of the eigenvalues of ψ^(−½) R ψ^(−½) but the k largest, and
  /// the loadings ψ^(½) ω (λ − 1)^(½) of the k largest.
  private static func scaled(
    _ correlations: Matrix, factors: Int, start: [Double],
    objective: (ResidualRoots) -> BoundedNewton.Point
  ) throws(FactorAnalysisError) -> FactorExtraction {
    func eigen(_ logarithms: [Double]) -> SymmetricEigen? {
      SymmetricEigen(correlations.scaled(by: logarithms.map { Elementary.exp(-$0 / 2) }))
    }
    let search = BoundedNewton(lower: Elementary.log(leastUniqueness), upper: 0)
    let place = try search.converged(from: start.map(Elementary.log)) { logarithms in
      guard let eigen = eigen(logarithms), (eigen.values.last ?? 0) > 0 else { return nil }
      return objective(ResidualRoots(eigen, factors: factors))
    }
    guard let eigen = eigen(place) else { throw .notConverged(gradient: .infinity) }
    let uniquenesses = place.map(Elementary.exp)
    let loadings = eigen.vectors.columns(0..<factors)
      .scalingColumns(eigen.values[..<factors].map { max($0 - 1, 0).squareRoot() })
      .scalingRows(uniquenesses.map { $0.squareRoot() })
    return FactorExtraction(uniquenesses: uniquenesses, loadings: loadings)
  }

  /// The minimum over ψ of ½ Σ λₘ², where λₘ are all but the k largest eigenvalues of
  /// w^(½) (R − ψ) w^(½), with eigenvectors ω. For weights of 1 it is minres.
  ///
  ///     gᵢ  = −wᵢ Σₘ λₘ ωᵢₘ²
  ///     Hᵢⱼ = wᵢwⱼ ((Σₘ ωᵢₘωⱼₘ)² + Σₘ Σₙ 2λₘ/(λₘ − λₙ) ωᵢₘωⱼₘωᵢₙωⱼₙ),   n of the k largest
  static func leastSquares(
    _ correlations: Matrix, factors: Int, weights: [Double], start: [Double]
  ) throws(FactorAnalysisError) -> FactorExtraction {
    let roots = weights.map { $0.squareRoot() }
    func eigen(_ uniquenesses: [Double]) -> SymmetricEigen? {
      SymmetricEigen((correlations - .diagonal(uniquenesses)).scaled(by: roots))
    }
    let search = BoundedNewton(lower: leastUniqueness, upper: 1)
    let place = try search.converged(from: start) { uniquenesses in
      guard let eigen = eigen(uniquenesses) else { return nil }
      let residual = ResidualRoots(eigen, factors: factors)
      let curvature =
        residual.product({ _ in 1 }, { _ in 1 })
        + residual.mixed { small, large in 2 * small / (small - large) }
      return BoundedNewton.Point(
        value: residual.sum { $0 * $0 / 2 },
        gradient: zip(weights, residual.diagonal { -$0 }).map { $0 * $1 },
        hessian: curvature.scaled(by: weights))
    }
    guard let eigen = eigen(place) else { throw .notConverged(gradient: .infinity) }
    return FactorExtraction(
      uniquenesses: place,
      loadings: principalFactors(eigen, factors).scalingRows(roots.map { 1 / $0 }))
  }

  /// Principal factors of R − diag(ψ) with ψ from the last ones, until ψ no longer changes.
  static func principalAxis(
    _ correlations: Matrix, factors: Int, start: [Double]
  ) throws(FactorAnalysisError) -> FactorExtraction {
    var uniquenesses = start.map { min(max($0, leastUniqueness), 1) }
    var change = Double.infinity
    for _ in 0..<principalAxisLimit {
      guard let eigen = SymmetricEigen(correlations - .diagonal(uniquenesses)) else { break }
      let loadings = principalFactors(eigen, factors)
      let next = loadings.rowSumsOfSquares.map { min(max(1 - $0, leastUniqueness), 1) }
      change = zip(next, uniquenesses).map { abs($0 - $1) }.max() ?? 0
      if change < 1e-10 { return FactorExtraction(uniquenesses: next, loadings: loadings) }
      uniquenesses = next
    }
    throw .notConverged(gradient: change)
  }

  private static let principalAxisLimit = 20_000

  private static func principalFactors(_ eigen: SymmetricEigen, _ factors: Int) -> Matrix {
    eigen.vectors.columns(0..<factors)
      .scalingColumns(eigen.values[..<factors].map { max($0, 0).squareRoot() })
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
