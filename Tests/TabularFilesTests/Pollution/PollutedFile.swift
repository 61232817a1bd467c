/// A file with one pollution, and what a reader should make of it.
struct PollutedFile {
  let table: BaseTable
  let pollution: Pollution
  private(set) var text: String
  /// The names; nil where the file has none.
  private(set) var header: [String]?
  private(set) var records: [[String]]

  var name: String { "\(table.name)-\(pollution.name).csv" }
  var bytes: [UInt8] { Array(text.utf8) }

  init(_ table: BaseTable, _ pollution: Pollution) {
    self.table = table
    self.pollution = pollution
    header = table.header
    records = table.records
    text = Self.text(table, pollution)
    expect()
    if case .quotedPart = pollution { text = withQuotedParts() }
  }

  /// Every polluted file of every table; those that the pollution leaves as they were only once.
  static func all(seed: Int) -> [PollutedFile] {
    BaseTable.all(seed: seed).flatMap { table in
      let plain = PollutedFile(table, .none)
      return Pollution.all(of: table).map { PollutedFile(table, $0) }
        .filter { $0.pollution == .none || $0.text != plain.text }
    }
  }

  /// Changes what is expected from the table's own names and records.
  private mutating func expect() {
    switch pollution {
    case .noData: (header, records) = ([], [])
    case .noHeader: header = nil
    case .headerRows(let count):
      header = table.header.map { Array(repeating: $0, count: count).joined(separator: " ") }
    case .groupedHeader: header = table.header.enumerated().map { "\(Self.group($0)) \($1)" }
    case .headerOnly: records = []
    case .oneRecord: records = [table.records[0]]
    case .wideHeader, .narrowHeader, .emptyLastColumn, .thousands, .quotedNames:
      (header, records) = (Self.written(table, pollution)[0], Self.understood(table, pollution))
      if pollution == .narrowHeader { header? += ["", ""] }
    case .quotedPart(let part): (header, records) = (remarkedHeader(part), remarkedRecords(part))
    case .extraQuote(let row, let column):
      if row == 0 {
        header?[column] = "\"" + table.header[column]
      } else {
        records[row - 1][column] = "\"" + table.records[row - 1][column]
      }
    default: break
    }
  }

  /// The names with a column of remarks in the middle, which hold quoted parts.
  private func remarkedHeader(_ part: Pollution.QuotedPart) -> [String] {
    remarked(table.header, part == .inName ? "remark \"ours, in words\"" : "remark")
  }

  private func remarkedRecords(_ part: Pollution.QuotedPart) -> [[String]] {
    table.records.enumerated().map { number, record in
      remarked(
        record,
        part.isIn(record: number)
          ? part.text : number % 4 == 2 ? "" : "looked at by visit \(number)")
    }
  }

  private func remarked(_ fields: [String], _ remark: String) -> [String] {
    Array(fields[..<2]) + [remark] + fields[2...]
  }

  /// What stands over a column in a header of two rows: a name for three columns.
  private static func group(_ column: Int) -> String { "Block \(column / 3 + 1)" }
}

extension PollutedFile {
  /// The file whose remarks stand as they are, without quotes around them.
  private func withQuotedParts() -> String {
    let form = WrittenForm()
    return ([header ?? []] + records).map { fields in
      let written = fields.enumerated().map { $0 == 2 ? $1 : form.field($1) }
      return written.joined(separator: form.delimiter) + form.lineEnd
    }.joined()
  }

