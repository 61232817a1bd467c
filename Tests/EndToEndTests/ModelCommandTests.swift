import Foundation
import Testing

/// `loci factors --model`: models in lavaan's syntax, of items of any factors.
struct ModelCommandTests {
  private func run(
    _ model: String, _ words: [String] = [], in study: SmallStudy
  ) throws -> BuiltCommand.Outcome {
    try study.write(model, to: "own.lav")
    return try BuiltCommand.run(
      ["factors", study.folder.path, "--model", study.url("own.lav").path] + words)
  }

  @Test func `a structural model is fitted, and what is defined follows from it`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try run(
      """
      trust =~ SOC01 + SOC02 + SOC03
      attitude =~ INA1 + INA2 + INA3
      attitude ~ b*trust
      twice := 2*b
      """, ["--format", "json"], in: study)
    #expect(outcome.status == 0)
    let fit = try #require(try JSON(outcome.output).array.first)
    #expect(fit["estimator"].string == "MLR" && fit["fit"]["df"].integer == 8)
    let rows = fit["parameters"].array
    let slope = try #require(rows.first { $0["op"].string == "~" })
    let twice = try #require(rows.first { $0["op"].string == ":=" })
    let (b, both) = (slope["est"].number ?? .nan, twice["est"].number ?? .nan)
    #expect(abs(both - 2 * b) < 1e-9)
    #expect(abs((twice["z"].number ?? .nan) - (slope["z"].number ?? .nan)) < 1e-6)
  }

  @Test func `a factor's own confirmatory fit stands in its object`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try BuiltCommand.run(
      ["factors", study.folder.path, "--factor", "SOC", "--format", "json"])
    let fits = try #require(try JSON(outcome.output).array.first)["confirmatory"].array
    let fit = try #require(fits.first)
    #expect(fit["fit"]["df"].integer == 0 && fit["count"].integer ?? 0 > 100)
    #expect(fit["parameters"].array.count { $0["op"].string == "=~" } == 3)
  }

  @Test(
    "items may have names that no model's text could hold",
    arguments: [
      ["--factor", "SOC"], ["--factor", "INN", "--ordinal"], ["--factor", "SOC", "--by-city"],
    ],
    ["text", "json"])
  func hyphenatedNames(options: [String], format: String) throws {
    let (plain, hyphenated) = (try SmallStudy(), try SmallStudy())
    defer {
      plain.remove()
      hyphenated.remove()
    }
    let files = Array(SmallStudy.sheets.keys) + ["responses/alpha.csv", "responses/beta.csv"]
    // Names of the same length, so that tables are as wide.
    for file in files {
      try hyphenated.write(
        hyphenated.text(of: file).replacing("SOC0", with: "SOC-").replacing("INA", with: "I-A"),
        to: file)
    }
    let outcomes = try [plain, hyphenated].map { study in
      try BuiltCommand.run(["factors", study.folder.path, "--format", format] + options)
    }
    #expect(outcomes.map(\.status) == [0, 0])
    let named = outcomes[1].output
    #expect(named.contains(options[1] == "SOC" ? "SOC-1" : "I-A1"))
    #expect(!named.contains("not estimated"))
    let renamed = named.replacing("SOC-", with: "SOC0").replacing("I-A", with: "INA")
    #expect(renamed == outcomes[0].output)
  }

  @Test(
    arguments: [
      ("trust =~ SOC01 + SOC02 +", "own.lav:1:25: error: ", "expected a variable"),
      ("trust =~ SOC01 + SOC02\nopen =~ SOC03 + NOPE", "own.lav:2:17: error: ", "'NOPE'"),
      (
        "trust =~ SOC01 + SOC02\n  + SOC03\nopen =~ INA1 +* INA2",
        "own.lav:3:15: error: expected a value or a label, found '*' [model-syntax]",
        "fix: write a number, NA or a label"
      ),
      (
        "a =~ SOC01 + SOC02 + SOC03\nb ~~ 2x*a",
        "own.lav:2:6: error: a name begins with a letter; '2x' is neither a name nor a number",
        "fix: begin the name with a letter"
      ),
    ])
  func `a mistake is told with its file, line and column`(
    _ model: String, _ place: String, _ words: String
  ) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try run(model, in: study)
    #expect(outcome.status == 64 && outcome.output.isEmpty)
    #expect(outcome.errors.contains(place) && outcome.errors.contains("fix: "))
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func `of a factor's own model in a file the same is told`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.write("SOC =~ SOC01 + SOC02\nSOC ~~ SOC03 +\n", to: "models/SOC.lav")
    try study.edit("factors.csv") { lines in
      lines[0] += ",model"
      for row in lines.indices.dropFirst() where !lines[row].isEmpty {
        lines[row] += lines[row].hasPrefix("SOC") ? ",models/SOC.lav" : ","
      }
    }
    let outcome = try BuiltCommand.run(["check", study.folder.path])
    #expect(outcome.status != 0)
    #expect(outcome.output.contains("models/SOC.lav:2:"), "\(outcome.output)\(outcome.errors)")
  }

  @Test func `a model that the answers cannot bear is answered in words`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("responses/alpha.csv") { lines in
      let column = lines[0].split(separator: ",").firstIndex(of: "SOC02") ?? 0
      for row in lines.indices.dropFirst() where !lines[row].isEmpty {
        var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
        cells[column] = "3"
        lines[row] = cells.joined(separator: ",")
      }
    }
    let outcome = try run("trust =~ SOC01 + SOC02 + SOC03 + INA1", ["--by-city"], in: study)
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("not estimated"))
    #expect(outcome.output.contains("everybody gave item 'SOC02' the same answer in group 'alpha'"))
  }
}
