/// The fields of all kept records: their bytes one after the other, and where each one ends.
///
/// Ends count from the record's first byte in 16 bits, and in 32 as soon as one record is longer.
@usableFromInline
struct FieldStorage: Sendable {
  /// Fields a record.
  @usableFromInline let stride: Int
  @usableFromInline var bytes: [UInt8] = []
  @usableFromInline var narrowEnds: [UInt16] = []
  @usableFromInline var wideEnds: [UInt32] = []
  @usableFromInline var isWide = false
  /// Where each record begins in ``bytes``.
  @usableFromInline var starts: [UInt32] = []
  /// Where each record begins and ends in the text, and its line in the file.
  var textStarts: [UInt32] = []
  var textEnds: [UInt32] = []
  var lines: [UInt32] = []

  init(stride: Int, expectedRecords: Int, expectedBytes: Int) {
    self.stride = stride
    bytes.reserveCapacity(expectedBytes)
    narrowEnds.reserveCapacity(expectedRecords * stride)
    starts.reserveCapacity(expectedRecords)
    textStarts.reserveCapacity(expectedRecords)
    textEnds.reserveCapacity(expectedRecords)
    lines.reserveCapacity(expectedRecords)
  }

  var rowCount: Int { starts.count }

  /// Adds a record of `stride` fields; missing last ones are empty.
  mutating func append(_ record: RecordParser, textRange: Range<Int>, line: Int) {
    starts.append(UInt32(bytes.count))
    textStarts.append(UInt32(textRange.lowerBound))
    textEnds.append(UInt32(textRange.upperBound))
    lines.append(UInt32(line))
    bytes.append(contentsOf: record.bytes)
    let length = record.bytes.count
    if !isWide, length > Int(UInt16.max) { widen() }
    let missing = stride - record.fieldCount
    if isWide {
      for end in record.ends { wideEnds.append(UInt32(end)) }
      for _ in 0..<missing { wideEnds.append(UInt32(length)) }
    } else {
      for end in record.ends { narrowEnds.append(UInt16(truncatingIfNeeded: end)) }
      for _ in 0..<missing { narrowEnds.append(UInt16(length)) }
    }
  }

  private mutating func widen() {
    wideEnds = narrowEnds.map(UInt32.init)
    narrowEnds = []
    isWide = true
  }

  @inlinable
  func range(row: Int, column: Int) -> Range<Int> {
    precondition(column >= 0 && column < stride, "no such column")
    let start = Int(starts[row])
    let place = row * stride + column
    if isWide {
      let from = column == 0 ? 0 : Int(wideEnds[place - 1])
      return start + from..<start + Int(wideEnds[place])
    }
    let from = column == 0 ? 0 : Int(narrowEnds[place - 1])
    return start + from..<start + Int(narrowEnds[place])
  }

  @inlinable
  func withField<R>(
    row: Int, column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R
  ) rethrows -> R {
    let range = range(row: row, column: column)
    return try bytes.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// Whether all records are empty in a column.
  func isEmpty(column: Int) -> Bool {
    (0..<rowCount).allSatisfy { range(row: $0, column: column).isEmpty }
  }
}
