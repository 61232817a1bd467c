extension CivilDate {
  /// The order in which the parts of a day are written.
  package enum Form: Hashable, Sendable {
    /// `2025-05-31`.
    case yearFirst
    /// `31.05.2025`.
    case dayFirst
  }

  /// Reads a day as `2025-05-31` or `31.05.2025`; month and day may lack their zeros.
  ///
  /// - Returns: nil for other text, and for a day that does not exist.
  package static func reading(
    _ text: UnsafeBufferPointer<UInt8>
  ) -> (date: CivilDate, form: Form)? {
    guard let separator = text.first(where: { $0 &- 0x30 > 9 }),
      let form = Form(separator: separator)
    else { return nil }
    var parts = (0, 0, 0)
    var start = 0
    for part in 0..<3 {
      let end = part < 2 ? text[start...].firstIndex(of: separator) : text.endIndex
      let isYear = part == (form == .yearFirst ? 0 : 2)
      guard let end, let number = number(text[start..<end], widths: isYear ? 4...4 : 1...2) else {
        return nil
      }
      parts = (parts.1, parts.2, number)
      start = end + 1
    }
    let date =
      form == .yearFirst
      ? CivilDate(year: parts.0, month: parts.1, day: parts.2)
      : CivilDate(year: parts.2, month: parts.1, day: parts.0)
    return date.map { ($0, form) }
  }

  /// Reads a day as `2025-05-31` or `31.05.2025`; month and day may lack their zeros.
  ///
  /// - Returns: nil for other text, and for a day that does not exist.
  package static func reading(_ text: some StringProtocol) -> (date: CivilDate, form: Form)? {
    var text = String(text)
    return text.withUTF8(reading)
  }

  /// Reads `2025-05-31`; nil for other text, and for a day that does not exist.
  package init?(iso text: some StringProtocol) {
    guard text.utf8.count == 10, let (date, form) = Self.reading(text), form == .yearFirst else {
      return nil
    }
    self = date
  }

  private static func number(
    _ digits: Slice<UnsafeBufferPointer<UInt8>>, widths: ClosedRange<Int>
  ) -> Int? {
    guard widths.contains(digits.count), digits.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
  }
}

extension CivilDate.Form {
  fileprivate init?(separator: UInt8) {
    switch separator {
    case UInt8(ascii: "-"): self = .yearFirst
    case UInt8(ascii: "."): self = .dayFirst
    default: return nil
    }
  }
}
