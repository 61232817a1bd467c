/// Days and times of the Gregorian calendar as ISO 8601 writes them.
package enum CalendarClock {
  /// `2025-05-31`, from days since 1970-01-01.
  ///
  /// > H. Hinnant (2013). *chrono-Compatible Low-Level Date Algorithms*, civil_from_days.
  package static func date(days: Int) -> String {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    return "\(padded(year, to: 4))-\(padded(month))-\(padded(day))"
  }

  /// `14:05:30`, from seconds since midnight.
  package static func time(seconds: Double) -> String {
    let whole = Int(seconds)
    return "\(padded(whole / 3600)):\(padded(whole / 60 % 60)):\(padded(whole % 60))"
  }

  /// `2025-05-31T14:05:30`, from seconds since 1970-01-01T00:00.
  package static func dateTime(seconds: Double) -> String {
    let days = (seconds / 86_400).rounded(.down)
    return date(days: Int(days)) + "T" + time(seconds: seconds - days * 86_400)
  }

  private static func padded(_ number: Int, to width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
