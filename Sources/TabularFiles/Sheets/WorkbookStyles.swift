import TextFormats
import ZipArchive

/// Which cell formats show a date or a time: `styles.xml`.
struct WorkbookStyles {
  /// What a number format makes of a number.
  enum Format: Hashable {
    case number, date, time, dateTime
  }

  private var formats: [Format] = []

  init(_ archive: borrowing ZipReader, _ path: String, budget: inout UnpackingBudget) throws {
    guard archive.contains(path) else { return }
    var (codes, formats, isInCells) = ([Int: Format](), [Format](), false)
    let scanner = try XMLScanner(
      onStart: { element, attributes in
        if element == "cellXfs" { isInCells = true }
        if element == "numFmt", let id = attributes["numFmtId"].flatMap({ Int($0) }) {
          codes[id] = Self.format(ofCode: attributes["formatCode"] ?? "")
        }
        if element == "xf", isInCells {
          let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
          formats.append(codes[id] ?? Self.format(builtIn: id))
        }
      },
      onEnd: { if $0 == "cellXfs" { isInCells = false } })
    try archive.scan(path, budget: &budget, scanner)
    self.formats = formats
  }

  /// The format of a cell by its style's number.
  subscript(style: Int) -> Format { formats.indices.contains(style) ? formats[style] : .number }

  static func format(builtIn id: Int) -> Format {
    switch id {
    case 14...17, 27...31, 34...36, 50...54, 57, 58: .date
    case 18...21, 32, 33, 45, 47, 55, 56: .time
    case 22: .dateTime
    default: .number
    }
  }

  /// The format of a code such as `dd.mm.yyyy;@`, of Excel's 255 characters at most; quoted, escaped and bracketed signs are no part
  /// of it, and elapsed time (`[h]:mm`) is a number.
  static func format(ofCode code: String) -> Format {
    let section = code.prefix(255).prefix { $0 != ";" }
    if section.contains(#/\[[hms]+\]/#.ignoresCase()) { return .number }
    let bare = section.replacing(#/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/#, with: "").lowercased()
    if bare.contains("general") || bare.contains("#") || bare.contains("0.0") { return .number }
    let hasDay = bare.contains("y") || bare.contains("d")
    let hasTime = bare.contains("h") || bare.contains("s")
    switch (hasDay, hasTime) {
    case (true, true): return .dateTime
    case (true, false): return .date
    case (false, true): return .time
    case (false, false): return bare.contains("m") ? .date : .number
    }
  }
}

/// Excel's day numbers as dates.
struct ExcelDates {
  /// Days from the workbook's day 0 to 1970-01-01.
  private let offset: Int
  private let startsIn1900: Bool

  init(startsIn1904: Bool) {
    offset = startsIn1904 ? 24_107 : 25_569
    startsIn1900 = !startsIn1904
  }

  /// A day number as ISO text; nil where it is no date, or the format is a number's.
  func text(_ serial: Double, as format: WorkbookStyles.Format) -> String? {
    guard format != .number, serial >= 0, serial < 2_958_466 else { return nil }
    var seconds = Int((serial * 86_400).rounded())
    // Excel counts a 29 February 1900 that never was.
    if startsIn1900, serial < 60 { seconds += 86_400 }
    let (day, clock) = (seconds / 86_400, seconds % 86_400)
    let time = CalendarClock.time(seconds: Double(clock))
    if format == .time, serial < 1 { return time }
    let date = CivilDate(daysSince1970: day - offset).text
    return format == .date && clock == 0 || clock == 0 && format != .dateTime
      ? date : "\(date)T\(time)"
  }
}
