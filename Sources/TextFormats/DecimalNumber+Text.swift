extension DecimalNumber {
  /// How digits become text.
  package struct Notation: Hashable, Sendable {
    package var decimalMark: Unicode.Scalar = "."
    package var minus: Unicode.Scalar = "-"
    /// Between groups of three digits before the decimal mark; nil for none.
    package var groupMark: Unicode.Scalar?
    /// Whole parts shorter than this are not grouped.
    package var ungroupedDigits = 4

    package init(
      decimalMark: Unicode.Scalar = ".", minus: Unicode.Scalar = "-",
      groupMark: Unicode.Scalar? = nil, ungroupedDigits: Int = 4
    ) {
      self.decimalMark = decimalMark
      self.minus = minus
      self.groupMark = groupMark
      self.ungroupedDigits = ungroupedDigits
    }
  }

  /// The number rounded to exactly so many digits after the decimal mark.
  package func text(fractionDigits: Int, _ notation: Notation = Notation()) -> String {
    let rounded = rounded(toFractionDigits: fractionDigits)
    let digits = rounded.plainDigits(fractionDigits: fractionDigits)
    let whole = digits.utf8.count - fractionDigits
    let groupMark = whole > notation.ungroupedDigits ? notation.groupMark : nil
    var text: [UInt8] = []
    text.reserveCapacity(2 * digits.utf8.count + 4)
    if rounded.isNegative, !rounded.isZero { text.append(notation.minus) }
    var index = 0
    for digit in digits.utf8 {
      if index == whole {
        text.append(notation.decimalMark)
      } else if let groupMark, 0 < index, index < whole, (whole - index).isMultiple(of: 3) {
        text.append(groupMark)
      }
      text.append(digit)
      index += 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The number with at most so many significant digits and no zeros that say nothing; with an
  /// exponent only below 0.000001 and from 10^16 on.
  package func text(significantDigits: Int, _ notation: Notation = Notation()) -> String {
    var rounded = self
    rounded.round(toSignificantDigits: significantDigits)
    guard !rounded.isZero else { return "0" }
    rounded.stripZeros()
    let leading = rounded.leadingPower
    guard leading >= -6, leading < 16 else {
      return rounded.scientificText(leading: leading, notation)
    }
    return rounded.text(fractionDigits: Swift.max(0, -rounded.exponent), notation)
  }

  private func scientificText(leading: Int, _ notation: Notation) -> String {
    let mantissa = scaled(byPowerOfTen: -leading)
    let text = mantissa.text(fractionDigits: Swift.max(0, -mantissa.exponent), notation)
    return "\(text)e\(leading)"
  }

  /// All digits without a mark, at least one before the place of the mark.
  private func plainDigits(fractionDigits: Int) -> String {
    var digits = String(significand)
    let zeros = isZero ? 0 : exponent + fractionDigits
    if zeros > 0 { digits += String(repeating: "0", count: zeros) }
    let missing = fractionDigits + 1 - digits.utf8.count
    return missing > 0 ? String(repeating: "0", count: missing) + digits : digits
  }
}

extension [UInt8] {
  /// Appends a character in UTF-8.
  fileprivate mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }
}
