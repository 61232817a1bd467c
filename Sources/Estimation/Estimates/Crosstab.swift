/// Two questions against each other, for a population.
///
///     let table = design.crosstab(of: trust, by: city)
///     table.columnShares[2][0]          // the third city's share of the first answer
///     table.independenceTest()?.pValue
///
/// Cells stand row after row. Everything comes from the sums of cells by cluster: one pass over
/// the rows, whatever the number of cells. Memory: clusters × cells.
///
/// > J. Rao, A. Scott (1984). "On chi-squared tests for multiway contingency tables with cell
/// > proportions estimated from survey data". *Annals of Statistics* 12(1).
public struct Crosstab: Sendable {
  /// Names of the categories, those without answers too.
  public let rows: [String]
  public let columns: [String]
  /// Interviews in each cell.
  public let counts: [Int]
  /// Their weights.
  public let weightedCounts: [Double]
  /// Those with an answer to both questions.
  public let base: Estimate.Base
  /// The design's, of those with an answer to both.
  public let degreesOfFreedom: Int
  let contributions: CellContributions

  /// A cell's place.
  public func cell(row: Int, column: Int) -> Int { row * columns.count + column }
}

extension SurveyDesign {
  /// Counts two questions against each other.
  ///
  /// - Parameters: One answer for each interview; those who lack either are left out, as a domain.
  /// - Returns: The table, from which shares and tests are made. O(interviews).
  public func crosstab(of rows: CategoricalAnswers, by columns: CategoricalAnswers) -> Crosstab {
    precondition(rows.codes.count == count && columns.codes.count == count, "the design's rows")
    let width = Int32(columns.categories.count)
    let cells = zip(rows.codes, columns.codes).map { row, column in
      row >= 0 && column >= 0 ? row * width + column : -1
    }
    let cellCount = rows.categories.count * columns.categories.count
    let contributions = CellContributions(self, cells: cells, count: cellCount)
    return Crosstab(
      rows: rows.categories, columns: columns.categories, counts: contributions.counts,
      weightedCounts: contributions.weights, base: contributions.base,
      degreesOfFreedom: contributions.degreesOfFreedom, contributions: contributions)
  }
}

extension Crosstab {
  /// The shares of the rows in each column, with their covariance within the column.
  ///
  ///     p̂ᵣ꜀ = Σ w[r, c] / Σ w[c]
  ///
  /// - Returns: One vector a column, its names those of the rows; NaN in a column without answers.
  public var columnShares: [EstimateVector] {
    columns.indices.map { column in
      let whole = cells(inColumn: column)
      return contributions.shares(
        whole.map { CellContributions.Part(cell: $0, whole: whole) }, names: rows)
    }
  }

  /// The shares of one row in all columns, with the covariance between the columns: these share
  /// clusters, and so do not vary independently.
  public func shares(ofRow row: Int) -> EstimateVector {
    contributions.shares(
      columns.indices.map {
        CellContributions.Part(cell: cell(row: row, column: $0), whole: cells(inColumn: $0))
      }, names: columns)
  }

  /// The shares of all cells, row after row, with their covariance.
  public var cellShares: EstimateVector {
    let whole = Array(counts.indices)
    return contributions.shares(
      whole.map { CellContributions.Part(cell: $0, whole: whole) },
      names: rows.flatMap { row in columns.map { "\(row):\($0)" } })
  }

  private func cells(inColumn column: Int) -> [Int] {
    rows.indices.map { cell(row: $0, column: column) }
  }
}
