/// Numbers of an open question that stand apart from the others and look like codes of missing answers:
/// 999 among ages, 9999999 among incomes, −9 where nothing else is negative.
struct NumbersApart {
  /// As they are written, and how often each was given.
  private(set) var values: [String: Int] = [:]
  private static let (most, leastOthers) = (6, 5)

  /// - Parameter given: Different values, and how often each was given.
  init(_ given: [(text: String, count: Int)]) {
    var numbers: [(value: Double, text: String, count: Int)] = given.compactMap { value in
      Double(value.text.replacing(",", with: ".")).map { ($0, value.text, value.count) }
    }
    numbers.sort { $0.value < $1.value }
    guard numbers.count == given.count else { return }
    let negative = numbers.prefix { $0.value < 0 }
    let areCodes = negative.allSatisfy { Self.isNegativeCode($0.value) }
    var rest = Array(numbers.dropFirst(areCodes && negative.count <= 4 ? negative.count : 0))
    var apart = areCodes && negative.count <= 4 ? Array(negative) : []
    // From the top down to the first number that is no code, or is near the others.
    var tail = rest.reversed().prefix { Self.isCode($0.value) }.reversed().map(\.self)
    while let lowest = tail.first {
      let others = rest.dropLast(tail.count)
      guard let low = others.first?.value, let high = others.last?.value else { return }
      let isFar = lowest.value - high >= max(0.15 * (high - low), 3)
      let isSure = tail.reduce(0) { $0 + $1.count } > 1 || lowest.value >= 3 * max(high, 1)
      if isFar, isSure { break }
      tail.removeFirst()
    }
    rest.removeLast(tail.count)
    apart += tail
    guard rest.count >= Self.leastOthers, apart.count <= Self.most else { return }
    values = Dictionary(apart.map { ($0.text, $0.count) }, uniquingKeysWith: +)
  }

  /// Nines, eights or sevens alone, or nines before 6…8: at least two digits.
  private static func isCode(_ value: Double) -> Bool {
    guard let whole = Int(exactly: value), whole > 76 else { return false }
    let digits = Array(String(whole))
    return digits.allSatisfy { $0 == "9" } || digits.allSatisfy { $0 == "8" }
      || digits.allSatisfy { $0 == "7" }
      || digits.dropLast().allSatisfy { $0 == "9" }
        && digits.last.map { "678".contains($0) } == true
  }

  private static func isNegativeCode(_ value: Double) -> Bool {
    (-9 ... -1).contains(value) && Int(exactly: value) != nil || isCode(-value)
  }
}
