import SurveyModel

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
      sheet: nil, variables: described, rows: text.rows, diagnostics: diagnostics)
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
enum StatisticalDateFormat: Equatable {
  /// Seconds since 1582-10-14, the first day of the Gregorian calendar, of SPSS.
  case spssDate, spssDateTime
  /// Days and milliseconds since 1960-01-01, of Stata.
  case stataDate, stataDateTime
  /// Seconds since midnight.
  case time

  /// By the name of the format: `DATE11`, `%td`; nil for numbers.
  init?(_ format: String) {
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
  static let spssEpoch = 141_428
  static let stataEpoch = 3_653

  func text(of number: Double) -> String {
    guard abs(number) < 1e15 else { return StatisticalVariable.text(of: number) }
    switch self {
    case .spssDate: return Self.date(days: number / 86_400 - Double(Self.spssEpoch))
    case .spssDateTime: return Self.dateTime(seconds: number - Double(Self.spssEpoch) * 86_400)
    case .stataDate: return Self.date(days: number - Double(Self.stataEpoch))
    case .stataDateTime:
      return Self.dateTime(seconds: number / 1000 - Double(Self.stataEpoch) * 86_400)
    case .time: return Self.time(number)
    }
  }

  private static func dateTime(seconds: Double) -> String {
    let days = (seconds / 86_400).rounded(.down)
    return date(days: days) + "T" + time(seconds - days * 86_400)
  }

  private static func time(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return "\(padded(whole / 3600)):\(padded(whole / 60 % 60)):\(padded(whole % 60))"
  }

  /// A day of the Gregorian calendar, from its number since 1970-01-01.
  ///
  /// > H. Hinnant (2013). *chrono-Compatible Low-Level Date Algorithms*, civil_from_days.
  private static func date(days: Double) -> String {
    let shifted = Int(days.rounded(.down)) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(padded(year, to: 4))-\(padded(month))-\(padded(day))"
  }

  private static func padded(_ number: Int, to width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
