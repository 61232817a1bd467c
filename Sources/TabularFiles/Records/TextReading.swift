import SurveyModel

/// Reads a text file as a whole, or a window after the other.
struct TextReading {
  let file: String
  let options: ReadingOptions
  /// Bytes of the parts that are read side by side; nil for the usual.
  var partSize: Int?
  /// Records that begin within so many bytes of a window's end are left to the next: what decides of a
  /// record looks no further ahead.
  var lookahead = 1 << 21
  private var known: Known?

  init(file: String, options: ReadingOptions) {
    self.file = file
    self.options = options
  }

  /// What the file's beginning told of all of it, and where the next window begins.
  private struct Known {
    let form: TextForm
    /// Without its text.
    let records: RecordForm
    let header: HeaderReader
    let names: [Sheet.Cell]
    let dialect: Dialect
    let marks: DecimalMarks
    /// The file's line where the next window begins.
    var line: Int
  }

  /// What a window came to.
  struct Window {
    let table: FieldTable
    /// How many of its bytes were read.
    let byteCount: Int
    /// Whether all that follows is a further table.
    let isTableOver: Bool
  }

  /// Reads a whole file.
  func whole(_ contents: FileContents) throws(TabularFileError) -> FieldTable {
    try first(contents, isLast: true).table
  }

  /// Reads the next window.
  ///
  /// - Parameters:
  ///   - bytes: From where the last window was read to.
  ///   - isLast: Whether the file ends with them.
  /// - Returns: nil where a record goes on to the window's end: a larger one is needed.
  mutating func read(_ bytes: [UInt8], isLast: Bool) throws(TabularFileError) -> Window? {
    let contents = FileContents(file: file, bytes: bytes)
    let (table, records, next): (FieldTable, TableRecords, Known)
    if let known {
      (table, records) = try further(contents, known, isLast: isLast)
      next = known
    } else {
      (table, records, next) = try first(contents, isLast: isLast)
    }
    let isWhole = records.end.place == records.form.text.bytes.count
    guard isLast || !isWhole || records.isTableOver else { return nil }
    known = next
    known?.line = records.end.line
    return Window(
      table: table, byteCount: records.ledger.total, isTableOver: records.isTableOver)
  }

  private func first(
    _ contents: FileContents, isLast: Bool
  ) throws(TabularFileError) -> (table: FieldTable, TableRecords, Known) {
    try FileFormat.requireText(contents)
    guard !contents.bytes.isEmpty else {
      throw TabularFileError(
        "file-empty", "the file is empty; a header and records were expected",
        fix: "ask for the file again", at: SourceLocation(file: file))
    }
    let found = try TextForm(contents, options)
    let form = RecordForm(
      contents: contents, text: found.text, delimiter: found.delimiter.value,
      quote: found.quote.value, engine: options.engine,
      checksText: found.text.isDoubtful(found.census))
    let records = try reader(form, isLast).read(separator: found.separator, opening: found.opening)
    let findings = RecordFindings(records: records, isPart: !isLast)
    let marks = DecimalMarks(
      records.columns, names: findings.header, delimiter: found.delimiter.value,
      given: options.decimalMark)
    let dialect = found.dialect(marks.decision(given: options.decimalMark))
    var diagnostics = dialect.diagnostics(file: file) + findings.headerDiagnostics
    diagnostics += findings.textDiagnostics
    if isLast {
      diagnostics += RecordFindings.diagnostics(
        irregular: records.irregular, records.ledger, file: file, stride: records.form.stride)
    }
    diagnostics += marks.diagnostics(header: findings.header)
    return (
      FieldTable(
        records, header: findings.header, marks: marks, dialect: dialect,
        diagnostics: diagnostics),
      records,
      Known(
        form: found.emptied, records: records.form.emptied, header: records.header,
        names: findings.header, dialect: dialect, marks: marks, line: 1)
    )
  }

  private func further(
    _ contents: FileContents, _ known: Known, isLast: Bool
  ) throws(TabularFileError) -> (FieldTable, TableRecords) {
    var form = known.records
    form.contents = contents
    form.text = known.form.text(contents.bytes)
    form.checksText = form.text.isDoubtful(
      TextCensus(contents.bytes, countsUTF8: form.text.encoding == .utf8))
    let records = try reader(form, isLast).readOn(known.header, line: known.line)
    let marks = DecimalMarks(
      records.columns, names: known.names, delimiter: form.delimiter, given: options.decimalMark,
      earlier: known.marks)
    let table = FieldTable(
      records, header: known.names, marks: marks, dialect: known.dialect,
      diagnostics: RecordFindings(records: records, isPart: true).textDiagnostics
        + marks.diagnostics(header: known.names))
    return (table, records)
  }

  private func reader(_ form: RecordForm, _ isLast: Bool) throws(TabularFileError) -> TableReader {
    let size = form.text.bytes.count
    guard size < Int(UInt32.max) else {
      throw FileContents.tooLarge(at: SourceLocation(file: file))
    }
    return TableReader(
      form: form, partSize: partSize, end: isLast ? size : max(0, size - lookahead))
  }
}

extension RecordForm {
  /// The same without its text.
  fileprivate var emptied: RecordForm {
    var form = self
    form.contents = FileContents(file: contents.file, bytes: [])
    form.text = DecodedText([], as: text.encoding)
    form.tableStart = -1
    return form
  }
}

extension DecodedText {
  /// Whether NULs, or bytes that are no UTF-8, stand anywhere in it.
  fileprivate func isDoubtful(_ census: TextCensus) -> Bool {
    let hasNUL =
      encoding.isUTF16
      ? bytes.withUnsafeBufferPointer { $0.firstOffset(of: 0) } != nil : census.hasNUL
    return hasNUL || (encoding == .utf8 && census.invalid > 0)
  }
}
