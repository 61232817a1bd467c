import SurveyModel

/// Reads what stands before the first record, and finds the form of the records from the first ones.
struct HeaderReader {
  private(set) var cells: [Sheet.Cell] = []
  /// Where the records begin in the text.
  private(set) var end: Int
  /// What is wrong in the header's text.
  private(set) var problems: [Diagnostic] = []

  /// - Parameter reader: At the text's start; its form is completed.
  init(
    _ reader: inout RecordReader, separator: SeparatorLine?, opening: TableOpening,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(TabularFileError) {
    end = reader.text.start
    if reader.text.markLength > 0 {
      reader.ledger.addNonData(.byteOrderMark, 0..<reader.text.markLength, line: 1)
    }
    if let separator {
      reader.declare(.separatorLine, reader.attempt(with: reader.strict, at: end))
      end = separator.end
    }
    for _ in 0..<opening.preambleRows.value {
      if let found = try nextRecord(&reader, bytes) { reader.declare(.preamble, found.attempt) }
    }
    var rows: [[Sheet.Cell]] = []
    var gaps: [[UInt8]] = []
    while rows.count < opening.headerRows.value,
      let found = try nextRecord(&reader, bytes, count: opening.usualCount)
    {
      try ColumnNames.require(
        found.fields, at: SourceLocation(file: reader.contents.file, line: found.attempt.line))
      rows.append(cells(found, reader, bytes))
      gaps = found.mend == nil ? reader.gaps(in: bytes.part(found.attempt.range)) : []
      if opening.headerRows.value == 1 { reader.form.headerFields = found.fields }
      reader.declare(.header, found.attempt)
    }
    guard !rows.isEmpty || opening.headerRows.value == 0 else {
      throw Self.blank(reader, preamble: opening.preambleRows.value)
    }
    let names =
      rows.isEmpty
      ? try numbered(&reader, bytes, preamble: opening.preambleRows.value)
      : ColumnNames(joining: rows)
    problems += names.problems
    cells = names.cells
    let records = reader.form.firstRecords(from: end, in: bytes)
    if !rows.isEmpty {
      fit(to: opening.usualCount, records, gaps: rows.count == 1 ? gaps : [], &reader)
    } else if HeaderFit.haveEmptyEnd(records, behind: cells.count) {
      cells.append(Sheet.Cell("", at: cells[0].location))
      reader.form.optionalEnd = 1
    }
    reader.form.tableStart = end
    reader.form.leading = records.map { $0.map(reader.form.decoded) }
    reader.form.complete(columnCount: cells.count, from: end, in: bytes)
  }

  /// A record before the first one of the table's.
  private struct Row {
    var attempt: Attempt
    var fields: [[UInt8]]
    var mend: RowMark.Mend?
  }

  /// The next record, in lax mode where strict mode refuses it; blank lines are declared.
  ///
  /// - Parameter count: Fields that it should have: with as many it is read where a quote without its
  ///   pair gives it others.
  private mutating func nextRecord(
    _ reader: inout RecordReader, _ bytes: UnsafeBufferPointer<UInt8>, count: Int? = nil
  ) throws(TabularFileError) -> Row? {
    while end < bytes.count {
      var parser = reader.strict
      var attempt = reader.attempt(with: parser, at: end)
      let isRefused = attempt.outcome == .refused
      if isRefused {
        attempt = reader.attempt(with: reader.lax, at: end)
        parser = reader.lax
      }
      if let count, isRefused, attempt.outcome == .record, parser.fieldCount > count,
        let found = reader.withQuotedPart(attempt, in: bytes, count: count)
      {
        reader.noteQuotedPart(found, attempt, in: bytes)
        end = attempt.range.upperBound
        return Row(
          attempt: attempt, fields: found.fields, mend: .delimitersAsText(at: found.delimiters))
      }
      let isDoubtful =
        isRefused || attempt.outcome != .record
        || (attempt.lineCount > 1 && parser.fieldCount != count)
      if let count, isDoubtful,
        let found = reader.withQuoteAsText(at: end, in: bytes, count: count)
      {
        reader.noteQuote(found, in: bytes)
        end = found.attempt.range.upperBound
        return Row(
          attempt: found.attempt, fields: found.fields, mend: .quoteAsText(at: found.quote))
      }
      if isRefused { reader.noteRepair(bytes, attempt) }
      end = attempt.range.upperBound
      switch attempt.outcome {
      case .blank: reader.declare(.blankLine, attempt)
      case .record: return Row(attempt: attempt, fields: parser.fields)
      case .open, .refused: throw Self.openHeader(reader, attempt.line)
      }
    }
    return nil
  }

  /// - Parameter preamble: Rows that were taken for what stands before the table.
  private static func blank(_ reader: RecordReader, preamble: Int) -> TabularFileError {
    guard preamble == 0 else {
      return TabularFileError(
        "file-empty",
        "nothing stands behind the \(preamble) \(preamble == 1 ? "row" : "rows") before the table; a"
          + " header was expected",
        fix: "give another number of preamble rows",
        at: SourceLocation(file: reader.contents.file))
    }
    return TabularFileError(
      "file-empty", "the file holds nothing but blank lines; a header was expected",
      fix: "ask for the file again", at: SourceLocation(file: reader.contents.file))
  }

  /// Names for the columns of a file without a header: `column1`, …, as many as its first record has.
  private mutating func numbered(
    _ reader: inout RecordReader, _ bytes: UnsafeBufferPointer<UInt8>, preamble: Int
  ) throws(TabularFileError) -> ColumnNames {
    var attempt = reader.attempt(with: reader.lax, at: end)
    while attempt.outcome == .blank, end < bytes.count {
      reader.declare(.blankLine, attempt)
      end = attempt.range.upperBound
      attempt = reader.attempt(with: reader.lax, at: end)
    }
    guard end < bytes.count else { throw Self.blank(reader, preamble: preamble) }
    let place = SourceLocation(file: reader.contents.file, line: attempt.line)
    try ColumnNames.require(reader.lax.fields, at: place)
    var count = reader.lax.fieldCount
    if count > 1,
      HeaderFit.haveEmptyEnd(
        reader.form.firstRecords(from: end, in: bytes), behind: count - 1)
    {
      count -= 1
    }
    return ColumnNames(numbered: max(1, count), at: place)
  }

  private static func openHeader(_ reader: RecordReader, _ line: Int) -> TabularFileError {
    TabularFileError(
      "lone-quote", "a quote in the header is never closed",
      fix: "delete the quote, or close it",
      at: SourceLocation(file: reader.contents.file, line: line))
  }

  /// The cells of a row of the header.
  private mutating func cells(
    _ row: Row, _ reader: RecordReader, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> [Sheet.Cell] {
    let (file, attempt) = (reader.contents.file, row.attempt)
    func location(_ place: FieldPlaces.Place) -> SourceLocation {
      SourceLocation(file: file, line: attempt.line + place.line, column: place.column)
    }
    let places = FieldPlaces(
      bytes.part(attempt.range), reader.form, mend: row.mend)
    let cells = row.fields.enumerated().map { index, field in
      let name = field.filter { $0 != 0 }.withUnsafeBufferPointer { reader.text.string($0) }
      return Sheet.Cell(name.trimmed, at: location(places[index]))
    }
    if let finding = reader.brokenText(bytes, attempt) {
      problems.append(
        Diagnostic(
          .error, finding.reason.rawValue, finding.message, fix: finding.fix,
          at: location(finding.place)))
    }
    return cells
  }

  /// Brings as many names as records have fields.
  ///
  /// - Parameter count: Fields that nearly all records have.
  private mutating func fit(
    to count: Int?, _ records: [[[UInt8]]], gaps: [[UInt8]], _ reader: inout RecordReader
  ) {
    let fit = HeaderFit(cells, count: count, records: records, gaps: gaps)
    cells = fit.cells
    problems += fit.problems
    reader.ledger.repairs += fit.repairs
    reader.form.optionalEnd = fit.optionalEnd
  }
}

extension RecordForm {
  /// Bytes of the first records from which it is told how columns are held.
  private static let sampled = 1 << 18

  /// Decides how the columns of regular records are held.
  ///
  /// - Parameter columnCount: Fields of a record, those that it may lack included.
  fileprivate mutating func complete(
    columnCount: Int, from start: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) {
    stride = columnCount
    var samples = Array(repeating: ColumnSample(), count: stride)
    var shapes = Array(repeating: ColumnShapes(), count: stride)
    forEachRecord(from: start, in: bytes) { parser, isStrict in
      if isRegularCount(parser.fieldCount) {
        for index in 0..<parser.fieldCount {
          samples[index].add(parser.field(index))
          if isStrict { shapes[index].add(parser.field(index)) }
        }
      }
      return true
    }
    kinds = samples.map(\.kind)
    textBytes = samples.map(\.meanLength)
    rules = shapes.map(\.rule)
  }

  /// The fields of the first hundred records.
  fileprivate func firstRecords(
    from start: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> [[[UInt8]]] {
    var records: [[[UInt8]]] = []
    forEachRecord(from: start, in: bytes) { parser, _ in
      records.append(parser.fields)
      return records.count < 100
    }
    return records
  }

  /// Reads the first records, blank lines left out, as long as the body wants; what strict mode refuses,
  /// in lax mode.
  private func forEachRecord(
    from start: Int, in bytes: UnsafeBufferPointer<UInt8>,
    _ body: (_ parser: RecordParser, _ isStrict: Bool) -> Bool
  ) {
    let (strict, lax) = (RecordParser(self, isStrict: true), RecordParser(self, isStrict: false))
    var lines = LineScanner(bytes)
    var place = start
    while place < min(bytes.count, start + Self.sampled) {
      var (parser, isStrict) = (strict, true)
      var attempt = lines.attempt(with: strict, at: place, line: 0)
      if attempt.outcome == .refused {
        (parser, isStrict) = (lax, false)
        attempt = lines.attempt(with: lax, at: place, line: 0)
      }
      // A quote without its pair is no reason to leave out what follows its line.
      place = attempt.outcome == .open ? attempt.firstLineEnd : attempt.range.upperBound
      if attempt.outcome == .blank { continue }
      if attempt.outcome != .record { parser.beginRecord() }
      guard body(parser, isStrict && attempt.outcome == .record) else { return }
    }
  }
}
