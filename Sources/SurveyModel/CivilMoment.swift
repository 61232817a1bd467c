import TextFormats

/// A day with the time on the clock, where it is known.
///
/// No time zone is applied: the clock on the wall of the interview counts.
public struct CivilMoment: Hashable, Sendable {
  /// Days since 1970-01-01.
  public let daysSince1970: Int
  /// Seconds since midnight, from 0 to 86 401; nil where only the day is known.
  public let secondsOfDay: Double?

  public init(daysSince1970: Int, secondsOfDay: Double? = nil) {
    self.daysSince1970 = daysSince1970
    self.secondsOfDay = secondsOfDay
  }

  /// The seconds from an earlier moment to this one, below 0 where it is later; nil where either
  /// has no time.
  public func seconds(since earlier: CivilMoment) -> Double? {
    guard let secondsOfDay, let before = earlier.secondsOfDay else { return nil }
    return Double(daysSince1970 - earlier.daysSince1970) * 86_400 + secondsOfDay - before
  }
}

extension CivilMoment: CustomStringConvertible {
  /// `2025-05-31T14:05:30`, or `2025-05-31` without a time.
  public var description: String {
    let day = CivilDate(daysSince1970: daysSince1970).text
    return secondsOfDay.map { "\(day)T\(CalendarClock.time(seconds: $0))" } ?? day
  }
}
