extension StatisticalVariable {
  /// The format that shows every number of the variable whole, labelled and missing ones included:
  /// `F1.0` for codes from 1 to 5, `F11.0` for eleven digits, `F8.2` or `%9.2f` for cents; "" for
  /// texts.
  ///
  /// A number that more than ten decimals would be needed for is shown with six.
  ///
  /// > IBM, *SPSS Statistics Command Syntax Reference*, Variable Types and Formats: F up to width 40.
  /// > Stata, *format*: the width exceeds the decimals.
  ///
  /// - Parameter isWeight: Whether cases are counted by it: counts are shown in a weight's format, which
  ///   then holds the sum of all, and two decimals at least.
  package func formatByDigits(
    in program: StatisticalFile.Format, isWeight: Bool = false
  ) -> String {
    guard case .numbers(let numbers) = values else { return "" }
    var digits = NumberDigits()
    for number in numbers { digits.count(number) }
    if isWeight { digits.makeRoom(forSum: numbers.reduce(0) { $0 + ($1.isNaN ? 0 : abs($1)) }) }
    for label in valueLabels {
      if case .number(let number) = label.value { digits.count(number) }
    }
    for value in missing {
      switch value {
      case .value(.number(let number)): digits.count(number)
      case .range(let low, let high):
        digits.count(low)
        digits.count(high)
      case .value: break
      }
    }
    if program == .dta { return "%\(max(8, digits.width)).\(digits.decimals)f" }
    return "F\(digits.width).\(digits.decimals)"
  }
}

/// How many digits numbers need, counted one by one.
private struct NumberDigits {
  /// Whole numbers of the largest size, and whether one is below 0.
  private var largest = 0.0
  private var hasSign = false
  private(set) var decimals = 0
  private var isEndless = false

  /// Most decimals that are shown, and those of numbers that would need more.
  private static let most = 10
  private static let usual = 6

  mutating func count(_ number: Double) {
    guard number.isFinite else { return }
    largest = max(largest, abs(number))
    hasSign = hasSign || number < 0
    while !isEndless, !Self.isWhole(number, decimals) {
      if decimals < Self.most {
        decimals += 1
      } else {
        (isEndless, decimals) = (true, Self.usual)
      }
    }
  }

  /// Makes the format one of a weight.
  mutating func makeRoom(forSum sum: Double) {
    count(sum.rounded(.up))
    decimals = max(2, decimals)
    leastWidth = 8
  }

  private var leastWidth = 1

  /// The characters of the longest number; numbers beyond the width of any format are shown in it.
  var width: Int {
    let whole = String(Int(min(largest, 1e18))).count
    let needed = whole + (hasSign ? 1 : 0) + (decimals > 0 ? decimals + 1 : 0)
    return min(40, max(leastWidth, needed))
  }

  /// Whether a number has no more than so many decimals, as far as a double tells.
  private static func isWhole(_ number: Double, _ decimals: Int) -> Bool {
    if decimals == 0 { return number == number.rounded() }
    let scaled = number * powers[decimals]
    return abs(scaled - scaled.rounded()) <= abs(scaled) * 4 * Double.ulpOfOne
  }

  private static let powers: [Double] = (0...most).map { place in
    (0..<place).reduce(1.0) { power, _ in power * 10 }
  }
}
