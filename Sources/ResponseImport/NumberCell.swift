import TabularFiles

/// A number as field files write it.
struct NumberCell {
  var value: Double
  var repairs: [Repair] = []
  /// Whether it is written with an exponent.
  var hasExponent = false

  /// Reads digits with a sign (`-` or `−`), spaces between thousands, one decimal mark, a percent
  /// sign, or an exponent.
  ///
  /// A number with both marks has one between thousands and the other before its fraction, wherever
  /// that can be. Else the other decimal mark than the file's is understood unless three digits follow it, for then
  /// it may divide thousands: such a text is no number.
  init?(_ text: String, mark: DecimalMark) {
    if let value = Self.plainValue(text, mark: mark) {
      self.value = value
      return
    }
    var plain = text.replacingMinus
    if plain.hasSuffix("%") {
      plain = plain.dropLast().trimmingSpace
      repairs.append(.percentDropped)
    }
    if plain.contains(where: \.isSpaceInside) {
      guard let joined = Self.joiningThousands(plain, mark: mark) else { return nil }
      plain = joined
      repairs.append(.thousandsJoined)
    }
    if let joined = Self.partingThousands(plain) {
      plain = joined.plain
      repairs.append(.thousandsJoined)
      if joined.mark != mark { repairs.append(.otherDecimalMark) }
    }
    let other: DecimalMark = mark == .point ? .comma : .point
    if !repairs.contains(.otherDecimalMark),
      let place = plain.firstIndex(of: Character(other.rawValue))
    {
      let digits = plain[place...].dropFirst().prefix { $0.isASCII && $0.isNumber }
      guard digits.count != 3 || plain.hasPrefix("0") || plain.hasPrefix("-0") else { return nil }
      repairs.append(.otherDecimalMark)
    }
    guard let value = Self.value(plain) else { return nil }
    self.value = value
    hasExponent = plain.contains { $0 == "E" || $0 == "e" }
  }

  /// Reads a number of a column whose marks are known: one with a mark between its thousands too, and none
  /// with a comma where it cannot be told what that means.
  init?(_ text: String, marks: NumberMarks) {
    if marks.isOpen, text.contains(",") { return nil }
    if marks.isGrouped,
      let number = Array(text.utf8).withUnsafeBufferPointer({
        WrittenNumber(thousandsOf: $0, marks)
      }), let value = Double(String(decoding: number.plain, as: UTF8.self))
    {
      self.init(value: value, repairs: [.thousandsJoined])
    } else {
      self.init(text, mark: marks.decimal)
    }
  }

  private init(value: Double, repairs: [Repair]) {
    (self.value, self.repairs) = (value, repairs)
  }

  /// Up to fifteen digits with at most the file's own mark, which need no further look: the digits
  /// and the power of ten are exact, so that their quotient is the nearest number.
  private static func plainValue(_ text: String, mark: DecimalMark) -> Double? {
    var bytes = text.utf8[...]
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { bytes = bytes.dropFirst() }
    guard let first = bytes.first, first &- 0x30 < 10, bytes.count <= 16 else { return nil }
    let separator: UInt8 = mark == .point ? 0x2E : 0x2C
    var (digits, scale, hasMark) = (0.0, 1.0, false)
    for byte in bytes {
      if byte &- 0x30 < 10 {
        digits = digits * 10 + Double(byte &- 0x30)
        if hasMark { scale *= 10 }
      } else if byte == separator, !hasMark {
        hasMark = true
      } else {
        return nil
      }
    }
    guard digits < 1e15, !hasMark || scale > 1 else { return nil }
    return (isNegative ? -digits : digits) / scale
  }

