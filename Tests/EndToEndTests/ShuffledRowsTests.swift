import Foundation
import Testing

/// Errors of samples that were not drawn by chance: the order of rows decides nothing, and where chance
/// enters the computation, how much is told.
struct ShuffledRowsTests {
  private struct Kind {
    let sample: String
    let hasPoints, hasMargins: Bool
  }

  private func study(_ kind: Kind, shuffle: Int) throws -> SmallStudy {
    let study = try SmallStudy()
    try study.edit("waves.csv") { $0[1] = $0[1].replacing("quota", with: kind.sample) }
    if !kind.hasPoints {
      try study.edit("sources.csv") { lines in
        for row in 1...2 { lines[row] = lines[row].replacing("district,point", with: ",") }
      }
    }
    if !kind.hasMargins { try FileManager.default.removeItem(at: study.url("margins.csv")) }
    for city in ["alpha", "beta"] {
      try study.edit("responses/\(city).csv") { lines in
        var source = SeededAnswers(seed: shuffle)
        let keys = (0..<80).map { _ in source.uniform() }
        let rows = (0..<80).sorted { keys[$0] < keys[$1] }.map { lines[$0 + 1] }
        if shuffle > 0 { lines.replaceSubrange(1...80, with: rows) }
      }
    }
    return study
  }

  private func errors(_ study: SmallStudy) throws -> [Double] {
    let outcome = try BuiltCommand.run([
      "estimate", study.folder.path, "SOC", "INN", "SD2", "--format", "json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSON(outcome.output).array.compactMap { $0["standardError"].number }
  }

  @Test(arguments: [
    ("panel", false, false), ("panel", false, true), ("quota", true, false), ("quota", true, true),
    ("open", false, true),
  ])
  func `eight shuffles of a file give the same errors`(
    sample: String, hasPoints: Bool, hasMargins: Bool
  ) throws {
    let kind = Kind(sample: sample, hasPoints: hasPoints, hasMargins: hasMargins)
    var known: [Double] = []
    for shuffle in 0..<8 {
      let study = try study(kind, shuffle: shuffle)
      defer { study.remove() }
      let found = try errors(study)
      if shuffle == 0 { known = found }
      #expect(found.count >= 4 && found.count == known.count)
      for (one, other) in zip(found, known) { #expect(abs(one - other) <= 1e-9 * other) }
    }
  }

  /// SE² of the mean of n values drawn singly is their variance with n − 1, divided by n.
  @Test func `without margins the error is that of linearisation`() throws {
    let study = try study(Kind(sample: "panel", hasPoints: false, hasMargins: false), shuffle: 3)
    defer { study.remove() }
    let outcome = try BuiltCommand.run([
      "estimate", study.folder.path, "SD2", "--format", "json",
    ])
    let record = try #require(
      try JSON(outcome.output).array.first {
        $0["city"].string == "alpha" && $0["statistic"].string == "mean"
      })
    let ages = CSVRows.records(try study.text(of: "responses/alpha.csv"))
      .compactMap { $0["SD2"].flatMap(Double.init) }
    let mean = ages.reduce(0, +) / 80
    let variance = ages.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 79
    let error = record["standardError"].number ?? .nan
    #expect(abs(error - (variance / 80).squareRoot()) < 1e-9)
    #expect(record["bootstrap"].value == nil && record["degreesOfFreedom"].integer == 79)
    let points = try self.study(
      Kind(sample: "quota", hasPoints: true, hasMargins: false), shuffle: 1)
    defer { points.remove() }
    let drawn = try self.study(
      Kind(sample: "probability", hasPoints: true, hasMargins: false), shuffle: 2)
    defer { drawn.remove() }
    for (one, other) in zip(try errors(points), try errors(drawn)) {
      #expect(abs(one - other) <= 1e-9 * other)
    }
  }

  @Test func `a bootstrap says its size and its noise`() throws {
    let study = try study(Kind(sample: "panel", hasPoints: false, hasMargins: true), shuffle: 0)
    defer { study.remove() }
    let json = try BuiltCommand.run(["estimate", study.folder.path, "SOC", "--format", "json"])
    let bootstrap = try #require(try JSON(json.output).array.first)["bootstrap"]
    #expect(bootstrap["of"].string == "interviews" && bootstrap["samples"].integer == 500)
    #expect(abs((bootstrap["noise"].number ?? 0) - 1 / 998.0.squareRoot()) < 1e-12)
    let text = try BuiltCommand.run(["estimate", study.folder.path, "SOC"])
    let words = text.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      words.contains(
        "Intervals of alpha w1, beta w1: model-based (non-probability sample), 500 bootstrap samples "
          + "of interviews, each weighted anew; chance in the drawing moves a standard error by about "
          + "3 %"))
    let report = try BuiltCommand.run(["report", study.folder.path, "--output", study.output.path])
    #expect(report.status == 0, "\(report.errors)")
    let page = try String(
      contentsOf: study.output.appending(path: "w1/alpha.ru.html"), encoding: .utf8)
    #expect(page.contains("500 повторных выборок интервью, веса каждой выравнены заново; от"))
    try FileManager.default.removeItem(at: study.url("margins.csv"))
    _ = try BuiltCommand.run(["report", study.folder.path, "--output", study.output.path])
    let plain = try String(
      contentsOf: study.output.appending(path: "w1/alpha.ru.html"), encoding: .utf8)
    #expect(!plain.contains("бутстреп") && plain.contains("линеаризацией, по изменчивости"))
  }
}
