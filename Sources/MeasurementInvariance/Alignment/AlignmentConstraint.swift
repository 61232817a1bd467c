import NumericalMethods

/// What sets the origin of one half of an alignment: z = C θ of fewer unknowns θ.
enum AlignmentConstraint {
  /// z₁ = −Σ of the others, which are θ.
  case sumIsZero
  /// z₁ = 0; the others are θ.
  case firstIsZero
  /// z = θ.
  case none

  func unknowns(of groups: Int) -> Int { self == .none ? groups : groups - 1 }

  /// C θ.
  func place(_ theta: [Double]) -> [Double] {
    switch self {
    case .sumIsZero: [theta.reduce(0) { $0 - $1 }] + theta
    case .firstIsZero: [0] + theta
    case .none: theta
    }
  }

  /// C M.
  func places(_ matrix: Matrix) -> Matrix {
    guard self != .none else { return matrix }
    return Matrix(columns: (0..<matrix.columns).map { place(matrix.column($0)) })
  }

  /// Cᵀ v.
  func reduced(_ vector: [Double]) -> [Double] {
    switch self {
    case .sumIsZero: vector.dropFirst().map { $0 - vector[0] }
    case .firstIsZero: Array(vector.dropFirst())
    case .none: vector
    }
  }

  /// Cᵀ M.
  func reduced(_ matrix: Matrix) -> Matrix {
    guard self != .none else { return matrix }
    return Matrix(columns: (0..<matrix.columns).map { reduced(matrix.column($0)) })
  }

  /// Cᵀ M C of a symmetric matrix.
  func reduced(bothSides matrix: Matrix) -> Matrix { reduced(reduced(matrix).transposed) }
}
