/// The sign between a number's whole part and its fraction.
public enum DecimalMark: String, Hashable, Sendable, CaseIterable {
  case point = "."
  case comma = ","

  /// A mark by its character or its name; nil for others.
  public init?(name: String) {
    switch name.lowercased() {
    case ".", "point", "dot", "period": self = .point
    case ",", "comma": self = .comma
    default: return nil
    }
  }
}

/// How a field writes a number: digits, perhaps a sign before and one mark inside.
struct Numeral {
  /// nil where the number is whole.
  let mark: DecimalMark?

  /// nil where the field is no number.
  init?(_ field: UnsafeBufferPointer<UInt8>) {
    var place = 0
    if let first = field.first, first == 0x2D || first == 0x2B { place = 1 }
    var mark: DecimalMark?
    var digits = 0
    while place < field.count {
      switch field[place] {
      case 0x30...0x39: digits += 1
      case 0x2E where mark == nil && digits > 0: mark = .point
      case 0x2C where mark == nil && digits > 0: mark = .comma
      default: return nil
      }
      place += 1
    }
    guard digits > 0, let last = field.last, (0x30...0x39).contains(last) else { return nil }
    self.mark = mark
  }
}
