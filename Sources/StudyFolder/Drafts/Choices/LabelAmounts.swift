/// Labels that say how much or how many: «до 25», «25–34», «35 и старше», "None", "Three or more".
enum LabelAmounts {
  /// Where each label, folded, begins; nil where one tells no amount, or they count different things.
  static func values(_ labels: [String]) -> [Double]? {
    var amounts: [Amount] = []
    for label in labels {
      guard let amount = Amount(label) else { return nil }
      amounts.append(amount)
    }
    guard Set(amounts.map(\.rest).filter { !$0.isEmpty }).count <= 1
    else { return nil }
    let units = Set(amounts.compactMap(\.unit))
    // Months beside years are told apart; a label without a unit has that of the others.
    guard units.count <= 1 || amounts.allSatisfy({ $0.unit != nil }) else { return nil }
    return amounts.map { amount in
      let start = amount.number * (units.count > 1 ? amount.unit ?? 1 : 1)
      let step = max(1e-6, abs(start) * 1e-6)
      return start + step * amount.shift
    }
  }

  private struct Amount {
    var number: Double
    /// Below −1 or above 1 the number.
    var shift: Double
    /// Days, where it is a time.
    var unit: Double?
    /// What is counted, without words that say only that something is.
    var rest: String

    init?(_ label: String) {
      // Most labels tell no amount: that is seen without a look for numbers.
      let holdsDigit = label.contains(where: \.isNumber)
      let words = label.split { !$0.isLetter && $0 != "'" }.map(String.init)
      guard
        holdsDigit || words.contains(where: { Self.spoken[$0] != nil || Self.units[$0] != nil })
      else { return nil }
      var text = label
      for match in text.matches(of: /(\d)[  ,](\d{3})(?!\d)/).reversed() {
        text.replaceSubrange(match.range, with: "\(match.output.1)\(match.output.2)")
      }
      let found = text.firstMatch(of: /-?\d+(?:[.,]\d+)?/)
      let isRange = text.matches(of: /\d+(?:[.,]\d+)?/).count > 1
      if let found, let first = Double(found.output.drop { $0 == "-" }.replacing(",", with: ".")) {
        number = first
      } else if let spoken = words.first(where: { Self.spoken[$0] != nil }) {
        number = Self.spoken[spoken] ?? 0
      } else if words.contains(where: { Self.units[$0] != nil }) {
        number = 1
      } else {
        return nil
      }
      if let scale = words.lazy.compactMap({ Self.scales[$0] }).first { number *= scale }
      unit = words.lazy.compactMap { Self.units[$0] }.first
      let isBelow = words.contains(where: Self.below.contains) && !isRange || text.hasPrefix("<")
      let isAbove = words.contains(where: Self.above.contains) && !isRange || text.hasPrefix(">")
      shift = isBelow ? -1 : isAbove ? 1 : 0
      rest = words.filter { word in
        !Self.below.contains(word) && !Self.above.contains(word) && Self.units[word] == nil
          && Self.scales[word] == nil && Self.spoken[word] == nil && !Self.others.contains(word)
      }.joined(separator: " ")
    }

    private static let below: Set<String> = [
      "under", "below", "less", "fewer", "до", "менее", "меньше", "младше", "ниже", "up", "younger",
    ]
    private static let above: Set<String> = [
      "over", "above", "more", "более", "больше", "свыше", "старше", "выше", "older",
    ]
    private static let others: Set<String> = [
      "than", "to", "and", "or", "и", "или", "от", "из", "from", "between", "чем", "the", "of",
      "people", "persons", "person", "человек", "человека", "лицо", "children", "child", "детей",
      "ребенок", "ребенка", "дети", "руб", "рублей", "рубля", "р", "usd", "eur", "dollars",
      "euros", "old", "aged", "age", "возраст", "times", "time", "раз", "раза", "plus", "на", "a",
      "an", "в", "per", "не", "only", "km", "км", "ни", "одного", "нету",
    ]
    private static let spoken: [String: Double] = [
      "none": 0, "no": 0, "zero": 0, "нет": 0, "ноль": 0, "ни": 0, "one": 1, "один": 1, "одна": 1,
      "одно": 1, "two": 2, "два": 2, "две": 2, "двое": 2, "three": 3, "три": 3, "трое": 3,
      "four": 4, "четыре": 4, "четверо": 4, "five": 5, "пять": 5, "six": 6, "шесть": 6,
      "half": 0.5,
    ]
    private static let scales: [String: Double] = [
      "тыс": 1e3, "тысяч": 1e3, "тысячи": 1e3, "thousand": 1e3, "k": 1e3, "млн": 1e6,
      "миллион": 1e6, "миллионов": 1e6, "миллиона": 1e6, "million": 1e6, "m": 1e6,
    ]
    private static let units: [String: Double] = [
      "minute": 0.0007, "minutes": 0.0007, "min": 0.0007, "минут": 0.0007, "минуты": 0.0007,
      "мин": 0.0007, "hour": 0.042, "hours": 0.042, "час": 0.042, "часа": 0.042, "часов": 0.042,
      "day": 1, "days": 1, "день": 1, "дня": 1, "дней": 1, "week": 7, "weeks": 7, "неделя": 7,
      "недели": 7, "недель": 7, "неделю": 7, "month": 30, "months": 30, "месяц": 30,
      "месяца": 30, "месяцев": 30, "мес": 30, "year": 365, "years": 365, "yrs": 365, "год": 365,
      "года": 365, "лет": 365,
    ]
  }
}

/// Labels that begin with numbers of their own: "1 - Poor", "2", …, "5 - Excellent".
enum MarkedLabels {
  /// The numbers that labels, folded, begin with; nil where they lack, or where what is said beside
  /// them shows no order.
  static func values(_ labels: [String]) -> [Double]? {
    var parts: [(number: Int, rest: String)] = []
    for label in labels {
      guard let part = part(label) else { return nil }
      parts.append(part)
    }
    let marked = parts.sorted { $0.number < $1.number }
    let said = marked.map(\.rest).filter { !$0.isEmpty }
    let isScale =
      said.isEmpty || LabelOrder(of: said)?.isMonotone == true
      || said.count < labels.count && marked.first?.rest.isEmpty == false
        && marked.last?.rest.isEmpty == false
    return isScale ? parts.map { Double($0.number) } : nil
  }

  /// A number, and what follows it behind a sign; nil for ranges and for numbers that count something.
  static func part(_ label: String) -> (number: Int, rest: String)? {
    if let number = Int(label) { return (number, "") }
    guard let first = label.first, first == "-" || first.isNumber,
      let match = label.wholeMatch(of: /(-?\d{1,3})\s?[-.):=(–—]\s*([^\d\s].*)/),
      let number = Int(match.output.1)
    else { return nil }
    return (number, String(match.output.2.drop { $0 == "(" || $0 == " " }))
  }
}
