/// What is wrong with a file of an otherwise faultless table.
///
/// The list, and how many files of 3,712 have each, is that of G. Vitagliano, M. Hameed, L. Jiang,
/// L. Reisener, E. Wu and F. Naumann (2023). Pollock: A Data Loading Benchmark. *PVLDB* 16 (8),
/// 1870–1882, and of the weights published with it. Rows count from the header, which is 0.
enum Pollution: Hashable {
  case none
  case noData, noFinalLineEnd, doubleFinalLineEnd
  case noHeader, groupedHeader
  case headerRows(Int)
  case preamble(isDelimited: Bool)
  case furtherTable(moreColumns: Int)
  case headerOnly, oneRecord
  case lineEnd(String)
  case delimiter(String)
  case singleQuotes, backslash, noEscape
  case wideHeader, narrowHeader, emptyLastColumn, wideTitle, thousands, quotedNames
  case quotedPart(QuotedPart)
  case missingDelimiter(row: Int, column: Int)
  case extraDelimiter(row: Int, column: Int)
  case extraQuote(row: Int, column: Int)
  case spacedRecord(row: Int)

  /// Where text between quotes, with delimiters in it, begins within a field of a further column.
  enum QuotedPart: String, CaseIterable {
    /// Text stands on both sides: `seen "twice, or more" here`.
    case within
    /// The field ends with it: `seen"twice, or more"`.
    case atEnd = "at-end"
    /// Every third record has one.
    case often
    /// Two stand in one field.
    case twice
    /// The name of the column has one too.
    case inName = "in-name"

    /// A field as it stands in the file, and is to be read.
    var text: String {
      switch self {
      case .within, .often, .inName: "seen \"twice, or more\" by us"
      case .atEnd: "seen\"twice, or more\""
      case .twice: "seen \"twice, or more\" by \"us, and them\""
      }
    }

    /// Whether the record of this number has such a field.
    func isIn(record: Int) -> Bool { self == .often ? record % 3 == 1 : record == 7 }
  }

  /// Every pollution of a table: those of the file, then those of each row and field.
  static func all(of table: BaseTable) -> [Pollution] {
    ofFile
      + (0...table.records.count).flatMap { row in
        table.header.indices.flatMap { column in
          (column > 0 ? [Pollution.missingDelimiter(row: row, column: column)] : [])
            + [.extraDelimiter(row: row, column: column), .extraQuote(row: row, column: column)]
        } + [.spacedRecord(row: row)]
      }
  }

  /// The pollutions of a whole file.
  static let ofFile: [Pollution] =
    [
      .none, .noData, .noFinalLineEnd, .doubleFinalLineEnd, .noHeader, .headerRows(2),
      .headerRows(3), .groupedHeader, .preamble(isDelimited: true), .preamble(isDelimited: false),
      .furtherTable(moreColumns: -1), .furtherTable(moreColumns: 0), .furtherTable(moreColumns: 1),
      .headerOnly, .oneRecord, .singleQuotes, .backslash, .noEscape, .wideHeader, .narrowHeader,
      .emptyLastColumn, .wideTitle, .thousands, .quotedNames,
    ] + QuotedPart.allCases.map { .quotedPart($0) } + ["\n", "\r"].map { .lineEnd($0) }
    + [";", "\t", " ", ", "].map { .delimiter($0) }

  /// Its name without rows and columns, under which files are counted.
  var kind: String {
    switch self {
    case .none: "nothing"
    case .noData: "no data at all"
    case .noFinalLineEnd: "no final newline"
    case .doubleFinalLineEnd: "double final newline"
    case .noHeader: "no header"
    case .headerRows, .groupedHeader: "header on two or three rows"
    case .preamble: "preamble"
    case .furtherTable: "several tables"
    case .headerOnly: "header only"
    case .oneRecord: "one record only"
    case .lineEnd(let end): end == "\n" ? "LF" : "CR"
    case .delimiter(let text):
      [";": "semicolon", "\t": "tab", " ": "space", ", ": "comma and space"][text] ?? text
    case .singleQuotes: "single quotes"
    case .backslash: "backslash as escape"
    case .noEscape: "no escape"
    case .wideHeader: "header wider than all records"
    case .narrowHeader: "header narrower than all records"
    case .emptyLastColumn: "names over an empty last column"
    case .wideTitle: "title wider than the table"
    case .thousands: "thousands"
    case .quotedNames: "names with doubled quotes"
    case .quotedPart: "quoted text that begins mid-record"
    case .missingDelimiter: "one delimiter too few"
    case .extraDelimiter: "one delimiter too many"
    case .extraQuote: "an unescaped quote inside a field"
    case .spacedRecord: "one record delimited by spaces"
    }
  }

  /// How many files of the published survey have pollutions of each kind; a file may have several. Kinds
  /// that it does not count have the weight of one file.
  static let surveyed: [String: Double] = [
    "nothing": 1, "no data at all": 15, "no final newline": 184, "double final newline": 5,
    "no header": 470, "header on two or three rows": 94, "preamble": 282, "several tables": 188,
    "header only": 3, "one record only": 4, "LF": 1691, "CR": 7, "semicolon": 834, "tab": 4,
    "space": 4, "comma and space": 101, "single quotes": 11, "backslash as escape": 1,
    "no escape": 7, "one delimiter too few": 247, "one delimiter too many": 282,
    "an unescaped quote inside a field": 7, "one record delimited by spaces": 12,
  ]

  /// A name for the file: the kind, and where.
  var name: String {
    let kind = String(kind.map { $0 == " " ? "-" : $0 })
    switch self {
    case .headerRows(let count): return "\(kind)-\(count)"
    case .groupedHeader: return "\(kind)-grouped"
    case .preamble(let isDelimited): return isDelimited ? "\(kind)-delimited" : "\(kind)-lines"
    case .furtherTable(let more):
      return "\(kind)-" + (more < 0 ? "fewer" : more == 0 ? "same" : "more")
    case .quotedPart(let part): return "\(kind)-\(part.rawValue)"
    case .missingDelimiter(let row, let column), .extraDelimiter(let row, let column),
      .extraQuote(let row, let column):
      return "\(kind)-\(row)-\(column)"
    case .spacedRecord(let row): return "\(kind)-\(row)"
    default: return kind
    }
  }
}
