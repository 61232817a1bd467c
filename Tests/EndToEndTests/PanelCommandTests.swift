import Foundation
import Testing

/// `loci factors --panel`: the same people over waves, beside lavaan (`Tests/Reference/panel.R`).
struct PanelCommandTests {
  private let reference: JSON

  init() throws {
    let file = Repository.folder("Tests/Reference/panel.json")
    reference = try JSON(String(contentsOf: file, encoding: .utf8))
  }

  private func run(
    _ topic: String, waves: Int = 3, _ words: [String] = [],
    spoil: (SmallStudy) throws -> Void = { _ in }
  ) throws -> BuiltCommand.Outcome {
    let study = try PanelStudy.copy(waves: waves)
    defer { study.remove() }
    try spoil(study)
    return try BuiltCommand.run(["factors", study.folder.path, "--panel", topic] + words)
  }

  private let both = ["--factor", "SOC", "--factor", "OPN"]

  private func expect(_ own: JSON, _ known: JSON, _ name: String) {
    guard let expected = known.number else { return }
    let value = own.number ?? .nan
    let difference = abs(value - expected)
    #expect(difference <= 1e-6 * max(1e-6, abs(expected)), "\(name): \(value), lavaan \(expected)")
  }

  private func expectFit(_ own: JSON, _ known: JSON, _ names: [String], _ title: String) {
    for name in names {
      expect(own[name.replacing("pvalue", with: "pValue")], known[name], "\(title) \(name)")
    }
  }

  private let measures = ["chisq", "df", "cfi", "tli", "rmsea", "srmr", "logl"]
  private let scaled = ["chisqScaled", "chisqScalingFactor", "pvalueScaled"]

