import Reporting
import TextFormats

/// How an analysis is printed.
package enum OutputFormat: String, CaseIterable, Sendable {
  case text, csv, json
}

/// The result of an analysis, as the command prints it.
package protocol PrintedResult {
  /// For a reader, at most 100 columns wide, under the stamp where the data need one.
  var text: String { get }
  /// A row for each figure.
  var table: ResultTable { get }
  /// An array of objects.
  var json: JSONValue { get }
  /// What was asked for and could not be made, with the reason, in English.
  var unmade: [String] { get }
}

extension PrintedResult {
  package var text: String { table.withoutEmptyColumns.text }

  package var json: JSONValue { table.json }

  package var unmade: [String] { [] }

  /// The result in one of the formats.
  package func written(as format: OutputFormat) -> String {
    switch format {
    case .text: text
    case .csv: table.csv
    case .json: json.text()
    }
  }
}
