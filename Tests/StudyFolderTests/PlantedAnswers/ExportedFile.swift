import Foundation
import NumericalMethods
import SampleStudies

@testable import TabularFiles

/// A table as a file: text in one of the encodings and dialects of exports, or a workbook.
struct ExportedFile: CustomStringConvertible {
  private enum Delimiter: String, CaseIterable {
    case comma = ","
    case semicolon = ";"
    case tab = "\t"
  }

  private let encoding: TextEncoding
  private let hasMark: Bool
  private let delimiter: Delimiter
  private let lineEnd: String
  private let quotesAll: Bool
  private let isWorkbook: Bool

  init(random: inout RandomStream) {
    let encodings: [(TextEncoding, Bool)] = [
      (.utf8, false), (.utf8, true), (.windows1251, false), (.utf16LittleEndian, true),
      (.macCyrillic, false), (.koi8r, false),
    ]
    (encoding, hasMark) = encodings[Int.random(in: 0..<encodings.count, using: &random)]
    delimiter = Delimiter.allCases[Int.random(in: 0..<3, using: &random)]
    lineEnd = Bool.random(using: &random) ? "\n" : "\r\n"
    quotesAll = Int.random(in: 0..<3, using: &random) == 0
    isWorkbook = Int.random(in: 0..<6, using: &random) == 0
  }

  var name: String { isWorkbook ? "answers.xlsx" : "answers.csv" }

  var description: String {
    isWorkbook
      ? "xlsx"
      : "\(encoding.rawValue)\(hasMark ? " with mark" : "") '\(delimiter.rawValue)'"
        + (quotesAll ? " quoted" : "") + (lineEnd == "\n" ? "" : " CR LF")
  }

  func data(of rows: [[String]]) throws -> Data {
    if isWorkbook { return try SmallWorkbook(sheets: [("answers", rows)]).data }
    let lines = rows.map { row in
      row.map { quoted(isLacking ? Self.plain($0) : $0) }.joined(separator: delimiter.rawValue)
    }
    let text = lines.map { $0 + lineEnd }.joined()
    return Data((hasMark ? encoding.byteOrderMark : []) + bytes(of: text))
  }

  private func quoted(_ field: String) -> String {
    let needsQuotes = field.contains { "\"\n\r\(delimiter.rawValue)".contains($0) }
    guard quotesAll || needsQuotes else { return field }
    return "\"\(field.replacingOccurrences(of: "\"", with: "\"\""))\""
  }

  /// Whether the encoding has no quotation marks and dashes of print.
  private var isLacking: Bool { encoding == .koi8r }

  /// Quotation marks, dashes and № as a typewriter has them.
  static func plain(_ text: String) -> String {
    String(
      text.map { character in
        switch character {
        case "«", "»": "\""
        case "—", "–": "-"
        case "№": "N"
        default: character
        }
      })
  }

  private func bytes(of text: String) -> [UInt8] {
    if encoding == .utf8 { return Array(text.utf8) }
    if encoding.isUTF16 { return text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } }
    var codes: [Unicode.Scalar: UInt8] = [:]
    for (place, scalar) in (encoding.upperHalf ?? []).enumerated() {
      codes[scalar] = UInt8(0x80 + place)
    }
    return text.unicodeScalars.map { $0.value < 0x80 ? UInt8($0.value) : codes[$0] ?? 0x3F }
  }
}
