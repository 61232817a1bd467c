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
    guard let dataSet else { return dialectText + columns.text + ledgerText }
    return dataSet.heading(of: file) + columns.text + dataSet.variableText + ledgerText
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

extension TableContainer {
  /// The data set's own title, notes and weight.
  fileprivate func heading(of file: String) -> String {
    let program = format == .dta ? "Stata" : "SPSS"
    let weight = format == .dta ? "a Stata file names none" : weightVariable ?? "none"
    return """
      \(file.printable)
      format     \(program), .\(format.rawValue)
      title      \(label.isEmpty ? "none" : label.printable)
      notes      \(notes.isEmpty ? "none" : notes.joined(separator: " ").printable)
      weight     \(weight.printable)


      """
  }

  /// The variables with their labels, formats and missing values, then the lists of value labels.
  fileprivate var variableText: String {
    var table = ResultTable(
      [
        .text("variable"), .text("format"), .text("measure"), .text("no answer"),
        .text("label"),
      ], isSynthetic: false)
    table.rows = variables.map { variable in
      [
        .text(variable.name), .text(variable.format), .text(variable.measure?.rawValue ?? ""),
        .text(variable.missing.map(\.text).joined(separator: " ")),
        .text(variable.label.shown(Self.longestLabel)),
      ]
    }
    return "\n" + table.text + labelText
  }

  private static let longestLabel = 50

  /// The lists of value labels, each with the variables that have it.
  private var labelText: String {
    var lists: [(labels: [StatisticalVariable.ValueLabel], variables: [StatisticalVariable])] = []
    for variable in variables where !variable.valueLabels.isEmpty {
      if let place = lists.firstIndex(where: { $0.labels == variable.valueLabels }) {
        lists[place].variables.append(variable)
      } else {
        lists.append((variable.valueLabels, [variable]))
      }
    }
    return lists.map { labels, variables in
      let names = variables.prefix(6).map(\.name.printable).joined(separator: ", ")
      let rest = variables.count > 6 ? " and \(variables.count - 6) more" : ""
      let lines = labels.map { label in
        let isMissing = variables.contains { variable in
          if case .tagged = label.value { return true }
          return variable.missing.contains { missing in
            if case .number(let number) = label.value { return missing.contains(number) }
            return missing == .value(label.value)
          }
        }
        return "  \(label.value.cell.printable)  \(label.text.shown(70))"
          + (isMissing ? "  (no answer)" : "")
      }
      return "\n\(names)\(rest)\n" + lines.joined(separator: "\n") + "\n"
    }.joined()
  }
}

extension String {
  /// Without control characters, and cut at a number of characters.
  fileprivate func shown(_ longest: Int) -> String {
    let text = printable
    return text.count > longest ? text.prefix(longest - 1) + "…" : text
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
