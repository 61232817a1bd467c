import SurveyModel

/// Divides a part of a field file into records, irregular records and non-data, each byte once.
///
/// Blocks of nothing but regular records go straight into columns. All else is read a record at a
/// time, in libcsv's strict mode; what that refuses is read again in lax mode, and is kept as a
/// repair only where it then has the header's number of fields and swallows no other record. Both
/// ways come to the same: what a record is depends on nothing but where it begins.
struct RecordReader {
  var form: RecordForm
  let strict: RecordParser
  let lax: RecordParser
  private let probe: RecordParser
  /// How far it is looked for records that a quote swallowed: lines, and bytes for each.
  static let (linesProbed, longestProbe) = (64, 1 << 14)

  var ledger: FileLedger
  var irregular: [IrregularRecord] = []
  private(set) var marks: [RowMark] = []
  private var columns: BlockParser?
  var lines: LineScanner
  /// The line of the file where the next record begins.
  private(set) var line: Int
  /// Kept records not yet in the ledger, as a range of the text.
  private var keptRun = 0..<0

  var contents: FileContents { form.contents }
  var text: DecodedText { form.text }
  var delimiter: Delimiter { form.delimiter }

  /// - Parameters:
  ///   - bytes: The whole text.
  ///   - line: The file's line where reading begins.
  init(_ form: RecordForm, bytes: UnsafeBufferPointer<UInt8>, line: Int) {
    self.form = form
    self.line = line
    strict = RecordParser(form, isStrict: true)
    lax = RecordParser(form, isStrict: false)
    probe = RecordParser(form, isStrict: true)
    ledger = FileLedger(bytes: form.contents.bytes.count)
    lines = LineScanner(bytes)
  }

  /// Reads the records that begin in a range of the text.
  mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ request: TablePart.Request
  ) -> TablePart {
    let startLine = line
    let range = request.range
    let end = withColumns(capacity: request.capacity) { reader in
      var place = range.lowerBound
      for row in request.foreign {
        _ = reader.readBlocks(bytes, in: place..<row.range.lowerBound)
        reader.declare(row, in: bytes)
        place = row.range.upperBound
      }
      place = reader.readBlocks(bytes, in: place..<max(place, range.upperBound))
      return request.isTableOver ? reader.take(.furtherTable, from: place, in: bytes) : place
    }
    flushKept()
    return TablePart(
      range: range.lowerBound..<end.place, lines: startLine..<line, pieces: end.pieces,
      rowCount: end.rowCount, marks: marks, irregular: irregular, ledger: ledger, request: request)
  }

  private mutating func withColumns(
    capacity: Int, _ body: (inout RecordReader) -> Int
  ) -> (place: Int, pieces: [ColumnPiece], rowCount: Int) {
    let decoder = text.decoder
    func read(_ table: UnsafePointer<UInt32>?) -> (Int, [ColumnSlot], Int) {
      let parser = BlockParser(
        delimiter: delimiter.rawValue, quote: form.quote,
        lane: form.engine == .libcsv
          ? nil : PlainLane(quote: form.quote.byte, delimiter: delimiter.rawValue),
        sink: ColumnSink(form, capacity: capacity, table: table))
      columns = parser
      let place = body(&self)
      columns = nil
      return (place, parser.sink.pointee.take(), parser.sink.pointee.row)
    }
    let (place, slots, rowCount) = decoder.map { $0.withTable(read) } ?? read(nil)
    return (
      place, slots.map { ColumnPiece($0, rowCount: rowCount, decoder: decoder) }, rowCount
    )
  }
}

extension RecordReader {
  private static let (shortestBlock, longestBlock) = (1 << 12, 1 << 16)

