import SurveyModel
import TabularFiles
import Testing

@testable import Simulation

/// What is wrong in a truth is told with its place.
@Suite struct TruthTests {
  /// A change to the first row of a parameter and name, and the diagnostic that it must cause.
  struct Fault: CustomTestStringConvertible, Sendable {
    var parameter: String
    var name: String
    var column = "value"
    var text: String
    var code: String
    var message: String

    var testDescription: String { "\(parameter) of \(name): \(column) = \(text)" }
  }

  static let faults = [
    Fault(
      parameter: "mean", name: "OPN", text: "high", code: "not-a-number",
      message: "'mean' of 'OPN' must be a number, found 'high'"),
    Fault(
      parameter: "missing", name: "*:refused", text: "7", code: "value-out-of-range",
      message: "'missing' of '*:refused' must be 0…1, found 7.0"),
    Fault(
      parameter: "loading", name: "OPN01*OPN", column: "name", text: "OPN99*OPN",
      code: "unknown-parameter",
      message: "'loading' of 'OPN99*OPN' belongs to nothing in the study"),
    Fault(
      parameter: "mean", name: "OPN", column: "city", text: "moscow", code: "unknown-parameter",
      message: "'mean' of 'OPN' belongs to nothing in the study"),
    Fault(
      parameter: "share", name: "district:1", text: "0.9", code: "shares-do-not-add-up",
      message: "the shares of 'district' must add up to 1, and come to 1.6985"),
    Fault(
      parameter: "range", name: "dur_sec", text: "10", code: "value-unknown",
      message: "'range' of 'dur_sec' must be two whole numbers below 10⁹, found '10'"),
    Fault(
      parameter: "sum", name: "end_time", text: "start_time;SOC01", code: "unknown-question",
      message: "'sum' of 'end_time' names 'SOC01', no earlier number"),
    Fault(
      parameter: "file", name: "encoding", text: "cp500", code: "value-unknown",
      message:
        "'file' 'encoding' must be one of utf-8, utf-8-bom, windows-1251, found 'cp500'"),
    Fault(
      parameter: "response", name: "*", text: "2", code: "value-out-of-range",
      message: "the probability of an interview must be 0…1, found "),
    Fault(
      parameter: "threshold", name: "AGR5:4", text: "-1", code: "value-out-of-range",
      message: "the thresholds of 'AGR5' must ascend, found -1.0"),
    Fault(
      parameter: "design", name: "points", text: "2.5", code: "value-out-of-range",
      message: "'design' 'points' must be a whole number from 1 to 10000, found 2.5"),
  ]

  @Test(arguments: faults)
  func `a fault is told with its place`(fault: Fault) throws {
    let truth = try ModelStudy.truth()
    let row = try #require(
      truth.rows.firstIndex { $0["parameter"] == fault.parameter && $0["name"] == fault.name })
    let column = try #require(truth.header.firstIndex { $0.text == fault.column })
    let found = try diagnostics(of: spoilt(truth, row: row, column: column, fault.text))
    let line = truth.rows[row].location.line
    #expect(
      found.contains {
        $0.code == fault.code && $0.message.hasPrefix(fault.message) && $0.location.line == line
          && $0.location.file == "truth.csv"
      }, "\(found)")
  }

  @Test func `what the truth lacks is told once for each city and wave`() throws {
    let truth = try ModelStudy.truth()
    let rows = truth.rows.filter { $0["name"] != "CS05" }.map(\.cells)
    let sheet = Sheet(name: "truth", header: truth.header, rows: rows)
    let found = try diagnostics(of: sheet)
    #expect(found.map(\.code) == Array(repeating: "truth-incomplete", count: 4))
    #expect(
      found.first?.message == "the truth does not say how 'CS05' is answered in pskov, w1")
  }

  @Test func `correlations that cannot hold together are told`() throws {
    let truth = try ModelStudy.truth()
    let row = try #require(
      truth.rows.firstIndex { $0["parameter"] == "correlation" && $0["name"] == "*" })
    let column = try #require(truth.header.firstIndex { $0.text == "value" })
    let found = try diagnostics(of: spoilt(truth, row: row, column: column, "-0.9"))
    #expect(found.contains { $0.message.contains("cannot all hold together") })
  }

  @Test func `a sheet without its columns is told`() throws {
    let cell = Sheet.Cell("key", at: SourceLocation(file: "truth.csv", line: 1, column: 1))
    let found = try diagnostics(of: Sheet(name: "truth", header: [cell], rows: []))
    #expect(found.map(\.code) == ["column-missing", "column-missing", "column-missing"])
  }

  private func spoilt(_ sheet: Sheet, row: Int, column: Int, _ text: String) -> Sheet {
    var rows = sheet.rows.map(\.cells)
    rows[row][column].text = text
    return Sheet(name: sheet.name, header: sheet.header, rows: rows)
  }

  private func diagnostics(of truth: Sheet) throws -> [Diagnostic] {
    do {
      _ = try StudySimulation(study: try ModelStudy.study(), truth: truth)
      return []
    } catch SimulationError.badTruth(let diagnostics) {
      return diagnostics
    }
  }
}
