import NumericalMethods

/// What an interview adds to the error of Spearman's correlation of two items.
///
///     ρ = C/√(V V′),  C = E[A B],  V = E[A²],  V′ = E[B²]
///
/// A and B are the mid-ranks as shares of the weight, less ½. An interview counts by its own
/// ranks and by shifting those of all others:
///
///     z_C = A B − C + E[(1[x < X] + ½ 1[x = X]) B(Y)] − C
///
/// > C. Croux, C. Dehon (2010). "Influence functions of the Spearman and Kendall correlation
/// > measures". *Statistical Methods & Applications* 19, §2; with ties by mid-ranks.
struct SpearmanInfluence {
  let correlation: Double
  /// The number of rows in which both are answered.
  let count: Int
  /// Divided by the sum of the weights; one for each row, 0 where an item was left out.
  let values: [Double]

  /// - Returns: Nil where one item does not vary among the rows in which both are answered.
  init?(_ items: RankedItems, _ first: Int, _ second: Int) {
    let rows = items.rowsAnswering(first, second)
    let x = Margin(items, first, rows)
    let y = Margin(items, second, rows)
    let total = x.total
    let weighted = rows.indices.map { items.weights[rows[$0]] / total }
    let (xx, yy) = (x.squares(weighted), y.squares(weighted))
    guard xx > 1e-12, yy > 1e-12 else { return nil }
    let xy = rows.indices.reduce(0) { $0 + weighted[$1] * x.ranks[$1] * y.ranks[$1] }
    let root = (xx * yy).squareRoot()
    let correlation = xy / root
    let (shiftX, shiftY) = (x.shifts(y.ranks, weighted), y.shifts(x.ranks, weighted))
    let (ownX, ownY) = (x.shifts(x.ranks, weighted), y.shifts(y.ranks, weighted))
    var values = Array(repeating: 0.0, count: items.weights.count)
    for (index, row) in rows.enumerated() {
      let (a, b) = (x.ranks[index], y.ranks[index])
      let covariance = a * b + shiftX[index] + shiftY[index] - 3 * xy
      let first = a * a + 2 * ownX[index] - 3 * xx
      let second = b * b + 2 * ownY[index] - 3 * yy
      values[row] =
        (covariance / root - correlation / 2 * (first / xx + second / yy)) / total
    }
    self.correlation = correlation
    count = rows.count
    self.values = values
  }

  /// One of the two items among the rows in which both are answered.
  private struct Margin {
    let places: [Int]
    let count: Int
    let ranks: [Double]
    let total: Double

    init(_ items: RankedItems, _ item: Int, _ rows: [Int]) {
      places = rows.map { items.places[item][$0] }
      count = items.counts[item]
      ranks = items.ranks(item, rows)
      total = rows.reduce(0) { $0 + items.weights[$1] }
    }

    func squares(_ weighted: [Double]) -> Double {
      zip(weighted, ranks).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    }

    /// E[(1[x < X] + ½ 1[x = X]) B] at each row's x.
    func shifts(_ others: [Double], _ weighted: [Double]) -> [Double] {
      var sums = Array(repeating: 0.0, count: count)
      for index in places.indices { sums[places[index]] += weighted[index] * others[index] }
      var above = 0.0
      var shifts = sums
      for place in sums.indices.reversed() {
        shifts[place] = above + sums[place] / 2
        above += sums[place]
      }
      return places.map { shifts[$0] }
    }
  }
}
