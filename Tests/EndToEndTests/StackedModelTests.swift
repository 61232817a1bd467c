import Foundation
import Testing

/// Models of cities and waves taken together beside R's, `Tests/Reference/stacked.R`: all points
/// return (R's `svyglm` of the stacked rows), some do (arithmetic with the same influence values),
/// or none does.
struct StackedModelTests {
  private let cases: [JSON]

  init() throws {
    let file = Repository.folder("Tests/Reference/stacked.json")
    cases = try JSON(String(contentsOf: file, encoding: .utf8))["cases"].array
  }

  private static let names = ["full", "part", "fresh"]

  private func reference(_ name: String) throws -> JSON {
    try #require(cases.first { $0["name"].string == name })
  }

  private func rows(_ words: [String], in study: SmallStudy) throws -> [JSON] {
    let outcome = try BuiltCommand.run(
      [words[0], study.folder.path] + words.dropFirst() + ["--format", "json"])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try JSON(outcome.output).array
  }

  private func expect(_ own: JSON, _ known: JSON, _ name: String, tolerance: Double = 1e-9) {
    let (value, expected) = (own.number ?? .nan, known.number ?? .nan)
    #expect(
      abs(value - expected) <= tolerance * max(1e-3, abs(expected)),
      "\(name): \(value), R \(expected)")
  }

  /// Every figure of the reference stands among the rows of some parts, by its name.
  private func expect(_ rows: [JSON], _ parts: [String], _ known: JSON) {
    let own = rows.filter { parts.contains($0["part"].string ?? "") }
    let names = known["names"].array.map { $0.string ?? "" }
    #expect(!names.isEmpty && own.count == names.count, "\(own.map { $0["term"].string ?? "" })")
    for (place, name) in names.enumerated() {
      let row = own.first { $0["term"].string == name } ?? known["none"]
      expect(row["estimate"], known["values"].array[place], name)
      expect(row["standardError"], known["errors"].array[place], "SE of \(name)")
    }
  }

  @Test(
    arguments: names,
    [
      ("plain", "SOC01 --on city*wave"),
      ("adjusted", "SOC01 --on city --on wave --on sex --on SD2 --on city:wave --on sex:SD2"),
      ("logistic", "SOC01=5 --family logistic --on city*sex --on wave --on SD2"),
      ("poisson", "SD2 --family poisson --on city*wave"),
    ])
  func `coefficients, effects and margins of cities and waves together are R's`(
    _ name: String, _ model: (String, String)
  ) throws {
    let study = try SmallStudy.stacked(name)
    defer { study.remove() }
    let known = try reference(name)[model.0]
    let margins =
      model.0 == "poisson"
      ? []
      : ["--margins", "city:wave", "--cells"]
        + ["beta:w3 - beta:w1 - alpha:w3 + alpha:w1"]
    let rows = try rows(
      ["regress"] + model.1.split(separator: " ").map(String.init) + margins, in: study)
    expect(rows, ["coefficient"], known)
    expect(rows[0]["degreesOfFreedom"], known["residual"], "df")
    guard !margins.isEmpty else { return }
    expect(rows, ["margin"], known["margins"])
    expect(rows, ["marginal-effect"], known["effects"])
    let contrast = try #require(rows.first { $0["part"].string == "contrast" })
    expect(contrast["estimate"], known["contrast"]["values"], "contrast")
    expect(contrast["standardError"], known["contrast"]["errors"], "SE of the contrast")
  }

  @Test(arguments: names)
  func `a difference in differences and the test of earlier changes are R's`(
    _ name: String
  ) throws {
    let study = try SmallStudy.stacked(name)
    defer { study.remove() }
    let known = try reference(name)
    let rows = try rows(
      ["regress", "SOC01", "--on", "sex", "--differences", "city", "--since", "w3"], in: study)
    expect(rows, ["coefficient", "difference-in-differences"], known["differences"])
    let test = try #require(rows.first { $0["part"].string == "parallel-test" })
    expect(test["F"], known["parallel"]["F"], "F")
    #expect(rows.count { $0["part"].string == "difference-in-differences" } == 1)
  }

  @Test(arguments: names)
  func `cells of two groupings and changes of waves are R's`(_ name: String) throws {
    let study = try SmallStudy.stacked(name)
    defer { study.remove() }
    let known = try reference(name)
    let mean = ["contrast", "SOC01", "--statistic", "mean"]
    let cells = try rows(
      mean + ["--by", "city", "--by", "sex", "--cells"]
        + [known["cells"]["names"].string ?? ""], in: study)
    let first = try #require(cells.first { $0["wave"].string == "w1" })
    expect(first["estimate"], known["cells"]["values"], "cells")
    expect(first["standardError"], known["cells"]["errors"], "SE of cells")
    #expect(cells.count == 3 && cells.allSatisfy { $0["city"].value is NSNull })
    let waves = try rows(mean + ["--cells", "w3 - w1"], in: study)
    let change = try #require(waves.first { $0["city"].string == "alpha" })
    expect(change["estimate"], known["change"]["values"], "change")
    expect(change["standardError"], known["change"]["errors"], "SE of the change")
  }

  @Test func `what was tested of earlier changes is said, and no cause`() throws {
    let study = try SmallStudy.stacked("part")
    defer { study.remove() }
    func run(_ words: String...) throws -> BuiltCommand.Outcome {
      try BuiltCommand.run(["regress", study.folder.path, "SOC01"] + words)
    }
    let one = try run("--differences", "city", "--since", "w2")
    #expect(one.output.contains("earlier changes ran parallel was not tested"), "\(one.errors)")
    #expect(one.output.contains("it names no cause"), "\(one.output)")
    let two = try run("--differences", "sex", "--since", "w3")
    #expect(two.output.contains("alpha, sex: earlier changes d"), "\(two.output)")
    let open = try run("--differences", "city")
    #expect(open.status == 64 && open.errors.contains("one of w2, w3"), "\(open.errors)")
    let wrong = try run("--on", "sex", "--margins", "age")
    #expect(wrong.status == 64 && wrong.errors.contains("that the model has"), "\(wrong.errors)")
    let number = try run("--on", "SD2", "--margins", "SD2")
    #expect(number.status == 64, "\(number.errors)")
  }

  @Test func `one city is nothing to compare`() throws {
    let study = try SmallStudy.stacked("fresh")
    defer { study.remove() }
    try study.edit("sources.csv") { $0.removeAll { $0.contains(",beta,") } }
    let outcome = try BuiltCommand.run(
      ["regress", study.folder.path, "SOC01", "--on", "city", "--on", "sex"])
    #expect(outcome.output.contains("one category of city"), "\(outcome.output)")
    #expect(!outcome.output.contains("Intercept"))
  }

  /// A quota sample's errors come from a bootstrap that weights anew; waves at the same points take
  /// their correlation from linearisation, as `compare` does.
  @Test func `waves of quota samples at the same points agree with compare`() throws {
    let study = try SmallStudy.stacked("part")
    defer { study.remove() }
    try study.edit("waves.csv") { $0 = $0.map { $0.replacing("probability", with: "quota") } }
    try study.edit("margins.csv") { lines in
      lines = [lines[0]]
      for city in ["alpha", "beta"] {
        for wave in ["w1", "w2", "w3"] {
          lines += ["\(city),\(wave),sex,1,450,census,", "\(city),\(wave),sex,2,550,census,"]
        }
      }
      lines.append("")
    }
    let contrast = try rows(
      ["contrast", "SOC01", "--statistic", "mean", "--cells", "w2 - w1"], in: study)
    let outcome = try BuiltCommand.run(
      ["compare", study.folder.path, "w1", "w2"] + ["--format", "json"])
    let changes = try JSON(outcome.output).array[0]["changes"].array
    for row in contrast {
      let known = changes.first {
        $0["city"].string == row["city"].string && $0["question"].string == "SOC01"
      }
      let (own, theirs) = (row["standardError"].number ?? .nan, known?["standardError"].number ?? 0)
      #expect(abs(own - theirs) < 1e-9 && own > 0, "\(own), compare \(theirs)")
      #expect(row["interval"].string == "model-based")
    }
    let model = try rows(
      ["regress", "SOC01", "--on", "city*wave", "--margins", "city:wave"], in: study)
    let margin = try #require(
      model.first { $0["part"].string == "margin" && $0["term"].string == "city=alpha:wave=w2" })
    let mean = try rows(["estimate", "SOC01", "--statistic", "mean"], in: study)
    let known = try #require(
      mean.first { $0["city"].string == "alpha" && $0["wave"].string == "w2" })
    // The model's margin is the wave's mean, with an error that is its own to the first order.
    let (error, own) = (margin["standardError"].number ?? 0, known["standardError"].number ?? 0)
    #expect(abs((margin["estimate"].number ?? 0) - (known["estimate"].number ?? 1)) < 1e-9)
    #expect(abs(error / own - 1) < 0.02, "\(error), \(own)")
    #expect(margin["inference"].string == "model-based" && margin["city"].value is NSNull)
  }

  /// Ruling 24: an interaction makes the mean of a cell.
  @Test func `a cell of few people gives no model`() throws {
    let study = try SmallStudy.stacked("part")
    defer { study.remove() }
    try study.edit("responses/beta-w2.csv") { lines in
      var left = 20
      let place = lines[0].split(separator: ",").firstIndex(of: "SD1") ?? 0
      for row in lines.indices.dropFirst() where !lines[row].isEmpty {
        var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
        if cells[place] == "2" { left -= 1 }
        if left < 0 { cells[place] = "1" }
        lines[row] = cells.joined(separator: ",")
      }
    }
    let words = ["regress", study.folder.path, "SOC01", "--on", "city*wave*sex"]
    let outcome = try BuiltCommand.run(words)
    #expect(outcome.output.contains("has fewer than 30 interviews"), "\(outcome.output)")
    #expect(!outcome.output.contains("Intercept"))
    let open = try BuiltCommand.run(words + ["--no-suppression"])
    #expect(open.output.contains("city=beta:wave=w2:sex=2"), "\(open.output)")
  }
}

