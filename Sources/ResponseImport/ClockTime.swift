import SurveyModel

/// Dates and times as field files write them; no time zone is applied: the clock on the wall counts.
struct ClockTime {
  /// Days since 1970-01-01.
  var days: Int
  /// Seconds since midnight; nil where the text has no time of day.
  var seconds: Double?
  /// Whether it was written `dd.MM.yyyy`.
  var isDayFirst: Bool

  /// Reads `2025-05-31`, `31.05.2025`, either with `T` or a space and a time, and
  /// `May 31, 2025 6:26:24 PM`.
  init?(_ text: String) {
    if let month = text.first, month.isLetter {
      guard let read = ClockTime(american: text) else { return nil }
      self = read
      return
    }
    let parts = text.split(maxSplits: 1) { $0 == "T" || $0 == " " }
    guard let first = parts.first, let day = Self.day(first) else { return nil }
    (days, isDayFirst) = day
    guard parts.count == 2 else { return }
    guard let time = Self.secondsOfDay(parts[1]) else { return nil }
    seconds = time
  }

  private init?(american text: String) {
    let parts = text.split { $0 == " " || $0 == "," }
    let months = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    guard parts.count == 5, let month = months.firstIndex(of: parts[0].prefix(3).lowercased()),
      let day = Int(parts[1]), let year = Int(parts[2]),
      let days = Self.days(year: year, month: month + 1, day: day),
      let time = Self.secondsOfDay(parts[3]), time < 46_800
    else { return nil }
    self.days = days
    seconds = time.truncatingRemainder(dividingBy: 43_200) + (parts[4] == "PM" ? 43_200 : 0)
    isDayFirst = false
  }

  /// Seconds since midnight of `12:30`, `12:30:15`, `12:30:15.250+03:00`, `12:30:15Z`.
  static func secondsOfDay(_ text: some StringProtocol) -> Double? {
    let clock = text.prefix { $0.isASCII && $0.isNumber || $0 == ":" || $0 == "." }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard (2...3).contains(parts.count), let hours = parts[0], let minutes = parts[1],
      let seconds = parts.count == 3 ? parts[2] : 0, hours < 24, minutes < 60, seconds < 61,
      isZone(text[clock.endIndex...])
    else { return nil }
    return hours * 3600 + minutes * 60 + seconds
  }

  private static func isZone(_ text: some StringProtocol) -> Bool {
    guard let sign = text.first else { return true }
    if text == "Z" { return true }
    return (sign == "+" || sign == "-")
      && text.dropFirst().allSatisfy { $0.isASCII && $0.isNumber || $0 == ":" }
  }

  private static func day(_ text: Substring) -> (Int, isDayFirst: Bool)? {
    let isDayFirst = text.contains(".")
    var parts = text.split(
      separator: isDayFirst ? "." : "-", omittingEmptySubsequences: false)
    if isDayFirst { parts.reverse() }
    guard parts.count == 3, parts[0].count == 4, parts[1].count <= 2, parts[2].count <= 2,
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      let days = days(year: year, month: month, day: day)
    else { return nil }
    return (days, isDayFirst)
  }
}

extension ClockTime {
  /// Days since 1970-01-01; nil for a day that does not exist.
  static func days(year: Int, month: Int, day: Int) -> Int? {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= daysInMonth(month, year: year)
    else { return nil }
    let shifted = month > 2 ? year : year - 1
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }

  /// `2025-05-31`, from days since 1970-01-01.
  static func isoDate(days: Int) -> String {
    CalendarClock.date(days: days)
  }

  /// `14:05:30`, from seconds since midnight.
  static func isoTime(seconds: Double) -> String {
    CalendarClock.time(seconds: seconds)
  }

  private static func daysInMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
