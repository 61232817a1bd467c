import SurveyModel

// Quoted text that begins within a field.
extension RecordReader {
  /// Keeps a record in which quotes stand around a part of a field (`the "north, and south" side`), if it
  /// is regular with the delimiters between them taken as text, and such a field fits its column. The
  /// quotes stay: the field is as it stands.
  ///
  /// - Parameter attempt: The record as lax mode divides it.
  /// - Returns: Where to go on; nil where it is not kept.
  mutating func takeWithQuotedPart(_ attempt: Attempt, in bytes: UnsafeBufferPointer<UInt8>) -> Int?
  {
    guard form.stride > 1, lax.fieldCount > form.stride,
      let found = withQuotedPart(attempt, in: bytes, count: form.stride),
      zip(form.rules, found.fields).allSatisfy({ rule, field in
        !field.contains(form.quote.rawValue) || rule.hasWords || rule.fits(field[...])
      }),
      brokenText(bytes, attempt) == nil
    else { return nil }
    noteQuotedPart(found, attempt, in: bytes)
    keep(attempt, found.fields, mend: .delimitersAsText(at: found.delimiters))
    return attempt.range.upperBound
  }

  /// A record of so many fields, with the delimiters in quoted parts of fields taken as text, and where
  /// these stand; nil where it has other fields so, or more than 4 KiB.
  func withQuotedPart(
    _ attempt: Attempt, in bytes: UnsafeBufferPointer<UInt8>, count: Int
  ) -> (fields: [[UInt8]], delimiters: [Int])? {
    guard attempt.range.count <= Self.longestMended, let quote = form.quote.byte else { return nil }
    var record = Array(bytes.part(attempt.range))
    guard !record.contains(Self.mark),
      let delimiters = QuotedParts(of: record, quote: quote, delimiter: delimiter.rawValue)?
        .delimiters, !delimiters.isEmpty
    else { return nil }
    for place in delimiters { record[place] = Self.mark }
    let parser = RecordParser(form, isStrict: false)
    let isRecord = record.withUnsafeBufferPointer { record in
      var lines = LineScanner(record)
      let read = lines.attempt(with: parser, at: 0, line: 0)
      return read.outcome == .record && read.range.upperBound == record.count
    }
    guard isRecord, parser.fieldCount == count else { return nil }
    let sign = delimiter.rawValue
    return (parser.fields.map { $0.map { $0 == Self.mark ? sign : $0 } }, delimiters)
  }

  /// Enters in the ledger that a quoted part of a field was kept as it stands.
  mutating func noteQuotedPart(
    _ found: (fields: [[UInt8]], delimiters: [Int]), _ attempt: Attempt,
    in bytes: UnsafeBufferPointer<UInt8>
  ) {
    let record = bytes.part(attempt.range)
    let quote = record.part(0..<found.delimiters[0]).lastIndex(of: form.quote.rawValue) ?? 0
    note(.strayQuote, attempt, FieldPlaces.Place(at: quote, in: record, isUTF8: text.isUTF8))
  }
}

/// The parts of a record's fields that stand between quotes, where the field begins before them.
///
/// A quote opens such a part where text is right behind it, and no digit before it (`5"` is a length);
/// it ends at a quote with text right before it, and behind it the field's end, a space or a sign.
private struct QuotedParts {
  /// Offsets of the delimiters within the parts.
  private(set) var delimiters: [Int] = []

  /// - Parameter record: With its line end.
  /// - Returns: Nil where a quote has no pair, or may be another thing.
  init?(of record: [UInt8], quote: UInt8, delimiter: UInt8) {
    var place = 0
    var isAtStart = true
    while place < record.count {
      let byte = record[place]
      if byte == quote {
        let end = Self.end(from: place + 1, of: record, quote: quote)
        guard let end else { return nil }
        if isAtStart {
          guard end + 1 == record.count || Self.endsField(record[end + 1], delimiter) else {
            return nil
          }
        } else {
          guard Self.isPart(place, end, of: record, delimiter: delimiter) else { return nil }
          delimiters += (place..<end).filter { record[$0] == delimiter }
        }
        place = end
        isAtStart = false
      } else if byte == delimiter {
        isAtStart = true
      } else if byte != 0x20, byte != 0x09 {
        isAtStart = false
      }
      place += 1
    }
  }

  /// The next quote that is not one of two.
  private static func end(from start: Int, of record: [UInt8], quote: UInt8) -> Int? {
    var place = start
    while let found = record[place...].firstIndex(of: quote) {
      guard found + 1 < record.count, record[found + 1] == quote else { return found }
      place = found + 2
    }
    return nil
  }

  private static func isPart(_ start: Int, _ end: Int, of record: [UInt8], delimiter: UInt8) -> Bool
  {
    let (first, last) = (record[start + 1], record[end - 1])
    let ends: Set<UInt8> = [delimiter, 0x20, 0x09]
    guard end > start + 1, record[start - 1] &- 0x30 >= 10, !ends.contains(first),
      !ends.contains(last), !record[start..<end].contains(where: { $0 == 0x0A || $0 == 0x0D })
    else { return false }
    guard end + 1 < record.count else { return true }
    let next = record[end + 1]
    let isLetter = next >= 0x80 || next | 0x20 &- 0x61 < 26
    return !isLetter && next &- 0x30 >= 10
  }

  private static func endsField(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
    byte == delimiter || byte == 0x0A || byte == 0x0D || byte == 0x20 || byte == 0x09
  }
}
