import SurveyModel
import TabularFiles

extension FileUnderstanding {
  private static let longest = 10

  /// What was understood of the file, and what is doubtful, in ten lines at most.
  package var summary: String {
    let understood = [
      "\(file.printable): \(counted(ledger.kept.records, "record")) of"
        + " \(counted(columns.count, "column"))",
      "form      " + form, "table     " + table, "columns   " + kinds, "left out  " + leftOut,
    ]
    var doubts = doubts
    let room = Self.longest - understood.count
    if doubts.count > room {
      doubts = doubts.prefix(room - 1) + ["\(doubts.count - room + 1) more, see below"]
    }
    let lines = understood + (doubts.isEmpty ? ["nothing"] : doubts).map { "doubtful  " + $0 }
    return lines.map { $0 + "\n" }.joined() + "\n"
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  private var form: String {
    if let dataSet {
      let labelled = dataSet.variables.count { !$0.label.isEmpty }
      let closed = dataSet.variables.count { !$0.valueLabels.isEmpty }
      return
        "a data set of \(dataSet.format == .dta ? "Stata" : "SPSS"), \(labelled) variables with"
        + " a label, \(closed) with labelled values"
    }
    guard ledger.unit == .bytes else { return "cells of a workbook" }
    let quote = dialect.quote.value == .none ? "no quotes" : "\(dialect.quote.value.name) quotes"
    return "\(dialect.encoding.value.rawValue), \(dialect.delimiter.value.name) between fields,"
      + " \(dialect.hasQuotes ? quote : "no quotes"), decimal"
      + " \(dialect.decimalMark.value == .comma ? "comma" : "point")"
  }

  private var table: String {
    if let dataSet {
      return dataSet.weightVariable.map { "weighted by \($0)" } ?? "no weight named"
    }
    let preamble = dialect.preambleRows.value
    let names =
      dialect.headerRows.value == 0
      ? "no row of names" : counted(dialect.headerRows.value, "row") + " of names"
    return preamble == 0 ? names : names + ", " + counted(preamble, "row") + " before"
  }

  private var kinds: String {
    let counts = ColumnUnderstanding.Kind.allCases.map { kind in
      (kind, columns.count { $0.kind == kind })
    }
    return counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
  }

  private var leftOut: String {
    let known: Set<FileLedger.NonDataKind> = [.header, .byteOrderMark, .separatorLine, .preamble]
    let rows = ledger.nonData.filter { !known.contains($0.kind) }.map { part in
      counted(part.count, part.kind.rawValue.replacing("-", with: " "))
    }
    let aside =
      ledger.irregular.records == 0
      ? [] : [counted(ledger.irregular.records, "record") + " set aside"]
    let all = aside + rows
    return all.isEmpty ? "nothing" : all.joined(separator: ", ")
  }

  /// Guesses that nothing in the file confirms, then what is said of the file, by kind.
  private var doubts: [String] {
    var doubts: [String] = []
    if dialect.encoding.basis == .assumed, ledger.unit == .bytes {
      doubts.append("encoding: \(dialect.encoding.reason)")
    }
    if dialect.headerRows.basis == .assumed {
      doubts.append("names: \(dialect.headerRows.reason)")
    }
    var seen: [String] = []
    let told = diagnostics.filter { $0.severity != .note }.sorted {
      $0.severity == .error && $1.severity != .error
    }
    for diagnostic in told where !seen.contains(diagnostic.code) {
      seen.append(diagnostic.code)
      let count = told.count { $0.code == diagnostic.code }
      doubts.append(
        count == 1
          ? "\(diagnostic.message) [\(diagnostic.code)]"
          : "\(diagnostic.code): \(count) places, the first \(diagnostic.location)")
    }
    return doubts
  }
}
