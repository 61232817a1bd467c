import ArgumentParser
import Reporting
import TextFormats

/// How an analysis is printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, csv, json
}

/// A table of results in each of the three formats.
struct ResultTable {
  struct Column {
    var name: String
    var heading: String
    var isNumeric: Bool
  }

  var columns: [Column]
  /// Cells for CSV, which `text` formats for reading.
  var rows: [[DelimitedText.Field]] = []
  var isSynthetic: Bool

  init(_ columns: [Column], isSynthetic: Bool) {
    self.columns = columns
    self.isSynthetic = isSynthetic
  }

  /// The table for a terminal, at most 100 columns wide, under the stamp where the data need one.
  var text: String {
    var table = TextTable(columns.map { TextTable.Column($0.heading, isNumeric: $0.isNumeric) })
    table.rows = rows.map { $0.map(\.shortText) }
    return stamp + table.text(width: 100)
  }

  var stamp: String { isSynthetic ? ResultTable.stamp : "" }

  /// With a column that says whether a program made the answers.
  var csv: String {
    DelimitedText(columns.map(\.name), rows: rows, isSynthetic: isSynthetic).text()
  }

  var json: JSONValue {
    .array(
      rows.map { row in
        .object(
          zip(columns, row).map { JSONValue.Member($0.name, $1.json) }
            + [JSONValue.Member(SyntheticData.name, .bool(isSynthetic))])
      })
  }

  func print(_ format: OutputFormat) {
    switch format {
    case .text: Console.show(text)
    case .csv: Console.write(csv)
    case .json: Console.write(json.text())
    }
  }

  static let stamp = "\(SyntheticData.englishStamp)\n\(SyntheticData.russianStamp)\n\n"
}

extension ResultTable.Column {
  static func text(_ name: String, _ heading: String? = nil) -> ResultTable.Column {
    ResultTable.Column(name: name, heading: heading ?? name, isNumeric: false)
  }

  static func number(_ name: String, _ heading: String? = nil) -> ResultTable.Column {
    ResultTable.Column(name: name, heading: heading ?? name, isNumeric: true)
  }
}

extension DelimitedText.Field {
  /// For reading: four significant digits after the whole part, a dash for what is missing.
  var shortText: String {
    switch self {
    case .text(let text): text
    case .integer(let integer): String(integer)
    case .number(let number): DelimitedText.shortened(number)
    case .missing: "–"
    }
  }

  /// The same with no more decimals than a number that was rounded to a step has.
  func shortText(roundedTo step: Double?) -> String {
    guard step != nil, case .number(let number) = self else { return shortText }
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .integer(let integer): .integer(integer)
    case .number(let number): .number(number)
    case .missing: .null
    }
  }
}

extension DelimitedText {
  fileprivate static func shortened(_ number: Double) -> String {
    guard number.isFinite else { return "–" }
    let isLargeAndWhole = abs(number) >= 1000 && number == number.rounded()
    let digits = isLargeAndWhole ? 0 : abs(number) >= 100 ? 1 : abs(number) >= 1 ? 2 : 3
    return Number.decimal(number, digits: digits).text(in: .en)
  }
}
