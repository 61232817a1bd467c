import NumericalMethods

/// What a rotation makes small, with its first and second derivatives by the loadings.
enum RotationCriterion: Hashable, Sendable {
  /// −¼ Σ of the variances of the squared loadings of each factor, times p.
  case varimax
  /// −¼ Σ λᵢⱼ⁴.
  case quartimax
  /// ¼ Σ over pairs of factors of Σ λᵢⱼ² λᵢₖ².
  case quartimin
  /// Σᵢ (Πⱼ (λᵢⱼ² + ε))^(1/k).
  case geomin(epsilon: Double)
  /// Σ wᵢⱼ (λᵢⱼ − tᵢⱼ)², w 1 or 0.
  case target(Matrix, weights: Matrix)

  func value(at loadings: Matrix) -> (value: Double, gradient: Matrix) {
    switch self {
    case .varimax, .quartimax, .quartimin:
      let squares = loadings.elementwise(loadings)
      let others = slope(of: squares)
      return (squares.innerProduct(others) / 4, loadings.elementwise(others))
    case .geomin(let epsilon):
      let terms = GeominTerms(loadings, epsilon: epsilon)
      return (terms.means.reduce(0, +), terms.gradient)
    case .target(let target, let weights):
      let away = (loadings - target).elementwise(weights)
      return (away.innerProduct(away), 2 * away)
    }
  }

  /// How the gradient at `loadings` changes where these move in a direction.
  func gradientChange(at loadings: Matrix, along direction: Matrix) -> Matrix {
    switch self {
    case .varimax, .quartimax, .quartimin:
      direction.elementwise(slope(of: loadings.elementwise(loadings)))
        + loadings.elementwise(slope(of: 2 * loadings.elementwise(direction)))
    case .geomin(let epsilon):
      GeominTerms(loadings, epsilon: epsilon).gradientChange(along: direction)
    case .target(_, let weights):
      2 * direction.elementwise(weights)
    }
  }

  /// M(Λ²), linear in the squared loadings, where the criterion is ¼ ⟨Λ², M(Λ²)⟩ and its gradient
  /// Λ ∘ M(Λ²).
  private func slope(of squares: Matrix) -> Matrix {
    switch self {
    case .quartimin:
      let sums = squares * Array(repeating: 1, count: squares.columns)
      return Matrix(rows: squares.rows, columns: squares.columns) { sums[$0] - squares[$0, $1] }
    case .varimax:
      let means = (0..<squares.columns).map {
        squares.column($0).reduce(0, +) / Double(squares.rows)
      }
      return Matrix(rows: squares.rows, columns: squares.columns) { means[$1] - squares[$0, $1] }
    default: return -1 * squares
    }
  }
}

/// The parts of geomin: sᵢⱼ = λᵢⱼ² + ε, and their geometric mean mᵢ of each item.
private struct GeominTerms {
  private let loadings: Matrix
  private let shifted: Matrix
  let means: [Double]

  init(_ loadings: Matrix, epsilon: Double) {
    self.loadings = loadings
    let shifted = Matrix(
      rows: loadings.rows, columns: loadings.columns,
      elements: loadings.elements.map { $0 * $0 + epsilon })
    self.shifted = shifted
    means = (0..<loadings.rows).map { item in
      let logarithms = (0..<shifted.columns).reduce(0) {
        $0 + Elementary.log(shifted[item, $1])
      }
      return Elementary.exp(logarithms / Double(shifted.columns))
    }
  }

  /// 2/k · mᵢ λᵢⱼ/sᵢⱼ.
  var gradient: Matrix {
    let share = 2 / Double(loadings.columns)
    return Matrix(rows: loadings.rows, columns: loadings.columns) {
      share * means[$0] * loadings[$0, $1] / shifted[$0, $1]
    }
  }

  func gradientChange(along direction: Matrix) -> Matrix {
    let gradient = gradient
    let share = 2 / Double(loadings.columns)
    let growth = (0..<loadings.rows).map { item in
      share
        * (0..<loadings.columns).reduce(0) {
          $0 + loadings[item, $1] * direction[item, $1] / shifted[item, $1]
        }
    }
    return Matrix(rows: loadings.rows, columns: loadings.columns) { item, factor in
      let (loading, square) = (loadings[item, factor], shifted[item, factor])
      let own = direction[item, factor] * (1 - 2 * loading * loading / square) / square
      return share * means[item] * own + growth[item] * gradient[item, factor]
    }
  }
}