  /// Reads block by block; what is in none goes through ``take(_:in:)``.
  ///
  /// - Returns: Where the last record ends.
  private mutating func readBlocks(
    _ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>
  ) -> Int {
    let survey = BlockSurvey(
      quote: form.quote.byte, delimiter: delimiter.rawValue,
      least: form.stride > 1 ? form.least - 1 : nil)
    var place = range.lowerBound
    var size = Self.longestBlock
    while place < range.upperBound {
      let block = place..<min(place + size, range.upperBound)
      if takeBlock(bytes, block, survey) {
        place = survey.end
        size = min(2 * size, Self.longestBlock)
      } else if size > Self.shortestBlock {
        size /= 4
      } else {
        while place < block.upperBound { place = take(attempt(with: strict, at: place), in: bytes) }
        size = 4 * Self.shortestBlock
      }
    }
    return place
  }

  /// Reads a block if it holds nothing but regular records; else leaves all as it was.
  private mutating func takeBlock(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ survey: BlockSurvey
  ) -> Bool {
    guard let columns, survey.look(at: bytes, in: range), survey.records > 0,
      !holdsBrokenText(bytes, range.lowerBound..<survey.end)
    else { return false }
    let first = columns.sink.pointee.row
    columns.sink.pointee.checkpoint()
    let block = range.lowerBound..<survey.end
    guard columns.read(bytes.part(block)), columns.sink.pointee.isRegular,
      columns.sink.pointee.row - first == survey.records,
      !swallowsRecord(survey, from: range.lowerBound)
    else {
      columns.sink.pointee.rollBack()
      return false
    }
    addKept(block, records: survey.records)
    marks.append(RowMark(row: first, range: block, line: line, isPlain: true))
    line += survey.lines
    return true
  }

  private func holdsBrokenText(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    guard form.checksText else { return false }
    if bytes.part(range).firstOffset(of: 0) != nil { return true }
    return text.encoding == .utf8 && ByteScan.validity(of: bytes, in: range).invalid > 0
  }

  /// Whether a regular record begins at one of the surveyed lines inside quotes.
  private mutating func swallowsRecord(_ survey: BlockSurvey, from start: Int) -> Bool {
    for inner in survey.innerLines {
      guard inner.ordinal < Self.linesProbed, start + Int(inner.offset) < survey.end else {
        continue
      }
      if isRegularRecord(at: start + Int(inner.offset)).isRegular { return true }
    }
    return false
  }
}

extension RecordReader {
  /// Reads a record that begins in the reader's line.
  mutating func attempt(with parser: RecordParser, at place: Int) -> Attempt {
    lines.attempt(with: parser, at: place, line: line)
  }

  /// Whether a regular record begins at a line after the attempt's first: then a quote swallowed
  /// it. The first lines are enough to tell.
  mutating func swallowsRecord(_ attempt: Attempt) -> Bool {
    var place = attempt.firstLineEnd
    for _ in 0..<Self.linesProbed where place < attempt.range.upperBound {
      let inner = isRegularRecord(at: place)
      if inner.isRegular { return true }
      place = inner.firstLineEnd
    }
    return false
  }

  /// Whether strict reading finds a regular record at a place, and where its first line ends.
  mutating func isRegularRecord(at place: Int) -> (isRegular: Bool, firstLineEnd: Int) {
    let inner = lines.attempt(with: probe, at: place, line: 0, longest: Self.longestProbe)
    let isRegular = inner.outcome == .record && form.isRegularCount(probe.fieldCount)
    return (isRegular, inner.firstLineEnd)
  }
}

extension RecordReader {
  /// What makes an attempt (or its first line) no text: a NUL, or bytes that are no UTF-8.
  func brokenText(
    _ bytes: UnsafeBufferPointer<UInt8>, _ attempt: Attempt, isFirstLineOnly: Bool = false
  ) -> Finding? {
    guard form.checksText else { return nil }
    let end = isFirstLineOnly ? attempt.firstLineEnd : attempt.range.upperBound
    let part = bytes.part(attempt.range.lowerBound..<end)
    if let offset = part.firstOffset(of: 0) {
      return Finding(
        reason: .nulByte, message: "a NUL byte stands here; text was expected",
        fix: "ask for the file again: its medium or its program damaged it",
        place: FieldPlaces.Place(at: offset, in: part, isUTF8: text.isUTF8))
    }
    guard text.encoding == .utf8, let offset = UTF8Validity(part).firstInvalid else { return nil }
    return Finding(
      reason: .invalidText, message: "bytes that are no UTF-8 stand here",
      fix: "ask for the file again, or save it as UTF-8",
      place: FieldPlaces.Place(at: offset, in: part, isUTF8: true))
  }
}

