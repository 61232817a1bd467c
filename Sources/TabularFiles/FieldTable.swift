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

  init(
    contents: FileContents, text: DecodedText, records: TableRecords, marks: DecimalMarks,
    dialect: Dialect
  ) {
    file = contents.file
    fileBytes = contents.bytes
    self.text = text
    self.dialect = dialect
    header = records.header
    irregular = records.irregular
    ledger = records.ledger
    diagnostics =
      dialect.diagnostics(file: contents.file) + records.diagnostics
      + marks.diagnostics(header: records.header)
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
  func fileRange(of row: Int) -> Range<Int> { text.fileRange(place(row).range) }

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
    try FileFormat.requireText(contents)
    let location = SourceLocation(file: contents.file)
    guard !contents.bytes.isEmpty else {
      throw TabularFileError(
        "file-empty", "the file is empty; a header and records were expected",
        fix: "ask for the file again", at: location)
    }
    let census = TextCensus(contents.bytes)
    let encoding = try encoding(of: contents, census, given: options.encoding)
    var text = DecodedText(contents.bytes, as: encoding.value)
    guard text.bytes.count < Int(UInt32.max) else {
      throw FileContents.tooLarge(at: location)
    }
    let hasNUL =
      text.encoding.isUTF16
      ? text.bytes.withUnsafeBufferPointer { $0.firstOffset(of: 0) } != nil : census.hasNUL
    var quote = quote(of: text, given: options.quote)
    let escape = escape(of: text, quote.value, given: options.escape)
    if escape.value == .backslash, let byte = quote.value.byte {
      text.double(quotesBehindBackslashes: byte)
    }
    let (delimiter, separator) = delimiter(of: text, quote.value, given: options.delimiter)
    if quote.basis == .found, escape.value != .backslash,
      let bare = refutation(of: quote.value, text, delimiter.value)
    {
      quote = bare
    }
    let form = RecordForm(
      contents: contents, text: text, delimiter: delimiter.value, quote: quote.value,
      engine: options.engine,
      checksText: hasNUL || (text.encoding == .utf8 && census.invalid > 0))
    let opening = text.bytes.withUnsafeBufferPointer {
      TableOpening(
        $0, from: separator?.end ?? text.start, delimiter: delimiter.value, quote: quote.value,
        given: options.headerRows)
    }
    let records = try TableReader(
      form: form, separator: separator, opening: opening, partSize: partSize
    ).read()
    let marks = DecimalMarks(records.columns, columns: records.header.count)
    let dialect = text.bytes.withUnsafeBufferPointer { all in
      let bytes = all.part(text.start..<all.count)
      return Dialect(
        encoding: encoding, hasByteOrderMark: text.markLength > 0, delimiter: delimiter,
        quote: quote, escape: escape, headerRows: opening.headerRows,
        decimalMark: marks.decision(given: options.decimalMark),
        lineEnd: Dialect.LineEnd.detect(sample(bytes), quote: quote.value),
        hasQuotes: census.hasQuotes)
    }
    return FieldTable(
      contents: contents, text: text, records: records, marks: marks, dialect: dialect)
  }

  /// Reads a field file from a path.
  public static func reading(
    path: String, displayPath: String, options: ReadingOptions = ReadingOptions()
  ) throws(TabularFileError) -> FieldTable {
    try reading(FileContents(path: path, displayPath: displayPath), options: options)
  }

  private static func encoding(
    of contents: FileContents, _ census: TextCensus, given: TextEncoding?
  ) throws(TabularFileError) -> Decision<TextEncoding> {
    let found = TextEncoding.detect(contents.bytes, census)
    guard let given else { return found }
    let hasMark =
      !found.value.byteOrderMark.isEmpty && contents.bytes.starts(with: found.value.byteOrderMark)
    let isBrokenUTF8 = given == .utf8 && found.value != .utf8
    let isPlainUTF8 =
      found.value == .utf8 && ![.utf8, .windows1251AsLatin1].contains(given)
      && census.sequences > 0
    let isOtherMark = hasMark && found.value.byteOrderMark != given.byteOrderMark
    guard isBrokenUTF8 || isPlainUTF8 || isOtherMark else {
      return Decision(given, .given, "it was given")
    }
    if hasMark, given == .utf16LittleEndian, found.value == .utf16BigEndian { return found }
    throw TabularFileError(
      "wrong-encoding", "the file is said to be \(given.rawValue), it is \(found.value.rawValue)",
      fix: "leave the encoding blank, or write \(found.value.rawValue)",
      at: SourceLocation(file: contents.file))
  }

  private static func quote(
    of text: DecodedText, given: QuoteMark?
  ) -> Decision<QuoteMark> {
    if let given { return Decision(given, .given, "it was given") }
    return text.bytes.withUnsafeBufferPointer { all in
      QuoteMark.detect(sample(all.part(text.start..<all.count)))
    }
  }

  private static func refutation(
    of quote: QuoteMark, _ text: DecodedText, _ delimiter: Delimiter
  ) -> Decision<QuoteMark>? {
    text.bytes.withUnsafeBufferPointer { all in
      quote.refutation(by: sample(all.part(text.start..<all.count)), delimiter: delimiter)
    }
  }

  private static func escape(
    of text: DecodedText, _ quote: QuoteMark, given: QuoteEscape?
  ) -> Decision<QuoteEscape> {
    if let given { return Decision(given, .given, "it was given") }
    return text.bytes.withUnsafeBufferPointer { all in
      QuoteEscape.detect(sample(all.part(text.start..<all.count)), quote: quote)
    }
  }

  private static func delimiter(
    of text: DecodedText, _ quote: QuoteMark, given: Delimiter?
  ) -> (Decision<Delimiter>, SeparatorLine?) {
    text.bytes.withUnsafeBufferPointer { all in
      let bytes = all.part(text.start..<all.count)
      let separator = SeparatorLine(all, from: text.start)
      if let given {
        return (Decision(given, .given, "it was given"), separator)
      }
      if let separator {
        return (Decision(separator.delimiter, .found, "the line sep= names it"), separator)
      }
      return (Delimiter.detect(sample(bytes), quote: quote, mayHavePreamble: true), nil)
    }
  }

  /// The first lines, up to 128 KiB.
  private static func sample(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard text.count > 1 << 17 else { return text }
    let end = text.part(0..<1 << 17).lastIndex { $0 == 0x0A || $0 == 0x0D }
    return text.part(0..<(end.map { $0 + 1 } ?? text.count))
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
