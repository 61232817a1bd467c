import SurveyModel

/// A field file as a table: every regular record, every irregular one, and every part of the file
/// accounted for.
///
/// A text's fields stay bytes in UTF-8, and the numbers of a data set numbers, until somebody asks for
/// them; places are computed when asked for.
public struct FieldTable: Sendable {
  /// The path as the user knows it.
  public let file: String
  public let dialect: Dialect
  /// Column names, trimmed, with their places.
  public let header: [Sheet.Cell]
  /// Records that are not rows of the table, in the file's order.
  public let irregular: [IrregularRecord]
  public let ledger: FileLedger
  /// What is wrong with the file, irregular records included.
  public let diagnostics: [Diagnostic]
  let columns: TableColumns
  let storage: Storage
  private let decimalMarks: DecimalMarks

  /// Creates the table of a text.
  ///
  /// - Parameters:
  ///   - header: Names of the columns.
  ///   - diagnostics: What is wrong with the file.
  init(
    _ records: TableRecords, header: [Sheet.Cell], marks: DecimalMarks, dialect: Dialect,
    diagnostics: [Diagnostic]
  ) {
    file = records.form.contents.file
    storage = .text(
      TextStorage(
        fileBytes: records.form.contents.bytes, text: records.form.text, places: records.places))
    self.dialect = dialect
    self.header = header
    self.diagnostics = diagnostics
    irregular = records.irregular
    ledger = records.ledger
    columns = records.columns
    decimalMarks = marks
  }

  /// Creates the table of a workbook's sheet or of a data set.
  init(_ records: CellRecords) {
    file = records.file
    storage = .cells(CellStorage(container: records.container, rows: records.rows))
    dialect = records.dialect
    header = records.header
    irregular = records.irregular
    ledger = records.ledger
    columns = records.columns
    let marks = DecimalMarks(columns, names: header, delimiter: nil)
    decimalMarks = marks
    diagnostics = records.diagnostics + marks.diagnostics(header: header)
  }

  /// What holds the table; nil where the file is a text.
  public var container: TableContainer? {
    switch storage {
    case .text: nil
    case .cells(let cells): cells.container
    }
  }

  /// Regular records.
  public var rowCount: Int { columns.rowCount }

  public var columnCount: Int { header.count }

  /// Whether a row of the file names the columns; else they are numbered.
  public var hasOwnNames: Bool { dialect.headerRows.value > 0 }

  /// Hands the bytes of a field, in UTF-8, without delimiters and quotes.
  ///
  /// - Parameters:
  ///   - row: From 0, of the regular records.
  ///   - column: From 0.
  public func withField<R>(
    row: Int, column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R
  ) rethrows -> R {
    try columns.withField(row: row, column: column, body)
  }

  /// The text of a field.
  public func text(row: Int, column: Int) -> String {
    withField(row: row, column: column) { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether a field has no text.
  public func isEmpty(row: Int, column: Int) -> Bool {
    columns.isEmpty(row: row, column: column)
  }

  /// What the marks in a column's numbers mean: what was given, else what its own and the file's say.
  public func numberMarks(column: Int) -> NumberMarks {
    decimalMarks.marks(column, file: dialect.decimalMark.value)
  }

  /// The same for a column of weights, which are never thousands.
  public func weightMarks(column: Int) -> NumberMarks {
    NumberMarks(decimal: decimalMarks.weightMark(column, file: dialect.decimalMark.value))
  }
}

// Places.
extension FieldTable {
  /// The line in the file where a record begins, counted from the nearest of the places known; the row
  /// of a sheet, or the number of a case.
  public func line(row: Int) -> Int {
    switch storage {
    case .text(let text): text.place(row).line
    case .cells(let cells): Int(cells.rows[row])
    }
  }

  /// The places of records, by one pass over the file.
  ///
  /// - Parameter rows: Ascending.
  public func locations(of rows: [Int]) -> [SourceLocation] {
    switch storage {
    case .text(let text): text.lines(of: rows).map { SourceLocation(file: file, line: $0) }
    case .cells: rows.map { location(row: $0, column: nil) }
    }
  }

  /// The place of a field in the file, or of a record where `column` is nil.
  public func location(row: Int, column: Int?) -> SourceLocation {
    switch storage {
    case .cells(let cells):
      return SourceLocation(
        file: file, sheet: cells.container.sheet, line: Int(cells.rows[row]),
        column: column.map { $0 + 1 })
    case .text(let text):
      guard let column else { return SourceLocation(file: file, line: text.place(row).line) }
      let place = text.fieldPlace(row: row, column: column, dialect)
      return SourceLocation(file: file, line: place.line, column: place.column)
    }
  }

  /// A record as it stands in the file, line end included; as a line of CSV where it has no bytes of
  /// its own there.
  public func recordBytes(row: Int) -> [UInt8] {
    switch storage {
    case .text(let text): Array(text.fileBytes[text.fileRange(of: row)])
    case .cells: cleanLine(row: row)
    }
  }

  /// How much of the file a record is, in the unit of the ledger.
  public func recordSize(row: Int) -> Int {
    switch storage {
    case .text(let text): text.fileRange(of: row).count
    case .cells: 1
    }
  }
}

extension FieldTable {
  /// Reads a field file: text, a workbook, or a data set of SPSS or Stata.
  ///
  /// - Parameters:
  ///   - contents: The file.
  ///   - options: What the user says of it.
  /// - Throws: `file-empty`, `not-csv`, `wrong-encoding`, `file-too-large`, or `lone-quote` in the
  ///   header, and what ``Workbook/reading(_:)`` and ``StatisticalFile/reading(_:encoding:)`` throw: no
  ///   table can be made of it.
  public static func reading(
    _ contents: FileContents, options: ReadingOptions = ReadingOptions()
  ) throws(TabularFileError) -> FieldTable {
    if StatisticalFile.Format(fileName: contents.file) != nil
      || StatisticalFile.Format(contents.bytes) != nil
    {
      return FieldTable(try CellRecords(dataSet: contents, options))
    }
    if FileFormat(contents.bytes) == .xlsx || Workbook.isNamedSo(contents.file) {
      return FieldTable(try CellRecords(workbook: contents, options))
    }
    return try readingText(contents, options: options)
  }

  /// Whether a file is a workbook or a data set, by its name or its first 4096 bytes.
  static func isOfCells(_ start: FileContents) -> Bool {
    StatisticalFile.Format(fileName: start.file) != nil
      || StatisticalFile.Format(start.bytes) != nil || FileFormat(start.bytes) == .xlsx
      || Workbook.isNamedSo(start.file)
  }

  /// Reads a file that is text.
  ///
  /// - Parameter partSize: Bytes of the parts that are read side by side, whatever that is with the
  ///   same result; nil for the usual.
  static func readingText(
    _ contents: FileContents, options: ReadingOptions, partSize: Int? = nil
  ) throws(TabularFileError) -> FieldTable {
    try options.requireNoSheet(in: "text", file: contents.file)
    var reading = TextReading(file: contents.file, options: options)
    reading.partSize = partSize
    return try reading.whole(contents)
  }

  /// Reads a field file from a path.
  public static func reading(
    path: String, displayPath: String, options: ReadingOptions = ReadingOptions()
  ) throws(TabularFileError) -> FieldTable {
    try reading(FileContents(path: path, displayPath: displayPath), options: options)
  }
}

extension [UInt8] {
  /// As `withUnsafeBufferPointer`, with a typed error.
  func read<R>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(TabularFileError) -> R
  ) throws(TabularFileError) -> R {
    try withUnsafeBufferPointer { (bytes) throws(TabularFileError) in try body(bytes) }
  }
}
