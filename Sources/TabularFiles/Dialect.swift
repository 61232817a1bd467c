import SurveyModel

/// How a text file writes a table, and how each part of that came to be known.
public struct Dialect: Hashable, Sendable {
  public let encoding: Decision<TextEncoding>
  /// Whether the file begins with a byte order mark.
  public let hasByteOrderMark: Bool
  public let delimiter: Decision<Delimiter>
  public let quote: Decision<QuoteMark>
  /// Rows that name the columns, 0 … 3.
  public let headerRows: Decision<Int>
  public let decimalMark: Decision<DecimalMark>
  /// What ends the first line.
  public let lineEnd: LineEnd
  /// Whether any double quote stands in the file.
  public let hasQuotes: Bool

  public enum LineEnd: String, Hashable, Sendable {
    case lf = "LF"
    case crlf = "CR LF"
    case cr = "CR"
  }
}

extension Dialect.LineEnd {
  /// What ends the first line.
  static func detect(_ text: UnsafeBufferPointer<UInt8>) -> Dialect.LineEnd {
    let lf = text.firstOffset(of: 0x0A) ?? text.count
    let line = text.part(0..<lf)
    let cr = line.firstOffset(of: 0x0D) ?? text.count
    return cr >= lf ? .lf : cr + 1 == lf ? .crlf : .cr
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
          + " \(encoding.value.rawValue) is assumed",
        fix: "give the encoding, or save the file as UTF-8", at: SourceLocation(file: file))
    ]
  }
}
