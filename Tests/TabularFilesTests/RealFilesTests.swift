import FoundationEssentials
import Testing

@testable import TabularFiles

@Suite("Files that other people made")
struct RealFilesTests {
  private static let absent: Comment = "the folder of real inputs is absent (GENIUSLOCI_DATA)"

  @Test(
    "Every file of csv-spectrum comes out as expected",
    .enabled(if: SurveyData.isPresent, absent),
    arguments: [
      "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates",
      "newlines", "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
    ])
  func spectrum(name: String) throws {
    let table = try SurveyData.table("csv-spectrum/csvs/\(name).csv")
    let json = try Data(
      contentsOf: URL(filePath: SurveyData.folder + "/csv-spectrum/json/\(name).json"))
    let expected = try expectation(json)
    let found = table.rows.map { row in
      Dictionary(uniqueKeysWithValues: zip(table.header.map(\.text), row))
    }
    // The JSON of one pair has another telephone number than its CSV.
    let phone = "Contact Phone Number"
    #expect(
      found.map { $0.filter { $0.key != phone } } == expected.map { $0.filter { $0.key != phone } })
    #expect(table.ledger.isBalanced)
    #expect(table.irregular.isEmpty)
  }

  /// The rows that a JSON file expects: one holds a row without an array. Git has made CR LF
  /// inside quotes LF in the CSV files, not in the escapes of the JSON files.
  private func expectation(_ json: Data) throws -> [[String: String]] {
    let text = String(decoding: json, as: UTF8.self)
    let rows = Data(text.split(separator: "\\r\\n").joined(separator: "\\n").utf8)
    let decoder = JSONDecoder()
    if let one = try? decoder.decode([String: String].self, from: rows) { return [one] }
    return try decoder.decode([[String: String]].self, from: rows)
  }

  @Test(
    "Survey files have the records and columns their owners state",
    .enabled(if: SurveyData.isPresent, absent),
    arguments: [
      ("kansas-city/2021-q1.csv", 1033, 160), ("kansas-city/2022-q3.csv", 984, 160),
      ("san-diego/responses.csv", 2477, 119), ("example-a/responses.csv", 8255, 78),
      ("kobo-export/raw_data.csv", 632, 349),
    ])
  func surveys(path: String, rows: Int, columns: Int) throws {
    let table = try SurveyData.table(path)
    #expect(table.rowCount == rows)
    #expect(table.columnCount == columns)
    #expect(table.irregular.isEmpty)
    #expect(table.ledger.isBalanced)
  }
}
