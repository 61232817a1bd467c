import SurveyModel

/// Reads what stands before the first record, and finds the form of the records from the first ones.
struct HeaderReader {
  private(set) var cells: [Sheet.Cell] = []
  /// Where the records begin in the text.
  private(set) var end: Int
  /// What is wrong in the header's text.
  private(set) var problems: [Diagnostic] = []

  /// - Parameter reader: At the text's start; its form is completed.
  init(
    _ reader: inout RecordReader, separator: SeparatorLine?, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(TabularFileError) {
    end = reader.text.start
    if end > 0 || reader.text.markLength > 0 {
      reader.ledger.addNonData(.byteOrderMark, 0..<reader.text.markLength, line: 1)
    }
    if let separator {
      reader.declare(.separatorLine, reader.attempt(with: reader.strict, at: end))
      end = separator.end
    }
    while end < bytes.count {
      var parser = reader.strict
      var attempt = reader.attempt(with: parser, at: end)
      if attempt.outcome == .refused {
        attempt = reader.attempt(with: reader.lax, at: end)
        reader.noteRepair(bytes, attempt)
        parser = reader.lax
      }
      end = attempt.range.upperBound
      switch attempt.outcome {
      case .blank: reader.declare(.blankLine, attempt)
      case .record:
        takeHeader(attempt, parser, &reader, bytes)
        reader.form.complete(headerCount: cells.count, from: end, in: bytes)
        return
      case .open, .refused: throw Self.openHeader(reader, attempt.line)
      }
    }
    throw TabularFileError(
      "file-empty", "the file holds nothing but blank lines; a header was expected",
      fix: "ask for the file again", at: SourceLocation(file: reader.contents.file))
  }

  private static func openHeader(_ reader: RecordReader, _ line: Int) -> TabularFileError {
    TabularFileError(
      "lone-quote", "a quote in the header is never closed",
      fix: "delete the quote, or close it",
      at: SourceLocation(file: reader.contents.file, line: line))
  }

  private mutating func takeHeader(
    _ attempt: Attempt, _ parser: RecordParser, _ reader: inout RecordReader,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    let file = reader.contents.file
    func location(_ place: FieldPlaces.Place) -> SourceLocation {
      SourceLocation(file: file, line: attempt.line + place.line, column: place.column)
    }
    let places = FieldPlaces(
      bytes.part(attempt.range), delimiter: reader.delimiter.rawValue, isUTF8: reader.text.isUTF8)
    cells = (0..<parser.fieldCount).map { index in
      let name = parser.field(index).filter { $0 != 0 }.withUnsafeBufferPointer {
        reader.text.string($0)
      }
      return Sheet.Cell(name.trimmed, at: location(places[index]))
    }
    if let finding = reader.brokenText(bytes, attempt) {
      problems.append(
        Diagnostic(
          .error, finding.reason.rawValue, finding.message, fix: finding.fix,
          at: location(finding.place)))
    }
    reader.declare(.header, attempt)
  }
}

extension RecordForm {
  /// Bytes of the first records from which it is told how columns are held.
  private static let sampled = 1 << 18

  /// Decides how many fields a regular record has, and how their columns are held.
  fileprivate mutating func complete(
    headerCount: Int, from start: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) {
    hasEmptyEnd = recordsHaveEmptyEnd(after: start, headerCount: headerCount, in: bytes)
    stride = headerCount + (hasEmptyEnd ? 1 : 0)
    var samples = Array(repeating: ColumnSample(), count: stride)
    forEachRecord(from: start, in: bytes) { parser in
      if isRegularCount(parser.fieldCount) {
        for index in 0..<parser.fieldCount { samples[index].add(parser.field(index)) }
      }
      return true
    }
    kinds = samples.map(\.kind)
    textBytes = samples.map(\.meanLength)
  }

  /// Whether the first hundred records all have one field more than the header, and that empty.
  private func recordsHaveEmptyEnd(
    after start: Int, headerCount: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var records = 0
    var hasEnd = true
    forEachRecord(from: start, in: bytes) { parser in
      records += 1
      let count = parser.fieldCount
      hasEnd = count == headerCount + 1 && parser.field(count - 1).isEmpty
      return hasEnd && records < 100
    }
    return records > 0 && hasEnd
  }

  /// Reads the first records in lax mode, blank lines left out, as long as the body wants.
  private func forEachRecord(
    from start: Int, in bytes: UnsafeBufferPointer<UInt8>, _ body: (RecordParser) -> Bool
  ) {
    let parser = RecordParser(delimiter: delimiter.rawValue, isStrict: false)
    var lines = LineScanner(bytes)
    var place = start
    while place < min(bytes.count, start + Self.sampled) {
      let attempt = lines.attempt(with: parser, at: place, line: 0)
      place = attempt.range.upperBound
      if attempt.outcome == .blank { continue }
      if attempt.outcome != .record { parser.beginRecord() }
      guard body(parser) else { return }
    }
  }
}

/// Counts over a column's first fields, from which it is told how the column is held.
private struct ColumnSample {
  private var (count, codes, quantities, length) = (0, 0, 0, 0)
  private var others: Set<[UInt8]> = []

  mutating func add(_ field: UnsafeBufferPointer<UInt8>) {
    guard let start = field.baseAddress, !field.isEmpty else { return }
    count += 1
    length += field.count
    if field.count <= 3, field.allSatisfy({ $0 &- 0x30 < 10 }) {
      codes += 1
    } else if field.count <= Quantity.longest, Quantity.reading(start, field.count) != nil {
      quantities += 1
    } else {
      others.insert(Array(field))
    }
  }

  var meanLength: Int { length / max(1, count) }

  var kind: ColumnKind {
    if 10 * codes >= 9 * count { return .codes }
    if 10 * (codes + quantities) >= 9 * count { return .quantities }
    return 4 * others.count <= count ? .codes : .texts
  }
}
