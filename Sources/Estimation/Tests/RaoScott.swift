import NumericalMethods

extension SurveyDesign {
  /// Tests whether two questions are independent in the population.
  ///
  ///     F = X² / tr Δ,  with ν = (tr Δ)²/tr Δ² and ν · df degrees of freedom
  ///
  /// X² is Pearson's statistic of the weighted table scaled to the number of interviews, Δ the
  /// design effects of its interactions (Rao and Scott's second-order correction with
  /// Satterthwaite's and the F form; R: `svychisq(statistic = "F")`).
  ///
  /// - Returns: Nil where either question has fewer than two categories with answers, where
  ///   empty cells make Δ undefined, or without degrees of freedom. O(interviews × (r−1)(c−1)).
  /// > J. Rao, A. Scott (1984). "On chi-squared tests for multiway contingency tables with cell
  /// > proportions estimated from survey data". *Annals of Statistics* 12(1).
  public func independenceTest(
    of rows: CategoricalAnswers, and columns: CategoricalAnswers
  ) -> FTest? {
    precondition(rows.codes.count == count && columns.codes.count == count, "the design's rows")
    let contains = isMember.indices.map {
      isMember[$0] && rows.codes[$0] >= 0 && columns.codes[$0] >= 0
    }
    let base = base(of: contains)
    guard base.degreesOfFreedom > 0,
      let table = TwoWayTable(rows, columns, weights: weights, base: base)
    else { return nil }
    let contrasts = table.interactions()
    let deviations = contrasts.map { contrast -> [Double] in
      let mean = sumOfProducts(contrast, table.shares)
      let contributions = isMember.indices.map { row in
        let cell = table.cellOfRow[row]
        guard cell >= 0 else { return 0.0 }
        return weights[row] * (contrast[Int(cell)] - mean) / base.weightedCount
      }
      return self.deviations(of: contributions).byCluster
    }
    let size = contrasts.count
    let actual = Matrix(rows: size, columns: size, elements: crossProducts(deviations))
    let simple = Matrix(rows: size, columns: size) {
      table.covariance(contrasts[$0], contrasts[$1]) / Double(base.count)
    }
    guard let factor = CholeskyFactor(simple) else { return nil }
    let effects = factor.solve(actual)
    let trace = effects.diagonal.reduce(0, +)
    let squared = sumOfProducts(effects.elements, effects.transposed.elements)
    guard trace > 0, squared > 0 else { return nil }
    let degrees = trace * trace / squared
    return FTest(
      statistic: Double(base.count) * table.meanSquareContingency / trace, numerator: degrees,
      denominator: degrees * Double(base.degreesOfFreedom))
  }
}

/// A weighted table of shares, of the categories that somebody chose; cells row after row.
private struct TwoWayTable {
  let rowCount: Int
  let columnCount: Int
  let shares: [Double]
  let cellOfRow: [Int32]

  init?(
    _ rows: CategoricalAnswers, _ columns: CategoricalAnswers, weights: [Double],
    base: AnswerBase
  ) {
    var rowCoder = Coder<Int32>()
    var columnCoder = Coder<Int32>()
    let cells = base.contains.indices.map { row -> (row: Int32, column: Int32)? in
      guard base.contains[row] else { return nil }
      return (rowCoder.code(rows.codes[row]), columnCoder.code(columns.codes[row]))
    }
    let columnCount = columnCoder.names.count
    guard rowCoder.names.count > 1, columnCount > 1 else { return nil }
    rowCount = rowCoder.names.count
    self.columnCount = columnCount
    cellOfRow = cells.map { $0.map { $0.row * Int32(columnCount) + $0.column } ?? -1 }
    var shares = Array(repeating: 0.0, count: rowCount * columnCount)
    for (row, cell) in cellOfRow.enumerated() where cell >= 0 {
      shares[Int(cell)] += weights[row] / base.weightedCount
    }
    self.shares = shares
  }

  /// Contrasts between rows times contrasts between columns, each divided by the cell's share.
  func interactions() -> [[Double]] {
    (1..<rowCount).flatMap { row in
      (1..<columnCount).map { column in
        shares.indices.map { cell in
          guard shares[cell] > 0 else { return 0 }
          return helmert(row, cell / columnCount) * helmert(column, cell % columnCount)
            / shares[cell]
        }
      }
    }
  }

  /// The element of a Helmert contrast: `order` ones, then minus their number, then zeros.
  private func helmert(_ order: Int, _ place: Int) -> Double {
    if place < order { return 1 }
    return place == order ? -Double(order) : 0
  }

  /// Σ a b p of two contrasts: n times their covariance in a simple random sample of independent
  /// questions.
  func covariance(_ a: [Double], _ b: [Double]) -> Double {
    shares.indices.reduce(0) { $0 + a[$1] * b[$1] * shares[$1] }
  }

  /// Σ (p − pᵣp꜀)² / (pᵣp꜀), Pearson's statistic for one interview.
  var meanSquareContingency: Double {
    var rowShares = Array(repeating: 0.0, count: rowCount)
    var columnShares = Array(repeating: 0.0, count: columnCount)
    for (cell, share) in shares.enumerated() {
      rowShares[cell / columnCount] += share
      columnShares[cell % columnCount] += share
    }
    var sum = 0.0
    for (cell, share) in shares.enumerated() {
      let expected = rowShares[cell / columnCount] * columnShares[cell % columnCount]
      sum += (share - expected) * (share - expected) / expected
    }
    return sum
  }
}