  @Test(arguments: [2, 3])
  func `the levels of invariance are lavaan's`(waves: Int) throws {
    let outcome = try run(
      "invariance", waves: waves, ["--factor", "SOC", "--strict", "--format", "json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let panel = try #require(try JSON(outcome.output).array.first)
    let ladder = try #require(panel["invariance"].array.first)
    let known = waves == 2 ? reference["two"]["ladder"] : reference["ladder"]["alpha"]
    #expect(ladder["comparison"].string == "panel" && ladder["steps"].array.count == 4)
    for (step, level) in zip(ladder["steps"].array, known.array) {
      let title = step["level"].string ?? ""
      expectFit(step["fit"], level["fit"], measures + scaled, title)
      expectFit(step["difference"], level["difference"], ["chisq", "df"], title)
      // lavaan's p value is that of χ²; the scale comes from the sampling points.
      expect(
        step["difference"]["pValue"], level["difference"]["pvalueOfPoints"], "\(title) p value")
    }
    #expect(ladder["verdict"].string == "means")
    #expect(ladder["words"]["ru"].string == "средние можно сравнивать")
    #expect(ladder["words"]["en"].string == "means may be compared")
    try expectMeans(ladder["latentMeans"].array, known.array[3]["means"])
  }

  /// In standard deviations of the first wave, as strict invariance has them.
  private func expectMeans(_ own: [JSON], _ known: JSON) throws {
    let values = try #require(Optional(known["est"].array.map(\.number)))
    #expect(own.count == values.count)
    for (place, mean) in own.enumerated().dropFirst() {
      // The command's are of the scalar level, which differs from the strict one by little.
      let value = mean["standardised"]["estimate"].number ?? .nan
      let error = mean["standardised"]["standardError"].number ?? .nan
      #expect(abs(value - (values[place] ?? .nan)) < error)
    }
  }

  @Test(arguments: [("two", 2), ("lagged", 3), ("random", 3)])
  func `lagged associations are lavaan's`(_ name: String, waves: Int) throws {
    let topic = name == "random" ? "random-intercept" : "cross-lagged"
    let outcome = try run(topic, waves: waves, both + ["--format", "json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let panel = try #require(try JSON(outcome.output).array.first)
    let known = name == "two" ? reference["two"]["lagged"] : reference[name]["alpha"]
    let model = panel["model"]
    let isSaturated = known["fit"]["df"].number == 0
    expectFit(
      model["fit"], known["fit"], isSaturated ? ["logl"] : measures + scaled, topic)
    let associations = model["laggedAssociations"].array
    #expect(associations.count == known["est"].array.count)
    for association in associations {
      let place = known["outcome"].array.indices.first { place in
        known["outcome"].array[place].string == variable(association, "outcome", "later")
          && known["predictor"].array[place].string
            == variable(association, "predictor", "earlier")
      }
      let row = try #require(place)
      expect(association["estimate"]["estimate"], known["est"].array[row], "estimate")
      expect(association["estimate"]["standardError"], known["se"].array[row], "error")
      expect(association["standardised"]["estimate"], known["std"].array[row], "standardised")
      expect(association["standardised"]["standardError"], known["stdSe"].array[row], "its error")
    }
  }

  /// `SOC.2` of SOC and w2.
  private func variable(_ association: JSON, _ variable: String, _ wave: String) -> String {
    let number = association[wave].string?.dropFirst() ?? ""
    return "\(association[variable].string ?? "").\(number)"
  }

  @Test func `who left is counted, weighted and compared, by city`() throws {
    let outcome = try run("cross-lagged", both + ["--format", "json"])
    let panels = try JSON(outcome.output).array
    #expect(
      panels.map { $0["cities"].array.compactMap(\.string) } == [
        ["alpha"], ["beta"], ["alpha", "beta"],
      ])
    for (panel, name) in zip(panels, ["alpha", "beta", "both"]) {
      let known = reference["people"][name]
      #expect(panel["counts"].array.map(\.integer) == known["counts"].array.map(\.integer))
      guard name != "both" else { continue }
      for (attrition, retention) in zip(panel["attrition"].array, known["retention"].array) {
        expect(attrition["retention"]["estimate"], retention, "retention")
      }
    }
    let last = try #require(panels[0]["attrition"].array.last)
    #expect(last["words"]["ru"].string?.contains("SOC выше на 7,1") == true)
  }

  @Test(arguments: [("cross-lagged", 2), ("random-intercept", 3)])
  func `an association with a lag is never called an effect`(
    _ topic: String, waves: Int
  ) throws {
    let outcome = try run(topic, waves: waves, both)
    #expect(outcome.status == 0)
    for words in [
      "lagged association", "Связь с запаздыванием", "says nothing of causes",
      "причины отсюда не следуют", "attrition:", "выбытие:",
    ] {
      #expect(outcome.output.lowercased().contains(words.lowercased()), "\(words)")
    }
    for word in ["effect", "влия", "эффект", "воздейств"] {
      #expect(!outcome.output.lowercased().contains(word))
    }
  }

  @Test func `random intercepts of two waves are refused in words`() throws {
    let outcome = try run("random-intercept", waves: 2, both)
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("not estimated: a random-intercept model needs three waves"))
    #expect(outcome.output.contains("нужны три волны"))
    #expect(outcome.output.contains("313 of 400 people were interviewed again"))
    #expect(outcome.errors.contains("loci: not made: the "))
  }

  @Test func `ordered items climb by thresholds`() throws {
    let outcome = try run("invariance", ["--factor", "SOC", "--ordinal", "--format", "json"])
    #expect(outcome.status == 0)
    let ladder = try #require(try JSON(outcome.output).array.first)["invariance"].array.first
    #expect(
      ladder?["steps"].array.map { $0["level"].string } == [
        "configural", "thresholds", "metric", "scalar",
      ])
  }

  @Test func `csv has a row for each association and each level`() throws {
    let associations = try run("cross-lagged", both + ["--format", "csv"])
    #expect(associations.output.split(separator: "\n").count == 1 + 3 * 8)
    let levels = try run("invariance", ["--factor", "SOC", "--format", "csv"])
    #expect(levels.output.split(separator: "\n").count == 1 + 3 * 3)
  }

  @Test func `a study in which nobody can be followed is told what it lacks`() throws {
    let fresh = try run("invariance") { study in
      try study.edit("waves.csv") { lines in
        lines = lines.map { $0.replacing(",panel,", with: ",probability,") }
      }
    }
    #expect(fresh.status == 65 && fresh.output.isEmpty)
    #expect(fresh.errors.contains("nobody can be followed"))
    #expect(fresh.errors.contains("проследить некого"))
  }

  @Test func `one factor has nothing to be related to`() throws {
    let outcome = try run("cross-lagged", ["--factor", "SOC"])
    #expect(outcome.status == 64 && outcome.errors.contains("two factors or more"))
  }

  @Test func `an item nobody answered in one wave is left out and named`() throws {
    let outcome = try run("invariance") { study in
      for city in ["alpha", "beta"] { try study.blank("SOC03", in: "responses/\(city)-w2.csv") }
    }
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("nobody answered SOC03 in w2: tested without it"))
    #expect(outcome.output.contains("OPN: the same people in w1, w2, w3, alpha"))
  }
}

extension SmallStudy {
  /// Takes a column's answers away.
  func blank(_ column: String, in file: String) throws { try fill(column, in: file) { _ in "" } }

  /// Rewrites a column, cell by cell.
  func fill(_ column: String, in file: String, _ change: (Substring) -> String) throws {
    try edit(file) { lines in
      let place = lines[0].split(separator: ",").firstIndex { $0 == column } ?? 0
      for row in lines.indices.dropFirst() where !lines[row].isEmpty {
        var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
        cells[place] = Substring(change(cells[place]))
        lines[row] = cells.joined(separator: ",")
      }
    }
  }
}
