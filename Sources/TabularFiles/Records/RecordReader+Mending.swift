import SurveyModel

extension RecordReader {
  /// Enters in the ledger that a record is read in lax mode.
  mutating func noteRepair(_ bytes: UnsafeBufferPointer<UInt8>, _ attempt: Attempt) {
    note(
      .strayQuote, attempt,
      attempt.quotePlace(in: bytes, form))
  }

  /// Enters in the ledger that a quoted text of a record goes over lines that are like records.
  mutating func noteQuotedLines(_ bytes: UnsafeBufferPointer<UInt8>, _ attempt: Attempt) {
    note(.linesInQuotes, attempt, attempt.quotePlace(in: bytes, form))
  }

  mutating func note(
    _ kind: FileLedger.Repair.Kind, _ attempt: Attempt, _ place: FieldPlaces.Place
  ) {
    ledger.repairs.append(
      FileLedger.Repair(
        kind: kind,
        location: SourceLocation(
          file: contents.file, line: attempt.line + place.line, column: place.column)))
  }

  /// Keeps a record with a delimiter too few or too many, if its columns leave one reading of it.
  ///
  /// A record that the end of the file cuts off lacks more than a delimiter.
  ///
  /// - Returns: Where to go on; nil where it is not kept.
  mutating func takeMended(_ attempt: Attempt, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let end = attempt.range.upperBound
    let (fields, isShort) = (strict.fields, strict.fieldCount < form.stride)
    let isCutOff =
      isShort && end == bytes.count && bytes[end - 1] != 0x0A
      && bytes[end - 1] != 0x0D
    guard form.optionalEnd == 0, !isCutOff, abs(fields.count - form.stride) == 1,
      let repair = FieldCountRepair(
        form.rules, fields, gaps: isShort ? [] : gaps(in: bytes.part(attempt.range))),
      isAlone(attempt.range, in: bytes)
    else { return nil }
    let places = FieldPlaces(bytes.part(attempt.range), form)
    note(isShort ? .delimiterTooFew : .delimiterTooMany, attempt, places[repair.place])
    keep(
      attempt, repair.fields,
      mend: isShort ? .divided(field: repair.place) : .joined(field: repair.place))
    return end
  }

  /// What stands between a record's fields: the delimiters, with the spaces around them that libcsv
  /// leaves out.
  func gaps(in record: UnsafeBufferPointer<UInt8>) -> [[UInt8]] {
    func isSpace(_ place: Int) -> Bool { record[place] == 0x20 && delimiter != .space }
    let parser = RecordParser(form, isStrict: true)
    var gaps: [[UInt8]] = []
    for place in record.indices {
      let count = parser.fieldCount
      if parser.feed(record.part(place..<place + 1)) == .record { break }
      guard parser.fieldCount > count else { continue }
      var (start, end) = (place, place + 1)
      while start > 0, isSpace(start - 1) { start -= 1 }
      while end < record.count, isSpace(end) { end += 1 }
      gaps.append(Array(record[start..<end]))
    }
    return gaps
  }
}

extension RecordReader {
  /// Whether the record behind is regular, or at the text's end the line before: records that are
  /// alike among themselves are another table's.
  fileprivate mutating func isAlone(
    _ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    if range.upperBound < bytes.count { return isRegularRecord(at: range.upperBound).isRegular }
    func isLineEnd(_ place: Int) -> Bool { bytes[place] == 0x0A || bytes[place] == 0x0D }
    var start = range.lowerBound
    while start > 0, isLineEnd(start - 1) { start -= 1 }
    while start > 0, !isLineEnd(start - 1) { start -= 1 }
    return start < range.lowerBound && isRegularRecord(at: start).isRegular
  }
}

// Spaces between fields.
extension RecordReader {
  /// Keeps a record whose fields spaces divide, as no other record's do, if each fits its column, and at
  /// least one column holds no texts whatever.
  ///
  /// - Returns: Where to go on; nil where it is not kept.
  mutating func takeDelimitedBySpaces(
    at start: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    guard form.stride > 2, form.optionalEnd == 0, delimiter != .space else { return nil }
    let parser = RecordParser(
      delimiter: Delimiter.space.rawValue, quote: form.quote, isStrict: true)
    let attempt = attempt(with: parser, at: start)
    guard attempt.outcome == .record, parser.fieldCount == form.stride else { return nil }
    let fields = parser.fields
    guard zip(form.rules, fields).allSatisfy({ $0.fits($1[...]) }),
      form.rules.contains(where: \.isRestricted), brokenText(bytes, attempt) == nil,
      isAlone(attempt.range, in: bytes)
    else { return nil }
    note(.spacesBetween, attempt, FieldPlaces.Place(line: 0, column: 1))
    keep(attempt, fields, mend: .spaces)
    return attempt.range.upperBound
  }
}

