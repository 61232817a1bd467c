import Foundation
import Testing

/// How often the gate of comparability is shut where nothing was done, and where something was.
///
/// The page *Comparability* of the documentation is written by
///
///     LOCI_GATE_DRAWS=2000 LOCI_GATE_PAGE=Sources/SurveyModel/SurveyModel.docc/Comparability.md \
///       swift test --filter GateSimulationTests
///
/// which draws as many pairs of cities for each row; without the second name the table is printed.
@Suite("The gate of comparability")
struct GateSimulationTests {
  private static let environment = ProcessInfo.processInfo.environment

  private static func cells(_ interviews: [Int], _ points: [Int]) -> [GateSimulation] {
    interviews.flatMap { interviews in
      points.map { GateSimulation(interviews: interviews, points: $0, shifted: 0) }
    }
  }

  /// 5 % with a band of 2, within three simulation errors; those of the sequence, not of one test.
  @Test("False alarms are few, and a shift of all questions is not seen")
  func falseAlarms() throws {
    let draws = 60
    let error = 3 * (0.07 * 0.93 / Double(draws)).squareRoot()
    for shifted in [0, 5] {
      let tally = try GateSimulation(interviews: 300, points: 30, shifted: shifted)
        .tally(draws: draws)
      #expect(tally.untested == 0)
      #expect(tally.share <= 0.07 + error, "\(shifted) shifted: \(tally.share)")
    }
  }

  @Test("A shift of half a standard deviation in one of five questions is found")
  func detection() throws {
    let tally = try GateSimulation(interviews: 300, points: 30, shifted: 1).tally(draws: 30)
    #expect(tally.share > 0.8 && tally.exact > 20, "\(tally)")
  }

  @Test(
    "The page on comparability is that of the simulation",
    .enabled(if: environment["LOCI_GATE_DRAWS"] != nil))
  func page() throws {
    let draws = Self.environment["LOCI_GATE_DRAWS"].flatMap(Int.init) ?? 100
    var rows = [
      "| interviews | points | none | ± | one of five | just that one | three of five | all five "
        + "| not tested |",
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    func percent(_ share: Double) -> String { String(format: "%.1f", 100 * share) }
    for cell in Self.cells([60, 100, 300], [6, 10, 30]) {
      let tallies = try [0, 1, 3, 5].map { shifted in
        var cell = cell
        cell.shifted = shifted
        return try cell.tally(draws: draws)
      }
      let untested = tallies.reduce(0) { $0 + $1.untested }
      let figures =
        [
          "\(cell.interviews)", "\(cell.points)", percent(tallies[0].share),
          percent(tallies[0].error), percent(tallies[1].share),
          percent(Double(tallies[1].exact) / Double(draws)), percent(tallies[2].share),
          percent(tallies[3].share), percent(Double(untested) / Double(4 * draws)),
        ]
      rows.append("| \(figures.joined(separator: " | ")) |")
      print(rows.last ?? "")
    }
    let table = rows.joined(separator: "\n")
    print("\(draws) draws a figure\n\(table)")
    guard let path = Self.environment["LOCI_GATE_PAGE"] else { return }
    try Self.write(table, draws: draws, to: URL(filePath: path))
  }

  /// Puts the table in the place of the page's last one.
  private static func write(_ table: String, draws: Int, to page: URL) throws {
    let text = try String(contentsOf: page, encoding: .utf8)
    let kept = text.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { !$0.hasPrefix("|") && !$0.hasSuffix("draws a figure:") }
    let whole = (kept + ["\(draws) draws a figure:", "", table[...], ""]).joined(separator: "\n")
    try whole.write(to: page, atomically: true, encoding: .utf8)
  }
}
