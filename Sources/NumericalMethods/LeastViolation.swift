/// The point within bounds that violates a system of equations least, and why it cannot do better.
///
///     minimise Σₖ |bₖ − (A x)ₖ|,  0 ≤ x ≤ u
///
/// The multipliers y, |yₖ| ≤ 1, are the certificate: b y − Σⱼ uⱼ max(0, (Aᵀy)ⱼ) is the least
/// violation, so that above 0 no x within its bounds solves the system. Dense primal simplex with
/// bounded variables; O(pivots × rows × columns), pivots being a few times the rows.
///
/// > G. Dantzig (1955). "Upper bounds, secondary constraints, and block triangularity in linear
/// > programming". *Econometrica* 23. — R. Bland (1977). "New finite pivoting rules for the simplex
/// > method". *Mathematics of Operations Research* 2, for the rule that ends every run.
package struct LeastViolation: Sendable {
  package let point: [Double]
  package let violation: Double
  /// One for each equation.
  package let multipliers: [Double]
  /// bₖ − (A x)ₖ.
  package let residuals: [Double]

  /// - Parameter bounds: u, infinite where there is none.
  package init(of matrix: Matrix, equals right: [Double], bounds: [Double]) {
    precondition(matrix.rows == right.count && matrix.columns == bounds.count, "shapes agree")
    var tableau = Tableau(matrix, right, bounds)
    tableau.minimise()
    let point = tableau.point
    var residuals = right
    for column in 0..<matrix.columns where point[column] != 0 {
      for row in 0..<matrix.rows { residuals[row] -= matrix[row, column] * point[column] }
    }
    self.point = point
    self.residuals = residuals
    violation = residuals.reduce(0) { $0 + abs($1) }
    multipliers = tableau.multipliers
  }
}

/// Rows of x_basic + Σ t x = b, all b ≥ 0, and the row of reduced costs. A variable at its upper
/// bound is replaced by its distance from it.
private struct Tableau {
  private let variableCount: Int
  private let signs: [Double]
  private var upper: [Double]
  private var isFlipped: [Bool]
  private var rows: [[Double]]
  private var right: [Double]
  private var costs: [Double]
  private var basis: [Int]

  /// After the variables come the shortfalls and the excesses of the equations, which cost 1.
  init(_ matrix: Matrix, _ right: [Double], _ bounds: [Double]) {
    let (m, n) = (matrix.rows, matrix.columns)
    let signs = right.map { $0 < 0 ? -1.0 : 1 }
    variableCount = n
    self.signs = signs
    upper = bounds + Array(repeating: .infinity, count: 2 * m)
    isFlipped = Array(repeating: false, count: n + 2 * m)
    rows = (0..<m).map { row in
      (0..<n).map { signs[row] * matrix[row, $0] }
        + (0..<2 * m).map { $0 == row ? 1 : $0 == m + row ? -1 : 0 }
    }
    self.right = zip(right, signs).map { $0 * $1 }
    basis = (0..<m).map { n + $0 }
    costs = Array(repeating: 0, count: n) + Array(repeating: 1, count: 2 * m)
    for row in rows {
      for column in costs.indices { costs[column] -= row[column] }
    }
  }

  mutating func minimise() {
    var pivots = 0
    while let column = entering(usesFirst: pivots > 50 * (rows.count + 10)) {
      guard pivots < 1000 * (rows.count + 10) else { return }
      pivots += 1
      let step = longestStep(column)
      switch step.row {
      case nil where step.length == .infinity: return
      case nil: flipNonbasic(column)
      case let row?:
        if step.reachesUpper { flipBasic(row) }
        pivot(row, column)
      }
    }
  }

  /// The column of the most negative cost, or after many pivots the first such.
  private func entering(usesFirst: Bool) -> Int? {
    var best: Int?
    for column in costs.indices where costs[column] < -1e-9 && upper[column] > 0 {
      if usesFirst { return column }
      if costs[column] < best.map({ costs[$0] }) ?? 0 { best = column }
    }
    return best
  }

  private func longestStep(_ column: Int) -> (row: Int?, length: Double, reachesUpper: Bool) {
    var best: (row: Int?, length: Double, reachesUpper: Bool) = (nil, upper[column], false)
    for row in rows.indices {
      let entry = rows[row][column]
      if entry > 1e-10, right[row] / entry < best.length {
        best = (row, max(0, right[row] / entry), false)
      } else if entry < -1e-10, (upper[basis[row]] - right[row]) / -entry < best.length {
        best = (row, max(0, (upper[basis[row]] - right[row]) / -entry), true)
      }
    }
    return best
  }

  private mutating func flipNonbasic(_ column: Int) {
    for row in rows.indices {
      right[row] -= rows[row][column] * upper[column]
      rows[row][column] = -rows[row][column]
    }
    costs[column] = -costs[column]
    isFlipped[column].toggle()
  }

  private mutating func flipBasic(_ row: Int) {
    let variable = basis[row]
    for column in rows[row].indices where column != variable {
      rows[row][column] = -rows[row][column]
    }
    right[row] = upper[variable] - right[row]
    isFlipped[variable].toggle()
  }

  private mutating func pivot(_ row: Int, _ column: Int) {
    let entry = rows[row][column]
    for place in rows[row].indices { rows[row][place] /= entry }
    right[row] /= entry
    let own = rows[row]
    for other in rows.indices where other != row && rows[other][column] != 0 {
      let factor = rows[other][column]
      for place in own.indices { rows[other][place] -= factor * own[place] }
      right[other] = max(0, right[other] - factor * right[row])
    }
    let factor = costs[column]
    for place in own.indices { costs[place] -= factor * own[place] }
    basis[row] = column
  }

  var point: [Double] {
    var values = Array(repeating: 0.0, count: upper.count)
    for (row, variable) in basis.enumerated() { values[variable] = right[row] }
    return (0..<variableCount).map { isFlipped[$0] ? upper[$0] - values[$0] : values[$0] }
  }

  /// From the costs of the shortfalls, 1 − y.
  var multipliers: [Double] {
    rows.indices.map { signs[$0] * (1 - costs[variableCount + $0]) }
  }
}
