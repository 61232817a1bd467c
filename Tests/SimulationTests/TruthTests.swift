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

    /// Whether it is told of what several rows come to.
    var isOfSum: Bool { message.hasPrefix("the probabilit") }

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
      message: "the probability of an interview must be 0.001…1, found "),
    Fault(
      parameter: "threshold", name: "AGR5:4", text: "-1", code: "value-out-of-range",
      message: "the thresholds of 'AGR5' must ascend, found -1.0"),
    Fault(
      parameter: "design", name: "points", text: "2.5", code: "value-out-of-range",
      message: "'design' 'points' must be a whole number from 1 to 10000, found 2.5"),
    // Truths that are none.
    Fault(
      parameter: "share", name: "SD5:1", text: "-0.5", code: "value-out-of-range",
      message: "'share' of 'SD5:1' must be 0…1, found -0.5"),
    Fault(
      parameter: "share", name: "SD5:2@age:65+", text: "1.7", code: "value-out-of-range",
      message: "'share' of 'SD5:2@age:65+' must be 0…1, found 1.7"),
    Fault(
      parameter: "share", name: "SD3:1", text: "-0.2", code: "value-out-of-range",
      message: "'share' of 'SD3:1' must be 0…1, found -0.2"),
    Fault(
      parameter: "share", name: "SD3:4", text: "0.5", code: "shares-do-not-add-up",
      message: "the shares of 'SD3' in the category '3' must add up to 1, and come to 1.38"),
    Fault(
      parameter: "share", name: "education:1@age:18-24", text: "-0.5", code: "value-out-of-range",
      message: "'share' of 'education:1@age:18-24' must be 0…1, found -0.5"),
    Fault(
      parameter: "share", name: "education:1@age:18-24", text: "0.4", code: "shares-do-not-add-up",
      message: "the shares of 'education' must add up to 1, and come to 1.1"),
    Fault(
      parameter: "population", name: "sex:1 age:18-24", text: "-4600", code: "value-out-of-range",
      message: "'population' of 'sex:1 age:18-24' must be 0…1e10, found -4600.0"),
    Fault(
      parameter: "falsifier", name: "interviewer", text: "i999", code: "value-unknown",
      message: "'falsifier' 'interviewer' must be one of i101…i"),
    Fault(
      parameter: "falsifier", name: "dur_sec", column: "name", text: "SOC01",
      code: "unknown-question",
      message: "'falsifier' of 'SOC01' gives a range, and the answers are none"),
    Fault(
      parameter: "response", name: "*", text: "1e-9", code: "value-out-of-range",
      message: "the probability of an interview must be 0.001…1, found "),
    Fault(
      parameter: "outcome", name: "2.11", text: "0.9", code: "shares-do-not-add-up",
      message: "the shares of 'outcome' must add up to 1, and come to 1.52"),
    Fault(
      parameter: "outcome", name: "2.11", text: "-1", code: "value-out-of-range",
      message: "'outcome' of '2.11' must be 0…1, found -1.0"),
    Fault(
      parameter: "between-points", name: "*", text: "0.995", code: "value-out-of-range",
      message: "'between-points' and 'between-interviewers' must come to 1 at most, found 1.005"),
    Fault(
      parameter: "correlation", name: "*", text: "1.5", code: "value-out-of-range",
      message: "'correlation' of '*' must be −1…1, found 1.5"),
    Fault(
      parameter: "damage", name: "too-few-fields", text: "-3", code: "value-out-of-range",
      message: "'damage' of 'too-few-fields' must be a whole number of records, found -3.0"),
    Fault(
      parameter: "subset", name: "CS03", text: "SD1", code: "unknown-question",
      message: "'subset' of 'CS03' names 'SD1', no earlier question with several answers"),
    Fault(
      parameter: "missing", name: "*:refused", text: "0.99", code: "value-out-of-range",
      message: "the probabilities of a missing answer to '"),
    Fault(
      parameter: "loading", name: "OPN01*OPN", text: "1.5", code: "value-out-of-range",
      message: "the loadings of 'OPN01' explain all of it and more"),
  ]

  @Test(arguments: faults)
  func `a fault is told with its place`(fault: Fault) throws {
    let truth = try ModelStudy.truth()
    let row = try #require(
      truth.rows.firstIndex { $0["parameter"] == fault.parameter && $0["name"] == fault.name })
    let column = try #require(truth.header.firstIndex { $0.text == fault.column })
    let found = try diagnostics(of: spoilt(truth, row: row, column: column, fault.text))
    // What several rows come to is told at one of them.
    let lines = truth.rows.filter { $0["parameter"] == fault.parameter }.map(\.location.line)
    let line = truth.rows[row].location.line
    #expect(
      found.contains {
        $0.code == fault.code && $0.message.hasPrefix(fault.message)
          && (fault.isOfSum ? lines.contains($0.location.line) : $0.location.line == line)
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

  @Test func `a place without people is told`() throws {
    var truth = try ModelStudy.truth()
    let value = try #require(truth.header.firstIndex { $0.text == "value" })
    for row in truth.rows.indices where truth.rows[row]["parameter"] == "population" {
      truth = spoilt(truth, row: row, column: value, "0")
    }
    let found = try diagnostics(of: truth)
    #expect(
      found.contains {
        $0.message == "'population' is 0 in every cell of pskov in w1" && $0.location.line == 2
      }, "\(found)")
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
