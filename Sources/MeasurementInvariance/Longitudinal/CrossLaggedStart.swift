import FactorAnalysis
import LavaanSyntax
import NumericalMethods
import StructuralModels

/// Where the search for a cross-lagged model begins: what the covariances S of those who took part in
/// every wave would give if a part of what first and last wave have in common were all that lasts.
///
///     L = a (S₁ₜ + S₁ₜᵀ)/2,   W_w = S_ww − L,   B_w = (S_w,w−1 − L) W_w−1⁻¹
///
/// with the largest of a few a at which all W are positive definite. From regressions of 0, as
/// other models begin with, models with random intercepts often do not converge.
struct CrossLaggedStart {
  private(set) var values: [ParameterName: Double] = [:]

  init(_ table: CrossLaggedTable, _ answers: ItemAnswers) {
    let rows = answers.completeRows
    guard rows.count > answers.names.count else { return }
    let covariance = answers.covariance(rows)
    for share in table.kind == .crossLagged ? [0] : [0.8, 0.6, 0.4, 0.2, 0.05] {
      if let values = Self.values(table, covariance, share) {
        self.values = values
        return
      }
    }
  }

  /// Nil where a wave's remaining covariances are not positive definite.
  private static func values(
    _ table: CrossLaggedTable, _ covariance: Matrix, _ share: Double
  ) -> [ParameterName: Double]? {
    let (size, waves) = (table.variables.count, table.waves.count)
    func between(_ wave: Int, _ other: Int) -> Matrix {
      covariance.block(
        (0..<size).map { wave * size + $0 }, (0..<size).map { other * size + $0 })
    }
    let common = between(0, waves - 1)
    let lasting = (share / 2) * (common + common.transposed)
    var values: [ParameterName: Double] = [:]
    func set(_ matrix: Matrix, _ name: (Int) -> String) {
      for row in 0..<size {
        for column in 0...row {
          values[ParameterName(name(column), .covariance, name(row))] = matrix[row, column]
        }
      }
    }
    if table.kind == .randomIntercept {
      guard CholeskyFactor(lasting) != nil else { return nil }
      set(lasting, table.lasting)
    }
    for wave in 0..<waves {
      var residual = between(wave, wave) - lasting
      guard CholeskyFactor(residual) != nil else { return nil }
      if wave > 0 {
        let lagged = between(wave, wave - 1) - lasting
        guard let before = CholeskyFactor(between(wave - 1, wave - 1) - lasting) else { return nil }
        let slopes = before.solve(lagged.transposed).transposed
        residual = residual - slopes.timesTransposed(lagged)
        guard CholeskyFactor(residual) != nil else { return nil }
        for outcome in 0..<size {
          for predictor in 0..<size {
            let name = ParameterName(
              table.moving(outcome, wave), .regression, table.moving(predictor, wave - 1))
            values[name] = slopes[outcome, predictor]
          }
        }
      }
      set(residual) { table.moving($0, wave) }
    }
    return values
  }
}

extension ItemAnswers {
  /// The weighted covariances of some rows, with the sum of weights as divisor.
  fileprivate func covariance(_ rows: [Int]) -> Matrix {
    let total = rows.reduce(0) { $0 + weights[$1] }
    let deviations = columns.map { column in
      let mean = rows.reduce(0) { $0 + weights[$1] * column[$1] } / total
      return rows.map { column[$0] - mean }
    }
    return Matrix(rows: columns.count, columns: columns.count) { first, second in
      rows.indices.reduce(0) {
        $0 + weights[rows[$1]] * deviations[first][$1] * deviations[second][$1]
      } / total
    }
  }
}

extension ParameterTable {
  /// The table with these starting values.
  func starting(at start: CrossLaggedStart) -> ParameterTable {
    var table = self
    for index in table.parameters.indices where table.parameters[index].freeIndex != nil {
      table.parameters[index].start = start.values[table.parameters[index].name]
    }
    return table
  }
}
