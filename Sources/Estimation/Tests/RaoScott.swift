import NumericalMethods

/// A χ² test.
public struct ChiSquaredTest: Hashable, Sendable {
  public let statistic: Double
  public let degreesOfFreedom: Double

  public var pValue: Double {
    Distribution.chiSquared(degreesOfFreedom: degreesOfFreedom).upperTail(statistic)
  }
}

extension SurveyDesign {
  /// Tests whether two questions are independent in the population; see
  /// ``Crosstab/independenceTest()``.
  public func independenceTest(
    of rows: CategoricalAnswers, and columns: CategoricalAnswers
  ) -> FTest? {
    crosstab(of: rows, by: columns).independenceTest()
  }
}

extension Crosstab {
  /// Tests whether the questions are independent in the population.
  ///
  ///     F = X² / tr Δ,  with ν = (tr Δ)²/tr Δ² and ν · df degrees of freedom
  ///
  /// X² is Pearson's statistic of the weighted table scaled to the number of interviews, Δ the
  /// design effects of its interactions (Rao and Scott's second-order correction with
  /// Satterthwaite's and the F form; R: `svychisq(statistic = "F")`, its default).
  ///
  /// - Returns: Nil where either question has fewer than two categories with answers, where
  ///   empty cells make Δ undefined, or without degrees of freedom.
  ///   O(clusters × cells × interactions), whatever the number of interviews.
  /// > J. Rao, A. Scott (1984), as above, §4.
  public func independenceTest() -> FTest? { table.independenceTest() }

  /// The same with the first-order correction: X² divided by the mean design effect, against χ²
  /// with (r − 1)(c − 1) degrees of freedom (R: `svychisq(statistic = "Chisq")`, which shows X²
  /// undivided). It errs where the design effects differ much.
  public func firstOrderIndependenceTest() -> ChiSquaredTest? {
    table.firstOrderIndependenceTest()
  }

  private var table: IndependenceTable {
    IndependenceTable(
      rowCount: rows.count, columnCount: columns.count, degreesOfFreedom: degreesOfFreedom,
      parts: [contributions])
  }
}

/// What the cells of a table, which do not overlap, add to the errors of combinations of them.
protocol CellDeviations: Sendable {
  /// Interviews in each cell.
  var counts: [Int] { get }
  /// Their weights.
  var weights: [Double] { get }
  /// Interviews in all cells.
  var interviews: Int { get }
  /// Deviations of combinations, which are of shares of all cells: clusters × combinations.
  func deviationMatrix(_ combinations: Matrix) -> Matrix
}

/// A table of weighted cells whose rows are tested against its columns: of one design, or of
/// several that were drawn independently, whose errors add up.
struct IndependenceTable {
  let rowCount: Int
  let columnCount: Int
  let degreesOfFreedom: Int
  /// What the designs add to the cells, row after row.
  let parts: [any CellDeviations]

  /// Interviews in each cell.
  var counts: [Int] {
    parts.reduce(Array(repeating: 0, count: rowCount * columnCount)) { sums, part in
      zip(sums, part.counts).map(+)
    }
  }

  var weightedCounts: [Double] {
    parts.reduce(Array(repeating: 0, count: rowCount * columnCount)) { sums, part in
      zip(sums, part.weights).map(+)
    }
  }

  var interviews: Int { parts.reduce(0) { $0 + $1.interviews } }

  /// See ``Crosstab/independenceTest()``.
  func independenceTest() -> FTest? {
    guard degreesOfFreedom > 0, let effects = designEffects() else { return nil }
    let degrees = effects.trace * effects.trace / effects.squaredTrace
    return FTest(
      statistic: effects.pearson / effects.trace, numerator: degrees,
      denominator: degrees * Double(degreesOfFreedom))
  }

  /// See ``Crosstab/firstOrderIndependenceTest()``.
  func firstOrderIndependenceTest() -> ChiSquaredTest? {
    guard degreesOfFreedom > 0, let effects = designEffects() else { return nil }
    let degrees = Double(effects.count)
    return ChiSquaredTest(
      statistic: effects.pearson * degrees / effects.trace, degreesOfFreedom: degrees)
  }