  private static func text(_ table: BaseTable, _ pollution: Pollution) -> String {
    let all = [table.header] + table.records
    var form = WrittenForm()
    switch pollution {
    // Those with quoted parts are written from what is expected.
    case .none, .quotedPart: break
    case .lineEnd(let end): form.lineEnd = end
    case .delimiter(let delimiter): form.delimiter = delimiter
    case .singleQuotes: form.quote = "'"
    case .backslash: form.escape = .backslash
    case .noEscape: form.escape = .none
    case .noData: return ""
    case .noHeader: return form.text(table.records)
    case .headerOnly: return form.text([table.header])
    case .oneRecord: return form.text(Array(all.prefix(2)))
    case .noFinalLineEnd: return String(form.text(all).dropLast())
    case .doubleFinalLineEnd: return form.text(all) + form.lineEnd
    case .wideHeader, .narrowHeader, .emptyLastColumn, .thousands, .quotedNames:
      return form.text(written(table, pollution))
    case .headerRows, .groupedHeader, .preamble, .wideTitle:
      return before(table, pollution, form) + form.text(all)
    case .furtherTable(let more): return form.text(all + further(table, more))
    case .missingDelimiter, .extraDelimiter, .extraQuote, .spacedRecord:
      return all.enumerated().map { row, fields in
        record(fields, row, pollution, form) + form.lineEnd
      }.joined()
    }
    return form.text(all)
  }

  /// Names and records as they stand in a file with other names, or with a further column.
  private static func written(_ table: BaseTable, _ pollution: Pollution) -> [[String]] {
    switch pollution {
    case .wideHeader: [table.header + ["approved", "refused"]] + table.records
    case .narrowHeader: [Array(table.header.dropLast(2))] + table.records
    case .emptyLastColumn: [table.header + ["note"]] + table.records.map { $0 + [""] }
    case .thousands:
      [table.header + ["visits"]]
        + table.records.enumerated().map { $1 + ["\($0 + 1),\(100 + $0)"] }
    case .quotedNames:
      [table.header.map { "\($0), \"so\" called" }] + table.records
    default: [table.header] + table.records
    }
  }

  /// What such records hold.
  private static func understood(_ table: BaseTable, _ pollution: Pollution) -> [[String]] {
    switch pollution {
    case .wideHeader: table.records.map { $0 + ["", ""] }
    case .emptyLastColumn: table.records.map { $0 + [""] }
    case .thousands: table.records.enumerated().map { $1 + ["\($0 + 1)\(100 + $0)"] }
    default: table.records
    }
  }

  /// The lines above the header.
  private static func before(
    _ table: BaseTable, _ pollution: Pollution, _ form: WrittenForm
  ) -> String {
    let blanks = Array(repeating: "", count: table.header.count - 1)
    switch pollution {
    case .headerRows(let count): return form.text(Array(repeating: table.header, count: count - 1))
    case .groupedHeader:
      return form.text([table.header.indices.map { $0 % 3 == 0 ? group($0) : "" }])
    case .wideTitle:
      return form.text([["Report of March", "made by the office"] + blanks.map { _ in "draft" }])
    case .preamble(isDelimited: true):
      return form.text(["Report of March", ""].map { [$0] + blanks })
    default: return "Report of March" + form.lineEnd + form.lineEnd
    }
  }

  /// A second table with its own header: the first's without its last column, or with one more.
  private static func further(_ table: BaseTable, _ more: Int) -> [[String]] {
    ([table.header] + table.records).enumerated().map { row, fields in
      switch more {
      case ..<0: Array(fields.dropLast())
      case 0: fields
      default: fields + [row == 0 ? "more" : "\(row)"]
      }
    }
  }

  private static func record(
    _ fields: [String], _ row: Int, _ pollution: Pollution, _ form: WrittenForm
  ) -> String {
    var written = fields.map { form.field($0) }
    switch pollution {
    case .missingDelimiter(row, let column):
      written[column - 1] += written.remove(at: column)
    case .extraDelimiter(row, let column): written.insert("", at: column)
    case .extraQuote(row, let column):
      let isQuoted = written[column].hasPrefix("\"")
      written[column] = (isQuoted ? "\"\"" : "\"") + written[column].dropFirst(isQuoted ? 1 : 0)
    case .spacedRecord(row):
      var spaced = form
      spaced.delimiter = " "
      return spaced.record(fields)
    default: break
    }
    return written.joined(separator: form.delimiter)
  }
}
