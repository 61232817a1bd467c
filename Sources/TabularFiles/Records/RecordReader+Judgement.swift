import SurveyModel

extension RecordReader {
  /// Decides what an attempt in strict mode is.
  ///
  /// - Returns: Where to go on.
  mutating func take(_ attempt: Attempt, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let isWhole = attempt.outcome == .record
    if let finding = brokenText(bytes, attempt, isFirstLineOnly: !isWhole) {
      return setAside(attempt, finding, isFirstLineOnly: !isWhole)
    }
    switch attempt.outcome {
    case .blank: return takeBlank(attempt, in: bytes)
    case .record: return takeRecord(attempt, in: bytes)
    case .refused: return takeRefused(attempt, in: bytes)
    case .open: return takeOpen(attempt, in: bytes)
    }
  }

  /// A blank line is an interview without an answer where there is one column, else no data.
  ///
  /// What follows it may be no part of the table.
  private mutating func takeBlank(_ attempt: Attempt, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let place = attempt.range.upperBound
    guard form.stride > 1 else {
      keep(attempt, strict)
      return place
    }
    declare(.blankLine, attempt)
    return remainder(at: place, in: bytes).map { take($0, from: place, in: bytes) } ?? place
  }

  private mutating func takeRecord(
    _ attempt: Attempt, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    if form.stride > 1, strict.isEmpty {
      declare(.emptyRow, attempt)
      return attempt.range.upperBound
    }
    let isRegular = form.isRegularCount(strict.fieldCount)
    if attempt.lineCount > 1, form.isWorthProbing(isRegular: isRegular), swallowsRecord(attempt) {
      return takeWithQuoteAsText(at: attempt.range.lowerBound, in: bytes)
        ?? setAside(attempt, loneQuote(bytes, attempt), isFirstLineOnly: true)
    }
    if isRegular, holdsRecords(attempt) { noteQuotedLines(bytes, attempt) }
    guard isRegular else {
      if let kind = foreignKind(strict.fields) {
        declare(kind, attempt)
        return attempt.range.upperBound
      }
      if let end = takeDelimitedBySpaces(at: attempt.range.lowerBound, in: bytes) { return end }
      if strict.fieldCount == 1, strict.bytes.contains(0x20),
        case .footnotes? = remainder(at: attempt.range.lowerBound, in: bytes)
      {
        return take(.footnotes, from: attempt.range.lowerBound, in: bytes)
      }
      return takeMended(attempt, in: bytes) ?? setAside(attempt, wrongCount(bytes, attempt, strict))
    }
    keep(attempt, strict)
    return attempt.range.upperBound
  }

  /// Whether the lines within a quoted text, two at least and three where records have few fields, have
  /// the file's number of fields each: a quote may stand without its pair at either end.
  private mutating func holdsRecords(_ attempt: Attempt) -> Bool {
    guard form.stride > 1, attempt.lineCount - 2 >= (form.stride > 3 ? 2 : 3) else { return false }
    var place = attempt.firstLineEnd
    for _ in 0..<min(attempt.lineCount - 2, Self.linesProbed) {
      let inner = isRegularRecord(at: place)
      guard inner.isRegular else { return false }
      place = inner.firstLineEnd
    }
    return true
  }

  /// What a record of another number of fields is if it is none: the header again, or a total.
  private func foreignKind(_ fields: [[UInt8]]) -> FileLedger.NonDataKind? {
    if form.stride > 1, fields.count > 1, fields == form.headerFields { return .repeatedHeader }
    guard form.stride > 2, let first = fields.first(where: { !$0.isEmpty }) else { return nil }
    return TableEnd.isTotal(form.decoded(first)) ? .totalRow : nil
  }

  /// Strict mode refused a quote: lax mode may make a regular record of it.
  private mutating func takeRefused(
    _ refused: Attempt, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    if let end = takeDelimitedBySpaces(at: refused.range.lowerBound, in: bytes) { return end }
    let start = refused.range.lowerBound
    // Where a record begins in the next line already, what follows need not be read to see it swallowed.
    let firstLine = lines.attempt(with: lax, at: start, line: line, longest: 1)
    if firstLine.outcome == .open, isRegularRecord(at: firstLine.firstLineEnd).isRegular {
      return takeSwallowing(firstLine, in: bytes)
    }
    let attempt = self.attempt(with: lax, at: start)
    if attempt.outcome == .open { return takeOpen(attempt, in: bytes) }
    if attempt.lineCount > 1, swallowsRecord(attempt) { return takeSwallowing(attempt, in: bytes) }
    guard form.isRegularCount(lax.fieldCount) else {
      return takeWithQuotedPart(attempt, in: bytes)
        ?? takeWithDelimiterAtQuote(at: attempt.range.lowerBound, in: bytes)
        ?? takeWithQuoteAsText(at: attempt.range.lowerBound, in: bytes)
        ?? setAside(attempt, loneQuote(bytes, attempt))
    }
    if let finding = brokenText(bytes, attempt) { return setAside(attempt, finding) }
    // As many fields by chance: what a quote divides is of another column.
    if !zip(form.rules, lax.fields).allSatisfy({ $0.fits($1[...]) }),
      let end = takeWithDelimiterAtQuote(at: attempt.range.lowerBound, in: bytes)
    {
      return end
    }
    noteRepair(bytes, attempt)
    keep(attempt, lax)
    return attempt.range.upperBound
  }

  /// A quote without its pair goes on over records.
  private mutating func takeSwallowing(
    _ attempt: Attempt, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    takeWithDelimiterAtQuote(at: attempt.range.lowerBound, in: bytes)
      ?? takeWithQuoteAsText(at: attempt.range.lowerBound, in: bytes)
      ?? setAside(attempt, loneQuote(bytes, attempt), isFirstLineOnly: true)
  }

  /// A quote is open at the end of the file, or for too long.
  private mutating func takeOpen(_ attempt: Attempt, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let start = attempt.range.lowerBound
    if let end = takeWithDelimiterAtQuote(at: start, in: bytes)
      ?? takeWithQuoteAsText(at: start, in: bytes)
    {
      return end
    }
    let reachesEnd = attempt.range.upperBound == bytes.count
    if attempt.lineCount > 1, !reachesEnd || swallowsRecord(attempt) {
      return setAside(attempt, loneQuote(bytes, attempt), isFirstLineOnly: true)
    }
    var finding = loneQuote(bytes, attempt)
    finding.message += "; the file seems cut off here"
    finding.fix = "ask for the whole file again"
    return setAside(attempt, finding)
  }
}

extension RecordReader {
  private func loneQuote(_ bytes: UnsafeBufferPointer<UInt8>, _ attempt: Attempt) -> Finding {
    Finding(
      reason: .loneQuote, message: "a quote stands here without its pair",
      fix: "delete the quote, or close it",
      place: attempt.quotePlace(in: bytes, form))
  }

  private func wrongCount(
    _ bytes: UnsafeBufferPointer<UInt8>, _ attempt: Attempt, _ parser: RecordParser
  ) -> Finding {
    let expected = form.least
    let isShort = parser.fieldCount < expected
    var finding = Finding(
      reason: isShort ? .tooFewFields : .tooManyFields,
      message: "\(expected) fields were expected, \(parser.fieldCount) found",
      fix: isShort
        ? "complete the record, or look whether a line break divides it"
        : "put text that contains the \(delimiter.name) between quotes")
    if isShort, attempt.range.upperBound == bytes.count, bytes.last != 0x0A, bytes.last != 0x0D {
      finding.message += "; the file seems cut off here"
      finding.fix = "ask for the whole file again"
    }
    return finding
  }
}
