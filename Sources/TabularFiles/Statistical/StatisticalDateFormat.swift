import SurveyModel
import TextFormats

/// How a number stands for a date or a time.
package enum StatisticalDateFormat: Equatable {
  /// Seconds since 1582-10-14, the first day of the Gregorian calendar, of SPSS.
  case spssDate, spssDateTime
  /// Days and milliseconds since 1960-01-01, of Stata.
  case stataDate, stataDateTime
  /// Seconds since midnight, of SPSS; milliseconds, of Stata.
  case time, stataTime

  /// By the name of the format: `DATE11`, `%td`; nil for numbers.
  package init?(_ format: String) {
    if format.hasPrefix("%tc") || format.hasPrefix("%tC") {
      self = Self.isTimeOfDay(format.dropFirst(3)) ? .stataTime : .stataDateTime
    } else if format.hasPrefix("%td") || format.hasPrefix("%d") {
      self = .stataDate
    } else {
      switch format.uppercased().prefix(while: \.isLetter) {
      case "DATE", "ADATE", "EDATE", "JDATE", "SDATE": self = .spssDate
      case "DATETIME", "YMDHMS": self = .spssDateTime
      case "TIME": self = .time
      default: return nil
      }
    }
  }

  /// Whether a picture of Stata's shows the clock and no day: `HH:MM:SS`.
  private static func isTimeOfDay(_ picture: Substring) -> Bool {
    let letters = picture.filter(\.isLetter)
    return letters.contains { $0 == "H" || $0 == "h" }
      && letters.allSatisfy { "HhMSsAamP".contains($0) }
  }

  /// Days from 1582-10-14 and from 1960-01-01 to 1970-01-01.
  package static let spssEpoch = 141_428
  package static let stataEpoch = 3_653

  func text(of number: Double) -> String {
    guard abs(number) < 1e15 else { return StatisticalVariable.text(of: number) }
    switch self {
    case .spssDate: return Self.date(number / 86_400 - Double(Self.spssEpoch))
    case .spssDateTime:
      return CalendarClock.preciseDateTime(seconds: number - Double(Self.spssEpoch) * 86_400)
    case .stataDate: return Self.date(number - Double(Self.stataEpoch))
    case .stataDateTime:
      return CalendarClock.preciseDateTime(
        seconds: number / 1000 - Double(Self.stataEpoch) * 86_400)
    case .time: return CalendarClock.preciseTime(seconds: number)
    case .stataTime: return CalendarClock.preciseTime(seconds: number / 1000)
    }
  }

  private static func date(_ days: Double) -> String {
    CivilDate(daysSince1970: Int(days.rounded(.down))).text
  }
}
