import NumericalMethods

/// How uniquenesses ψ and common part ΛΦΛᵀ change where the correlations do.
///
/// The conditions of every extraction are diag f(C) = 0, and the common part is S⁻¹h(C)S⁻¹, where
/// C is S(R − ψ)S or SRS, S is diagonal, and f and h are functions of the eigenvalues; dψ follows
/// from the conditions by the implicit function theorem. Uniquenesses on their bounds stay there.
/// The model need not hold: the derivatives are those at the correlations given.
struct ExtractionChange: Sendable {
  private let roots: ExtractionRoots
  /// The uniquenesses that are not on a bound, and what a change of the conditions does to them.
  private let free: [Int]
  private let response: Matrix

  /// - Returns: Nil where the factors are not determined locally.
  init?(_ correlations: Matrix, _ extraction: FactorExtraction, method: ExtractionMethod) {
    guard let roots = ExtractionRoots(correlations, extraction, method: method) else { return nil }
    let free = extraction.uniquenesses.indices.filter {
      extraction.uniquenesses[$0] > FactorExtraction.leastUniqueness * (1 + 1e-9)
        && extraction.uniquenesses[$0] < 1 - 1e-9
    }
    let curvature = Matrix(
      columns: free.map { item in
        let change = roots.conditions(roots.scaledChange(ofUniqueness: item))
        return free.map { change[$0] }
      })
    guard let response = free.isEmpty ? curvature : curvature.inverse else { return nil }
    self.roots = roots
    self.free = free
    self.response = response
  }

  /// What becomes of uniquenesses and common part.
  ///
  /// - Parameter direction: A small change of the correlations, symmetric, 0 on the diagonal.
  func along(_ direction: Matrix) -> (common: Matrix, uniquenesses: [Double]) {
    let change = roots.scaledChange(ofCorrelations: direction)
    let conditions = roots.conditions(change)
    let moved = response * free.map { -conditions[$0] }
    var uniquenesses = Array(repeating: 0.0, count: direction.rows)
    for (item, value) in zip(free, moved) { uniquenesses[item] = value }
    let logarithms = zip(roots.weightChange(direction), uniquenesses.indices).map {
      $0 + roots.scaleChange(ofUniqueness: $1) * uniquenesses[$1]
    }
    let whole = change + roots.scaledChange(ofUniquenesses: uniquenesses)
    return (roots.commonChange(whole, scale: logarithms), uniquenesses)
  }
}

/// The eigenvalues and eigenvectors of C, and the derivatives of functions of them:
///
///     df(C) = V (K ∘ VᵀdC V) Vᵀ,   Kₘₙ = (f(λₘ) − f(λₙ))/(λₘ − λₙ)
///
/// > R. Bhatia (1997). *Matrix Analysis*, theorem V.3.3. Springer.
private struct ExtractionRoots: Sendable {
  let method: ExtractionMethod
  /// R⁻¹, where the weights depend on it.
  let inverse: Matrix?
  let uniquenesses: [Double]
  /// The diagonal of S.
  let scale: [Double]
  /// C.
  let scaled: Matrix
  let vectors: Matrix
  /// K of the conditions, and of the common part.
  let conditionSlopes, commonSlopes: Matrix
  let common: Matrix

  init?(_ correlations: Matrix, _ extraction: FactorExtraction, method: ExtractionMethod) {
    let inverse = CholeskyFactor(correlations)?.inverse
    if method == .weightedLeastSquares && inverse == nil { return nil }
    uniquenesses = extraction.uniquenesses
    self.inverse = inverse
    self.method = method
    switch method {
    case .minres, .principalAxis: scale = uniquenesses.map { _ in 1 }
    case .weightedLeastSquares: scale = (inverse?.diagonal ?? []).map { $0.squareRoot() }
    case .maximumLikelihood, .generalisedLeastSquares:
      scale = uniquenesses.map { 1 / $0.squareRoot() }
    }
    let unscaled =
      method.dividesByUniquenesses ? correlations : correlations - .diagonal(uniquenesses)
    scaled = unscaled.scaled(by: scale)
    guard let eigen = SymmetricEigen(scaled) else { return nil }
    let factors = extraction.loadings.columns
    vectors = eigen.vectors
    conditionSlopes = method.slopes(of: eigen.values, factors: factors, isCommon: false)
    commonSlopes = method.slopes(of: eigen.values, factors: factors, isCommon: true)
    common = extraction.loadings.timesTransposed(extraction.loadings)
  }

