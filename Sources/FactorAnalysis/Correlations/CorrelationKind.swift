import NumericalMethods

/// What is correlated.
public enum CorrelationKind: String, Hashable, Sendable, CaseIterable {
  /// The answers as numbers; means and covariances in their unit.
  case pearson
  /// The ranks of the answers (Spearman 1904), equal answers sharing the mean of their ranks.
  /// With weights, an answer's rank is the weight below it and half the weight of its equals: for
  /// whole weights, what R's `cor(method = "spearman")` gives when each row is repeated as often.
  case spearman
  /// The normal variables behind ordered categories: ``PolychoricCorrelations``.
  case polychoric
}

extension ItemMoments {
  /// Polychoric correlations, which are their own covariances, and the answers' means.
  init(_ correlations: PolychoricCorrelations, of answers: OrdinalAnswers) {
    means = answers.names.indices.map { item in
      let weights = answers.categoryWeights(of: item)
      let sum = zip(weights, answers.categories[item]).reduce(0) { $0 + $1.0 * $1.1 }
      return sum / weights.reduce(0, +)
    }
    count = correlations.count
    covariances = correlations.correlationMatrix
    self.correlations = correlations.correlationMatrix
  }

  /// Spearman's correlations, which are their own covariances, and the answers' means.
  init(ranksOf answers: ItemAnswers, missing: MissingAnswers) throws(FactorAnalysisError) {
    let counted = try answers.counted(missing)
    let rows = counted.weights.indices.filter { counted.weights[$0] > 0 }
    try counted.requireVariance(in: rows)
    let ranked = RankedItems(counted, rows)
    means = ranked.means
    correlations = .identity(means.count)
    var least = rows.count
    for i in means.indices {
      for j in means.indices where j > i {
        guard let (count, correlation) = ranked.correlation(i, j) else {
          throw .pairWithoutCovariance(answers.names[i], answers.names[j])
        }
        least = min(least, count)
        correlations[i, j] = correlation
        correlations[j, i] = correlation
      }
    }
    covariances = correlations
    count = least
  }
}

/// Items whose answers are numbered from the lowest to the highest, equal answers alike.
struct RankedItems {
  let weights: [Double]
  let means: [Double]
  /// The number of each row's answer among the item's different answers; −1 where missing.
  let places: [[Int]]
  let counts: [Int]

  init(_ answers: ItemAnswers, _ rows: [Int]) {
    let weights = rows.map { answers.weights[$0] }
    self.weights = weights
    let columns = answers.columns.map { column in rows.map { column[$0] } }
    means = columns.map { column in
      let answered = zip(column, weights).filter { $0.0.isFinite }
      return answered.reduce(0) { $0 + $1.0 * $1.1 } / answered.reduce(0) { $0 + $1.1 }
    }
    let values = columns.map { Set($0.filter(\.isFinite)).sorted() }
    counts = values.map(\.count)
    places = zip(columns, values).map { column, values in
      let numbers = Dictionary(uniqueKeysWithValues: zip(values, values.indices))
      return column.map { numbers[$0] ?? -1 }
    }
  }

  /// Of the rows in which both are answered: their number and the correlation of their ranks.
  func correlation(_ i: Int, _ j: Int) -> (count: Int, correlation: Double)? {
    let rows = rowsAnswering(i, j)
    let (x, y) = (ranks(i, rows), ranks(j, rows))
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (index, row) in rows.enumerated() {
      xx += weights[row] * x[index] * x[index]
      yy += weights[row] * y[index] * y[index]
      xy += weights[row] * x[index] * y[index]
    }
    let total = rows.reduce(0) { $0 + weights[$1] }
    guard xx > 1e-12 * total, yy > 1e-12 * total else { return nil }
    return (rows.count, xy / (xx * yy).squareRoot())
  }

  /// The rows in which both are answered.
  func rowsAnswering(_ i: Int, _ j: Int) -> [Int] {
    weights.indices.filter { places[i][$0] >= 0 && places[j][$0] >= 0 }
  }

  /// The ranks of the rows' answers as shares of the weight, less their mean ½.
  func ranks(_ item: Int, _ rows: [Int]) -> [Double] {
    var tally = Array(repeating: 0.0, count: counts[item])
    for row in rows { tally[places[item][row]] += weights[row] }
    let total = tally.reduce(0, +)
    var below = 0.0
    let ranks = tally.map { weight in
      defer { below += weight }
      return (below + weight / 2) / total - 0.5
    }
    return rows.map { ranks[places[item][$0]] }
  }
}
