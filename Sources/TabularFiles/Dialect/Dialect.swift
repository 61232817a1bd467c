import SurveyModel

/// How a text file writes a table, and how each part of that came to be known.
public struct Dialect: Hashable, Sendable {
  public let encoding: Decision<TextEncoding>
  /// Whether the file begins with a byte order mark.
  public let hasByteOrderMark: Bool
  public let delimiter: Decision<Delimiter>
  public let quote: Decision<QuoteMark>
  /// How quotes within fields are written.
  public let escape: Decision<QuoteEscape>
  /// Records before the table.
  public let preambleRows: Decision<Int>
  /// Rows that name the columns, 0 … 3.
  public let headerRows: Decision<Int>
  public let decimalMark: Decision<DecimalMark>
  /// What ends records.
  public let lineEnd: Decision<LineEnd>
  /// Whether any double quote stands in the file.
  public let hasQuotes: Bool

  public enum LineEnd: String, Hashable, Sendable {
    case lf = "LF"
    case crlf = "CR LF"
    case cr = "CR"
    /// Some records end in one way, some in another.
    case mixed
  }
}

extension Dialect.LineEnd {
  /// What ends the records of a text: its lines, but for those within quotes.
  ///
  /// - Parameter text: The file's first records.
  static func detect(
    _ text: UnsafeBufferPointer<UInt8>, quote: QuoteMark
  ) -> Decision<Dialect.LineEnd> {
    var counts: [(end: Dialect.LineEnd, records: Int)] = [(.crlf, 0), (.lf, 0), (.cr, 0)]
    var place = 0
    while let found = ByteScan.recordEnd(in: text, place..<text.count, quote: quote.byte) {
      place = found.end
      let isFeed = text[place - 1] == 0x0A
      let isBoth = isFeed && place > 1 && text[place - 2] == 0x0D
      counts[isBoth ? 0 : isFeed ? 1 : 2].records += 1
    }
    counts = counts.filter { $0.records > 0 }.sorted { $0.records > $1.records }
    guard let most = counts.first else { return Decision(.lf, .assumed, "no line ends") }
    let told = counts.map { "\($0.records) in \($0.end.rawValue)" }.joined(separator: ", ")
    let reason = "of the first lines, those within quotes left out, \(told)"
    return counts.count == 1
      ? Decision(most.end, .found, "the first lines, those within quotes left out, all end in it")
      : Decision(.mixed, .found, reason, runnerUp: most.end)
  }
}

extension Dialect {
  /// A warning where the encoding is a guess that nothing in the file confirms.
  func diagnostics(file: String) -> [Diagnostic] {
    guard encoding.basis == .assumed else { return [] }
    return [
      Diagnostic(
        .warning, "encoding-assumed",
        "the file is not UTF-8 and has too little Cyrillic text to tell its encoding;"
          + " \(encoding.value.rawValue) is assumed"
          + (encoding.runnerUp.map { ", it may be \($0.rawValue)" } ?? ""),
        fix: "give the encoding, or save the file as UTF-8", at: SourceLocation(file: file))
    ]
  }
}
