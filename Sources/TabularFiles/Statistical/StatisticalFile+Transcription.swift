import SurveyModel
import TextFormats

extension StatisticalFile {
  /// The data set as CSV: numbers with a decimal point, dates by their format as 2025-05-31, Stata's
  /// letters as `.a`. The cost is linear in the values.
  func transcribed(
    byteCount: Int, _ diagnostics: [Diagnostic]
  ) -> (TranscribedText, Transcription) {
    var text = TranscribedText()
    for variable in variables { text.append(variable.name) }
    text.endRecord(row: 0, start: 0)
    let formats = variables.map { StatisticalDateFormat($0.format) }
    for row in 0..<caseCount {
      let start = text.bytes.count
      for (variable, format) in zip(variables, formats) {
        text.append(variable.text(row: row, format))
      }
      text.endRecord(row: row + 1, start: start)
    }
    let described = variables.map { variable in
      var variable = variable
      variable.values = .numbers([])
      return variable
    }
    let transcription = Transcription(
      container: Transcription.Container(rawValue: format.rawValue) ?? .sav, byteCount: byteCount,
      sheet: nil, variables: described, weightVariable: weightVariable, rows: text.rows,
      diagnostics: diagnostics)
    return (text, transcription)
  }
}

extension StatisticalVariable {
  fileprivate func text(row: Int, _ format: StatisticalDateFormat?) -> String {
    switch values {
    case .texts(let texts): return texts[row]
    case .numbers(let numbers):
      let number = numbers[row]
      if number.isNaN { return Self.missingTag(of: number).map { ".\($0)" } ?? "" }
      let isCode = missing.contains { $0.contains(number) }
      return isCode ? Self.text(of: number) : format?.text(of: number) ?? Self.text(of: number)
    }
  }

  /// A code or a number as the field files have it: whole ones without a decimal point.
  public static func text(of number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}

/// How a number stands for a date or a time.
package enum StatisticalDateFormat: Equatable {
  /// Seconds since 1582-10-14, the first day of the Gregorian calendar, of SPSS.
  case spssDate, spssDateTime
  /// Days and milliseconds since 1960-01-01, of Stata.
  case stataDate, stataDateTime
  /// Seconds since midnight.
  case time

  /// By the name of the format: `DATE11`, `%td`; nil for numbers.
  package init?(_ format: String) {
    if format.hasPrefix("%tc") || format.hasPrefix("%tC") {
      self = .stataDateTime
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

  /// Days from 1582-10-14 and from 1960-01-01 to 1970-01-01.
  package static let spssEpoch = 141_428
  package static let stataEpoch = 3_653

  func text(of number: Double) -> String {
    guard abs(number) < 1e15 else { return StatisticalVariable.text(of: number) }
    switch self {
    case .spssDate: return Self.date(number / 86_400 - Double(Self.spssEpoch))
    case .spssDateTime:
      return CalendarClock.dateTime(seconds: number - Double(Self.spssEpoch) * 86_400)
    case .stataDate: return Self.date(number - Double(Self.stataEpoch))
    case .stataDateTime:
      return CalendarClock.dateTime(
        seconds: number / 1000 - Double(Self.stataEpoch) * 86_400)
    case .time: return CalendarClock.time(seconds: number)
    }
  }

  private static func date(_ days: Double) -> String {
    CivilDate(daysSince1970: Int(days.rounded(.down))).text
  }
}
