extension PatternParser {
  /// `*`, `+`, `?`, `{2}`, `{2,}`, `{2,5}`, `{,5}`.
  struct Quantifier {
    var least: Int
    var most: Int?
    var text: String
  }

  /// Numbers above this one are taken as it: no program is that long.
  private static let highestCount = 1_000_000_000

  /// The part with the quantifier that may follow it.
  mutating func quantified(_ part: PatternNode) throws(PatternProblem) -> PatternNode {
    guard let quantifier = quantifier() else { return part }
    if case .assertion = part { throw malformed("'\(quantifier.text)' has nothing to repeat") }
    if let most = quantifier.most, most < quantifier.least {
      throw malformed("the count \(quantifier.text) runs backwards")
    }
    place += quantifier.text.unicodeScalars.count
    if peek() == "+" { throw notChecked("a possessive quantifier") }
    _ = skip("?")
    if let second = self.quantifier() {
      throw malformed("'\(second.text)' follows another quantifier")
    }
    return .repetition(part, atLeast: quantifier.least, atMost: quantifier.most)
  }

  /// The quantifier at this place, which is not skipped; a brace that holds no count is a literal.
  func quantifier() -> Quantifier? {
    switch peek() {
    case "*": Quantifier(least: 0, most: nil, text: "*")
    case "+": Quantifier(least: 1, most: nil, text: "+")
    case "?": Quantifier(least: 0, most: 1, text: "?")
    case "{": count()
    default: nil
    }
  }

  private func count() -> Quantifier? {
    var ahead = self
    _ = ahead.skip("{")
    let least = ahead.number()
    var most = least
    if ahead.skip(",") {
      most = ahead.number()
      if least == nil, most == nil { return nil }
    } else if least == nil {
      return nil
    }
    guard ahead.skip("}") else { return nil }
    let text = scalars[place..<ahead.place].map { String($0) }.joined()
    return Quantifier(least: least ?? 0, most: most, text: text)
  }

  private mutating func number() -> Int? {
    var number: Int?
    while let scalar = peek(), ("0"..."9").contains(scalar) {
      number = min((number ?? 0) * 10 + Int(scalar.value) - 0x30, Self.highestCount)
      place += 1
    }
    return number
  }
}