  private func derivative(_ slopes: Matrix, _ change: Matrix) -> Matrix {
    let inside = slopes.elementwise(vectors.transposedTimes(change) * vectors)
    return (vectors * inside).timesTransposed(vectors)
  }

  /// How the conditions change where C does.
  func conditions(_ change: Matrix) -> [Double] {
    derivative(conditionSlopes, change).diagonal
  }

  /// How the common part changes where C and ln S do.
  func commonChange(_ change: Matrix, scale logarithms: [Double]) -> Matrix {
    let inner = derivative(commonSlopes, change).scaled(by: scale.map { 1 / $0 })
    return inner - common.scalingRows(logarithms) - common.scalingColumns(logarithms)
  }

  /// How ln S changes with the correlations, where its weights depend on them.
  func weightChange(_ direction: Matrix) -> [Double] {
    guard method == .weightedLeastSquares, let inverse else { return scale.map { _ in 0 } }
    let change = (inverse * direction).elementwise(inverse)
    return (0..<change.rows).map { item in
      -0.5 * (0..<change.columns).reduce(0) { $0 + change[item, $1] } / inverse[item, item]
    }
  }

  func scaledChange(ofCorrelations direction: Matrix) -> Matrix {
    let change = direction.scaled(by: scale)
    guard method == .weightedLeastSquares else { return change }
    let logarithms = weightChange(direction)
    return change + scaled.scalingRows(logarithms) + scaled.scalingColumns(logarithms)
  }

  /// How ln S of an item changes with its uniqueness.
  func scaleChange(ofUniqueness item: Int) -> Double {
    method.dividesByUniquenesses ? -0.5 / uniquenesses[item] : 0
  }

  func scaledChange(ofUniquenesses change: [Double]) -> Matrix {
    guard method.dividesByUniquenesses else {
      return .diagonal(zip(change, scale).map { -$0 * $1 * $1 })
    }
    let slopes = change.indices.map { change[$0] * scaleChange(ofUniqueness: $0) }
    return scaled.scalingRows(slopes) + scaled.scalingColumns(slopes)
  }

  func scaledChange(ofUniqueness item: Int) -> Matrix {
    scaledChange(ofUniquenesses: scale.indices.map { $0 == item ? 1 : 0 })
  }
}

extension ExtractionMethod {
  /// Whether C is ψ^(−½) R ψ^(−½), and not R − ψ between weights.
  fileprivate var dividesByUniquenesses: Bool {
    self == .maximumLikelihood || self == .generalisedLeastSquares
  }

  /// K of the conditions, or of the common part; the eigenvalues of the factors come first.
  fileprivate func slopes(of roots: [Double], factors: Int, isCommon: Bool) -> Matrix {
    Matrix(rows: roots.count, columns: roots.count) { i, j in
      let (large, small) = (roots[min(i, j)], roots[max(i, j)])
      if i < factors && j < factors { return isCommon ? 1 : 0 }
      if i >= factors && j >= factors { return isCommon ? 0 : leftOverSlope(large, small) }
      let gap = max(large - small, 1e-10)
      return isCommon ? commonPart(large) / gap : -leftOver(small) / gap
    }
  }

  /// f of an eigenvalue that belongs to no factor.
  private func leftOver(_ root: Double) -> Double {
    switch self {
    case .minres, .principalAxis, .weightedLeastSquares: root
    case .maximumLikelihood: 1 - root
    case .generalisedLeastSquares: (1 / root - 1) / root
    }
  }

  /// (f(λ) − f(μ))/(λ − μ) of two eigenvalues that belong to no factor.
  private func leftOverSlope(_ first: Double, _ second: Double) -> Double {
    switch self {
    case .minres, .principalAxis, .weightedLeastSquares: return 1
    case .maximumLikelihood: return -1
    case .generalisedLeastSquares:
      let product = first * second
      return 1 / product - (first + second) / (product * product)
    }
  }

  /// h of a factor's eigenvalue.
  private func commonPart(_ root: Double) -> Double {
    dividesByUniquenesses ? root - 1 : root
  }
}