  /// Whether no contrast follows from those before it, as it does where too many cells are empty: then the
  /// design effects would be rounding alone. R's `svychisq` stops there or, where rounding hides it, does not.
  ///
  /// Lᵢᵢ²/Aᵢᵢ is the share of a contrast's variance that those before it do not explain.
  private static func isDefined(_ covariance: Matrix, _ factor: CholeskyFactor) -> Bool {
    zip(factor.lower.diagonal, covariance.diagonal).allSatisfy { $0 * $0 > 1e-10 * $1 }
  }

  /// What the tests need of the interactions' design effects.
  private struct DesignEffects {
    var pearson: Double
    var trace: Double
    var squaredTrace: Double
    var count: Int
  }

  private func designEffects() -> DesignEffects? {
    guard let table = OccupiedTable(self) else { return nil }
    let contrasts = table.interactions
    let combinations = table.combinations(contrasts, of: rowCount * columnCount)
    let products = parts.map { $0.deviationMatrix(combinations).crossProduct }
    let covariance = Matrix(rows: contrasts.rows, columns: contrasts.rows) { row, column in
      products.reduce(0) { $0 + $1[row, column] }
    }
    let simple = table.covariance(contrasts, interviews: Double(interviews))
    guard let factor = CholeskyFactor(simple), Self.isDefined(simple, factor) else { return nil }
    let effects = factor.solve(covariance)
    let trace = effects.diagonal.reduce(0, +)
    let squared = sumOfProducts(effects.elements, effects.transposed.elements)
    guard trace > 0, squared > 0 else { return nil }
    return DesignEffects(
      pearson: Double(interviews) * table.meanSquareContingency, trace: trace,
      squaredTrace: squared, count: contrasts.rows)
  }
}

/// The shares of a table's rows and columns that somebody chose.
private struct OccupiedTable {
  let rowCount: Int
  let columnCount: Int
  /// Row after row.
  let shares: [Double]
  /// The place of each cell in the whole table.
  let cells: [Int]
  let total: Double

  init?(_ table: IndependenceTable) {
    let (counts, width) = (table.counts, table.columnCount)
    let rows = (0..<table.rowCount).filter { row in
      (0..<width).contains { counts[row * width + $0] > 0 }
    }
    let columns = (0..<width).filter { column in
      (0..<table.rowCount).contains { counts[$0 * width + column] > 0 }
    }
    guard rows.count > 1, columns.count > 1 else { return nil }
    (rowCount, columnCount) = (rows.count, columns.count)
    cells = rows.flatMap { row in columns.map { row * width + $0 } }
    let weights = table.weightedCounts
    let total = weights.reduce(0, +)
    self.total = total
    shares = cells.map { weights[$0] / total }
  }

  /// Contrasts between rows times contrasts between columns, each divided by the cell's share.
  var interactions: Matrix {
    Matrix(rows: (rowCount - 1) * (columnCount - 1), columns: shares.count) { contrast, cell in
      guard shares[cell] > 0 else { return 0 }
      let (row, column) = contrast.quotientAndRemainder(dividingBy: columnCount - 1)
      return helmert(row + 1, cell / columnCount) * helmert(column + 1, cell % columnCount)
        / shares[cell]
    }
  }

  /// The element of a Helmert contrast: `order` ones, then minus their number, then zeros.
  private func helmert(_ order: Int, _ place: Int) -> Double {
    if place < order { return 1 }
    return place == order ? -Double(order) : 0
  }

  /// What a unit of weight in each cell of the whole table adds to each contrast of shares.
  func combinations(_ contrasts: Matrix, of cellCount: Int) -> Matrix {
    var result = Matrix(rows: contrasts.rows, columns: cellCount)
    for contrast in 0..<contrasts.rows {
      let coefficients = contrasts.row(contrast)
      let mean = sumOfProducts(coefficients, shares)
      for column in 0..<cellCount { result[contrast, column] = -mean / total }
      for (place, cell) in cells.enumerated() {
        result[contrast, cell] = (coefficients[place] - mean) / total
      }
    }
    return result
  }

  /// Σ a b p/n of all pairs of contrasts: their covariance in a simple random sample of
  /// independent questions.
  func covariance(_ contrasts: Matrix, interviews: Double) -> Matrix {
    let roots = shares.map { ($0 / interviews).squareRoot() }
    return Matrix(rows: shares.count, columns: contrasts.rows) {
      roots[$0] * contrasts[$1, $0]
    }.crossProduct
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
