/// Times of day and moments as ISO 8601 writes them, without a time zone.
package enum CalendarClock {
  /// `14:05:30`, from seconds since midnight.
  package static func time(seconds: Double) -> String {
    let whole = Int(seconds)
    return [whole / 3600, whole / 60 % 60, whole % 60].map { $0.padded(to: 2) }
      .joined(separator: ":")
  }

  /// `2025-05-31T14:05:30`, from seconds since 1970-01-01T00:00.
  package static func dateTime(seconds: Double) -> String {
    let days = (seconds / 86_400).rounded(.down)
    return CivilDate(daysSince1970: Int(days)).text + "T" + time(seconds: seconds - days * 86_400)
  }

  /// Seconds since midnight of `12:30`, `12:30:15`, `12:30:15.250+03:00`, `12:30:15Z`; the zone is
  /// not applied, since the clock on the wall counts.
  package static func seconds(of text: some StringProtocol) -> Double? {
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
}
