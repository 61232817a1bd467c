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

  /// `14:05:30`, or `14:05:30.25` with a fraction, to the millisecond.
  package static func preciseTime(seconds: Double) -> String {
    let milliseconds = Int(min((seconds * 1000).rounded(), max(86_399_999, seconds * 1000)))
    let fraction = milliseconds % 1000
    let whole = time(seconds: Double(milliseconds / 1000))
    guard fraction > 0 else { return whole }
    var digits = fraction.padded(to: 3)
    while digits.last == "0" { digits.removeLast() }
    return "\(whole).\(digits)"
  }

  /// `2025-05-31T14:05:30.25`, from seconds since 1970-01-01T00:00.
  package static func preciseDateTime(seconds: Double) -> String {
    let milliseconds = (seconds * 1000).rounded()
    let days = (milliseconds / 86_400_000).rounded(.down)
    return CivilDate(daysSince1970: Int(days)).text + "T"
      + preciseTime(seconds: (milliseconds - days * 86_400_000) / 1000)
  }

  /// What a text of a time says beyond the milliseconds that are kept of it: `.123456`, `+03:00`,
  /// `.123456Z`; nil where it says no more.
  ///
  /// - Parameter text: One that a time was read from.
  package static func remainder(of text: String) -> (fraction: Substring, zone: Substring)? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let clock = text[colon...]
    let zone = clock.firstIndex { "+-Z".contains($0) }.map { clock[$0...] } ?? ""
    let digits = clock.firstIndex(of: ".").map { place in
      clock[clock.index(after: place)...].prefix { $0.isASCII && $0.isNumber }
    }
    let fraction = digits.map { $0.count > 3 ? $0 : "" } ?? ""
    return zone.isEmpty && fraction.isEmpty ? nil : (fraction, zone)
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
