/// Reads blocks whose records libcsv would divide at every delimiter and line end outside quotes:
/// without it, 64 bytes at a time.
///
/// libcsv remains the definition of what a record is. A block with a quote, a space or a blank line
/// anywhere else than where this lane knows what libcsv makes of it is libcsv's, from its first byte.
final class PlainLane {
  private let ends: FieldEnds
  private let quote: UInt8?
  private let delimiter: UInt8
  /// A field whose doubled quotes are taken apart, or that ends its block.
  private var spare: [UInt8] = []

  init(quote: ByteScan.Quote, delimiter: UInt8) {
    ends = FieldEnds(quote: quote, delimiter: delimiter)
    self.quote = quote
    self.delimiter = delimiter
  }

  /// Puts the fields of a block of whole records into columns.
  ///
  /// Cost: a pass over the bytes, and a few instructions for each field.
  ///
  /// - Returns: Whether the block is of the kind that this lane reads; if not, nothing was put.
  func read(_ block: UnsafeBufferPointer<UInt8>, into sink: inout ColumnSink) -> Bool {
    guard let base = block.baseAddress, let ends = ends.find(in: block) else { return false }
    let isDoubled = self.ends.hasDoubledQuotes
    var start = 0
    for index in 0..<ends.count - 1 {
      let end = Int(ends[index])
      put(base + start, end - start, isDoubled, into: &sink)
      start = end + 1
      let byte = base[end]
      if byte != delimiter {
        sink.endRecord()
        if byte == 0x0D, base[start] == 0x0A { start += 1 }
      }
    }
    putLast(base + start, Int(ends[ends.count - 1]) - start, isDoubled, into: &sink)
    sink.endRecord()
    return true
  }

  @inline(__always)
  private func put(
    _ field: UnsafePointer<UInt8>, _ count: Int, _ isDoubled: Bool, into sink: inout ColumnSink
  ) {
    if field[0] != quote || count == 0 { return sink.put(field, count) }
    if isDoubled { return putDoubled(field + 1, count - 2, into: &sink) }
    sink.put(field + 1, count - 2)
  }

  /// Two bytes of a field are looked at whatever its length is: here they may lie behind the text.
  @inline(never)
  private func putLast(
    _ field: UnsafePointer<UInt8>, _ count: Int, _ isDoubled: Bool, into sink: inout ColumnSink
  ) {
    if count > 1 { return put(field, count, isDoubled, into: &sink) }
    spare.removeAll(keepingCapacity: true)
    if count == 1 { spare.append(field[0]) }
    putSpare(into: &sink)
  }

  /// Puts what stands between a field's quotes, where some of it may be doubled quotes.
  @inline(never)
  private func putDoubled(
    _ field: UnsafePointer<UInt8>, _ count: Int, into sink: inout ColumnSink
  ) {
    guard let quote,
      let first = UnsafeBufferPointer(start: field, count: count).firstOffset(of: quote)
    else { return sink.put(field, count) }
    spare.removeAll(keepingCapacity: true)
    spare.append(contentsOf: UnsafeBufferPointer(start: field, count: first))
    var place = first
    while place < count {
      spare.append(field[place])
      place += field[place] == quote ? 2 : 1
    }
    putSpare(into: &sink)
  }

  private func putSpare(into sink: inout ColumnSink) {
    let count = spare.count
    spare.append(contentsOf: [0, 0])
    spare.withUnsafeBufferPointer { spare in
      if let start = spare.baseAddress { sink.put(start, count) }
    }
  }
}