  /// A plain number with either mark.
  private static func value(_ text: String) -> Double? {
    let isPlain = text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || [0x2B, 0x2C, 0x2D, 0x2E, 0x45, 0x65].contains($0)
    }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard isPlain, parts.count <= 2,
      let value = Double(parts.joined(separator: ".")), value.isFinite
    else { return nil }
    return value
  }

  /// `1.234,5` or `1,234.5` without the mark between thousands; nil where it has not both marks so.
  private static func partingThousands(_ text: String) -> (plain: String, mark: DecimalMark)? {
    guard text.contains("."), text.contains(",") else { return nil }
    return Array(text.utf8).withUnsafeBufferPointer { bytes in
      guard let mark = WrittenNumber.mark(of: bytes).mark,
        let number = WrittenNumber(bytes, mark: mark)
      else { return nil }
      let point = mark == .point ? "." : ","
      let plain = String(decoding: number.plain, as: UTF8.self)
      return (plain.replacing(".", with: point), mark)
    }
  }

  /// `1 234 567,5` without its spaces; nil where they do not divide thousands.
  private static func joiningThousands(_ text: String, mark: DecimalMark) -> String? {
    let parts = text.split(omittingEmptySubsequences: false, whereSeparator: \.isSpaceInside)
    guard let first = parts.first?.drop(while: { $0 == "-" || $0 == "+" }),
      (1...3).contains(first.count), first.allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    for part in parts.dropFirst() {
      let digits = part.prefix { $0.isASCII && $0.isNumber }
      let isLast = part.endIndex == text.endIndex
      guard digits.count == 3, isLast || digits.count == part.count else { return nil }
    }
    return parts.joined()
  }
}

extension NumberCell {
  /// The number as it is written, with a decimal point, where a double cannot hold all its digits; nil
  /// where it can, and for numbers with an exponent or a percent sign.
  ///
  /// - Parameter text: What the number was read from.
  func exactText(of text: String) -> String? {
    // Up to fifteen digits come back from a double as they were.
    guard text.utf8.count > 15, !repairs.contains(.percentDropped), !hasExponent else { return nil }
    let sign = text.hasPrefix("-") || text.hasPrefix("\u{2212}") ? "-" : ""
    var digits = text.filter { $0.isASCII && $0.isNumber || $0 == "." || $0 == "," }
    let mark = digits.lastIndex { $0 == "." || $0 == "," }
    let isWhole = value == value.rounded()
    var fraction = ""
    if let mark, !isWhole || !repairs.contains(.thousandsJoined) {
      fraction = String(digits[digits.index(after: mark)...])
      digits = String(digits[..<mark])
    }
    let whole = digits.filter(\.isNumber).drop { $0 == "0" }
    while fraction.last == "0" { fraction.removeLast() }
    guard whole.count + fraction.count > 15 else { return nil }
    let exact =
      sign + (whole.isEmpty ? "0" : String(whole)) + (fraction.isEmpty ? "" : ".\(fraction)")
    let kept = Int(exactly: value).map(String.init) ?? "\(value)"
    // `0.10000000000000001` is how programs print the double that is nearest to 0.1.
    let isPrinted = !fraction.isEmpty && kept.significantDigitCount <= 15
    return exact == kept || isPrinted || Double(exact) != value ? nil : exact
  }
}

extension String {
  /// How many digits a number has between the first and the last that are no zeros.
  fileprivate var significantDigitCount: Int {
    let digits = prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
    return digits.count - digits.reversed().prefix { $0 == "0" }.count
  }
}

extension Character {
  /// A space as it stands inside numbers: plain, no-break, narrow, thin.
  fileprivate var isSpaceInside: Bool {
    self == " " || self == "\u{A0}" || self == "\u{202F}" || self == "\u{2009}"
  }
}

extension StringProtocol {
  /// Without white space (no-break included), byte order and zero-width marks at both ends.
  var trimmingSpace: String {
    let whole = String(self)
    if whole.hasPlainEdges { return whole }
    func isEdge(_ character: Character) -> Bool {
      character.isWhitespace || character == "\u{FEFF}" || character == "\u{200B}"
    }
    guard let first = firstIndex(where: { !isEdge($0) }),
      let last = lastIndex(where: { !isEdge($0) })
    else { return "" }
    return String(self[first...last])
  }

  /// With `-` for the minus sign.
  fileprivate var replacingMinus: String {
    contains("\u{2212}") ? String(map { $0 == "\u{2212}" ? "-" : $0 }) : String(self)
  }
}

extension String {
  /// Whether the first and last characters are plainly no white space: visible ASCII or Cyrillic.
  fileprivate var hasPlainEdges: Bool {
    guard let first = utf8.first, let last = utf8.last else { return true }
    let isFirstPlain = (0x21...0x7E).contains(first) || first == 0xD0 || first == 0xD1
    if (0x21...0x7E).contains(last) { return isFirstPlain }
    let before = utf8.dropLast().last
    return isFirstPlain && (before == 0xD0 || before == 0xD1)
  }
}
