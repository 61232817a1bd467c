import SurveyModel

/// A field file as a table: every regular record, every irregular one, and every byte accounted for.
///
/// Fields stay bytes in UTF-8 until somebody asks for them; places are computed when asked for.
public struct FieldTable: Sendable {
  /// The path as the user knows it.
  public let file: String
  public let dialect: Dialect
  /// Column names, trimmed, with their places.
  public private(set) var header: [Sheet.Cell]
  /// Records that are not rows of the table, in the file's order.
  public let irregular: [IrregularRecord]
  public let ledger: ByteLedger
  /// What is wrong with the file, irregular records included.
  public private(set) var diagnostics: [Diagnostic]
  /// What the text was written out from; nil where the file is text itself.
  public private(set) var transcription: Transcription?
  let columns: TableColumns
  private let places: RowPlaces
  private let text: DecodedText
  let fileBytes: [UInt8]
  private let decimalMarks: [DecimalMark?]

  /// - Parameters:
  ///   - header: Names of the columns.
  ///   - diagnostics: What is wrong with the file.
  init(
    _ records: TableRecords, header: [Sheet.Cell], marks: DecimalMarks, dialect: Dialect,
    diagnostics: [Diagnostic]
  ) {
    file = records.form.contents.file
    fileBytes = records.form.contents.bytes
    text = records.form.text
    self.dialect = dialect
    self.header = header
    self.diagnostics = diagnostics
    irregular = records.irregular
    ledger = records.ledger
    columns = records.columns
    places = records.places
    decimalMarks = marks.columns
  }

  /// Regular records.
  public var rowCount: Int { columns.rowCount }

  public var columnCount: Int { header.count }

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

  /// The line in the file where a record begins, counted from the nearest of the places known.
  public func line(row: Int) -> Int { place(row).line }

  /// The lines where records begin, by one pass over the file.
  ///
  /// - Parameter rows: Ascending.
  func lines(of rows: [Int]) -> [Int] {
    text.bytes.withUnsafeBufferPointer { places.lines(of: rows, in: $0) }
  }

  /// The places of records, by one pass over the file.
  ///
  /// - Parameter rows: Ascending.
  public func locations(of rows: [Int]) -> [SourceLocation] {
    lines(of: rows).map { line in
      let location = SourceLocation(file: file, line: line)
      return transcription?.location(of: location, column: nil) ?? location
    }
  }

  private func place(_ row: Int) -> (range: Range<Int>, line: Int, mend: RowMark.Mend?) {
    text.bytes.withUnsafeBufferPointer { places.place(of: row, in: $0) }
  }

  /// The place of a field in the file, or of a record where `column` is nil.
  public func location(row: Int, column: Int?) -> SourceLocation {
    let record = place(row)
    if let transcription {
      let line = SourceLocation(file: file, line: record.line)
      return transcription.location(of: line, column: column)
    }
    guard let column else { return SourceLocation(file: file, line: record.line) }
    let field = text.bytes.withUnsafeBufferPointer { bytes in
      FieldPlaces(
        bytes.part(record.range), mend: record.mend,
        delimiter: dialect.delimiter.value.rawValue, quote: dialect.quote.value,
        isUTF8: text.isUTF8)[column]
    }
    return SourceLocation(file: file, line: record.line + field.line, column: field.column)
  }

  /// A record as it stands in the file, line end included.
  public func recordBytes(row: Int) -> [UInt8] { Array(fileBytes[fileRange(of: row)]) }

  /// Where a record stands in the file, line end included.
  private func fileRange(of row: Int) -> Range<Int> { text.fileRange(place(row).range) }

  /// Where the records stand in the file, by one pass over it.
  var fileRanges: [Range<Int>] {
    text.bytes.withUnsafeBufferPointer { places.ranges(rowCount: rowCount, in: $0) }
      .map(text.fileRange)
  }

  /// The mark in a column's decimal numbers: what was given, else its own, else the file's.
  public func decimalMark(column: Int) -> DecimalMark {
    ownDecimalMark(column: column) ?? dialect.decimalMark.value
  }

  /// The mark in a column's decimal numbers: what was given, else its own; nil where it has none.
  func ownDecimalMark(column: Int) -> DecimalMark? {
    dialect.decimalMark.basis == .given ? dialect.decimalMark.value : decimalMarks[column]
  }
}

extension FieldTable {
  /// The same table with its places as those of the file that its text was written out from.
  func transcribed(from transcription: Transcription) -> FieldTable {
    var table = self
    table.transcription = transcription
    table.header = header.enumerated().map { column, cell in
      Sheet.Cell(cell.text, at: transcription.location(of: cell.location, column: column))
    }
    table.diagnostics =
      transcription.diagnostics
      + diagnostics.map { diagnostic in
        var diagnostic = diagnostic
        diagnostic.location = transcription.location(of: diagnostic.location, column: nil)
        return diagnostic
      }
    return table
  }

  /// Reads a field file: text, a workbook, or a data set of SPSS or Stata.
  ///
  /// - Parameters:
  ///   - contents: The file.
  ///   - options: What the user says of it.
  /// - Throws: `file-empty`, `not-csv`, `wrong-encoding`, `file-too-large`, or `lone-quote` in the
  ///   header: no table can be made of it.
  public static func reading(
    _ contents: FileContents, options: ReadingOptions = ReadingOptions()
  ) throws(TabularFileError) -> FieldTable {
    if let table = try transcribing(contents, options: options) { return table }
    return try readingText(contents, options: options)
  }

  /// Reads a file that is text.
  ///
  /// - Parameter partSize: Bytes of the parts that are read side by side, whatever that is with the
  ///   same result; nil for the usual.
  static func readingText(
    _ contents: FileContents, options: ReadingOptions, partSize: Int? = nil
  ) throws(TabularFileError) -> FieldTable {
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
