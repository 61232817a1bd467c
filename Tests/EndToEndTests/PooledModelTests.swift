import Foundation
import Testing

/// What models of several cities rest on, and measures that were missing beside others.
struct PooledModelTests {
  @Test func `models of cities together say what cities count by`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let command = ["factors", "model", study.folder.path, "--factor", "SOC"]
    func run(_ words: String...) throws -> BuiltCommand.Outcome {
      try BuiltCommand.run(command + words)
    }
    #expect(try run().output.contains("cities together, each by its interviews"))
    let people = try run("--scale-weights", "population")
    #expect(people.output.contains("cities together, each by its people"), "\(people.errors)")
    func model(_ words: String...) throws -> JSON {
      let outcome = try BuiltCommand.run(command + words + ["--format", "json"])
      return try #require(try JSON(outcome.output).array.first)
    }
    // The margins of both cities add up to 1000, and 80 were asked in each: nothing changes.
    let (plain, scaled) = (try model(), try model("--scale-weights", "population"))
    #expect(plain["cityWeights"].string == "interviews")
    #expect(scaled["cityWeights"].string == "population")
    func difference(_ one: JSON, _ other: JSON) -> Double {
      abs((one["fit"]["chisq"].number ?? .nan) - (other["fit"]["chisq"].number ?? .nan))
        + zip(one["parameters"].array, other["parameters"].array).reduce(0) {
          $0 + abs(($1.0["est"].number ?? 0) - ($1.1["est"].number ?? 0))
        }
    }
    #expect(difference(plain, scaled) < 1e-6)
    // Nine times as many people in beta: its answers come to decide.
    try study.edit("margins.csv") { lines in
      lines = lines.map { $0.replacing(",460,", with: ",4140,").replacing(",540,", with: ",4860,") }
    }
    #expect(difference(try model(), plain) < 1e-6)
    #expect(difference(try model("--scale-weights", "population"), plain) > 0.01)
    let apart = try run("--scale-weights", "population", "--by-city")
    #expect(apart.status == 64 && apart.errors.contains("not with --by-city"))
    #expect(try model("--by-city")["cityWeights"].value is NSNull)
    try FileManager.default.removeItem(at: study.url("margins.csv"))
    let unknown = try run("--scale-weights", "population")
    #expect(unknown.status == 65)
    #expect(unknown.output.contains("the population of alpha, beta is not known"))
    try study.edit("cities.csv") { lines in
      for row in 1...2 { lines[row] += "\(row)000" }
    }
    #expect(try run("--scale-weights", "population").status == 0)
  }

  @Test func `an intraclass correlation has an interval`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try BuiltCommand.run([
      "variance", study.folder.path, "SOC", "INN", "--between", "cluster", "--format", "json",
    ])
    for row in try JSON(outcome.output).array {
      let value = row["intraclassCorrelation"].number ?? .nan
      let (lower, upper) = (row["lower"].number ?? .nan, row["upper"].number ?? .nan)
      #expect(lower <= value && value <= upper && lower >= -1 && upper <= 1, "\(row.object)")
    }
  }

  /// `Tests/Reference/robust-fit.R`.
  @Test(arguments: ["single", "groups"])
  func `robust measures of ordered items are lavaan's`(_ name: String) throws {
    let file = Repository.folder("Tests/Reference/robust-fit.json")
    let reference = try JSON(String(contentsOf: file, encoding: .utf8))
    let study = try SmallStudy()
    defer { study.remove() }
    try FileManager.default.removeItem(at: study.url("margins.csv"))
    try study.edit("waves.csv") { $0[1] = $0[1].replacing("quota", with: "probability") }
    try study.edit("sources.csv") { lines in
      for row in 1...2 { lines[row] = lines[row].replacing("district,point", with: ",") }
    }
    let names = ["SOC01", "SOC02", "SOC03", "INA1", "INA2", "INA3"]
    for city in ["alpha", "beta"] {
      let rows = reference["data"].array.filter { $0["city"].string == city }
      let lines = rows.enumerated().map { row, answers in
        let cells = names.map { name in
          let answer = answers[name].integer ?? 97
          return String(name == "SOC02" || name == "INA2" ? 6 - answer : answer)
        }
        return "r\(row),D,\(row),\(cells.joined(separator: ",")),1,2,3,1,40\n"
      }
      try study.write(
        "id,district,point,\(SmallStudy.itemNames.joined(separator: ",")),SD1,SD2\n"
          + lines.joined(),
        to: "responses/\(city).csv")
    }
    if name == "single" {
      try study.edit("sources.csv") { $0.remove(at: 2) }
    }
    try study.write("F =~ \(names.joined(separator: " + "))\n", to: "f.lav")
    let outcome = try BuiltCommand.run(
      ["factors", "model", study.folder.path, "--file", study.url("f.lav").path, "--estimator"]
        + ["wlsmv", "--format", "json"] + (name == "groups" ? ["--by-city"] : []))
    let fit = try #require(try JSON(outcome.output).array.first, "\(outcome.errors)")["fit"]
    let known = reference[name]
    for (own, theirs) in [
      ("chisq", "chisq"), ("rmseaRobust", "rmseaRobust"),
      ("rmseaRobustCiLower", "rmseaCiLowerRobust"),
      ("rmseaRobustCiUpper", "rmseaCiUpperRobust"),
    ] {
      // lavaan stops its searches for bounds at 1e-4.
      expect(fit[own], known[theirs].number, own)
    }
    expect(
      fit["cfiRobust"],
      name == "single" ? known["cfiRobust"].number : reference["hand"]["cfi"].number, "CFI")
    guard name == "groups" else {
      expect(fit["tliRobust"], known["tliRobust"].number, "TLI")
      return
    }
    // lavaan 0.6-14 divides the baseline's trace by each group's share.
    expect(known["cfiRobust"], reference["hand"]["cfiOfLavaan"].number, "lavaan's CFI")
  }

  private func expect(_ own: JSON, _ known: Double?, _ name: String) {
    let (value, known) = (own.number ?? .nan, known ?? .nan)
    #expect(abs(value - known) <= 2e-5 * abs(known), "\(name): \(value), lavaan \(known)")
  }
}
