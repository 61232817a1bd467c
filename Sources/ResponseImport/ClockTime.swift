import SurveyModel
import TextFormats

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
    guard let (date, form) = parts.first.flatMap(CivilDate.reading) else { return nil }
    days = date.daysSince1970
    isDayFirst = form == .dayFirst
    guard parts.count == 2 else { return }
    guard let time = CalendarClock.seconds(of: parts[1]) else { return nil }
    seconds = time
  }

  private init?(american text: String) {
    let parts = text.split { $0 == " " || $0 == "," }
    let months = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    guard parts.count == 5, let month = months.firstIndex(of: parts[0].prefix(3).lowercased()),
      let day = Int(parts[1]), let year = Int(parts[2]),
      let date = CivilDate(year: year, month: month + 1, day: day),
      let time = CalendarClock.seconds(of: parts[3]), time < 46_800
    else { return nil }
    days = date.daysSince1970
    seconds = time.truncatingRemainder(dividingBy: 43_200) + (parts[4] == "PM" ? 43_200 : 0)
    isDayFirst = false
  }
}
