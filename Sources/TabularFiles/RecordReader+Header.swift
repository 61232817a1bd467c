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
    if let finding = brokenText(bytes, attempt) {
      headerProblems.append(
        Diagnostic(
          .error, finding.reason.rawValue, finding.message, fix: finding.fix,
          at: SourceLocation(
            file: contents.file, line: attempt.line + finding.place.line,
            column: finding.place.column)))
    }
    declare(.header, attempt)
    makeRoom(after: attempt.range.upperBound, headerCount: header.count, in: bytes)
    return header
  }

  /// Decides how many fields a regular record has, and reserves memory for all records.
  private mutating func makeRoom(
    after start: Int, headerCount: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) {
    hasEmptyEnd = recordsHaveEmptyEnd(after: start, headerCount: headerCount, in: bytes)
    stride = headerCount + (hasEmptyEnd ? 1 : 0)
    // A regular record takes a byte for each delimiter and for its end.
    let most = (bytes.count - start) / max(1, headerCount) + 1
    storage = FieldStorage(
      stride: stride, expectedRecords: min(most, lineCount(bytes, from: start)),
      expectedBytes: bytes.count - start)
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
