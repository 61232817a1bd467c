import Parallelism
import SurveyModel

/// How a field file is understood without a study: dialect, columns and ledger, never an answer.
public struct FileUnderstanding: Sendable {
  public let file: String
  public let dialect: Dialect
  /// Regular records.
  public let rowCount: Int
  public let columns: [ColumnUnderstanding]
  public let ledger: FileLedger
  public let irregular: [IrregularRecord]
  public let diagnostics: [Diagnostic]
  /// What a data set of SPSS or Stata says of itself and of its variables; nil for other files.
  public let dataSet: TableContainer?

  /// - Parameter firstRow: Rows before it are not counted.
  public init(_ table: FieldTable, from firstRow: Int = 0) {
    var survey = FileSurvey(nil)
    survey.add(table, from: firstRow)
    self.init(
      file: table.file, dialect: table.dialect, rowCount: table.rowCount, ledger: table.ledger,
      irregular: table.irregular, diagnostics: table.diagnostics, survey, table.container)
  }

  /// Reads a file to its end.
  ///
  /// - Parameters:
  ///   - stream: At the file's beginning.
  ///   - only: Names of the columns to look at; nil for all.
  ///   - progress: Called after each window.
  /// - Throws: As ``FieldStream/next()``, and `unknown-column`.
  public init(
    _ stream: inout FieldStream, only: [String]? = nil, progress: (FieldStream) -> Void = { _ in }
  ) throws(TabularFileError) {
    var survey = FileSurvey(nil)
    var dialect: Dialect?
    var container: TableContainer?
    while let table = try stream.next() {
      if dialect == nil {
        survey = try FileSurvey(
          only.map { (names) throws(TabularFileError) in try table.columns(named: names) })
      }
      dialect = table.dialect
      container = table.container
      survey.add(table)
      progress(stream)
    }
    guard let dialect else {
      throw TabularFileError(
        "file-changed", "the file was cut off while it was read",
        fix: "wait until it is complete, then read it again", at: SourceLocation(file: stream.file))
    }
    self.init(
      file: stream.file, dialect: dialect, rowCount: stream.rowCount, ledger: stream.ledger,
      irregular: stream.irregular, diagnostics: stream.diagnostics, survey, container)
  }

  private init(
    file: String, dialect: Dialect, rowCount: Int, ledger: FileLedger,
    irregular: [IrregularRecord], diagnostics: [Diagnostic], _ survey: FileSurvey,
    _ container: TableContainer?
  ) {
    self.file = file
    self.dialect = dialect
    self.rowCount = rowCount
    self.ledger = ledger
    self.irregular = irregular
    columns = survey.understandings
    self.diagnostics = diagnostics + survey.diagnostics
    dataSet = container.flatMap { $0.format == .workbook ? nil : $0 }
  }
}

/// Counts over the columns of a file, window by window.
private struct FileSurvey {
  private let chosen: [Int]?
  private var columns: [Column] = []
  private var rowsBefore = 0

  private struct Column {
    let index: Int
    let header: Sheet.Cell
    var name: String { header.text }
    var survey: ColumnSurvey
    /// Where values stand that may come to be the first of a damage.
    var places: [Int: SourceLocation] = [:]
  }

  init(_ chosen: [Int]?) { self.chosen = chosen }

  mutating func add(_ table: FieldTable, from firstRow: Int = 0) {
    if columns.isEmpty {
      columns = (chosen ?? Array(0..<table.columnCount)).map {
        Column(
          index: $0, header: table.header[$0],
          survey: ColumnSurvey(marks: table.numberMarks(column: $0)))
      }
    }
    let before = rowsBefore
    columns = concurrentMap(columns.count) { [columns] place in
      var column = columns[place]
      column.survey.marks = table.numberMarks(column: column.index)
      for (part, piece) in table.columns.columns[column.index].pieces.enumerated() {
        let first = table.columns.rows(ofPart: part).lowerBound
        let skipped = min(max(0, firstRow - first), piece.rowCount)
        column.survey.add(piece, rows: skipped..<piece.rowCount, first: before + first)
      }
      for row in column.survey.damage.candidateRows where row >= before {
        column.places[row] = table.location(row: row - before, column: column.index)
      }
      return column
    }
    rowsBefore += table.rowCount
  }

  var understandings: [ColumnUnderstanding] {
    columns.map { $0.survey.understanding(name: $0.name) }
  }

  var diagnostics: [Diagnostic] {
    columns.compactMap {
      $0.survey.understanding(name: $0.name).markersTold(at: $0.header.location)
    }
      + columns.flatMap { column in
        column.survey.damage.findings.compactMap { finding in
          column.survey.damage.firstRows[finding.damage].flatMap { column.places[$0] }.map {
            finding.damage.diagnostic(finding.count, column: column.name, at: $0)
          }
        }
      }
  }
}

extension ColumnUnderstanding {
  /// A note on the markers of no answer.
  fileprivate func markersTold(at place: SourceLocation) -> Diagnostic? {
    guard !markers.isEmpty else { return nil }
    let count = markers.values.reduce(0, +)
    let texts = markers.keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
    return Diagnostic(
      .note, "markers-as-blanks",
      "the column '\(name)' of numbers has \(texts) in \(count) \(count == 1 ? "field" : "fields"),"
        + " which count as blanks",
      fix: "if they mean something, say what in missing.csv", at: place)
  }
}

extension FieldTable {
  /// The places of columns, by their names.
  ///
  /// - Throws: `unknown-column` for each name that no column has.
  public func columns(named names: [String]) throws(TabularFileError) -> [Int] {
    var unknown: [Diagnostic] = []
    let columns = names.compactMap { name -> Int? in
      if let column = header.firstIndex(where: { $0.text == name }) { return column }
      let alike = header.first { $0.text.lowercased() == name.lowercased() }?.text
      unknown.append(
        Diagnostic(
          .error, "unknown-column", "no column is called '\(name)'",
          fix: alike.map { "write '\($0)'" } ?? "look at the names with loci read",
          at: header.first?.location ?? SourceLocation(file: file)))
      return nil
    }
    if !unknown.isEmpty { throw TabularFileError(unknown) }
    return columns
  }
}
