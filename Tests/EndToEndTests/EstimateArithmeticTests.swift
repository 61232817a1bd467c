import Foundation
import Testing

/// What `loci estimate`, `regress`, `test` and `plan` print, against arithmetic over the same cells.
struct EstimateArithmeticTests {
  /// The small study as a probability sample without margins, so that weights are those of the file.
  private func study() throws -> SmallStudy {
    let study = try SmallStudy()
    try study.edit("waves.csv") { $0[1] = $0[1].replacing("quota", with: "probability") }
    try study.edit("margins.csv") { $0 = [$0[0], ""] }
    return study
  }

  private func rows(_ study: SmallStudy, _ city: String = "alpha") throws -> [[String: String]] {
    try CSVRows.records(study.text(of: "responses/\(city).csv"))
  }

  private func json(_ words: [String]) throws -> [JSON] {
    let outcome = try BuiltCommand.run(words + ["--format", "json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSON(outcome.output).array
  }

  /// Weights of 0 for single interviews, for a whole point, and for a whole stratum but one point.
  @Test(arguments: [[2, 9, 33], Array(1...5), Array(21...35)])
  func `an interview of weight 0 stays in its point and counts in nothing else`(
    _ zeros: [Int]
  ) throws {
    let study = try study()
    defer { study.remove() }
    try study.edit("sources.csv") {
      $0[0] += ",weight"
      $0[1] += ",w"
      $0[2] += ","
    }
    try study.edit("responses/alpha.csv") { lines in
      lines[0] += ",w"
      for row in 1...80 { lines[row] += zeros.contains(row) ? ",0" : ",\(1 + row % 3)" }
    }
    let found = try #require(
      json(["estimate", study.folder.path, "SD2", "--statistic", "mean"])
        .first { $0["city"].string == "alpha" })
    let rows = try rows(study)
    let weights = rows.compactMap { Double($0["w"] ?? "") }
    let ages = rows.compactMap { Double($0["SD2"] ?? "") }
    let total = weights.reduce(0, +)
    let mean = zip(weights, ages).reduce(0) { $0 + $1.0 * $1.1 } / total
    var points: [String: [String: Double]] = [:]
    for (row, place) in zip(rows, rows.indices) {
      let influence = weights[place] * (ages[place] - mean) / total
      points[row["district"] ?? "", default: [:]][row["point"] ?? "", default: 0] += influence
    }
    var variance = 0.0
    for own in points.values {
      let count = Double(own.count)
      let middle = own.values.reduce(0, +) / count
      let squares = own.values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
      variance += count / (count - 1) * squares
    }
    #expect(abs((found["estimate"].number ?? .nan) - mean) < 1e-9)
    #expect(abs((found["standardError"].number ?? .nan) - variance.squareRoot()) < 1e-9)
    #expect(found["count"].integer == 80 - zeros.count)
  }

  @Test func `a logistic model is of those who answered`() throws {
    let study = try study()
    defer { study.remove() }
    try study.edit("responses/alpha.csv") { lines in
      for row in stride(from: 2, through: 80, by: 5) {
        var cells = lines[row].components(separatedBy: ",")
        cells[3] = "97"
        lines[row] = cells.joined(separator: ",")
      }
    }
    try study.edit("study.csv") { $0.insert("minimum-base,1", at: $0.count - 1) }
    let terms = try json([
      "regress", study.folder.path, "SOC01=3", "--family", "logistic", "--on", "sex",
    ]).filter { $0["city"].string == "alpha" }
    let answered = try rows(study).filter { $0["SOC01"] != "97" }
    func odds(_ sex: String) -> Double {
      let own = answered.filter { $0["SD1"] == sex }
      let chosen = Double(own.count { $0["SOC01"] == "3" })
      return chosen / (Double(own.count) - chosen)
    }
    func term(_ part: String, _ name: String) -> JSON? {
      terms.first { $0["part"].string == part && $0["term"].string == name }
    }
    let intercept = try #require(term("coefficient", "(Intercept)"))
    let slope = try #require(term("coefficient", "sex=2"))
    #expect(abs((intercept["estimate"].number ?? .nan) - log(odds("1"))) < 1e-8)
    #expect(abs((slope["estimate"].number ?? .nan) - log(odds("2") / odds("1"))) < 1e-8)
    #expect(intercept["count"].integer == answered.count)
  }

  @Test func `a category's marginal effect is the difference from the first category`() throws {
    let study = try study()
    defer { study.remove() }
    try study.edit("study.csv") { $0.insert("minimum-base,1", at: $0.count - 1) }
    try study.edit("groups.csv") { lines in
      lines = [lines[0]]
      for (category, from, to) in [("y", 18, 35), ("m", 36, 59), ("o", 60, 99)] {
        lines.append("age,\(category),\(category),\(category),SD2,,\(from),\(to)")
      }
      lines.append("")
    }
    let terms = try json([
      "regress", study.folder.path, "SOC01=3", "--family", "logistic", "--on", "age",
    ]).filter { $0["city"].string == "alpha" && $0["part"].string == "marginal-effect" }
    #expect(terms.count == 2)
    let rows = try rows(study)
    func share(_ ages: ClosedRange<Int>) -> Double {
      let own = rows.filter { ages.contains(Int($0["SD2"] ?? "") ?? 0) }
      return Double(own.count { $0["SOC01"] == "3" }) / Double(own.count)
    }
    for (name, ages) in [("age=m", 36...59), ("age=o", 60...99)] {
      let found = terms.first { $0["term"].string == name }?["estimate"].number ?? .nan
      #expect(abs(found - (share(ages) - share(18...35))) < 1e-8, "\(name)")
    }
  }

  @Test(arguments: ["rank", "median", "rao-scott", "rao-scott-first"])
  func `cities are tested by the method that is asked for`(_ method: String) throws {
    let study = try study()
    defer { study.remove() }
    let question = method.hasPrefix("rao") ? "SOC01" : "SD2"
    let tests = try json(["test", study.folder.path, question, "--method", method])
    #expect(tests.count == 1)
    let p = try #require(tests.first?["pValue"].number ?? tests.first?["p"].number)
    #expect((0...1).contains(p))
    #expect(tests.first?["test"].string == method)
    let means = try json(["test", study.folder.path, question])
    #expect(means.first?["pValue"].number != p)
  }

  @Test(arguments: [
    ["--method", "rank", "--statistic", "total"], ["--method", "rank", "--base", "with-opinion"],
    ["--method", "rao-scott", "--statistic", "proportion"],
    ["--method", "median", "--statistic", "ratio", "--to", "SD2"],
  ])
  func `what a test of answers does not take is refused`(_ options: [String]) throws {
    let study = try study()
    defer { study.remove() }
    let outcome = try BuiltCommand.run(["test", study.folder.path, "SD2"] + options)
    #expect(outcome.status == 64, "\(outcome.errors)")
  }

  @Test func `a plan obeys level, population and panel`() throws {
    func difference(_ options: String) throws -> Double {
      let words = "plan --share 0.5 --interviews 600 " + options
      return try json(words.split(separator: " ").map(String.init)).first?["difference"].number
        ?? .nan
    }
    // (z(0.995) + z(0.8)) √(2 · 0.25 / 600)
    #expect(try abs(difference("--level 0.99") - 0.098653) < 1e-5)
    #expect(try abs(difference("") - 0.080875) < 1e-5)
    // √(1 − 600/2400) and √(1 − 0.36) of it
    #expect(try abs(difference("--population 2400") - 0.080875 * 0.75.squareRoot()) < 1e-5)
    #expect(try abs(difference("--panel-correlation 0.36") - 0.080875 * 0.8) < 1e-5)
    let refused = try BuiltCommand.run([
      "plan", "--share", "0.5", "--interviews", "600", "--population", "500",
    ])
    #expect(refused.status == 64)
    let pairs = try json([
      "plan", "--deviation", "1", "--difference", "1", "--panel-correlation", "0",
      "--interviews", "6",
    ])
    // R: power.t.test(n = 6, delta = 1, sd = sqrt(2), type = "paired")
    #expect(abs((pairs.first?["power"].number ?? .nan) - 0.291167) < 1e-6)
  }
}
