import SurveyModel

/// Divides a field file into records, irregular records and non-data, each byte once.
///
/// Records are read in libcsv's strict mode; what it refuses is read again in lax mode, and is kept
/// as a repair only where it then has the header's number of fields and swallows no other record.
struct RecordReader {
  let contents: FileContents
  let text: DecodedText
  let delimiter: Delimiter
  let separator: SeparatorLine?
  let strict: RecordParser
  let lax: RecordParser
  private let probe: RecordParser
  /// How far it is looked for records that a quote swallowed: lines, and bytes for each.
  private static let (linesProbed, longestProbe) = (64, 1 << 14)

  var ledger: ByteLedger
  var irregular: [IrregularRecord] = []
  var storage = FieldStorage(stride: 0, expectedRecords: 0, expectedBytes: 0)
  /// Fields of a regular record.
  var stride = 0
  /// Whether records end in an empty field that the header does not have.
  var hasEmptyEnd = false
  private var lines: LineScanner
  /// The line of the file where the next record begins.
  private var line = 1
  /// Kept records not yet in the ledger, as a range of the text.
  private var keptRun = 0..<0
  /// Whether NULs or bytes that are no text stand anywhere.
  private let checksText: Bool
  /// What is wrong in the header's text.
  var headerProblems: [Diagnostic] = []

  init(
    contents: FileContents, text: DecodedText, delimiter: Delimiter, separator: SeparatorLine?
  ) {
    self.contents = contents
    self.text = text
    self.delimiter = delimiter
    self.separator = separator
    strict = RecordParser(delimiter: delimiter.rawValue, isStrict: true)
    lax = RecordParser(delimiter: delimiter.rawValue, isStrict: false)
    probe = RecordParser(delimiter: delimiter.rawValue, isStrict: true)
    ledger = ByteLedger(totalBytes: contents.bytes.count)
    lines = LineScanner(UnsafeBufferPointer(start: nil, count: 0))
    checksText =
      text.bytes.withUnsafeBufferPointer { $0.firstOffset(of: 0) } != nil
      || (text.encoding == .utf8 && UTF8Validity(text.bytes).invalid > 0)
  }

  /// Reads the whole text.
  mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(TabularFileError) -> TableRecords {
    lines = LineScanner(bytes)
    let body = try readHeader(bytes)
    var place = body.start
    while place < bytes.count {
      place = take(attempt(with: strict, at: place), in: bytes)
    }
    flushKept()
    return finished(header: body.header)
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
      let inner = lines.attempt(with: probe, at: place, line: 0, longest: Self.longestProbe)
      if inner.outcome == .record, isRegularCount(probe.fieldCount) { return true }
      place = inner.firstLineEnd
    }
    return false
  }

  func isRegularCount(_ count: Int) -> Bool {
    count == stride || (hasEmptyEnd && count == stride - 1)
  }
}

extension RecordReader {
  /// What makes an attempt (or its first line) no text: a NUL, or bytes that are no UTF-8.
  func brokenText(
    _ bytes: UnsafeBufferPointer<UInt8>, _ attempt: Attempt, isFirstLineOnly: Bool = false
  ) -> Finding? {
    guard checksText else { return nil }
    let end = isFirstLineOnly ? attempt.firstLineEnd : attempt.range.upperBound
    let part = bytes.part(attempt.range.lowerBound..<end)
    if let offset = part.firstOffset(of: 0) {
      return Finding(
        reason: .nulByte, message: "a NUL byte stands here; text was expected",
        fix: "ask for the file again: its medium or its program damaged it",
        place: FieldPlaces.Place(at: offset, in: part))
    }
    guard text.encoding == .utf8, let offset = UTF8Validity(part).firstInvalid else { return nil }
    return Finding(
      reason: .invalidText, message: "bytes that are no UTF-8 stand here",
      fix: "ask for the file again, or save it as UTF-8",
      place: FieldPlaces.Place(at: offset, in: part))
  }
}

extension RecordReader {
  /// Steps over a range that holds whole lines.
  private mutating func advance(_ attempt: Attempt, lineCount: Int? = nil) {
    line += lineCount ?? attempt.lineCount
  }

  mutating func keep(_ attempt: Attempt, _ parser: RecordParser) {
    if keptRun.upperBound != attempt.range.lowerBound { flushKept() }
    if keptRun.isEmpty { keptRun = attempt.range.lowerBound..<attempt.range.lowerBound }
    keptRun = keptRun.lowerBound..<attempt.range.upperBound
    ledger.kept.records += 1
    storage.append(parser, textRange: attempt.range, line: attempt.line)
    advance(attempt)
  }

  mutating func declare(_ kind: ByteLedger.NonDataKind, _ attempt: Attempt) {
    flushKept()
    ledger.addNonData(kind, bytes: text.fileRange(attempt.range).count, line: attempt.line)
    advance(attempt)
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
        byteRange: range, bytes: Array(contents.bytes[range])))
    ledger.irregular.records += 1
    ledger.irregular.bytes += range.count
    advance(attempt, lineCount: isFirstLineOnly ? 1 : nil)
    return end
  }

  mutating func flushKept() {
    ledger.kept.bytes += keptRun.isEmpty ? 0 : text.fileRange(keptRun).count
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
