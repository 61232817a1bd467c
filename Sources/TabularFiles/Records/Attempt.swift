/// A record as one parser read it, or as far as it could.
struct Attempt {
  enum Outcome { case record, blank, refused, open }

  let outcome: Outcome
  let range: Range<Int>
  /// The file's line where it begins.
  let line: Int
  /// Where its first line ends, and how many it has.
  let firstLineEnd: Int
  let lineCount: Int

  /// Where strict mode refuses the first line, or where the field with the open quote begins.
  func quotePlace(
    in bytes: UnsafeBufferPointer<UInt8>, _ form: RecordForm
  ) -> FieldPlaces.Place {
    quotePlace(
      in: bytes, RecordParser(form, isStrict: true), quote: form.quote.rawValue,
      isUTF8: form.text.isUTF8
    ) { FieldPlaces($0, form) }
  }

  /// The same in a sheet.
  func quotePlace(
    in bytes: UnsafeBufferPointer<UInt8>, ofSheetWith delimiter: Delimiter
  ) -> FieldPlaces.Place {
    let quote = QuoteMark.double
    let parser = RecordParser(delimiter: delimiter.rawValue, quote: quote, isStrict: true)
    return quotePlace(in: bytes, parser, quote: quote.rawValue, isUTF8: true) {
      FieldPlaces($0, delimiter: delimiter.rawValue, quote: quote, isUTF8: true)
    }
  }

  private func quotePlace(
    in bytes: UnsafeBufferPointer<UInt8>, _ parser: RecordParser, quote: UInt8, isUTF8: Bool,
    places: (UnsafeBufferPointer<UInt8>) -> FieldPlaces
  ) -> FieldPlaces.Place {
    let line = bytes.part(range.lowerBound..<firstLineEnd)
    guard case .refused(let offset) = parser.feed(line) else {
      return places(line)[parser.fieldCount]
    }
    let found = line.part(0..<offset + 1).lastIndex(of: quote)
    return FieldPlaces.Place(at: found ?? offset, in: line, isUTF8: isUTF8)
  }
}

extension LineScanner {
  /// A quoted field that has gone on over lines for so many bytes is a quote never closed.
  static let longestMultiline = 1 << 18

  /// Feeds lines from a place on until a record ends, or cannot.
  ///
  /// - Parameters:
  ///   - parser: Keeps the record's fields.
  ///   - place: The record's first byte.
  ///   - line: The file's line there.
  ///   - longest: After so many bytes an open quote is left open.
  mutating func attempt(
    with parser: RecordParser, at place: Int, line: Int, longest: Int = longestMultiline
  ) -> Attempt {
    parser.beginRecord()
    var end = place
    var (firstLineEnd, lineCount) = (0, 0)
    var state = RecordParser.State.blank
    repeat {
      let next = endOfLine(at: end)
      state = parser.feed(text.part(end..<next))
      end = next
      lineCount += 1
      if lineCount == 1 { firstLineEnd = next }
    } while state == .open && end < text.count && end - place < longest
    return Attempt(
      outcome: parser.conclude(state), range: place..<end, line: line,
      firstLineEnd: firstLineEnd, lineCount: lineCount)
  }
}

extension RecordParser {
  /// Ends the record, and makes the parser ready for the next one.
  fileprivate func conclude(_ state: State) -> Attempt.Outcome {
    switch state {
    case .record: return .record
    case .blank: return .blank
    case .unterminated:
      finish()
      return .record
    case .open:
      restart()
      return .open
    case .refused:
      restart()
      return .refused
    }
  }
}
