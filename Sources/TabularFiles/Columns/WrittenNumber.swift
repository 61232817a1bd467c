/// A number as people and spreadsheets write it: with spaces or marks between thousands, a percent sign,
/// or an exponent.
package struct WrittenNumber {
  /// With a decimal point, without what stands between thousands and behind the digits.
  package private(set) var plain: [UInt8] = []
  package private(set) var hasPercent = false
  package private(set) var isGrouped = false
  /// Whether the decimal mark stands in it.
  package private(set) var isFraction = false
  /// Digits behind the E; nil where there is none.
  package private(set) var exponent: Int?

  /// nil where the field is no number.
  ///
  /// - Parameter mark: The column's decimal mark; the other one may stand between thousands.
  package init?(_ field: UnsafeBufferPointer<UInt8>, mark: DecimalMark) {
    var text = field[...]
    if text.last == UInt8(ascii: "%") {
      hasPercent = true
      text = text.dropLast()
      while let space = Self.spaceLength(atEndOf: text) { text = text.dropLast(space) }
    }
    let (point, group): (UInt8, UInt8) = mark == .point ? (0x2E, 0x2C) : (0x2C, 0x2E)
    var digits = 0
    /// Digits since the last sign between thousands; nil before the first.
    var sinceGroup: Int?
    var place = text.startIndex
    guard let first = text.first else { return nil }
    if first == 0x2D || first == 0x2B {
      plain.append(first)
      place += 1
    } else if first &- 0x30 > 9 {
      return nil
    }
    while place < text.endIndex {
      let byte = text[place]
      if byte &- 0x30 < 10 {
        digits += 1
        if !isFraction { sinceGroup = sinceGroup.map { $0 + 1 } }
        plain.append(byte)
        place += 1
      } else if byte == point, !isFraction, digits > 0, sinceGroup ?? 3 == 3 {
        isFraction = true
        plain.append(0x2E)
        place += 1
      } else if !isFraction, digits > 0, (1...3).contains(sinceGroup ?? digits),
        sinceGroup ?? 3 == 3,
        let sign = byte == group ? 1 : Self.spaceLength(atStartOf: text[place...])
      {
        isGrouped = true
        sinceGroup = 0
        place += sign
      } else if byte | 0x20 == UInt8(ascii: "e"), digits > 0 {
        guard let power = Int(String(decoding: text[(place + 1)...], as: UTF8.self)) else {
          return nil
        }
        exponent = power
        plain.append(contentsOf: text[place...])
        place = text.endIndex
      } else {
        return nil
      }
    }
    guard digits > 0, sinceGroup ?? 3 == 3, plain.last.map({ $0 != 0x2E }) ?? false else {
      return nil
    }
  }

  /// A number with marks between its thousands, and nothing but digits and marks; nil for others.
  package init?(thousandsOf field: UnsafeBufferPointer<UInt8>, _ marks: NumberMarks) {
    guard field.contains(marks.group.rawValue.utf8.first ?? 0) else { return nil }
    self.init(field, mark: marks.decimal)
    if !isGrouped || hasPercent || exponent != nil { return nil }
  }

  /// The decimal mark of a number with something between thousands, a percent sign or an exponent; nil
  /// where it is whole, may be either, or is no number.
  package static func mark(of field: UnsafeBufferPointer<UInt8>) -> (
    isNumber: Bool, mark: DecimalMark?
  ) {
    let comma = WrittenNumber(field, mark: .comma)
    let point = WrittenNumber(field, mark: .point)
    let isComma = comma?.isFraction ?? false
    let isPoint = point?.isFraction ?? false
    return (comma != nil || point != nil, isComma == isPoint ? nil : isComma ? .comma : .point)
  }

  /// Bytes of a plain, no-break, thin or narrow no-break space.
  private static let spaces: [[UInt8]] = [
    [0x20], [0xC2, 0xA0], [0xE2, 0x80, 0x89], [0xE2, 0x80, 0xAF],
  ]

  private static func spaceLength(atStartOf text: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    spaces.first { text.starts(with: $0) }?.count
  }

  private static func spaceLength(atEndOf text: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    spaces.first { text.suffix($0.count).elementsEqual($0) }?.count
  }
}
