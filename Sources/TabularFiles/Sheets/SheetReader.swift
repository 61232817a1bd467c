import SurveyModel

/// Reads the located cells of a small file; a quote that strict mode refuses is kept as text, with
/// a warning.
struct SheetReader {
  let file: String
  private(set) var diagnostics: [Diagnostic] = []
  private var rows: [[Sheet.Cell]] = []

  init(file: String) { self.file = file }

  /// The rows that are not wholly blank, the header's among them.
  ///
  /// - Throws: `lone-quote` where a quote is never closed.
  mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(TabularFileError) -> [[Sheet.Cell]] {
    let separator = SeparatorLine(bytes)
    let start = separator?.end ?? 0
    let delimiter =
      separator?.delimiter
      ?? Delimiter.detect(bytes.part(start..<bytes.count), mayHavePreamble: false).value
    let strict = RecordParser(delimiter: delimiter.rawValue, quote: .double, isStrict: true)
    let lax = RecordParser(delimiter: delimiter.rawValue, quote: .double, isStrict: false)
    var lines = LineScanner(bytes)
    var (place, line) = (start, separator == nil ? 1 : 2)
    while place < bytes.count {
      var parser = strict
      var attempt = lines.attempt(with: strict, at: place, line: line, longest: bytes.count)
      if attempt.outcome == .refused {
        parser = lax
        attempt = lines.attempt(with: lax, at: place, line: line, longest: bytes.count)
        diagnostics.append(strayQuote(attempt, bytes, delimiter))
      }
      if attempt.outcome == .open { throw openQuote(attempt, bytes, delimiter) }
      if !parser.isEmpty { add(parser, attempt, bytes, delimiter) }
      (place, line) = (attempt.range.upperBound, line + attempt.lineCount)
    }
    return rows
  }

  private mutating func add(
    _ parser: RecordParser, _ attempt: Attempt, _ bytes: UnsafeBufferPointer<UInt8>,
    _ delimiter: Delimiter
  ) {
    let places = FieldPlaces(
      bytes.part(attempt.range), delimiter: delimiter.rawValue, quote: .double, isUTF8: true)
    rows.append(
      (0..<parser.fieldCount).map { index in
        Sheet.Cell(
          String(decoding: parser.field(index), as: UTF8.self),
          at: location(attempt, places[index]))
      })
  }

  private func strayQuote(
    _ attempt: Attempt, _ bytes: UnsafeBufferPointer<UInt8>, _ delimiter: Delimiter
  ) -> Diagnostic {
    Diagnostic(
      .warning, "stray-quote", "a quote stands inside a cell; it was kept as part of the text",
      fix: "double quotes inside quoted text",
      at: location(attempt, attempt.quotePlace(in: bytes, ofSheetWith: delimiter)))
  }

  private func openQuote(
    _ attempt: Attempt, _ bytes: UnsafeBufferPointer<UInt8>, _ delimiter: Delimiter
  ) -> TabularFileError {
    TabularFileError(
      "lone-quote", "a quote that opens here is never closed",
      fix: "delete the quote, or close it",
      at: location(attempt, attempt.quotePlace(in: bytes, ofSheetWith: delimiter)))
  }

  private func location(_ attempt: Attempt, _ place: FieldPlaces.Place) -> SourceLocation {
    SourceLocation(file: file, line: attempt.line + place.line, column: place.column)
  }
}
