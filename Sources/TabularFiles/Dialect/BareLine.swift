/// Reads a line in which a quote stands without its pair, with all its quotes as text.
struct BareLine {
  private let bare: RecordParser
  private let strict: RecordParser
  private let quote: QuoteMark

  init(_ delimiter: Delimiter, _ quote: QuoteMark) {
    self.quote = quote
    bare = RecordParser(delimiter: delimiter.rawValue, quote: .none, isStrict: false)
    strict = RecordParser(delimiter: delimiter.rawValue, quote: quote, isStrict: true)
  }

  /// The fields of a record's first line with quotes as text, where strict mode refuses the record and lax
  /// mode gives it another number of fields, but the line so has those of the next record.
  ///
  /// - Parameters:
  ///   - attempt: The record in lax mode.
  ///   - count: Its fields there.
  func fields(
    _ attempt: Attempt, read count: Int, in text: UnsafeBufferPointer<UInt8>,
    _ lines: inout LineScanner
  ) -> [[UInt8]]? {
    let line = text.part(attempt.range.lowerBound..<attempt.firstLineEnd)
    guard let quote = quote.byte, attempt.outcome != .blank, line.contains(quote),
      attempt.firstLineEnd < text.count,
      lines.attempt(with: strict, at: attempt.range.lowerBound, line: 0).outcome != .record,
      lines.attempt(with: strict, at: attempt.firstLineEnd, line: 0).outcome == .record
    else { return nil }
    let next = strict.fieldCount
    guard next > 1, next != count || attempt.outcome == .open else { return nil }
    bare.beginRecord()
    guard bare.feed(line) == .record, bare.fieldCount == next else { return nil }
    return bare.fields
  }
}
