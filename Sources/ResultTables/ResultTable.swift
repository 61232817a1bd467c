import Reporting
import TextFormats

/// A table of results in each of the three formats.
package struct ResultTable: Sendable {
  /// A column; its name stands in CSV and JSON, its heading on a terminal.
  package struct Column: Sendable {
    package var name: String
    package var heading: String
    package var isNumeric: Bool
  }

  package var columns: [Column]
  /// Cells for CSV, which ``text`` formats for reading.
  package var rows: [[DelimitedText.Field]] = []
  /// Whether a program made the answers.
  package var isSynthetic: Bool

  package init(_ columns: [Column], isSynthetic: Bool) {
    self.columns = columns
    self.isSynthetic = isSynthetic
  }

  /// The table for a terminal, at most 100 columns wide, under the stamp where the data need one.
  package var text: String { stamp + textWithoutStamp }

  /// The table alone, under another one that has the stamp.
  package var textWithoutStamp: String {
    var table = TextTable(columns.map { TextTable.Column($0.heading, isNumeric: $0.isNumeric) })
    table.rows = rows.map { $0.map(\.shortText) }
    return table.text(width: 100)
  }

  /// What stands above generated data; empty where residents answered.
  package var stamp: String { Self.stamp(isSynthetic: isSynthetic) }

  /// With a column that says whether a program made the answers.
  package var csv: String {
    DelimitedText(columns.map(\.name), rows: rows, isSynthetic: isSynthetic).text()
  }

  /// An object for each row.
  package var json: JSONValue {
    .array(
      rows.map { row in
        .object(
          zip(columns, row).map { JSONValue.Member($0.name, $1.json) }
            + [JSONValue.Member(SyntheticData.name, .bool(isSynthetic))])
      })
  }

  /// The table without the columns that have nothing to say.
  package var withoutEmptyColumns: ResultTable {
    let kept = columns.indices.filter { column in
      rows.contains { $0[column] != .missing && $0[column] != "" }
    }
    var table = ResultTable(kept.map { columns[$0] }, isSynthetic: isSynthetic)
    table.rows = rows.map { row in kept.map { row[$0] } }
    return table
  }

  package static func stamp(isSynthetic: Bool) -> String {
    guard isSynthetic else { return "" }
    return "\(SyntheticData.englishStamp)\n\(SyntheticData.russianStamp)\n\n"
  }
}

extension ResultTable.Column {
  package static func text(_ name: String, _ heading: String? = nil) -> ResultTable.Column {
    ResultTable.Column(name: name, heading: heading ?? name, isNumeric: false)
  }

  package static func number(_ name: String, _ heading: String? = nil) -> ResultTable.Column {
    ResultTable.Column(name: name, heading: heading ?? name, isNumeric: true)
  }
}

extension DelimitedText.Field {
  /// For reading: four significant digits after the whole part, a dash for what is missing.
  package var shortText: String {
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

  /// Without decimals where there are none.
  var wholeText: String {
    if case .number(let number) = self, let whole = Int(exactly: number) {
      return DelimitedText.Field.integer(whole).shortText
    }
    return shortText
  }

  /// A p value, without digits that mean nothing.
  static func short(pValue: Double?) -> DelimitedText.Field {
    guard let pValue else { return .missing }
    return pValue < 0.001 ? .text("<0.001") : .number(pValue)
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