/// What `loci regress` says and ends with where a model was not made.
struct UnmadeModelTests {
  @Test func `a model that cannot be made is named, and the status is 65`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    // In one city all are men, and nobody's model can tell men from women.
    try study.edit("responses/alpha.csv") { lines in
      lines = lines.enumerated().map { place, line in
        guard place > 0, !line.isEmpty else { return line }
        var cells = line.components(separatedBy: ",")
        cells[cells.count - 2] = "1"
        return cells.joined(separator: ",")
      }
    }
    try study.edit("margins.csv") { $0 = [$0[0], ""] }
    for format in ["text", "csv", "json"] {
      let outcome = try BuiltCommand.run([
        "regress", study.folder.path, "SD2", "--on", "sex", "--format", format,
      ])
      #expect(outcome.status == 65, "\(format)")
      #expect(outcome.errors.contains("not made: the model of alpha, w1"), "\(outcome.errors)")
      #expect(!outcome.errors.contains("not made: the model of beta"))
      #expect(outcome.output.contains("beta"))
    }
  }

  /// A question of which all people but five give the same number, alone and by sex.
  @Test(arguments: ["SD2", "sex*SD2", "city*SD2"])
  func `a number that marks few people is refused`(_ predictor: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    for city in ["alpha", "beta"] {
      try study.edit("responses/\(city).csv") { lines in
        lines = lines.enumerated().map { place, line in
          guard place > 0, !line.isEmpty else { return line }
          var cells = line.components(separatedBy: ",")
          cells[cells.count - 1] = place % 16 == 0 ? "41" : "40"
          return cells.joined(separator: ",")
        }
      }
    }
    let words = ["regress", study.folder.path, "SOC01", "--on", predictor, "--format", "csv"]
    let outcome = try BuiltCommand.run(words)
    #expect(outcome.status == 65 && outcome.errors.contains("fewer than 30 people differ"))
    #expect(!outcome.output.contains("(Intercept)"), "\(outcome.output)")
    #expect(try BuiltCommand.run(words + ["--no-suppression"]).output.contains("(Intercept)"))
  }

  @Test(arguments: ["SOC01=9", "SOC01=", "SOC01=x"])
  func `an answer that no choice has is refused as that`(_ name: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try BuiltCommand.run([
      "regress", study.folder.path, name, "--family", "logistic", "--on", "sex",
    ])
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.contains("no questionnaire has the answer '\(name)'"), "\(outcome.errors)")
  }
}
