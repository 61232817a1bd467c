import Foundation

/// What a printed number says of the true one: an interval of half a unit of its last digit.
///
/// `59.8` says 59.75…59.85, «<1 %» says 0…1, `−` and spaces are those of printed tables. What is
/// not a number (`…`, `–`, `cell<5`) says nothing.
struct PrintedNumber: Equatable {
  var value: Double
  /// Half a unit of the last digit.
  var half: Double
  var decimals: Int
  /// Digits that count, without leading zeros.
  var digits: Int
  /// Printed as less than a value, such as <1 %.
  var isBelow = false

  var range: ClosedRange<Double> {
    isBelow ? 0...value : (value - half)...(value + half)
  }

  init?(_ text: some StringProtocol, decimalComma: Bool = false) {
    if !decimalComma, let number = Self(plain: text.utf8) {
      self = number
      return
    }
    var word = Self.firstWord(of: text)
    let isBelow = word.hasPrefix("<")
    if isBelow { word.removeFirst() }
    word = decimalComma ? word.replacing(",", with: ".") : word.replacing(",", with: "")
    let parts = word.split(separator: "e", maxSplits: 1)
    guard let number = Double(word), number.isFinite, let mantissa = parts.first else { return nil }
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let places = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    decimals = (places.count > 1 ? places[1].count : 0) - exponent
    digits = mantissa.filter(\.isNumber).drop { $0 == "0" }.count
    value = number
    half = 0.5 * pow(10, -Double(decimals))
    self.isBelow = isBelow
  }

  private init(value: Double, decimals: Int, digits: Int) {
    self.value = value
    self.decimals = decimals
    self.digits = digits
    half = 0.5 * pow(10, -Double(decimals))
  }

  /// A number of digits with at most a sign and a point, as nearly all are; nil for any other.
  private init?(plain text: some Collection<UInt8>) {
    var (mantissa, decimals, digits) = (0.0, 0, 0)
    var (hasPoint, isNegative, isEmpty) = (false, false, true)
    for (place, byte) in text.enumerated() {
      switch byte {
      case 0x30...0x39 where digits < 15:
        mantissa = mantissa * 10 + Double(byte - 0x30)
        if digits > 0 || byte > 0x30 { digits += 1 }
        if hasPoint { decimals += 1 }
        isEmpty = false
      case 0x2E where !hasPoint: hasPoint = true
      case 0x2D where place == 0: isNegative = true
      default: return nil
      }
    }
    guard !isEmpty else { return nil }
    let value = mantissa / pow(10, Double(decimals))
    self.init(value: isNegative ? -value : value, decimals: decimals, digits: digits)
  }

  /// The number at the beginning of a cell: brackets, signs and spaces of print taken away.
  private static func firstWord(of text: some StringProtocol) -> String {
    var word = ""
    for character in text {
      switch character {
      case "0"..."9", ".", ",", "e", "<": word.append(character)
      case "−", "-": word.append("-")
      case "+", "[", "(", "\u{00A0}", "\u{202F}", "\u{2009}": continue
      case " " where word.isEmpty || word == "<": continue
      default: return word
      }
    }
    return word
  }

  /// The true values behind numbers that one table gives of one thing, such as a score by age.
  ///
  /// Trailing zeros are cut off in CSV and JSON: the digits are those of the longest of them, and
  /// numbers of eight digits and more are exact to ten.
  static func ranges(of numbers: [PrintedNumber]) -> [ClosedRange<Double>] {
    let isExact = numbers.contains { $0.digits >= 8 }
    let decimals = numbers.filter { !$0.isBelow }.map(\.decimals).max() ?? 0
    return numbers.map { number in
      if number.isBelow { return number.range }
      let half = isExact ? 1e-9 * max(1e-3, abs(number.value)) : 0.5 * pow(10, -Double(decimals))
      return (number.value - half)...(number.value + half)
    }
  }
}
