import SurveyModel

/// What the user says of a field file; the rest is found from its bytes.
public struct ReadingOptions: Hashable, Sendable {
  public var delimiter: Delimiter?
  public var encoding: TextEncoding?
  public var decimalMark: DecimalMark?
  /// The byte around fields.
  public var quote: QuoteMark?
  /// How quotes within such fields are written.
  public var escape: QuoteEscape?
  /// Rows that name the columns, 0 … 3.
  public var headerRows: Int?
  /// Records before these, 0 … 1000; blank lines are none.
  public var preambleRows: Int?
  /// The sheet of a workbook, by its name, or by its number among those that are shown; nil where it
  /// is told by what stands in it.
  public var sheet: String?
  /// What tells the sheet with the answers from the others of a workbook; nil for the largest.
  public var expectedNames: ExpectedNames?
  /// What divides the text into fields; no answer depends on it.
  public var engine = ReadingEngine.automatic

  public init(
    delimiter: Delimiter? = nil, encoding: TextEncoding? = nil, decimalMark: DecimalMark? = nil,
    headerRows: Int? = nil
  ) {
    self.delimiter = delimiter
    self.encoding = encoding
    self.decimalMark = decimalMark
    self.headerRows = headerRows
  }

  /// The options of a row of `sources.csv`, as a user writes them.
  ///
  /// - Parameters:
  ///   - texts: By what they say; what is absent or blank is found from the bytes.
  ///   - location: Where the row stands.
  /// - Throws: `unknown-delimiter`, `unknown-encoding`, `unknown-decimal-mark`, `unknown-quote`,
  ///   `unknown-escape`, `unknown-number-of-preamble-rows`, `unknown-number-of-header-rows`: all that
  ///   apply.
  public init(
    _ texts: [Source.FormProperty: String], at location: SourceLocation
  ) throws(TabularFileError) {
    var problems: [Diagnostic] = []
    func option<T>(
      _ property: Source.FormProperty, _ make: (String) -> T?, _ kind: String, _ known: String
    ) -> T? {
      guard let text = texts[property], !text.isEmpty else { return nil }
      if let value = make(text) { return value }
      let code = "unknown-" + kind.split(separator: " ").joined(separator: "-")
      problems.append(
        Diagnostic(
          .error, code, "'\(text)' is no \(kind) that is known", fix: "write one of \(known)",
          at: location))
      return nil
    }
    delimiter = option(.delimiter, Delimiter.init(name:), "delimiter", ", ; | tab space")
    encoding = option(
      .encoding, TextEncoding.init(name:), "encoding",
      TextEncoding.allCases.map(\.name).joined(separator: ", "))
    decimalMark = option(.decimalMark, DecimalMark.init(name:), "decimal mark", ". or ,")
    quote = option(.quote, QuoteMark.init(name:), "quote", "double, single, none")
    escape = option(.escape, QuoteEscape.init(name:), "escape", "doubled, backslash, none")
    func count(_ range: ClosedRange<Int>) -> (String) -> Int? {
      { Int($0).flatMap { range.contains($0) ? $0 : nil } }
    }
    preambleRows = option(
      .preambleRows, count(0...1000), "number of preamble rows", "0 … 1000")
    headerRows = option(.headerRows, count(0...3), "number of header rows", "0, 1, 2, 3")
    sheet = texts[.sheet].map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
    if !problems.isEmpty { throw TabularFileError(problems) }
  }
}
