import SurveyModel

extension RecordReader {
  /// Reads what stands before the first record.
  ///
  /// - Returns: The header, and where the records begin.
  mutating func readHeader(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(TabularFileError) -> (header: [Sheet.Cell], start: Int) {
    if text.markLength > 0 {
      ledger.addNonData(.byteOrderMark, bytes: text.markLength, line: 1)
    }
    var place = 0
    if let separator {
      let attempt = self.attempt(with: strict, at: 0)
      declare(.separatorLine, attempt)
      place = separator.end
    }
    while place < bytes.count {
      var parser = strict
      var attempt = self.attempt(with: parser, at: place)
      if attempt.outcome == .refused {
        attempt = self.attempt(with: lax, at: place)
        noteRepair(bytes, attempt)
        parser = lax
      }
      place = attempt.range.upperBound
      switch attempt.outcome {
      case .blank: declare(.blankLine, attempt)
      case .record: return (header(attempt, parser, in: bytes), place)
      case .open, .refused: throw openHeader(attempt.line)
      }
    }
    throw TabularFileError(
      "file-empty", "the file holds nothing but blank lines; a header was expected",
      fix: "ask for the file again", at: SourceLocation(file: contents.file))
  }

  private func openHeader(_ line: Int) -> TabularFileError {
    TabularFileError(
      "lone-quote", "a quote in the header is never closed",
      fix: "delete the quote, or close it", at: SourceLocation(file: contents.file, line: line))
  }

  private mutating func header(
    _ attempt: Attempt, _ parser: RecordParser, in bytes: UnsafeBufferPointer<UInt8>
  ) -> [Sheet.Cell] {
    let places = FieldPlaces(bytes.part(attempt.range), delimiter: delimiter.rawValue)
    let header = (0..<parser.fieldCount).map { index in
      let name = String(decoding: parser.field(index).filter { $0 != 0 }, as: UTF8.self)
      return Sheet.Cell(
        name.trimmed,
        at: SourceLocation(
          file: contents.file, line: attempt.line + places[index].line,
          column: places[index].column))
    }
    declare(.header, attempt)
    hasEmptyEnd = recordsHaveEmptyEnd(
      after: attempt.range.upperBound, headerCount: header.count, in: bytes)
    stride = header.count + (hasEmptyEnd ? 1 : 0)
    let remaining = bytes.count - attempt.range.upperBound
    storage = FieldStorage(
      stride: stride, expectedRecords: lineCount(bytes, from: attempt.range.upperBound),
      expectedBytes: remaining)
    return header
  }

  /// Whether the first hundred records all have one field more than the header, and that empty.
  private mutating func recordsHaveEmptyEnd(
    after start: Int, headerCount: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var place = start
    var records = 0
    while place < bytes.count, records < 100 {
      let attempt = self.attempt(with: lax, at: place)
      place = attempt.range.upperBound
      guard attempt.outcome != .blank else { continue }
      let count = lax.fieldCount
      guard attempt.outcome == .record, count == headerCount + 1, lax.field(count - 1).isEmpty
      else { return false }
      records += 1
    }
    return records > 0
  }

  private func lineCount(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var scanner = LineScanner(bytes)
    var place = start
    var count = 0
    while place < bytes.count {
      place = scanner.endOfLine(at: place)
      count += 1
    }
    return count
  }
}
