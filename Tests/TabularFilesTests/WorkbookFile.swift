@testable import TabularFiles

/// A workbook put together by hand for tests: a zip archive whose parts are stored as they are.
struct WorkbookFile {
  private var parts: [(path: String, bytes: [UInt8])] = []

  /// - Parameters:
  ///   - sheets: What stands in `<sheetData>`, by name.
  ///   - texts: What stands in `<sst>`.
  ///   - formats: Codes of number formats 164, 165, …; style n + 1 of cells uses the nth.
  init(
    sheets: [(name: String, data: String)], texts: String = "", formats: [String] = [],
    properties: String = "", hidden: String? = nil
  ) {
    let spreadsheet = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let entries = sheets.enumerated().map { index, sheet in
      "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\""
        + (sheet.name == hidden ? " state=\"hidden\"/>" : "/>")
    }
    let relations = sheets.indices.map {
      "<Relationship Id=\"rId\($0 + 1)\" Type=\"\(office)/worksheet\" "
        + "Target=\"worksheets/sheet\($0 + 1).xml\"/>"
    }
    let codes = formats.enumerated().map {
      "<numFmt numFmtId=\"\(164 + $0)\" formatCode=\"\($1)\"/>"
    }
    let styles = formats.indices.map { "<xf numFmtId=\"\(164 + $0)\"/>" }
    add(
      "_rels/.rels",
      "<Relationships><Relationship Id=\"a\" Type=\"\(office)/officeDocument\" "
        + "Target=\"xl/workbook.xml\"/></Relationships>")
    add(
      "xl/workbook.xml",
      "<workbook \(spreadsheet) xmlns:r=\"\(office)\">\(properties)"
        + "<sheets>\(entries.joined())</sheets></workbook>")
    add("xl/_rels/workbook.xml.rels", "<Relationships>\(relations.joined())</Relationships>")
    add("xl/sharedStrings.xml", "<sst \(spreadsheet)>\(texts)</sst>")
    add(
      "xl/styles.xml",
      "<styleSheet \(spreadsheet)><numFmts>\(codes.joined())</numFmts>"
        + "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
        + "<cellXfs><xf numFmtId=\"0\"/>\(styles.joined())</cellXfs></styleSheet>")
    for (index, sheet) in sheets.enumerated() {
      add(
        "xl/worksheets/sheet\(index + 1).xml",
        "<worksheet \(spreadsheet)><sheetData>\(sheet.data)</sheetData></worksheet>")
    }
  }

  /// A zip archive that is no workbook.
  init(parts: [(path: String, text: String)]) {
    for part in parts { add(part.path, part.text) }
  }

  private mutating func add(_ path: String, _ text: String) {
    parts.append((path, Array(text.utf8)))
  }

  /// The archive's bytes, all parts stored.
  var bytes: [UInt8] {
    var (archive, directory) = ([UInt8](), [UInt8]())
    for part in parts {
      let offset = archive.count
      let name = Array(part.path.utf8)
      let common =
        Self.word(20) + Self.word(0x800) + Self.word(0) + Self.word(0) + Self.word(0x21)
        + Self.long(Self.checksum(part.bytes)) + Self.long(part.bytes.count)
        + Self.long(part.bytes.count) + Self.word(name.count) + Self.word(0)
      archive += [0x50, 0x4B, 3, 4] + common + name + part.bytes
      directory +=
        [0x50, 0x4B, 1, 2] + Self.word(20) + common + Self.word(0) + Self.word(0) + Self.word(0)
        + Self.long(0) + Self.long(offset) + name
    }
    let count = Self.word(parts.count)
    return archive + directory + [0x50, 0x4B, 5, 6] + Self.long(0) + count + count
      + Self.long(directory.count) + Self.long(archive.count) + Self.word(0)
  }

  var contents: FileContents { FileContents(file: "w.xlsx", bytes: bytes) }

  private static func word(_ number: Int) -> [UInt8] {
    [UInt8(number & 255), UInt8(number >> 8 & 255)]
  }

  private static func long(_ number: Int) -> [UInt8] {
    word(number & 0xFFFF) + word(number >> 16 & 0xFFFF)
  }

  /// CRC-32 of the zip format.
  private static func checksum(_ bytes: [UInt8]) -> Int {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return Int(~crc)
  }
}
