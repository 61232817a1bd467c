import NumericalMethods

/// A vector over parameters: what each group has alone, then what is shared.
struct ArrowVector: Sendable {
  var own: [[Double]]
  var shared: [Double]

  func dot(_ other: ArrowVector) -> Double {
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return zip(own, other.own).reduce(product(shared, other.shared)) { $0 + product($1.0, $1.1) }
  }
}

/// A symmetric matrix over parameters in which groups meet only in what they share:
///
///     D₁        B₁
///        D₂     B₂
///     B₁ᵀ B₂ᵀ …  C
struct ArrowMatrix: Sendable {
  /// D, for each group.
  var blocks: [Matrix]
  /// B, what a group has alone × what is shared.
  var borders: [Matrix]
  /// C.
  var corner: Matrix

  /// The matrix with its diagonal raised by a share of itself.
  func damped(by share: Double) -> ArrowMatrix {
    func raised(_ matrix: Matrix) -> Matrix {
      var matrix = matrix
      for index in 0..<matrix.rows {
        matrix[index, index] += share * max(abs(matrix[index, index]), 1e-8)
      }
      return matrix
    }
    return ArrowMatrix(blocks: blocks.map(raised), borders: borders, corner: raised(corner))
  }
}

/// The factor of a positive definite arrow matrix, by elimination of one group after another:
///
///     X = D⁻¹ B      C − Σ Bᵀ X = L Lᵀ
///
/// O(Σ own³ + shared³) instead of O((Σ own + shared)³).
struct ArrowFactor: Sendable {
  /// Of D for each group; nil where a group has nothing alone.
  let blocks: [CholeskyFactor?]
  /// X for each group.
  let eliminated: [Matrix]
  /// Of the corner once the groups are eliminated; nil where nothing is shared.
  let corner: CholeskyFactor?

  /// - Returns: Nil where the matrix is not positive definite.
  init?(_ matrix: ArrowMatrix) {
    var blocks: [CholeskyFactor?] = []
    var eliminated: [Matrix] = []
    var corner = matrix.corner
    for (block, border) in zip(matrix.blocks, matrix.borders) {
      guard block.rows > 0 else {
        blocks.append(nil)
        eliminated.append(border)
        continue
      }
      guard let factor = CholeskyFactor(block) else { return nil }
      let solved = factor.solve(border)
      if border.columns > 0 { corner = corner - border.transposedTimes(solved) }
      blocks.append(factor)
      eliminated.append(solved)
    }
    if corner.rows > 0 {
      guard let factor = CholeskyFactor(corner) else { return nil }
      self.corner = factor
    } else {
      self.corner = nil
    }
    self.blocks = blocks
    self.eliminated = eliminated
  }

  func solve(_ right: ArrowVector) -> ArrowVector {
    var shared = right.shared
    if corner != nil {
      for (own, x) in zip(right.own, eliminated) where !own.isEmpty {
        for (index, value) in (x.transposed * own).enumerated() { shared[index] -= value }
      }
    }
    let solved = corner?.solve(shared) ?? []
    let own = blocks.indices.map { group -> [Double] in
      guard let block = blocks[group] else { return [] }
      let direct = block.solve(right.own[group])
      guard !solved.isEmpty else { return direct }
      return zip(direct, eliminated[group] * solved).map { $0 - $1 }
    }
    return ArrowVector(own: own, shared: solved)
  }
}
