import TextFormats

/// Where a number stands: it decides how finely a share is given, and whether its sign is printed.
public struct NumberStyle: Hashable, Sendable {
  /// Digits after the decimal mark of a percentage.
  public var percentDigits: Int
  /// Whether «%», «п. п.» and «p =» are printed with the number.
  public var showsUnit: Bool

  public init(percentDigits: Int, showsUnit: Bool) {
    self.percentDigits = percentDigits
    self.showsUnit = showsUnit
  }

  /// In a sentence: «12 %», «p < 0,001».
  public static let prose = NumberStyle(percentDigits: 0, showsUnit: true)
  /// In a column whose heading names the unit: «12,3», «<0,001».
  public static let table = NumberStyle(percentDigits: 1, showsUnit: false)
  /// In a column of mixed units: «12,3 %».
  public static let mixedTable = NumberStyle(percentDigits: 1, showsUnit: true)
  /// Inside a bar: «12».
  public static let bar = NumberStyle(percentDigits: 0, showsUnit: false)
}

extension Number {
  /// The number as text.
  ///
  /// Rounding is half away from zero on the decimal representation, after 12 significant digits.
  /// A number that is not finite is a dash.
  ///
  /// - Parameters:
  ///   - language: Decimal mark, thousands, spaces: «1 234,5» or "1,234.5".
  ///   - style: Where the number stands.
  public func text(in language: Language, _ style: NumberStyle = .prose) -> String {
    NumberWriter(unit: unit, language: language, style: style).text(extent)
  }
}

/// Writes numbers of one unit in one language for one place.
private struct NumberWriter {
  let unit: Number.Unit
  let language: Language
  let style: NumberStyle

  func text(_ extent: Number.Extent) -> String {
    switch extent {
    case .value(let value): single(value)
    case .interval(let lower, let upper): interval(lower, upper, withSign: style.showsUnit)
    case .estimate(let value, let lower, let upper):
      "\(single(value)) (\(interval(lower, upper, withSign: false)))"
    }
  }

  private func single(_ value: Double) -> String {
    guard let number = DecimalNumber(value) else { return "—" }
    switch unit {
    case .share: return share(value, number) + sign
    case .shareDifference: return digits(number) + sign
    case .pValue: return probability(value, number)
    default: return digits(number)
    }
  }

  /// Shares between 0 and 1 % are «<1», whatever the place: a decimal would tell a single answer.
  private func share(_ value: Double, _ number: DecimalNumber) -> String {
    if value > 0, value < 0.01 { return "<1" }
    let text = digits(number)
    let isRoundedToAll = value < 1 && text == "100" && style.percentDigits == 0
    return isRoundedToAll ? ">99" : text
  }

  /// «= 0,012»; «< 0,001» and «> 0,999» at the ends; «< 0,050» for what three decimals would round
  /// up to the level that it is under.
  private func probability(_ value: Double, _ number: DecimalNumber) -> String {
    let isJustUnderLevel = value < 0.05 && value >= 0.0495
    let bound = value < 0.001 ? 0.001 : value > 0.999 ? 0.999 : isJustUnderLevel ? 0.05 : nil
    let relation = bound.map { value < $0 ? "<" : ">" } ?? "="
    let text = digits(bound.flatMap(DecimalNumber.init) ?? number)
    if style.showsUnit { return "p\u{A0}\(relation)\u{A0}\(text)" }
    return relation == "=" ? text : relation + text
  }

  private func interval(_ lower: Double, _ upper: Double, withSign: Bool) -> String {
    guard let low = DecimalNumber(lower), let high = DecimalNumber(upper) else { return "—" }
    let ends = isSigned || lower < 0 ? spanned(low, high) : "\(digits(low))–\(digits(high))"
    return withSign ? ends + sign : ends
  }

  /// An en dash beside a minus cannot be read: «от −1,2 до +3,4» in prose, «−1,2…+3,4» in a table.
  private func spanned(_ low: DecimalNumber, _ high: DecimalNumber) -> String {
    switch language {
    case .ru where style.showsUnit: "от\u{A0}\(digits(low)) до\u{A0}\(digits(high))"
    case .ru: "\(digits(low))…\(digits(high))"
    case .en: "\(digits(low))\u{A0}to\u{A0}\(digits(high))"
    }
  }

  private var isSigned: Bool { unit == .scoreDifference || unit == .shareDifference }

  /// «%» or «п. п.», with the language's space before it.
  private var sign: String {
    guard style.showsUnit else { return "" }
    switch (unit, language) {
    case (.share, .ru): return "\u{A0}%"
    case (.share, .en): return "%"
    case (.shareDifference, .ru): return "\u{A0}п.\u{A0}п."
    case (.shareDifference, .en): return "\u{A0}pp"
    default: return ""
    }
  }

  private func digits(_ number: DecimalNumber) -> String {
    let isShare = unit == .share || unit == .shareDifference
    let scaled = isShare ? number.scaled(byPowerOfTen: 2) : number
    let text = scaled.text(fractionDigits: fractionDigits, notation)
    let isPositive = !scaled.isNegative && !scaled.rounded(toFractionDigits: fractionDigits).isZero
    return isSigned && isPositive ? "+" + text : text
  }

  private var fractionDigits: Int {
    switch unit {
    case .score, .scoreDifference: 1
    case .share, .shareDifference: style.percentDigits
    case .count: 0
    case .pValue: 3
    case .coefficient: 2
    case .decimal(let digits): digits
    }
  }

  /// «12 345» and «1234» in Russian, "12,345" and "1,234" in English.
  private var notation: DecimalNumber.Notation {
    DecimalNumber.Notation(
      decimalMark: language.decimalMark, minus: "\u{2212}",
      groupMark: language == .ru ? "\u{A0}" : ",", ungroupedDigits: language == .ru ? 4 : 3)
  }
}
