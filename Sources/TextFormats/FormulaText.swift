extension String {
  /// Whether a spreadsheet takes the text for a formula: it begins with `=`, `+`, `-`, `@`, a tab or a
  /// carriage return, and is neither a number nor that sign alone.
  public var beginsLikeFormula: Bool {
    guard let first = utf8.first, "=+-@\t\r".utf8.contains(first) else { return false }
    if first == UInt8(ascii: "\t") || first == UInt8(ascii: "\r") { return true }
    guard utf8.count > 1 else { return false }
    let rest = utf8.dropFirst()
    let isNumber =
      rest.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2C }
      && rest.count { $0 == 0x2E || $0 == 0x2C } <= 1
    return first == UInt8(ascii: "=") || first == UInt8(ascii: "@") || !isNumber
  }
}
