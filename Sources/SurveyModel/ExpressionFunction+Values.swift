// Rounding and roots are functions of libm, which the C library's module links.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension ExpressionFunction {
  /// Functions of numbers; nil for others. A text that is no number arrives as NaN.
  func numericValue(of numbers: [Double]) -> Value? {
    switch self {
    case .number, .decimalDateTime, .decimalTime, .date, .dateTime, .int, .abs, .floor, .ceiling,
      .sqrt:
      single(numbers[0]).map { .number($0) }
    case .round: .number(Self.rounded(numbers[0], places: numbers.count > 1 ? numbers[1] : 0))
    case .pow: .number(Self.power(numbers[0], numbers[1]))
    case .min: .number(numbers.contains(where: \.isNaN) ? .nan : numbers.min() ?? .nan)
    case .max: .number(numbers.contains(where: \.isNaN) ? .nan : numbers.max() ?? .nan)
    case .sum: .number(numbers.reduce(0, +))
    default: nil
    }
  }

  private func single(_ number: Double) -> Double? {
    switch self {
    case .number, .date, .dateTime, .decimalDateTime: number
    case .decimalTime: number - number.rounded(.down)
    case .int: number.rounded(.towardZero)
    case .abs: Swift.abs(number)
    case .floor: number.rounded(.down)
    case .ceiling: number.rounded(.up)
    case .sqrt: number.squareRoot()
    default: nil
    }
  }

  private static func rounded(_ number: Double, places: Double) -> Double {
    guard places != 0 else { return (number + 0.5).rounded(.down) }
    let scale = power(10, Swift.abs(places))
    return places > 0
      ? (number * scale).rounded(.toNearestOrAwayFromZero) / scale
      : (number / scale).rounded(.toNearestOrAwayFromZero) * scale
  }

  /// A power with a whole exponent; NaN for others, which questionnaires do not have.
  private static func power(_ base: Double, _ exponent: Double) -> Double {
    guard let count = Int(exactly: exponent), (-1024...1024).contains(count) else { return .nan }
    let product = (0..<Swift.abs(count)).reduce(1.0) { result, _ in result * base }
    return count < 0 ? 1 / product : product
  }

  /// Functions of texts; nil for others.
  func textValue(of texts: [String]) -> Value? {
    switch self {
    case .string: .text(texts[0])
    case .concat: .text(texts.joined())
    case .join: .text(texts.dropFirst().joined(separator: texts[0]))
    case .substr: .text(Self.part(of: texts))
    case .substringBefore: .text(Self.split(texts[0], at: texts[1])?.before ?? "")
    case .substringAfter: .text(Self.split(texts[0], at: texts[1])?.after ?? "")
    case .normalizeSpace:
      .text(texts[0].split(whereSeparator: \.isWhitespace).joined(separator: " "))
    case .translate: .text(Self.translated(texts[0], from: texts[1], to: texts[2]))
    case .stringLength: .number(Double(texts[0].count))
    default: textTest(of: texts).map { .boolean($0) }
    }
  }

  private func textTest(of texts: [String]) -> Bool? {
    switch self {
    case .contains: texts[1].isEmpty || Self.split(texts[0], at: texts[1]) != nil
    case .startsWith: texts[0].hasPrefix(texts[1])
    case .endsWith: texts[0].hasSuffix(texts[1])
    case .booleanFromString: texts[0] == "1" || texts[0] == "true"
    default: nil
    }
  }

  /// `substr(text, start, end)`, from 0, the end not included, negative places from the end.
  private static func part(of texts: [String]) -> String {
    let characters = Array(texts[0])
    func place(_ text: String) -> Int {
      let number = Value.text(text).number ?? .nan
      let place = Int(exactly: number.rounded(.towardZero)) ?? 0
      return Swift.min(Swift.max(place < 0 ? characters.count + place : place, 0), characters.count)
    }
    let start = place(texts[1])
    let end = texts.count > 2 ? place(texts[2]) : characters.count
    return start < end ? String(characters[start..<end]) : ""
  }

  private static func split(_ text: String, at mark: String) -> (before: String, after: String)? {
    let (characters, wanted) = (Array(text), Array(mark))
    guard let place = characters.firstPlace(of: wanted) else { return nil }
    return (String(characters[..<place]), String(characters[(place + wanted.count)...]))
  }

  private static func translated(_ text: String, from: String, to: String) -> String {
    let new = Array(to)
    let places = Dictionary(zip(from, 0...), uniquingKeysWith: { first, _ in first })
    return String(
      text.compactMap { character in
        guard let place = places[character] else { return character }
        return place < new.count ? new[place] : nil
      })
  }
}
