import TextFormats

extension Expression {
  /// An answer, or what an expression comes to.
  public enum Value: Hashable, Sendable {
    /// No answer: the empty text.
    case blank
    case number(Double)
    /// Text, the code of a choice, or a date as `2025-05-01`.
    case text(String)
    case boolean(Bool)
    /// The codes chosen in a `select_multiple`.
    case codes([String])
    /// The same, of which the order is not known; two or more.
    case codesInAnyOrder([String])
    /// Cannot be known here.
    case unknown
  }
}

/// XPath 1.0's conversions, with JavaRosa's addition that a date is its days since 1970-01-01.
extension Expression.Value {
  /// As a number: NaN where it is none; nil where unknown.
  var number: Double? {
    switch self {
    case .blank: .nan
    case .number(let number): number
    case .text(let text): Self.number(from: text)
    case .boolean(let truth): truth ? 1 : 0
    case .codes(let codes): Self.number(from: codes.joined(separator: " "))
    case .codesInAnyOrder: .nan
    case .unknown: nil
    }
  }

  /// As text; nil where unknown.
  var text: String? {
    switch self {
    case .blank: ""
    case .number(let number): Self.text(from: number)
    case .text(let text): text
    case .boolean(let truth): truth ? "true" : "false"
    case .codes(let codes): codes.joined(separator: " ")
    case .codesInAnyOrder, .unknown: nil
    }
  }

  /// As a form writes it; empty where unknown.
  package var writtenText: String { text ?? "" }

  /// As true or false; nil where unknown.
  var truth: Bool? {
    switch self {
    case .blank: false
    case .number(let number): number != 0 && !number.isNaN
    case .text(let text): !text.isEmpty
    case .boolean(let truth): truth
    case .codes(let codes): !codes.isEmpty
    case .codesInAnyOrder: true
    case .unknown: nil
    }
  }

  /// Whether a code is among those chosen; nil where unknown.
  func selects(_ code: Expression.Value) -> Bool? {
    guard let wanted = code.text else { return nil }
    switch self {
    case .unknown: return nil
    case .text(let text) where text == wanted && !wanted.utf8.contains(0x20): return !text.isEmpty
    case .codes(let codes) where codes.contains(wanted): return true
    case .codesInAnyOrder(let codes) where codes.contains(wanted): return true
    default: return codes?.contains(wanted.trimmingSpaces)
    }
  }

  var isUnknown: Bool {
    if case .unknown = self { true } else { false }
  }

  /// The codes chosen: the words of a text; nil where unknown.
  var codes: [String]? {
    if case .codes(let codes) = self { return codes }
    if case .codesInAnyOrder(let codes) = self { return codes }
    return text.map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
  }

  private static func number(from text: String) -> Double {
    if isPlain(text), let number = Double(text) { return number }
    let trimmed = text.trimmingSpaces
    if isPlain(trimmed), let number = Double(trimmed) { return number }
    return days(of: trimmed) ?? .nan
  }

  /// Days since 1970-01-01 of a date with or without a time, as XLSForm writes it: `2025-05-01`,
  /// `2025-05-01T12:30:00`; the time of day as a fraction, a time zone is not considered.
  private static func days(of text: String) -> Double? {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count <= 2, let date = CivilDate(iso: parts[0]) else { return nil }
    let days = Double(date.daysSince1970)
    guard parts.count == 2 else { return days }
    return CalendarClock.seconds(of: parts[1]).map { days + $0 / 86_400 }
  }

  /// Whether there are but digits, points and minus signs: XPath has no exponents.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2E || $0 == 0x2D }
  }

  /// Whole numbers without a decimal point.
  private static func text(from number: Double) -> String {
    if number.isNaN { return "NaN" }
    if let whole = Int64(exactly: number) { return String(whole) }
    return "\(number)"
  }
}

extension String {
  /// Without white space at both ends.
  var trimmingSpaces: String {
    if let first = utf8.first, let last = utf8.last, first > 0x20, first < 0x7F, last > 0x20,
      last < 0x7F
    {
      return self
    }
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
