import CByteScan

/// Counts and searches over text that look at 64 bytes at a time: the only file that calls them.
enum ByteScan {
  /// The byte that opens and closes fields; nil where none does.
  typealias Quote = UInt8?

  /// What stands in a part of a text.
  struct Census: Hashable, Sendable {
    var quotes = 0
    var lineEnds = 0
  }

  /// Quotes and line ends in a range; CR LF is one line end, and belongs to the range of its LF.
  static func census(
    of text: UnsafeBufferPointer<UInt8>, in range: Range<Int>, quote: Quote
  ) -> Census {
    guard let base = text.baseAddress else { return Census() }
    let counts = scan_count(
      base + range.lowerBound, range.count, text.count - range.lowerBound, number(quote))
    return Census(quotes: Int(counts.quotes), lineEnds: Int(counts.line_ends))
  }

  /// Where the line that stands outside quotes ends, and how many lines that takes.
  ///
  /// - Parameter isInside: Whether quotes are open where the range begins.
  /// - Returns: nil where no such line ends in the range.
  static func recordEnd(
    in text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, quote: Quote, isInside: Bool = false
  ) -> (end: Int, lines: Int)? {
    guard let base = text.baseAddress else { return nil }
    let found = scan_record_end(
      base + range.lowerBound, range.count, number(quote), isInside ? ~0 : 0)
    return found.end == 0 ? nil : (range.lowerBound + Int(found.end), Int(found.lines))
  }

  /// Which multi-byte characters of a range are valid UTF-8.
  ///
  /// - Returns: Valid ones, places that are no UTF-8, and the first of these.
  static func validity(
    of text: UnsafeBufferPointer<UInt8>, in range: Range<Int>
  ) -> (sequences: Int, invalid: Int, firstInvalid: Int?) {
    guard let base = text.baseAddress, !range.isEmpty else { return (0, 0, nil) }
    let found = scan_utf8(base, range.lowerBound, range.upperBound, text.count)
    return (
      Int(found.sequences), Int(found.invalid),
      found.invalid == 0 ? nil : Int(found.first_invalid)
    )
  }

  fileprivate static func number(_ quote: Quote) -> Int32 { quote.map(Int32.init) ?? 256 }
}

/// Where the fields of a block end.
final class FieldEnds {
  private var ends = UnsafeMutablePointer<UInt32>.allocate(capacity: 8)
  private var capacity = 0
  private let form: scan_form
  /// Whether quotes were doubled within fields of the block.
  private(set) var hasDoubledQuotes = false

  init(quote: ByteScan.Quote, delimiter: UInt8) {
    form = scan_form(quote: ByteScan.number(quote), delimiter: delimiter, least: 0)
  }

  deinit { ends.deallocate() }

  /// Finds the ends in a block that begins with a record.
  ///
  /// - Returns: The offsets of delimiters, and of the first byte of each line end; nil where libcsv
  ///   may read the block otherwise than by these.
  func find(in block: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt32>? {
    guard let base = block.baseAddress else { return nil }
    if block.count > capacity {
      ends.deallocate()
      capacity = block.count
      ends = .allocate(capacity: capacity + 8)
    }
    let found = scan_fields(base, block.count, form, ends)
    hasDoubledQuotes = found.has_doubled != 0
    return found.is_plain == 0 ? nil : UnsafeBufferPointer(start: ends, count: Int(found.count))
  }
}

/// Surveys blocks of records before they are parsed.
final class BlockSurvey {
  /// A line inside quotes that might be a record which the quotes swallowed.
  typealias InnerLine = scan_inner_line

  private static let innerCapacity = 1 << 12
  private let inner = UnsafeMutablePointer<InnerLine>.allocate(capacity: innerCapacity)
  private let form: scan_form
  /// Records, all lines, and the offset where the last record ends.
  private(set) var (records, lines, end) = (0, 0, 0)
  private var innerCount = 0

  /// - Parameter least: Fewest delimiters of a regular record; nil where no inner line matters.
  init(quote: ByteScan.Quote, delimiter: UInt8, least: Int?) {
    form = scan_form(
      quote: ByteScan.number(quote), delimiter: delimiter, least: least ?? Int(bitPattern: ~0))
  }

  deinit { inner.deallocate() }

  /// Looks at a range that begins with a record.
  ///
  /// - Returns: Whether the answers are complete: not where too many lines would need a look.
  func look(at text: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Bool {
    guard let base = text.baseAddress else { return false }
    let found = scan_block(
      base + range.lowerBound, range.count, text.count - range.lowerBound, form, inner,
      Self.innerCapacity)
    (records, lines) = (Int(found.records), Int(found.lines))
    (end, innerCount) = (range.lowerBound + Int(found.end), Int(found.inner_count))
    return innerCount <= Self.innerCapacity
  }

  /// Offsets from the range's start, and numbers within their records.
  var innerLines: UnsafeBufferPointer<InnerLine> {
    UnsafeBufferPointer(start: inner, count: min(innerCount, Self.innerCapacity))
  }
}
