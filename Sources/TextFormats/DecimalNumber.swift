/// A number as people write it: decimal digits and a power of ten.
///
/// Rounding is half away from zero **on the decimal representation**: 2.675 becomes 2.68, though
/// the nearest binary number lies below it. The shortest decimal that reads back as the same
/// binary number is first brought to 12 significant digits, so that the last bits of a sum, which
/// differ between processors, cannot move a printed figure.
package struct DecimalNumber: Hashable, Sendable {
  package private(set) var isNegative: Bool
  /// The digits without sign; the value is `significand` · 10^`exponent`.
  private(set) var significand: UInt64
  private(set) var exponent: Int

  /// The number's shortest decimal; nil where it is not finite.
  package init?(_ value: Double) {
    guard value.isFinite else { return nil }
    isNegative = value < 0
    (significand, exponent) = Self.shortestDigits(of: value.magnitude)
    round(toSignificantDigits: 12)
  }

  /// A power of ten higher or lower, exactly: a share becomes a percentage.
  package func scaled(byPowerOfTen power: Int) -> DecimalNumber {
    var scaled = self
    scaled.exponent += power
    return scaled
  }

  /// Whether all digits are zero: a rounded −0.04 has no sign to show.
  package var isZero: Bool { significand == 0 }

  /// Keeps at most so many significant digits.
  mutating func round(toSignificantDigits count: Int) {
    drop(digits: significand.decimalDigitCount - count)
  }

  /// Keeps at most so many digits after the decimal mark.
  package func rounded(toFractionDigits count: Int) -> DecimalNumber {
    var rounded = self
    rounded.drop(digits: -count - exponent)
    return rounded
  }

  /// The power of ten of the first digit: 2 for 512, −3 for 0.004.
  var leadingPower: Int { exponent + significand.decimalDigitCount - 1 }

  /// Moves trailing zeros from the digits into the power of ten.
  mutating func stripZeros() {
    while significand > 0, significand.isMultiple(of: 10) {
      significand /= 10
      exponent += 1
    }
  }

  private mutating func drop(digits: Int) {
    guard digits > 0, significand > 0 else { return }
    exponent += digits
    guard digits <= significand.decimalDigitCount else {
      significand = 0
      return
    }
    let (quotient, remainder) = significand.quotientAndRemainder(dividingBy: .powerOfTen(digits))
    significand = quotient + (remainder >= .powerOfTen(digits - 1) * 5 ? 1 : 0)
  }

  /// Reads the description of a finite, non-negative number: `12.5`, `1e-07`, `1.5e+20`.
  private static func shortestDigits(of value: Double) -> (significand: UInt64, exponent: Int) {
    var significand: UInt64 = 0
    var fraction = 0
    var isAfterMark = false
    var length = 0
    let text = value.description
    for byte in text.utf8 {
      length += 1
      switch byte {
      case UInt8(ascii: "."): isAfterMark = true
      case UInt8(ascii: "e"):
        let power = Int(Substring(text.utf8.dropFirst(length))) ?? 0
        return (significand, power - fraction)
      default:
        significand = significand * 10 + UInt64(byte - UInt8(ascii: "0"))
        fraction += isAfterMark ? 1 : 0
      }
    }
    return (significand, -fraction)
  }
}

extension UInt64 {
  /// 10^`power`, for powers 0 to 19.
  fileprivate static func powerOfTen(_ power: Int) -> UInt64 {
    var result: UInt64 = 1
    for _ in 0..<power { result *= 10 }
    return result
  }

  fileprivate var decimalDigitCount: Int {
    var count = 1
    var rest = self / 10
    while rest > 0 {
      count += 1
      rest /= 10
    }
    return count
  }
}
