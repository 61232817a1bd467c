import Reporting
import SurveyModel
import TabularFiles
import TextFormats

extension FileUnderstanding {
  /// Dialect, columns and ledger for a terminal.
  package var text: String {
    var columns = ResultTable(
      [
        .text("column"), .text("kind"), .text("form"), .number("values"), .number("blank"),
        .number("distinct"),
        .text("range"),
      ], isSynthetic: false)
    columns.rows = self.columns.map { column in
      [
        .text(column.name), .text(column.kind.rawValue), .text(column.form),
        .integer(column.count),
        .integer(column.blanks),
        .text("\(column.distinct)\(column.isDistinctCapped ? "+" : "")"),
        DelimitedText.Field(column.extent),
      ]
    }
    return dialectText + columns.text + ledgerText
  }

  private var dialectText: String {
    let mark = dialect.hasByteOrderMark ? " with byte order mark" : ""
    return """
      \(file.printable)
      encoding   \(dialect.encoding.value.rawValue)\(mark): \(dialect.encoding.reason)
      delimiter  \(dialect.delimiter.value.name): \(dialect.delimiter.reason)
      quote      \(dialect.quote.value.name): \(dialect.quote.reason)
      escape     \(dialect.escape.value.rawValue): \(dialect.escape.reason)
      preamble   \(dialect.preambleRows.value) rows: \(dialect.preambleRows.reason)
      header     \(dialect.headerRows.value) rows: \(dialect.headerRows.reason)
      decimal    \(dialect.decimalMark.value.rawValue): \(dialect.decimalMark.reason)
      line end   \(dialect.lineEnd.value.rawValue): \(dialect.lineEnd.reason)


      """
  }

  private var ledgerText: String {
    let size = ledger.unit == .bytes ? "" : "\(ledger.fileBytes) bytes in the file; "
    return """

      \(size)\(ledger.total) \(ledger.unit.name) \
      = \(ledger.kept.size) in \(ledger.kept.records) records kept \
      + \(ledger.irregular.size) in \(ledger.irregular.records) set aside \
      + \(ledger.nonDataSize) that are no data\(ledger.isBalanced ? "" : " (they do not add up)")

      """
  }
}

extension ColumnUnderstanding {
  /// What stands in numbers and dates beside digits and a mark.
  fileprivate var form: String {
    [
      (percents, "percent"), (grouped, "thousands"), (times, "time"),
    ].filter { $0.0 > 0 }.map(\.1).joined(separator: " ")
  }

  /// Numbers and dates from … to …, codes, or lengths of text.
  fileprivate var extent: String? {
    if let lengths { return "\(lengths.lowerBound)–\(lengths.upperBound) characters" }
    if kind == .codes, codes.count <= 12, !codes.isEmpty {
      return codes.map(String.init).joined(separator: " ")
    }
    return shownRange.map { "\($0.lowest) … \($0.highest)" }
  }
}
