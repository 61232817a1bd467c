import SurveyModel

/// What the user says of a field file; the rest is found from its bytes.
public struct ReadingOptions: Hashable, Sendable {
  public var delimiter: Delimiter?
  public var encoding: TextEncoding?
  public var decimalMark: DecimalMark?
  /// The byte around fields.
  public var quote: QuoteMark?
  /// Rows that name the columns, 0 … 3.
  public var headerRows: Int?
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

  /// The options of a row of `sources.csv`, as a user writes them; nil or blank means "find it".
  ///
  /// - Parameter location: Where the row stands.
  /// - Throws: `unknown-delimiter`, `unknown-encoding`, `unknown-decimal-mark`: all that apply.
  public init(
    delimiter: String?, encoding: String?, decimal: String?, at location: SourceLocation
  ) throws(TabularFileError) {
    var problems: [Diagnostic] = []
    func option<T>(_ text: String?, _ make: (String) -> T?, _ kind: String, _ known: String) -> T? {
      guard let text, !text.isEmpty else { return nil }
      if let value = make(text) { return value }
      let code = "unknown-" + kind.split(separator: " ").joined(separator: "-")
      problems.append(
        Diagnostic(
          .error, code, "'\(text)' is no \(kind) that is known", fix: "write one of \(known)",
          at: location))
      return nil
    }
    self.delimiter = option(delimiter, Delimiter.init(name:), "delimiter", ", ; | tab space")
    self.encoding = option(
      encoding, TextEncoding.init(name:), "encoding",
      TextEncoding.allCases.map(\.rawValue).joined(separator: ", "))
    decimalMark = option(decimal, DecimalMark.init(name:), "decimal mark", ". or ,")
    if !problems.isEmpty { throw TabularFileError(problems) }
  }
}
