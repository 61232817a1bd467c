import NumericalMethods

/// What one answer adds to the errors of an item's thresholds:
///
///     zⱼ(x) = (1[x ≤ j] − Pⱼ) / (φ(τⱼ) Σw)
///
/// Pⱼ is the share of answers in the categories 1…j.
struct ThresholdInfluence {
  /// For each threshold, a value for each category and 0 for a missing answer.
  let values: [[Double]]

  init(_ thresholds: ItemThresholds, weight: Double) {
    values = thresholds.values.enumerated().map { index, threshold in
      let share = thresholds.shares[index + 1]
      let scale = 1 / (Distribution.standardNormal.density(threshold) * weight)
      let categories = 0...thresholds.values.count
      return categories.map { (($0 <= index ? 1 : 0) - share) * scale } + [0]
    }
  }
}

/// What a pair of answers adds to the error of their polychoric correlation.
///
///     z(x, y) = (s_ρ(x, y) − Σₖ Aₖ z_τₖ(x, y)) / A_ρρ
///
/// s are the derivatives of ln π by ρ and by the thresholds, A the sums of their products with s_ρ
/// over the table: the thresholds' errors are carried into the correlation's.
///
/// > B. Muthén (1984). "A general structural equation model with dichotomous, ordered categorical,
/// > and continuous latent variable indicators". *Psychometrika* 49(1), §4, as lavaan computes it.
/// > K. G. Jöreskog (1994). "On the estimation of polychoric correlations and their asymptotic
/// > covariance matrix". *Psychometrika* 59(3).
struct PolychoricInfluence {
  /// A value for each pair of categories, the missing answers counted as one more:
  /// (rows + 1) × (columns + 1), column after column.
  let values: [Double]

  init(
    _ pair: PolychoricPair, _ correlation: Double, rows: ThresholdInfluence,
    columns: ThresholdInfluence
  ) {
    let table = pair.table
    let scores = pair.scores(at: correlation)
    var information = 0.0
    var byRow = Array(repeating: 0.0, count: table.rows - 1)
    var byColumn = Array(repeating: 0.0, count: table.columns - 1)
    for cell in table.counts.indices {
      let weighted = table.counts[cell] * scores.correlation[cell]
      information += weighted * scores.correlation[cell]
      let (row, column) = (cell % table.rows, cell / table.rows)
      if row > 0 { byRow[row - 1] += weighted * scores.lowerRow[cell] }
      if row < byRow.count { byRow[row] += weighted * scores.upperRow[cell] }
      if column > 0 { byColumn[column - 1] += weighted * scores.lowerColumn[cell] }
      if column < byColumn.count { byColumn[column] += weighted * scores.upperColumn[cell] }
    }
    let ofRow = Self.carried(byRow, rows)
    let ofColumn = Self.carried(byColumn, columns)
    var values: [Double] = []
    values.reserveCapacity((table.rows + 1) * (table.columns + 1))
    for column in 0...table.columns {
      for row in 0...table.rows {
        let isAnswered = row < table.rows && column < table.columns
        let score = isAnswered ? scores.correlation[row + column * table.rows] : 0
        values.append((score - ofRow[row] - ofColumn[column]) / information)
      }
    }
    self.values = values
  }

  /// For each category what its answers add by way of the thresholds.
  private static func carried(_ factors: [Double], _ influence: ThresholdInfluence) -> [Double] {
    var sums = Array(repeating: 0.0, count: factors.count + 2)
    for (factor, values) in zip(factors, influence.values) {
      for (category, value) in values.enumerated() { sums[category] += factor * value }
    }
    return sums
  }
}

/// The derivatives of ln π of each cell of a table, column after column.
struct PairScores {
  var correlation: [Double]
  /// By the thresholds below and above the cell's row and column; 0 where that is infinite.
  var lowerRow, upperRow, lowerColumn, upperColumn: [Double]
}

extension PolychoricPair {
  /// The derivatives of the cells' log-probabilities at ρ.
  func scores(at correlation: Double) -> PairScores {
    let grid = grid(at: correlation, curved: false)
    let zeros = Array(repeating: 0.0, count: table.counts.count)
    var scores = PairScores(
      correlation: zeros, lowerRow: zeros, upperRow: zeros, lowerColumn: zeros, upperColumn: zeros)
    let byRow = slopes(rowThresholds, columnThresholds, correlation)
    let byColumn = slopes(columnThresholds, rowThresholds, correlation)
    for column in 0..<table.columns {
      for row in 0..<table.rows {
        let cell = row + column * table.rows
        let place = row + column * grid.stride
        let share = max(PairGrid.cell(grid.probabilities, place, grid.stride), 1e-300)
        scores.correlation[cell] = PairGrid.cell(grid.densities, place, grid.stride) / share
        if row > 0 { scores.lowerRow[cell] = -byRow[row - 1][column] / share }
        if row < rowThresholds.count { scores.upperRow[cell] = byRow[row][column] / share }
        if column > 0 { scores.lowerColumn[cell] = -byColumn[column - 1][row] / share }
        if column < columnThresholds.count {
          scores.upperColumn[cell] = byColumn[column][row] / share
        }
      }
    }
    return scores
  }

  /// φ(a) times the probability of each of the other item's categories where the first is at a:
  /// the derivative of Φ₂ by the threshold a over a category.
  private func slopes(
    _ thresholds: [Double], _ others: [Double], _ correlation: Double
  ) -> [[Double]] {
    let scale = 1 / ((1 - correlation) * (1 + correlation)).squareRoot()
    return thresholds.map { a in
      let density = Distribution.standardNormal.density(a)
      let below =
        [0] + others.map { Distribution.standardNormal.lowerTail(($0 - correlation * a) * scale) }
        + [1]
      return zip(below.dropFirst(), below).map { density * ($0 - $1) }
    }
  }
}
