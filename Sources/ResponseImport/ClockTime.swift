import SurveyModel
import TextFormats

/// Dates and times as field files write them; no time zone is applied, since the clock on the wall
/// counts, but ``offset`` says which one was written.
struct ClockTime {
  /// Days since 1970-01-01.
  var days: Int
  /// Seconds since midnight; nil where the text has no time of day.
  var seconds: Double?
  /// Whether the day was written before the month.
  var isDayFirst: Bool
  /// Whether the year was written with two digits; 69 is 1969, 68 is 2068.
  var hasShortYear = false
  /// Seconds that the clock is ahead of UTC, where the text says so: `+03:00`, `Z`, `GMT+3`.
  var offset: Double?

  /// Reads `2025-05-31`, `31.05.2025`, `31.05.25`, `2025/05/31`, `May 31, 2025`, `31 мая 2025 г.` or
  /// `31-May-2025`, alone or before a time (`T14:05`, ` 2:05:00 PM`), and `5/31/2025` or `31/5/2025`
  /// where it is known which comes first.
  ///
  /// - Parameter order: Which part of a date with slashes is the day.
  init?(_ text: String, order: DateOrder? = nil) {
    if let clock = Self(plain: text) {
      self = clock
      return
    }
    var words = text.split { $0 == " " || $0 == "," || $0 == "\u{A0}" || $0 == "\u{202F}" }
    if words.count == 1, let mark = words[0].firstIndex(where: { $0 == "T" || $0 == "t" }),
      words[0][..<mark].allSatisfy({ $0.isNumber || $0 == "-" })
    {
      words = [words[0][..<mark], words[0][words[0].index(after: mark)...]]
    }
    let clock = words.firstIndex { $0.contains(":") } ?? words.endIndex
    var date = Array(words[..<clock])
    if let last = date.last, date.count > 1, ["г.", "г", "года"].contains(last.lowercased()) {
      date.removeLast()
    }
    guard let day = WrittenDay(date, order) else { return nil }
    (days, isDayFirst, hasShortYear) = (day.days, day.isDayFirst, day.hasShortYear)
    guard clock < words.endIndex else { return }
    var times = words[clock...]
    if times.count > 1, let last = times.last, let zone = Self.namedOffset(last) {
      offset = zone
      times.removeLast()
    } else if let first = times.first {
      offset = Self.writtenOffset(first)
    }
    guard let time = Self.seconds(of: times) else { return nil }
    seconds = time
  }

  /// Reads `2025-05-31` or `31.05.2025`, alone or before a time of 24 hours: what most files have.
  private init?(plain text: String) {
    let parts = text.split(maxSplits: 1) { $0 == "T" || $0 == " " }
    guard let (date, form) = parts.first.flatMap(CivilDate.reading) else { return nil }
    days = date.daysSince1970
    isDayFirst = form == .dayFirst
    guard parts.count == 2 else { return }
    guard let time = CalendarClock.seconds(of: parts[1]) else { return nil }
    seconds = time
    offset = Self.writtenOffset(parts[1])
  }

  /// The offset behind a clock's time: `14:05+03:00`, `14:05Z`; nil where there is none.
  private static func writtenOffset(_ text: Substring) -> Double? {
    if text.hasSuffix("Z") { return 0 }
    return text.firstIndex { $0 == "+" || $0 == "-" }.flatMap { hours(text[$0...]) }
  }

  /// The offset of `UTC`, `GMT+3`, `UTC+03:00`; nil for other words.
  private static func namedOffset(_ word: Substring) -> Double? {
    let upper = word.uppercased()
    guard let name = ["GMT", "UTC"].first(where: upper.hasPrefix) else { return nil }
    return upper.count == name.count ? 0 : hours(word.dropFirst(name.count))
  }

