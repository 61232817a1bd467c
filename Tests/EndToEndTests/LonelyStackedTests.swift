import Foundation
import Testing

/// Models of cities and waves taken together with a point that is the only one of its stratum, beside
/// R's under `survey.lonely.psu = "adjust"`: `Tests/Reference/lonely-stacked.R`.
struct LonelyStackedTests {
  private static func study(_ name: String) throws -> SmallStudy {
    let study = try SmallStudy.stacked(name)
    for wave in ["w1", "w2", "w3"] {
      try study.edit("responses/alpha-\(wave).csv") { lines in
        let header = lines[0].split(separator: ",").map(String.init)
        let district = header.firstIndex(of: "district") ?? 0
        let point = header.firstIndex(of: "point") ?? 0
        func cells(_ line: String) -> [String] { line.split(separator: ",").map(String.init) }
        let own = lines.dropFirst().filter { !$0.isEmpty && cells($0)[district] == "D1" }
        let first = own.compactMap { Int(cells($0)[point]) }.min().map(String.init)
        lines.removeAll {
          !$0.isEmpty && cells($0)[district] == "D1" && cells($0)[point] != first
        }
      }
    }
    try study.edit("study.csv") { $0.insert("lonely-clusters,adjust", at: 1) }
    return study
  }

  @Test(
    arguments: ["full", "fresh"],
    [
      ("all", "SOC01 --on city --on wave --on SD2", "", ""),
      ("cities", "SOC01 --on city --on SD2", "", "w1"),
      ("waves", "SOC01 --on wave --on SD2", "alpha", ""), ("one", "SOC01 --on SD2", "alpha", "w1"),
      ("logistic", "SOC01=5 --on city --on wave --on SD2 --family logistic", "", ""),
    ])
  func `errors are R's, with the lonely point set against all clusters`(
    _ name: String, _ model: (key: String, words: String, city: String, wave: String)
  ) throws {
    let study = try Self.study(name)
    defer { study.remove() }
    let file = Repository.folder("Tests/Reference/lonely-stacked.json")
    let cases = try JSON(String(contentsOf: file, encoding: .utf8))["cases"].array
    let known = try #require(cases.first { $0["name"].string == name })[model.key]
    let outcome = try BuiltCommand.run(
      ["regress", study.folder.path] + model.words.split(separator: " ").map(String.init)
        + ["--format", "json"])
    try #require(outcome.status == 0, "\(outcome.errors)")
    let rows = try JSON(outcome.output).array.filter {
      $0["part"].string == "coefficient" && ($0["city"].string ?? "") == model.city
        && ($0["wave"].string ?? "") == model.wave
    }
    #expect(rows.count == known["values"].array.count && !rows.isEmpty)
    for (row, (value, error)) in zip(
      rows, zip(known["values"].array, known["errors"].array))
    {
      let term = row["term"].string ?? ""
      for (own, other) in [(row["estimate"], value), (row["standardError"], error)] {
        let (found, expected) = (own.number ?? .nan, other.number ?? .nan)
        #expect(
          abs(found - expected) <= 1e-9 * max(1, abs(expected)), "\(term): \(found), R \(expected)")
      }
    }
  }
}
