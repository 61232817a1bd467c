import TextFormats

/// The day in the header of a data set of SPSS or Stata, at midnight.
struct HeaderDate {
  private let date: CivilDate

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// - Parameter text: `2025-05-31`; any other text stands for ``StatisticalFile/undated``.
  init(_ text: String) {
    date = CivilDate(iso: text) ?? CivilDate(daysSince1970: 0)
  }

  /// As a format writes it: `31 May 2500:00:00`, `31 May 2025 00:00`.
  private func text(in format: StatisticalFile.Format) -> String {
    let start = "\(date.day.padded(to: 2)) \(Self.months[date.month - 1]) "
    return format == .dta
      ? "\(start)\(date.year.padded(to: 4)) 00:00"
      : "\(start)\((date.year % 100).padded(to: 2))00:00:00"
  }

  /// Writes it over the date and time in a file's header.
  ///
  /// > GNU, *PSPP Developers Guide*, System File Format: File Header Record. StataCorp, *dta 118*,
  /// > 5.1 Header.
  ///
  /// - Returns: Whether the header has its date and time where they belong.
  func replace(in bytes: inout [UInt8], _ format: StatisticalFile.Format) -> Bool {
    let text = Array(text(in: format).utf8)
    guard let start = Self.place(in: bytes, format), start + text.count <= bytes.count,
      bytes[start + 2] == 0x20, bytes[start + 6] == 0x20, bytes[start + text.count - 3] == 0x3A
    else { return false }
    bytes.replaceSubrange(start..<start + text.count, with: text)
    return true
  }

  /// Where the date begins; nil where the header is too short.
  private static func place(in bytes: [UInt8], _ format: StatisticalFile.Format) -> Int? {
    guard format == .dta else { return 92 }
    // The label is the only part of a length of its own, which two bytes before it tell.
    let beforeLabel = dtaStart.utf8.count + 2 + "</K><N>".utf8.count + 8 + "</N><label>".utf8.count
    guard bytes.count > beforeLabel + 2 else { return nil }
    let label = Int(bytes[beforeLabel]) | Int(bytes[beforeLabel + 1]) << 8
    return beforeLabel + 2 + label + "</label><timestamp>".utf8.count + 1
  }

  private static let dtaStart =
    "<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>"
}
