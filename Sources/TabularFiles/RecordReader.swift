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
  /// A quoted field that has gone on over lines for so many bytes is a quote never closed.
  private static let longestMultiline = 1 << 18
  /// How far it is looked for records that such a quote swallowed.
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
  let checksText: Bool

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
      let attempt = attempt(with: strict, at: place, in: bytes)
      place = take(attempt, in: bytes)
    }
    flushKept()
    return finished(header: body.header)
  }
}

/// A record as one parser read it.
struct Attempt {
  enum Outcome { case record, blank, refused, open }

  let outcome: Outcome
  let range: Range<Int>
  /// The file's line where it begins.
  let line: Int
  /// Where its first line ends, and how many it has.
  let firstLineEnd: Int
  let lineCount: Int
}

extension RecordReader {
  /// Feeds lines from a place on until a record ends, or cannot.
  mutating func attempt(
    with parser: RecordParser, at place: Int, in bytes: UnsafeBufferPointer<UInt8>,
    longest: Int = Self.longestMultiline
  ) -> Attempt {
    parser.beginRecord()
    var end = place
    var (firstLineEnd, lineCount) = (0, 0)
    var state = RecordParser.State.blank
    repeat {
      let next = lines.endOfLine(at: end)
      state = parser.feed(bytes.part(end..<next))
      end = next
      lineCount += 1
      if lineCount == 1 { firstLineEnd = next }
    } while state == .open && end < bytes.count && end - place < longest
    return Attempt(
      outcome: conclude(state, parser), range: place..<end, line: line,
      firstLineEnd: firstLineEnd, lineCount: lineCount)
  }

  private func conclude(
    _ state: RecordParser.State, _ parser: RecordParser
  ) -> Attempt.Outcome {
    switch state {
    case .record: return .record
    case .blank: return .blank
    case .unterminated:
      parser.finish()
      return .record
    case .open:
      parser.restart()
      return .open
    case .refused:
      parser.restart()
      return .refused
    }
  }

  /// Whether a regular record begins at a line after the attempt's first: then a quote swallowed
  /// it. The first lines are enough to tell.
  mutating func swallowsRecord(
    _ attempt: Attempt, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var place = attempt.firstLineEnd
    for _ in 0..<Self.linesProbed where place < attempt.range.upperBound {
      let inner = self.attempt(with: probe, at: place, in: bytes, longest: Self.longestProbe)
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
