import TabularFiles

/// Values that mean no answer, as people and SPSS write them: `97, 98, 99`, `97 THRU 99`, `97-99`,
/// `LO THRU -1`.
enum MissingRanges {
  static func read(_ text: String) -> [StatisticalVariable.MissingValues] {
    let words = text.uppercased().split {
      $0 == "," || $0 == ";" || $0 == "(" || $0 == ")" || $0.isWhitespace
    }
    .map(String.init)
    var found: [StatisticalVariable.MissingValues] = []
    var place = 0
    while place < words.count {
      if place + 2 < words.count, ["THRU", "TO", "…", "..."].contains(words[place + 1]),
        let low = number(words[place]), let high = number(words[place + 2])
      {
        found.append(.range(low, high))
        place += 3
      } else {
        if let value = single(words[place]) { found.append(value) }
        place += 1
      }
    }
    return found
  }

  private static func number(_ word: String) -> Double? {
    switch word {
    case "LO", "LOWEST": -Double.greatestFiniteMagnitude
    case "HI", "HIGHEST": Double.greatestFiniteMagnitude
    default: Double(word)
    }
  }

  /// `97`, `97-99`, `'x'`.
  private static func single(_ word: String) -> StatisticalVariable.MissingValues? {
    if let number = Double(word) { return .value(.number(number)) }
    let ends = word.split(separator: "-").compactMap { Double($0) }
    if ends.count == 2, ends[0] < ends[1] { return .range(ends[0], ends[1]) }
    guard let quote = word.first, quote == "'" || quote == "\"", word.count > 2 else { return nil }
    return .value(.text(String(word.dropFirst().dropLast())))
  }
}