// A delimiter too few beside a quote.
extension RecordReader {
  /// Keeps a record in which a text stands directly beside quotes that are around another field, if there
  /// is one place beside a quote where a delimiter makes it regular, and each field fits its column.
  ///
  /// Tries 16 quotes of 4 KiB at most.
  ///
  /// - Returns: Where to go on; nil where it is not kept.
  mutating func takeWithDelimiterAtQuote(
    at start: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    guard form.stride > 2, form.optionalEnd == 0, form.quote != .none,
      form.rules.allSatisfy(\.isKnown)
    else { return nil }
    let part = Array(bytes.part(start..<min(start + Self.longestMended, bytes.count)))
    let isWhole = start + part.count == bytes.count
    var found: (fields: [[UInt8]], attempt: Attempt, place: Int)?
    for place in placesBesideQuotes(part) {
      guard let (fields, attempt) = reading(part, at: start, withDelimiterAt: place, isWhole)
      else { continue }
      if let found, found.fields != fields || found.attempt.range != attempt.range { return nil }
      found = found ?? (fields, attempt, place)
    }
    guard let found, brokenText(bytes, found.attempt) == nil,
      isAlone(found.attempt.range, in: bytes)
    else { return nil }
    note(
      .delimiterTooFew, found.attempt,
      FieldPlaces.Place(at: found.place, in: bytes.part(found.attempt.range), isUTF8: text.isUTF8))
    keep(found.attempt, found.fields, mend: .delimiterBefore(at: found.place))
    return found.attempt.range.upperBound
  }

  /// Before a quote that follows text, and behind one that text follows.
  private func placesBesideQuotes(_ part: [UInt8]) -> [Int] {
    let quote = form.quote.rawValue
    let ends: Set<UInt8> = [delimiter.rawValue, quote, 0x0A, 0x0D]
    return part.indices.lazy.filter { part[$0] == quote }.prefix(Self.mostQuotesTried)
      .flatMap { place -> [Int] in
        let isAfterText = place > 0 && !ends.contains(part[place - 1])
        let isBeforeText = place + 1 < part.count && !ends.contains(part[place + 1])
        return (isAfterText ? [place] : []) + (isBeforeText ? [place + 1] : [])
      }
  }

  /// The record as it reads with a delimiter before a place; nil where that is not regular.
  private mutating func reading(
    _ part: [UInt8], at start: Int, withDelimiterAt place: Int, _ isWhole: Bool
  ) -> ([[UInt8]], Attempt)? {
    var part = part
    part.insert(delimiter.rawValue, at: place)
    return part.withUnsafeBufferPointer { part in
      var lines = LineScanner(part)
      let attempt = lines.attempt(with: strict, at: 0, line: line)
      let end = attempt.range.upperBound
      guard attempt.outcome == .record, place < end, end < part.count || isWhole,
        strict.fieldCount == form.stride
      else { return nil }
      let fields = strict.fields
      guard zip(form.rules, fields).allSatisfy({ $0.fits($1[...]) }) else { return nil }
      let firstLineEnd = attempt.firstLineEnd - (place < attempt.firstLineEnd ? 1 : 0)
      let record = Attempt(
        outcome: .record, range: start..<start + end - 1, line: line,
        firstLineEnd: start + firstLineEnd, lineCount: attempt.lineCount)
      guard record.lineCount == 1 || !swallowsRecord(record) else { return nil }
      return (fields, record)
    }
  }
}

// A quote without its pair.
extension RecordReader {
  static let (mostQuotesTried, longestMended) = (16, 1 << 12)
  /// Stands for the quote that is text while libcsv reads the record.
  static let mark: UInt8 = 0x01