  /// `+3`, `+0300`, `-03:30` in seconds; nil for other texts.
  private static func hours(_ text: Substring) -> Double? {
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    let digits = parts.joined()
    guard (1...4).contains(digits.count), parts.count < 3, let number = Int(digits),
      digits.allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    let (hours, minutes) = digits.count < 3 ? (number, 0) : (number / 100, number % 100)
    guard hours < 15, minutes < 60 else { return nil }
    return Double(hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
  }

  /// Seconds since midnight of `14:05`, `2:05 PM`, `2:05:00pm`; nil for other texts.
  static func seconds(of text: String) -> Double? {
    seconds(of: text.split { $0 == " " || $0 == "\u{A0}" || $0 == "\u{202F}" }[...])
  }

  private static func seconds(of words: ArraySlice<Substring>) -> Double? {
    guard (1...2).contains(words.count), let first = words.first, let last = words.last else {
      return nil
    }
    let marks = ["am": 0.0, "a.m.": 0, "pm": 43_200, "p.m.": 43_200]
    let lower = last.lowercased()
    let mark = marks.keys.filter { lower.hasSuffix($0) }.max { $0.count < $1.count }
    guard let mark, let shift = marks[mark] else {
      return words.count == 1 ? CalendarClock.seconds(of: first) : nil
    }
    let clock = words.count == 2 ? first : first.dropLast(mark.count)
    guard words.count == 1 || lower == mark, let time = CalendarClock.seconds(of: clock),
      time >= 3600, time < 46_800
    else { return nil }
    return time.truncatingRemainder(dividingBy: 43_200) + shift
  }
}

/// A day as people and tools write it.
private struct WrittenDay {
  var days: Int
  var isDayFirst = false
  var hasShortYear = false

  /// The names of each month, of which three letters or more are enough.
  private static let months = [
    ["january", "января", "январь"], ["february", "февраля", "февраль"], ["march", "марта"],
    ["april", "апреля", "апрель"], ["may", "мая", "май"], ["june", "июня", "июнь"],
    ["july", "июля", "июль"], ["august", "августа"], ["september", "сентября", "сентябрь"],
    ["october", "октября", "октябрь"], ["november", "ноября", "ноябрь"],
    ["december", "декабря", "декабрь"],
  ]

  init?(_ words: [Substring], _ order: DateOrder?) {
    guard let first = words.first else { return nil }
    var parts = words
    if words.count == 1 {
      guard let mark = first.first(where: { "-./".contains($0) }) else { return nil }
      parts = first.split(separator: mark, omittingEmptySubsequences: false)
      if parts.count == 3, parts.allSatisfy({ $0.allSatisfy(\.isNumber) }) {
        self.init(numbers: parts, mark, order)
        return
      }
    }
    guard parts.count == 3, let year = Self.year(parts[2]) else { return nil }
    let names = (month: Self.month(parts[0]), second: Self.month(parts[1]))
    if let month = names.month, let day = Self.number(parts[1]) {
      self.init(year, month, day)
    } else if let month = names.second, let day = Self.number(parts[0]) {
      self.init(year, month, day)
    } else {
      return nil
    }
  }

  private init?(numbers parts: [Substring], _ mark: Character, _ order: DateOrder?) {
    if parts[0].count == 4, mark != ".", let year = Self.year(parts[0]),
      let month = Self.number(parts[1]), let day = Self.number(parts[2])
    {
      self.init(year, month, day)
      return
    }
    let isDayFirst: Bool
    switch mark {
    case ".": isDayFirst = true
    case "/":
      guard let order else { return nil }
      isDayFirst = order == .dayFirst
    default: return nil
    }
    guard let year = Self.year(parts[2]), let first = Self.number(parts[0]),
      let second = Self.number(parts[1])
    else { return nil }
    self.init(year, isDayFirst ? second : first, isDayFirst ? first : second)
    self.isDayFirst = isDayFirst
  }

  private init?(_ year: (value: Int, isShort: Bool), _ month: Int, _ day: Int) {
    guard let date = CivilDate(year: year.value, month: month, day: day) else { return nil }
    days = date.daysSince1970
    hasShortYear = year.isShort
  }

  private static func number(_ text: Substring) -> Int? {
    (1...2).contains(text.utf8.count) && text.utf8.allSatisfy { $0 &- 0x30 < 10 } ? Int(text) : nil
  }

  private static func year(_ text: Substring) -> (value: Int, isShort: Bool)? {
    guard text.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let number = Int(text) else { return nil }
    switch text.utf8.count {
    case 4: return (number, false)
    case 2: return (number < 69 ? 2000 + number : 1900 + number, true)
    default: return nil
    }
  }

  /// `Jan`, `January`, `янв.`, `января`.
  private static func month(_ word: Substring) -> Int? {
    let lower = (word.hasSuffix(".") ? word.dropLast() : word).lowercased()
    guard lower.count >= 3 else { return nil }
    return months.firstIndex { $0.contains { $0.hasPrefix(lower) } }.map { $0 + 1 }
  }
}
