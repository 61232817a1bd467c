import SurveyModel

/// Formats that field files turn out to be although they are named like text.
enum FileFormat: CaseIterable {
  case xlsx, zip, xls, sav, dta, gzip, sevenZip, rar, pdf, html

  /// The format that the first bytes betray; nil for what may be text.
  init?(_ bytes: [UInt8]) {
    let start = Array(bytes.prefix(4096))
    guard let format = Self.allCases.first(where: { $0.matches(start) }) else { return nil }
    self = format
  }

  /// Refuses a file that is something else than text, naming it and the way out.
  static func requireText(_ contents: FileContents) throws(TabularFileError) {
    guard let format = FileFormat(contents.bytes) else { return }
    throw TabularFileError(
      "not-csv", "a CSV file was expected, this is \(format.description)", fix: format.wayOut,
      at: SourceLocation(file: contents.file))
  }

  private func matches(_ start: [UInt8]) -> Bool {
    switch self {
    case .xlsx: start.starts(with: Self.zipMagic) && Self.holds(start, "xl/", "[Content_Types].xml")
    case .zip: start.starts(with: Self.zipMagic)
    case .xls: start.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
    case .sav: start.starts(with: Array("$FL2".utf8)) || start.starts(with: Array("$FL3".utf8))
    case .dta: start.starts(with: Array("<stata_dta>".utf8))
    case .gzip: start.starts(with: [0x1F, 0x8B])
    case .sevenZip: start.starts(with: [0x37, 0x7A, 0xBC, 0xAF])
    case .rar: start.starts(with: Array("Rar!".utf8))
    case .pdf: start.starts(with: Array("%PDF".utf8))
    case .html: Self.isHTML(start)
    }
  }

  private static let zipMagic: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

  private static func holds(_ bytes: [UInt8], _ names: String...) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    return names.contains { text.contains($0) }
  }

  private static func isHTML(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes.prefix(256), as: UTF8.self).trimmed.lowercased()
    return text.hasPrefix("<!doctype html") || text.hasPrefix("<html")
  }

  private var description: String {
    switch self {
    case .xlsx: "an Excel workbook (.xlsx)"
    case .zip: "a ZIP archive"
    case .xls: "an old Excel workbook (.xls)"
    case .sav: "an SPSS data file (.sav)"
    case .dta: "a Stata data file (.dta)"
    case .gzip: "a gzip archive"
    case .sevenZip: "a 7-Zip archive"
    case .rar: "a RAR archive"
    case .pdf: "a PDF document"
    case .html: "a web page (HTML)"
    }
  }

  private var wayOut: String {
    switch self {
    case .xlsx: "open it in a spreadsheet and save it as CSV (UTF-8)"
    case .xls: "open it in a spreadsheet and save it as CSV (UTF-8) or as .xlsx"
    case .zip, .gzip, .sevenZip, .rar: "unpack it and name the CSV file inside"
    case .sav, .dta: "save it as CSV from SPSS, Stata, PSPP or R"
    case .pdf: "ask for the data as CSV"
    case .html: "ask for the data as CSV; a download that failed looks like this too"
    }
  }
}

extension String {
  /// Without white space at both ends.
  package var trimmed: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
