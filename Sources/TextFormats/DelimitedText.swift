/// A table for other programs: fields between delimiters, numbers with 10 significant digits.
public struct DelimitedText: Hashable, Sendable {
  /// Names of the columns.
  public var header: [String]
  public var rows: [[Field]] = []

  /// Whether texts are made safe for a reader who opens the file in a spreadsheet or on a terminal.
  public var cells: Cells = .safe

  public init(_ header: [String]) { self.header = header }

  /// What becomes of texts that a spreadsheet would take for a formula.
  public enum Cells: Hashable, Sendable {
    /// A text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe in
    /// front, and control characters but line feeds and tabs are escaped. Numbers are left alone,
    /// those written as texts included.
    ///
    /// > OWASP (2024). *CSV Injection*.
    case safe
    /// For files that are read back by programs: the texts as they are.
    case exact
  }

  public enum Field: Hashable, Sendable {
    case text(String)
    case integer(Int)
    /// At most 10 significant digits; an empty field where not finite.
    case number(Double)
    case missing
  }

  /// The two ways to write it (`csv-style` of a study).
  public enum Style: Hashable, Sendable {
    /// UTF-8, comma, LF, decimal point.
    case standard
    /// For a double click in a Russian Excel: UTF-8 with byte order mark, semicolon, CRLF,
    /// decimal comma.
    case russianExcel
  }

  /// The file's text, header first; a record has exactly as many fields as the header.
  public func text(_ style: Style = .standard) -> String {
    var writer = DelimitedWriter(style, cells)
    writer.write(header.map { .text($0) }, count: header.count)
    for row in rows { writer.write(row, count: header.count) }
    return writer.text
  }
}

extension DelimitedText.Field {
  /// The number, or a missing value where there is none.
  public init(_ value: Double?) { self = value.map { .number($0) } ?? .missing }

  /// The number, or a missing value where there is none.
  public init(_ value: Int?) { self = value.map { .integer($0) } ?? .missing }

  /// The text, or a missing value where there is none.
  public init(_ value: String?) { self = value.map { .text($0) } ?? .missing }
}

extension DelimitedText.Field: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self = .text(value) }
}

private struct DelimitedWriter {
  /// UTF-8.
  private var bytes: [UInt8] = []
  private let delimiter: UInt8
  private let quoting: FieldQuoting
  private let lineEnd: String
  private let notation: DecimalNumber.Notation
  private let isSafe: Bool

  init(_ style: DelimitedText.Style, _ cells: DelimitedText.Cells) {
    isSafe = cells == .safe
    switch style {
    case .standard:
      (delimiter, lineEnd) = (UInt8(ascii: ","), "\n")
      notation = DecimalNumber.Notation()
    case .russianExcel:
      (delimiter, lineEnd) = (UInt8(ascii: ";"), "\r\n")
      notation = DecimalNumber.Notation(decimalMark: ",")
    }
    quoting = FieldQuoting(delimiter: delimiter)
    if style == .russianExcel { append("\u{FEFF}") }
  }

  /// What has been written.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func write(_ fields: [DelimitedText.Field], count: Int) {
    for index in 0..<count {
      if index > 0 { bytes.append(delimiter) }
      if index < fields.count { write(fields[index]) }
    }
    append(lineEnd)
  }

  private mutating func write(_ field: DelimitedText.Field) {
    switch field {
    case .text(let string): quoting.append(isSafe ? string.safeForSpreadsheet : string, to: &bytes)
    case .integer(let integer): append(String(integer))
    case .number(let number):
      append(DecimalNumber(number)?.text(significantDigits: 10, notation) ?? "")
    case .missing: break
    }
  }

  private mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }
}

extension String {
  fileprivate var safeForSpreadsheet: String {
    beginsLikeFormula ? "'" + printableCell : printableCell
  }
}
