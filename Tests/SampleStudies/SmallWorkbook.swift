import Foundation
import ZipArchive

/// A workbook made for one test, of rows of texts and numbers.
package struct SmallWorkbook {
  /// Sheets by name, with their rows; a field of digits becomes a number.
  private let sheets: [(name: String, rows: [[String]])]

  package init(sheets: [(name: String, rows: [[String]])]) { self.sheets = sheets }

  package var data: Data {
    get throws {
      let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
      func relationship(_ id: String, _ kind: String, _ target: String) -> String {
        "<Relationship Id=\"\(id)\" Type=\"\(office)/\(kind)\" Target=\"\(target)\"/>"
      }
      let entries = sheets.enumerated().map {
        "<sheet name=\"\($1.name)\" sheetId=\"\($0 + 1)\" r:id=\"r\($0)\"/>"
      }
      let parts = sheets.indices.map {
        relationship("r\($0)", "worksheet", "worksheets/sheet\($0).xml")
      }
      let files: [(String, String)] =
        [
          ("[Content_Types].xml", "<Types/>"),
          (
            "_rels/.rels",
            "<Relationships>\(relationship("a", "officeDocument", "xl/workbook.xml"))</Relationships>"
          ),
          (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"\(office)\"><sheets>\(entries.joined())</sheets></workbook>"
          ),
          (
            "xl/_rels/workbook.xml.rels", "<Relationships>\(parts.joined())</Relationships>"
          ),
        ]
        + sheets.enumerated().map { ("xl/worksheets/sheet\($0).xml", Self.worksheet($1.rows)) }
      return Data(
        try ZipWriter.bytes(of: files.map { ZipEntry($0, bytes: Array($1.utf8)) }))
    }
  }

  private static func worksheet(_ rows: [[String]]) -> String {
    let texts = rows.map { "<row>\($0.map(cell).joined())</row>" }
    return "<worksheet><sheetData>\(texts.joined())</sheetData></worksheet>"
  }

  private static func cell(_ text: String) -> String {
    if text.isEmpty { return "<c/>" }
    let isNumber = Double(text) != nil && text.allSatisfy { $0.isASCII && !$0.isLetter }
    let escaped = text.replacingOccurrences(of: "&", with: "&amp;")
      .replacingOccurrences(of: "<", with: "&lt;")
    return isNumber
      ? "<c><v>\(text)</v></c>" : "<c t=\"inlineStr\"><is><t>\(escaped)</t></is></c>"
  }
}
