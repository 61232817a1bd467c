import Foundation
import Testing

/// `compared-waves` of `study.csv`: which waves a report sets against each other.
struct ComparedWavesTests {
  /// The pairs of waves in a report's table of changes, by city.
  private func pairs(
    _ setting: String?, spoil: (SmallStudy) throws -> Void = { _ in }
  ) throws -> [String: [String]] {
    let study = try PanelStudy.copy()
    defer { study.remove() }
    if let setting { try study.edit("study.csv") { $0.append("compared-waves,\(setting)") } }
    try spoil(study)
    let output = study.output
    let report = try BuiltCommand.run(["report", study.folder.path, "--output", output.path])
    #expect(report.status == 0, "\(report.errors)")
    let rows = CSVRows.records(
      try String(contentsOf: output.appending(path: "tables/score-changes.csv"), encoding: .utf8))
    var pairs: [String: [String]] = [:]
    for row in rows {
      let pair = "\(row["earlier"] ?? "") \(row["later"] ?? "")"
      let city = row["city"] ?? ""
      if !(pairs[city]?.contains(pair) ?? false) { pairs[city, default: []].append(pair) }
    }
    for city in pairs.keys {
      for language in ["ru", "en"] {
        let page = output.appending(path: "waves.\(city).\(language).html")
        #expect(FileManager.default.fileExists(atPath: page.path), "\(page.lastPathComponent)")
      }
    }
    return pairs
  }

  @Test(arguments: [
    (nil, ["w1 w2", "w2 w3"]), ("neighbours", ["w1 w2", "w2 w3"]),
    ("all", ["w1 w2", "w2 w3", "w1 w3"]), ("w1:w3", ["w1 w3"]), ("w3:w1", ["w1 w3"]),
    ("w3:w2;w1:w3", ["w2 w3", "w1 w3"]),
  ])
  func `reports compare the waves that the study names`(
    _ setting: String?, _ expected: [String]
  ) throws {
    #expect(try pairs(setting) == ["alpha": expected, "beta": expected])
  }

  @Test func `a city that skipped a wave is compared with the one before`() throws {
    let found = try pairs(nil) { study in
      try study.edit("sources.csv") { $0.removeAll { $0.hasPrefix("w2,beta,") } }
    }
    #expect(found == ["alpha": ["w1 w2", "w2 w3"], "beta": ["w1 w3"]])
  }

  @Test(arguments: [
    ("w1:w9", "unknown-wave"), ("w1:w1", "value-unknown"), ("w1", "value-unknown"),
    ("w1:", "value-unknown"), ("neighbors", "value-unknown"), ("w1:w2:w3", "value-unknown"),
    ("w1:w2;w2:w1", "doubled-value"),
  ])
  func `a setting that names no pair is told`(_ setting: String, _ code: String) throws {
    let study = try PanelStudy.copy()
    defer { study.remove() }
    try study.edit("study.csv") { $0.append("compared-waves,\(setting)") }
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.output.contains("[\(code)]"), "\(check.output)")
    #expect(check.status == (code == "doubled-value" ? 0 : 65))
  }
}
