import CLibCSV

/// One record at a time out of libcsv: the only file that calls the C library.
///
/// libcsv tells no positions, so it is fed a physical line at a time (``LineScanner``): a record
/// then ends where the line ended that completed it. The record's fields stay here until the
/// next one begins.
final class RecordParser {
  /// What libcsv had made of a line when the line was over.
  enum State: Equatable {
    /// A record is complete.
    case record
    /// Nothing but spaces: libcsv reports no record.
    case blank
    /// A quoted field goes on in the next line.
    case open
    /// The file's last record, which no line end closes: ``finish()`` does.
    case unterminated
    /// Strict mode refused a byte; the offset counts from the line's start.
    case refused(at: Int)
  }

  private let parser: UnsafeMutablePointer<csv_parser>
  private let sink: UnsafeMutablePointer<FieldSink>
  private let delimiter: UInt8
  private let quote: UInt8
  private let options: UInt8

  /// - Parameters:
  ///   - delimiter: The byte between fields.
  ///   - quote: The byte around fields.
  ///   - isStrict: Whether a quote where none may stand is refused rather than kept as text.
  init(delimiter: UInt8, quote: QuoteMark, isStrict: Bool) {
    self.delimiter = delimiter
    self.quote = quote.rawValue
    options = isStrict ? UInt8(CSV_STRICT | CSV_STRICT_FINI) : 0
    parser = .allocate(capacity: 1)
    sink = .allocate(capacity: 1)
    sink.initialize(to: FieldSink())
    start()
    beginRecord()
  }

  deinit {
    csv_free(parser)
    parser.deallocate()
    sink.pointee.deallocate()
    sink.deallocate()
  }

  /// Number of fields of the record so far.
  var fieldCount: Int { sink.pointee.fieldCount }

  /// The record's fields without delimiters and quotes, one after the other.
  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: sink.pointee.bytes, count: sink.pointee.byteCount)
  }

  /// Where each field ends in ``bytes``.
  var ends: UnsafeBufferPointer<Int> {
    UnsafeBufferPointer(start: sink.pointee.ends, count: sink.pointee.fieldCount)
  }

  /// The bytes of a field of the record.
  func field(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = index == 0 ? 0 : ends[index - 1]
    return UnsafeBufferPointer(rebasing: bytes[start..<ends[index]])
  }

  /// The record's fields.
  var fields: [[UInt8]] { (0..<fieldCount).map { Array(field($0)) } }

  /// Whether every field of the record is empty.
  var isEmpty: Bool { sink.pointee.byteCount == 0 }

  /// Forgets the record and begins a new one.
  func beginRecord() { sink.pointee.clear() }

  /// Makes the next byte the first of a record, after a refusal or an open quote; the fields that
  /// were read stay until ``beginRecord()``.
  func restart() {
    csv_free(parser)
    start()
  }

  /// Feeds bytes that hold at most one end of a record, which is then their last.
  func feed(_ bytes: UnsafeBufferPointer<UInt8>) -> State {
    let read = csv_parse(parser, bytes.baseAddress, bytes.count, fieldEnded, recordEnded, sink)
    if read < bytes.count { return .refused(at: read) }
    if sink.pointee.recordCount > 0 { return .record }
    switch parser.pointee.pstate {
    case 0: return .blank
    case 2 where parser.pointee.quoted != 0: return .open
    default: return .unterminated
    }
  }

  /// Ends the last record of a file, which no line end closes.
  func finish() {
    csv_fini(parser, fieldEnded, recordEnded, sink)
  }

  private func start() {
    csv_init(parser, options)
    csv_set_delim(parser, delimiter)
    csv_set_quote(parser, quote)
  }
}

/// Many records at a time out of libcsv, strictly, their fields put straight into columns.
final class BlockParser {
  /// Reads the blocks that need no libcsv; nil where it is to read all.
  private let lane: PlainLane?
  private let parser: UnsafeMutablePointer<csv_parser>
  let sink: UnsafeMutablePointer<ColumnSink>
  private let delimiter: UInt8
  private let quote: UInt8

  init(delimiter: UInt8, quote: QuoteMark, lane: PlainLane?, sink columns: ColumnSink) {
    self.delimiter = delimiter
    self.quote = quote.rawValue
    self.lane = lane
    parser = .allocate(capacity: 1)
    sink = .allocate(capacity: 1)
    sink.initialize(to: columns)
    start()
  }

  deinit {
    csv_free(parser)
    parser.deallocate()
    sink.deallocate()
  }

  /// Reads a block that begins with a record.
  ///
  /// - Returns: Whether strict mode took all of it, and it ends with a record.
  func read(_ block: UnsafeBufferPointer<UInt8>) -> Bool {
    if let lane, lane.read(block, into: &sink.pointee) { return true }
    let read = csv_parse(parser, block.baseAddress, block.count, fieldPut, recordPut, sink)
    if read == block.count, parser.pointee.pstate == 0 { return true }
    csv_free(parser)
    start()
    return false
  }

  private func start() {
    csv_init(parser, UInt8(CSV_STRICT | CSV_STRICT_FINI))
    csv_set_delim(parser, delimiter)
    csv_set_quote(parser, quote)
  }
}

private func fieldPut(
  _ field: UnsafeMutableRawPointer?, _ count: Int, _ sink: UnsafeMutableRawPointer?
) {
  sink?.assumingMemoryBound(to: ColumnSink.self).pointee.put(
    UnsafePointer(field?.assumingMemoryBound(to: UInt8.self)), count)
}

private func recordPut(_ terminator: Int32, _ sink: UnsafeMutableRawPointer?) {
  sink?.assumingMemoryBound(to: ColumnSink.self).pointee.endRecord()
}

/// Where the callbacks put a record's fields: plain memory, for they are called for every field.
private struct FieldSink {
  var bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 4096)
  var byteCount = 0
  var byteCapacity = 4096
  var ends = UnsafeMutablePointer<Int>.allocate(capacity: 512)
  var fieldCount = 0
  var fieldCapacity = 512
  var recordCount = 0

  mutating func clear() {
    byteCount = 0
    fieldCount = 0
    recordCount = 0
  }

  func deallocate() {
    bytes.deallocate()
    ends.deallocate()
  }

  @inline(__always)
  mutating func append(_ field: UnsafeRawPointer?, count: Int) {
    if byteCount + count > byteCapacity { growBytes(by: count) }
    if fieldCount == fieldCapacity { growFields() }
    if let field {
      UnsafeMutableRawPointer(bytes + byteCount).copyMemory(from: field, byteCount: count)
      byteCount += count
    }
    ends[fieldCount] = byteCount
    fieldCount += 1
  }

  private mutating func growBytes(by count: Int) {
    byteCapacity = max(2 * byteCapacity, byteCount + count)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: byteCapacity)
    larger.initialize(from: bytes, count: byteCount)
    bytes.deallocate()
    bytes = larger
  }

  private mutating func growFields() {
    fieldCapacity *= 2
    let larger = UnsafeMutablePointer<Int>.allocate(capacity: fieldCapacity)
    larger.initialize(from: ends, count: fieldCount)
    ends.deallocate()
    ends = larger
  }
}

private func fieldEnded(
  _ field: UnsafeMutableRawPointer?, _ count: Int, _ sink: UnsafeMutableRawPointer?
) {
  sink?.assumingMemoryBound(to: FieldSink.self).pointee.append(field, count: count)
}

private func recordEnded(_ terminator: Int32, _ sink: UnsafeMutableRawPointer?) {
  sink?.assumingMemoryBound(to: FieldSink.self).pointee.recordCount += 1
}