  /// A record read with one of its quotes taken as text.
  struct Reading {
    var attempt: Attempt
    var fields: [[UInt8]]
    /// Where the quote stands.
    var quote: Int
    /// Whether it was left out.
    var isLeftOut = false
    /// The field in which it stands, and its place there.
    var field: Int
    var quoteInField: Int

    func isSame(as other: Reading) -> Bool {
      attempt.range == other.attempt.range && fields == other.fields
    }
  }

  /// Keeps a record in which a quote stands without its pair, if it is regular with one quote taken
  /// as text, and there is one such reading. Where the column holds few texts, or few shapes, the
  /// quote is none of it: it is left out if what remains fits; else it stays, but only among words.
  ///
  /// - Returns: Where to go on; nil where it is not kept.
  mutating func takeWithQuoteAsText(
    at start: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    guard form.stride > 2, let reading = withQuoteAsText(at: start, in: bytes, count: form.stride),
      let found = fitting(reading), brokenText(bytes, found.attempt) == nil
    else { return nil }
    noteQuote(found, in: bytes)
    keep(found.attempt, found.fields, mend: .quoteAsText(at: found.quote))
    return found.attempt.range.upperBound
  }

  /// The reading as its column has it; nil where the field is none of the column's, and no words are.
  private func fitting(_ reading: Reading) -> Reading? {
    let index = reading.field
    guard form.rules.indices.contains(index), form.rules[index].isRestricted else { return reading }
    var bare = reading
    bare.fields[index].remove(at: reading.quoteInField)
    bare.isLeftOut = true
    if form.rules[index].fits(bare.fields[index][...]) { return bare }
    return form.rules[index].hasWords ? reading : nil
  }

  mutating func noteQuote(_ reading: Reading, in bytes: UnsafeBufferPointer<UInt8>) {
    note(
      reading.isLeftOut ? .quoteLeftOut : .strayQuote, reading.attempt,
      FieldPlaces.Place(
        at: reading.quote, in: bytes.part(reading.attempt.range), isUTF8: text.isUTF8))
  }

  /// The only reading of a record with one quote taken as text that has so many fields.
  ///
  /// Tries 16 quotes of 4 KiB at most.
  mutating func withQuoteAsText(
    at start: Int, in bytes: UnsafeBufferPointer<UInt8>, count: Int
  ) -> Reading? {
    guard form.quote != .none else { return nil }
    // A reading of several lines that swallows a record of so many fields is none.
    let stride = form.stride
    form.stride = count
    defer { form.stride = stride }
    var part = Array(bytes.part(start..<min(start + Self.longestMended, bytes.count)))
    guard !part.contains(Self.mark) else { return nil }
    let isWhole = start + part.count == bytes.count
    var found: Reading?
    let mark = form.quote.rawValue
    for quote in Array(part.indices.lazy.filter { part[$0] == mark }.prefix(Self.mostQuotesTried)) {
      part[quote] = Self.mark
      let reading = reading(part, at: start, quote: quote, isWhole: isWhole)
      part[quote] = mark
      guard let reading, reading.fields.count == count else { continue }
      if let found, !found.isSame(as: reading) { return nil }
      found = found ?? reading
    }
    return found
  }

  /// - Parameters:
  ///   - part: The text from the record on, with the mark in the quote's place.
  ///   - isWhole: Whether the text ends with it.
  /// - Returns: Nil where that is no record, or swallows one.
  private mutating func reading(
    _ part: [UInt8], at start: Int, quote: Int, isWhole: Bool
  ) -> Reading? {
    let quoteMark = form.quote.rawValue
    return part.withUnsafeBufferPointer { part in
      var lines = LineScanner(part)
      let attempt = lines.attempt(with: strict, at: 0, line: line)
      let end = attempt.range.upperBound
      guard attempt.outcome == .record, quote < end, end < part.count || isWhole
      else { return nil }
      let record = Attempt(
        outcome: .record, range: start..<start + end, line: line,
        firstLineEnd: start + attempt.firstLineEnd, lineCount: attempt.lineCount)
      guard attempt.lineCount == 1 || !swallowsRecord(record) else { return nil }
      var fields = strict.fields
      guard let field = fields.firstIndex(where: { $0.contains(Self.mark) }),
        let place = fields[field].firstIndex(of: Self.mark)
      else { return nil }
      fields[field][place] = quoteMark
      return Reading(
        attempt: record, fields: fields, quote: quote, field: field, quoteInField: place)
    }
  }
}
