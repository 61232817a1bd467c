import TextFormats

/// The form of a Russian word after a whole number: 1 город, 3 города, 5 городов, 21 город.
public func plural(_ count: Int, _ one: String, _ few: String, _ many: String) -> String {
  let magnitude = count.magnitude
  switch (magnitude % 100, magnitude % 10) {
  case (11...14, _): return many
  case (_, 1): return one
  case (_, 2...4): return few
  default: return many
  }
}

/// The form of an English word after a whole number: 1 city, 5 cities.
public func plural(_ count: Int, _ one: String, _ other: String) -> String {
  count.magnitude == 1 ? one : other
}

extension Language {
  /// Words joined as in a sentence: «а, б и в», "a, b and c".
  public func listed(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return "\(items.dropLast().joined(separator: ", ")) \(pick("и", "and")) \(last)"
  }

  /// A text in the language's quotation marks: «ёлочки» or “curly”; those already inside are
  /// turned into the inner ones.
  public func quoted(_ text: String) -> String {
    switch self {
    case .ru: "«\(String(text.map { $0 == "«" ? "„" : $0 == "»" ? "“" : $0 }))»"
    case .en: "“\(String(text.map { $0 == "“" ? "‘" : $0 == "”" ? "’" : $0 }))”"
    }
  }

  /// A day written `2025-05-12`, as «12 мая 2025 г.» or "12 May 2025"; other text stays as it is.
  public func date(_ iso: String) -> String {
    guard let day = CivilDate(iso: iso) else { return iso }
    let text = "\(day.day)\u{A0}\(monthName(day.month)) \(day.year)"
    return self == .ru ? "\(text)\u{A0}г." : text
  }

  /// Two days written `2025-05-12`, as «12–28 мая 2025 г.», «28 мая — 3 июня 2025 г.».
  public func dates(_ start: String, _ end: String) -> String {
    guard let from = CivilDate(iso: start), let to = CivilDate(iso: end), from.year == to.year
    else {
      return start == end ? date(start) : "\(date(start)) \(dash) \(date(end))"
    }
    if start == end { return date(start) }
    if from.month == to.month { return "\(from.day)–\(date(end))" }
    return "\(from.day)\u{A0}\(monthName(from.month)) \(dash) \(date(end))"
  }

  private var dash: String { pick("—", "–") }

  private func monthName(_ month: Int) -> String {
    let russian = [
      "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
      "октября", "ноября", "декабря",
    ]
    let english = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]
    return pick(russian[month - 1], english[month - 1])
  }
}
