/// How often something happens by a label: words for seldom and often, or times in a period.
enum LabelFrequency {
  /// A rank among words, or occasions a year; nil where a label, folded, says neither.
  ///
  /// The words that stand beside periods too (never, rarely) are under any of them.
  static func value(_ label: String) -> Double? {
    if let word = words[label] { return word }
    return rate(label)
  }

  private static let words: [String: Double] = {
    let levels: [[String]] = [
      ["never", "никогда", "ни разу", "not once", "not at all", "вообще не"],
      ["almost never", "hardly ever", "nearly never", "почти никогда", "практически никогда"],
      ["very rarely", "очень редко", "крайне редко"],
      ["rarely", "seldom", "редко", "less often", "реже", "less frequently", "еще реже"],
      ["occasionally", "изредка", "once in a while", "now and then"],
      ["sometimes", "иногда", "from time to time", "время от времени", "about half the time"],
      ["fairly often", "quite often", "довольно часто", "достаточно часто"],
      ["often", "frequently", "часто", "regularly", "регулярно"],
      ["very often", "very frequently", "очень часто"],
      ["usually", "обычно", "most of the time", "как правило", "в большинстве случаев"],
      ["almost always", "nearly always", "почти всегда", "практически всегда"],
      ["always", "all the time", "constantly", "всегда", "постоянно"],
    ]
    var values: [String: Double] = [:]
    for (place, level) in levels.enumerated() {
      for word in level { values[word] = Double(place) / 1000 }
    }
    return values
  }()

  /// Occasions a year.
  private static func rate(_ label: String) -> Double? {
    guard let (period, isCounted, rest) = period(label) else { return nil }
    let times = times(rest) ?? (rest.contains("раз") || rest.contains("time") ? 1 : nil)
    // "More than a year" is how long something lasts.
    guard !isCounted || times != nil else { return nil }
    let isMore = [
      "more than", "at least", "or more", "and more", "чаще", "более", "не реже", "больше",
      "не менее",
    ].contains { label.contains($0) }
    let isLess = ["less", "реже", "менее", "fewer", "не чаще", "меньше"].contains {
      label.contains($0)
    }
    let factor = isMore ? 1.3 : isLess ? 0.6 : 1
    return factor * period * (times ?? 1)
  }

  /// How often a period comes in a year, whether times in it are to be told, and what else is said.
  private static func period(
    _ label: String
  ) -> (perYear: Double, isCounted: Bool, rest: String)? {
    for (names, perYear) in adverbs {
      if let name = names.first(where: { label.contains($0) }) {
        return (perYear, false, label.replacing(name, with: " "))
      }
    }
    let words = label.split(separator: " ").map { $0.filter { $0 != "," && $0 != ";" } }
    for (names, perYear) in units {
      for name in names {
        guard let span = span(of: name, in: words), span.lowerBound > 0 else { continue }
        let count = Int(words[span.lowerBound - 1])
        let start = span.lowerBound - (count == nil ? 1 : 2)
        guard start >= 0, introductions.contains(words[start]) else { continue }
        guard (count ?? 1) > 0 else { return nil }
        let rest = words[..<start] + words[span.upperBound...]
        return (perYear / Double(count ?? 1), true, rest.joined(separator: " "))
      }
    }
    return nil
  }

  /// Where a name of one word or two stands among words.
  private static func span(of name: String, in words: [String]) -> Range<Int>? {
    let own = name.split(separator: " ").map(String.init)
    guard own.count <= words.count else { return nil }
    return (0...words.count - own.count).map { $0..<$0 + own.count }.first {
      words[$0].elementsEqual(own)
    }
  }

  /// Words before a period: "twice a week", «раз в месяц».
  private static let introductions: Set<String> = [
    "in", "per", "a", "an", "each", "every", "в", "за", "каждые", "каждую", "каждый",
  ]

  private static let adverbs: [(names: [String], perYear: Double)] = [
    (["every other day", "через день"], 183), (["fortnightly", "every two weeks"], 26),
    (["every few years", "раз в несколько лет"], 0.3), (["every two months"], 6),
    (["daily", "every day", "each day", "ежедневно", "каждый день"], 365),
    (["every week", "weekly", "еженедельно", "каждую неделю"], 52),
    (["every month", "monthly", "ежемесячно", "каждый месяц"], 12),
    (["quarterly", "ежеквартально"], 4),
    (["every year", "yearly", "annually", "ежегодно", "каждый год"], 1),
    (["раз в полгода", "once in half a year"], 2),
  ]

  private static let units: [(names: [String], perYear: Double)] = [
    (["hour", "hours", "час", "часа"], 8760), (["day", "days", "день", "дня", "сутки"], 365),
    (["week", "weeks", "неделю", "недели", "недель"], 52),
    (["month", "months", "месяц", "месяца", "месяцев"], 12), (["quarter", "квартал"], 4),
    (["полгода", "half year"], 2), (["year", "years", "год", "года", "лет"], 1),
  ]

  /// How many times: the middle of a range.
  private static func times(_ text: String) -> Double? {
    let words: [(word: String, times: Double)] = [
      ("once", 1), ("twice", 2), ("several", 3.5), ("a few", 3.5), ("few times", 3.5),
      ("couple", 2), ("несколько", 3.5), ("дважды", 2), ("пару", 2), ("один", 1),
    ]
    let numbers = text.matches(of: /\d+/).compactMap { Double($0.output) }
    if !numbers.isEmpty { return numbers.reduce(0, +) / Double(numbers.count) }
    return words.first { text.contains($0.word) }?.times
  }
}
