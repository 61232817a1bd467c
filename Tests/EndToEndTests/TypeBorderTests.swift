import Foundation
import Testing

/// When types are said to have borders: clouds without types never have, types that lie apart have.
struct TypeBorderTests {
  /// The two latent values of an interview.
  typealias Cloud = @Sendable (inout SeededAnswers) -> (Double, Double)

  struct Kind: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let hasTypes: Bool
    let cloud: Cloud
  }

  private static let kinds: [Kind] = [
    Kind(testDescription: "answers at both ends of two scales", hasTypes: false) { source in
      func end(_ source: inout SeededAnswers) -> Double {
        (source.uniform() < 0.5 ? 1 : -1) * abs(1.6 + 0.5 * source.normal())
      }
      return (end(&source), end(&source))
    },
    Kind(testDescription: "a U-shaped distribution of two scales", hasTypes: false) { source in
      // The arcsine distribution, Beta(½, ½).
      (2.2 * cos(.pi * source.uniform()), 2.2 * cos(.pi * source.uniform()))
    },
    Kind(testDescription: "a cloud bent to a U", hasTypes: false) { source in
      let place = 3.4 * source.uniform() - 1.7
      return (place, place * place - 1 + 0.2 * source.normal())
    },
    Kind(testDescription: "one normal cloud", hasTypes: false) { source in
      let common = 0.7 * source.normal()
      return (common + 0.7 * source.normal(), common + 0.7 * source.normal())
    },
    Kind(testDescription: "two types apart", hasTypes: true) { source in
      let centre = source.uniform() < 0.5 ? -1.6 : 1.6
      return (centre + 0.35 * source.normal(), centre + 0.35 * source.normal())
    },
  ]

  private static func study(_ kind: Kind, seed: Int) throws -> SmallStudy {
    let study = try SmallStudy()
    try FileManager.default.removeItem(at: study.url("margins.csv"))
    for (place, city) in ["alpha", "beta"].enumerated() {
      var source = SeededAnswers(seed: 10 * seed + place)
      let lines = (0..<120).map { row in
        let (first, second) = kind.cloud(&source)
        let answers = SmallStudy.itemNames.enumerated().map { item, name in
          let value = (item < 3 ? first : second) + 0.35 * source.normal()
          let answer = source.category(value, of: 5)
          return String(name == "SOC02" || name == "INA2" ? 6 - answer : answer)
        }
        return "r\(row),D\(row / 30),\(row / 6),\(answers.joined(separator: ",")),1,40"
      }
      try study.write(
        "id,district,point,\(SmallStudy.itemNames.joined(separator: ",")),SD1,SD2\n"
          + lines.joined(separator: "\n") + "\n", to: "responses/\(city).csv")
    }
    return study
  }

  @Test(arguments: kinds, [["--classes", "2"], ["--classes", "4"], []])
  func `clouds without types have no borders`(_ kind: Kind, words: [String]) throws {
    for seed in 0..<2 {
      let study = try Self.study(kind, seed: seed)
      defer { study.remove() }
      let command = ["factors", "types", study.folder.path] + words
      let outcome = try BuiltCommand.run(command + ["--format", "json"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let types = try #require(try JSON(outcome.output).array.first)
      let borders = types["borders"]
      let chance = borders["pValue"].number ?? .nan
      #expect(chance > 0 && chance <= 1)
      // Two types cut in four have borders between the two only.
      let isShown = kind.hasTypes && types["types"].integer == 2
      #expect(borders["shown"].boolean == isShown, "\(borders.object)")
      guard seed == 0 else { continue }
      let text = try BuiltCommand.run(command).output
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(text.contains("There are borders between them:") == isShown)
      #expect(text.contains("Borders between them are not shown:") != isShown)
      #expect(!text.contains("p 0.000"))
    }
  }

  /// The report shows types where there are borders, and says in one sentence where there are none.
  @Test(arguments: kinds)
  func `the report shows types only where the answers form some`(_ kind: Kind) throws {
    let study = try Self.study(kind, seed: 0)
    defer { study.remove() }
    let outcome = try BuiltCommand.run(["report", study.folder.path, "--output", study.output.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let reports = try FolderContents(study.output)
    let rows = CSVRows.records(reports.text("tables/types.csv"))
    let page = Page(path: "", html: reports.text("comparison.en.html"))
    let section = Page.words(of: page.section("types-w1"))
    #expect(page.html.contains("What the difference of the indices is made up of"))
    guard kind.hasTypes else {
      #expect(rows.count == 1 && ["one-cloud", "cut-as-well"].contains(rows[0]["reason"]))
      #expect(section.contains("The answers form no types of residents"))
      #expect(!page.section("types-w1").contains("<table"))
      return
    }
    #expect(section.contains("residents make up 2 types with few people between them"))
    #expect(section.contains("all above the mean") && section.contains("all below the mean"))
    #expect(section.contains("found again"))
    // What the command prints of as many types.
    let command = try BuiltCommand.run([
      "factors", "types", study.folder.path, "--classes", "2", "--format", "json",
    ])
    let types = try #require(try JSON(command.output).array.first)
    for (place, portrait) in types["portraits"].array.enumerated() {
      let own = rows.filter { $0["type"] == "\(place + 1)" }
      let share = own.first { $0["statistic"] == "share" && $0["city"] == "" }
      let known = try #require(portrait["share"]["estimate"].number)
      #expect(abs((Double(share?["estimate"] ?? "") ?? .nan) - known) < 1e-9)
      #expect(own.count { $0["statistic"] == "share" } == 3)
      let means = own.filter { $0["statistic"] == "mean" }.compactMap {
        Double($0["estimate"] ?? "")
      }
      for (mean, known) in zip(means, portrait["means"].array) {
        #expect(abs(mean - (known["estimate"].number ?? .nan)) < 1e-7)
      }
      #expect(means.count == 2)
    }
  }

  @Test func `more types than can be made are refused`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    for count in ["2000", "101", "0"] {
      let outcome = try BuiltCommand.run([
        "factors", "types", study.folder.path, "--classes", count,
      ])
      #expect(outcome.status == 64 && outcome.output.isEmpty)
    }
  }
}

/// Figures that are not possible are not printed, and rules that have no ground are not listed.
struct ImpossibleFiguresTests {
  @Test(arguments: 0..<6)
  func `a design effect is never negative`(seed: Int) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    var source = SeededAnswers(seed: seed)
    for city in ["alpha", "beta"] {
      // Points whose five people always answer alike as a group: 1, 2, 3, 4, 5 in some order.
      var row = 0
      let shift = Int(5 * source.uniform())
      try study.fill("SOC01", in: "responses/\(city).csv") { _ in
        defer { row += 1 }
        return String((row + shift) % 5 + 1)
      }
    }
    let outcome = try BuiltCommand.run([
      "variance", study.folder.path, "SOC01", "SOC03", "INC1", "--between", "cluster", "--format",
      "json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try JSON(outcome.output).array
    #expect(!rows.isEmpty)
    for row in rows {
      if let effect = row["designEffect"].number {
        #expect(effect >= 0)
      } else {
        #expect(row["reason"].string?.contains("no design effect") == true)
      }
    }
    #expect(rows.contains { $0["designEffect"].number == nil })
  }

  @Test(arguments: ["polychoric", "spearman", "pearson"])
  func `rules of a normal likelihood are for correlations of numbers`(_ kind: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try BuiltCommand.run([
      "factors", "explore", study.folder.path, "--factor", "INN", "--correlations", kind,
      "--format",
      "json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let explored = try #require(try JSON(outcome.output).array.first)["exploratory"].array
    let number = try #require(explored.first)["numberOfFactors"]
    let rules = Set(number["criteria"].array.compactMap { $0["criterion"].string })
    #expect(rules.isSuperset(of: ["minimumAveragePartial", "empiricalKaiser"]))
    for rule in ["sequentialChiSquared", "rmseaLowerBound", "aic", "hullCFI"] {
      #expect(rules.contains(rule) == (kind == "pearson"), "\(rule)")
    }
    for language in ["ru", "en"] {
      #expect(number["words"][language].string?.contains("AIC") != true || kind == "pearson")
    }
  }
}