extension RecordReader {
  /// Steps over a range that holds whole lines.
  private mutating func advance(_ attempt: Attempt, lineCount: Int? = nil) {
    line += lineCount ?? attempt.lineCount
  }

  private mutating func addKept(_ range: Range<Int>, records: Int) {
    if keptRun.upperBound != range.lowerBound { flushKept() }
    if keptRun.isEmpty { keptRun = range.lowerBound..<range.lowerBound }
    keptRun = keptRun.lowerBound..<range.upperBound
    ledger.kept.records += records
  }

  mutating func keep(_ attempt: Attempt, _ parser: RecordParser) {
    keep(attempt) { $0.append(parser) }
    noteLongFields(attempt, parser)
  }

  /// Keeps a record with the fields that it was mended to.
  mutating func keep(_ attempt: Attempt, _ fields: [[UInt8]], mend: RowMark.Mend) {
    keep(attempt, mend: mend) { $0.append(fields) }
  }

  private mutating func keep(
    _ attempt: Attempt, mend: RowMark.Mend? = nil, _ append: (inout ColumnSink) -> Void
  ) {
    guard let columns else { return }
    addKept(attempt.range, records: 1)
    marks.append(
      RowMark(
        row: columns.sink.pointee.row, range: attempt.range, line: attempt.line, isPlain: false,
        mend: mend))
    append(&columns.sink.pointee)
    advance(attempt)
  }

  mutating func declare(_ kind: FileLedger.NonDataKind, _ attempt: Attempt) {
    flushKept()
    ledger.addNonData(kind, text.fileRange(attempt.range), line: attempt.line)
    advance(attempt)
  }

  private mutating func declare(_ row: ForeignRow, in bytes: UnsafeBufferPointer<UInt8>) {
    let lineEnds = ByteScan.census(of: bytes, in: row.range, quote: nil).lineEnds
    declare(
      row.kind,
      Attempt(
        outcome: .record, range: row.range, line: line, firstLineEnd: row.range.upperBound,
        lineCount: max(1, lineEnds)))
  }

  /// Sets a record aside; only its first line where `isFirstLineOnly`.
  ///
  /// - Returns: Where to go on.
  mutating func setAside(
    _ attempt: Attempt, _ finding: Finding, isFirstLineOnly: Bool = false
  ) -> Int {
    flushKept()
    let end = isFirstLineOnly ? attempt.firstLineEnd : attempt.range.upperBound
    let range = text.fileRange(attempt.range.lowerBound..<end)
    irregular.append(
      IrregularRecord(
        reason: finding.reason, message: finding.message, fix: finding.fix,
        location: SourceLocation(
          file: contents.file, line: attempt.line + finding.place.line,
          column: finding.place.column),
        extent: range, bytes: Array(contents.bytes[range])))
    ledger.irregular.records += 1
    ledger.irregular.size += range.count
    advance(attempt, lineCount: isFirstLineOnly ? 1 : nil)
    return end
  }

  private mutating func flushKept() {
    ledger.kept.size += keptRun.isEmpty ? 0 : text.fileRange(keptRun).count
    keptRun = 0..<0
  }
}

/// Why a record is set aside, and where in it that shows.
struct Finding {
  var reason: IrregularRecord.Reason
  var message: String
  var fix: String
  var place = FieldPlaces.Place(line: 0, column: 1)
}
