import SurveyModel

/// How a field file is understood without a study: dialect, columns and ledger, never an answer.
public struct FileUnderstanding: Sendable {
  public let file: String
  public let dialect: Dialect
  /// Regular records.
  public let rowCount: Int
  public let columns: [ColumnUnderstanding]
  public let ledger: ByteLedger
  public let irregular: [IrregularRecord]
  public let diagnostics: [Diagnostic]

  public init(_ table: FieldTable) {
    file = table.file
    dialect = table.dialect
    rowCount = table.rowCount
    ledger = table.ledger
    irregular = table.irregular
    columns = table.header.enumerated().map { column, cell in
      var survey = ColumnSurvey(mark: table.decimalMark(column: column))
      for row in 0..<table.rowCount {
        table.withField(row: row, column: column) { survey.add($0, row: row) }
      }
      return survey.understanding(name: cell.text)
    }
    diagnostics =
      table.diagnostics
      + columns.enumerated().flatMap { column, understood in
        understood.damage.map { finding in
          finding.damage.diagnostic(
            finding.count, column: understood.name,
            at: table.location(row: finding.firstRow, column: column))
        }
      }
  }
}
