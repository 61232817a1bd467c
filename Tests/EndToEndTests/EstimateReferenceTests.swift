import Foundation
import Testing

/// The figures of `loci estimate` and `loci plan` beside those of R's survey and stats,
/// `Tests/Reference/command.R`.
struct EstimateReferenceTests {
  private let reference: JSON
  private static let cities = ["alpha", "beta"]

  init() throws {
    let file = Repository.folder("Tests/Reference/command.json")
    reference = try JSON(String(contentsOf: file, encoding: .utf8))
  }

  /// - Parameter columns: Of the field files, by role: `stratum=pair replicate-method=bootstrap_mse`.
  private func estimates(
    _ words: [String], _ columns: String = "", lonely: String? = nil
  ) throws -> [JSON] {
    let pairs = columns.split(separator: " ").map { $0.split(separator: "=").map(String.init) }
    let study = try SmallStudy.ofReference(
      "command",
      Dictionary(
        uniqueKeysWithValues: pairs.map {
          ($0[0], $0.count > 1 ? $0[1].replacing("_", with: " ") : "")
        }))
    defer { study.remove() }
    if let lonely { try study.setLonelyClusters(lonely) }
    let outcome = try BuiltCommand.run(
      ["estimate", study.folder.path] + words + ["--no-suppression", "--format", "json"])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try JSON(outcome.output).array
  }

  private func words(_ line: String) -> [String] {
    line.split(separator: " ").map { String($0).replacing("_", with: " ") }
  }

  private func expect(
    _ own: JSON, _ known: JSON, tolerance: Double = 1e-9,
    at location: SourceLocation = #_sourceLocation
  ) {
    let value = own.number ?? .nan
    let expected = known.number ?? .nan
    #expect(
      abs(value - expected) <= tolerance * max(1e-3, abs(expected)), "\(value), R \(expected)",
      sourceLocation: location)
  }

  @Test(arguments: [
    ("mean", "SOC01 --statistic mean", ""), ("total", "SD2 --statistic total", ""),
    ("ratio", "SOC01 --statistic ratio --to SD2", ""),
    ("contrast", "SOC01 --statistic mean --by sex --contrast 1_-_2", ""),
    ("jkn", "SOC01 --statistic mean --replicates jkn", ""),
    ("jknMse", "SOC01 --statistic mean --replicates jkn --mse", ""),
    ("jknContrast", "SOC01 --statistic mean --by sex --contrast 1_-_2 --replicates jkn", ""),
    ("jk1", "SOC01 --statistic mean --replicates jk1", "stratum="),
    ("brr", "SD2 --statistic total --replicates brr", "stratum=pair"),
    ("fay", "SD2 --statistic total --replicates fay --fay-factor 0.5", "stratum=pair"),
    ("oneStage", "SOC01 --statistic mean", "population-size=N1"),
    (
      "twoStages", "SOC01 --statistic mean", "population-size=N1 cluster-2=id population-size-2=N2"
    ),
    (
      "given", "SOC01 --statistic mean", "replicates=rw1-rw40 replicate-method=bootstrap"
    ),
  ])
  func `values and errors`(_ name: String, _ line: String, _ columns: String) throws {
    let records = try estimates(words(line), columns)
    #expect(records.count == 2)
    for record in records {
      let known = reference[record["city"].string ?? ""][name]
      expect(record["estimate"], known["value"])
      expect(record["standardError"], known["se"], tolerance: name == "given" ? 1e-6 : 1e-9)
    }
  }

  @Test(arguments: ["adjust", "average", "certainty"])
  func `a stratum with one point adds what the study says`(_ policy: String) throws {
    let name = "lonely" + policy.prefix(1).uppercased() + policy.dropFirst()
    let records = try estimates(
      ["SOC01", "--statistic", "mean"], "stratum=lone", lonely: policy)
    for record in records {
      let known = reference[record["city"].string ?? ""][name]
      expect(record["standardError"], known["se"])
    }
    #expect(records.count == 2)
  }

  @Test func `a stratum with one point is refused where the study says so`() throws {
    let study = try SmallStudy.ofReference("command", ["stratum": "lone"])
    defer { study.remove() }
    try study.setLonelyClusters("fail")
    let outcome = try BuiltCommand.run(["estimate", study.folder.path, "SOC01"])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("'D9'"), "\(outcome.errors)")
  }

  @Test func `means by group`() throws {
    let records = try estimates(["SOC01", "--statistic", "mean", "--by", "sex"])
    #expect(records.count == 4)
    for city in Self.cities {
      let own = records.filter { $0["city"].string == city }
      for (place, record) in own.enumerated() {
        expect(record["estimate"], reference[city]["mean_by"]["value"].array[place])
        expect(record["standardError"], reference[city]["mean_by"]["se"].array[place])
      }
    }
  }

  @Test func `the difference of two cities, and their one-way comparison`() throws {
    let difference = try estimates(
      ["SOC01", "--statistic", "mean", "--contrast", "alpha - beta"])
    #expect(difference.count == 1)
    for record in difference {
      expect(record["estimate"], reference["cities"]["value"])
      expect(record["standardError"], reference["cities"]["se"])
    }
    let tests = try estimates(["SOC01", "--test", "mean"])
    let whole = try #require(tests.first { $0["choice"].string == nil }, "\(tests.count)")
    expect(whole["pValue"], reference["oneWay"]["p"], tolerance: 1e-8)
  }

  @Test func `p values of several contrasts, as p.adjust has them`() throws {
    let contrasts = (2...5).flatMap { ["--contrast", "1 - \($0)"] }
    for (adjustment, name) in [("holm", "holm"), ("benjamini-hochberg", "hochberg")] {
      let records = try estimates(
        ["SD2", "--statistic", "mean", "--by", "SOC02", "--adjust", adjustment] + contrasts)
      #expect(records.count == 8)
      for city in Self.cities {
        let own = records.filter { $0["city"].string == city }
        for (place, record) in own.enumerated() {
          let known = reference[city]["several"]
          expect(record["pValue"], known["p"].array[place], tolerance: 1e-7)
          expect(record["adjustedPValue"], known[name].array[place], tolerance: 1e-7)
        }
      }
    }
  }

  @Test func `shares with their intervals, a quantile with Woodruff's`() throws {
    func shares(_ interval: String) throws -> [JSON] {
      try estimates(["SOC01", "--statistic", "proportion", "--interval", interval])
        .filter { $0["choice"].string == "4" }
    }
    let quantiles = try estimates(["SD2", "--statistic", "quantile", "--quantile", "0.25"])
    for (records, name) in [
      (try shares("logit"), "logit"), (try shares("korn-graubard"), "beta"),
      (try shares("wilson"), "wilson"), (quantiles, "quantile"),
    ] {
      #expect(records.count == 2)
      for record in records {
        let known = reference[record["city"].string ?? ""][name]
        for (own, theirs) in [("estimate", "value"), ("lower", "lower"), ("upper", "upper")] {
          expect(record[own], known[theirs])
        }
      }
    }
  }

  @Test(arguments: [
    ("t", "mean", ""), ("rank", "rank", ""), ("second", "rao-scott", ""),
    ("first", "rao-scott-first", ""), ("jknT", "mean", "jkn"), ("jknSecond", "rao-scott", "jkn"),
  ])
  func `tests between groups`(_ name: String, _ kind: String, _ replicates: String) throws {
    let errors = replicates.isEmpty ? [] : ["--replicates", replicates]
    let tests = try estimates(["SOC01", "--by", "sex", "--test", kind] + errors)
    #expect(tests.count == 2)
    for test in tests {
      expect(
        test["pValue"], reference[test["city"].string ?? ""][name]["p"],
        tolerance: name == "first" ? 1e-4 : 1e-8)
    }
  }

  @Test(arguments: [
    ("linear", "SD2", "SOC01", "y"), ("logistic", "SOC01=5", "SD2", "SD2"),
    ("poisson", "SD2", "SOC01", "y"), ("ordinal", "SOC01", "SD2", "SD2"),
    ("jknLinear", "SD2", "SOC01", "y"), ("jknLogistic", "SOC01=5", "SD2", "SD2"),
  ])
  func `slopes of regressions`(
    _ name: String, _ outcome: String, _ predictor: String, _ term: String
  ) throws {
    let isReplicated = name.hasPrefix("jkn")
    let family = isReplicated ? name.dropFirst(3).lowercased() : name
    let terms = try estimates(
      [outcome, "--model", family, "--on", predictor, "--on", "sex"]
        + (isReplicated ? ["--replicates", "jkn"] : []))
    let slopes = terms.filter {
      $0["part"].string == "coefficient" && $0["term"].string == predictor
    }
    #expect(slopes.count == 2)
    for slope in slopes {
      let known = reference[slope["city"].string ?? ""][name]
      let place = known["term"].array.firstIndex { $0.string == term } ?? 0
      expect(slope["estimate"], known["value"].array[place], tolerance: 1e-6)
      expect(slope["standardError"], known["se"].array[place], tolerance: 1e-6)
    }
  }

  @Test func `shares of the explained variance are those of all orders`() throws {
    let terms = try estimates(["SD2", "--model", "linear", "--on", "SOC01", "--on", "sex"])
    for city in Self.cities {
      let own = terms.filter {
        $0["city"].string == city && $0["part"].string == "share-of-variance"
      }
      #expect(own.count == 2, "\(Set(terms.compactMap { $0["part"].string }))")
      for (place, share) in own.enumerated() {
        expect(share["estimate"], reference["lmg"][city].array[place], tolerance: 1e-8)
      }
    }
  }

  @Test func `the difference of two cities is decomposed in three`() throws {
    let terms = try estimates(
      ["SD2", "--model", "linear", "--on", "SOC01", "--on", "sex", "--against", "beta"])
    for part in ["difference", "endowments", "coefficients", "interaction"] {
      let own = terms.filter {
        $0["part"].string == part && ["", "total", nil].contains($0["term"].string)
      }
      #expect(own.count == 1, "\(part) \(own.count)")
      for term in own {
        expect(term["estimate"], reference["decomposition"][part], tolerance: 1e-8)
      }
    }
  }

  @Test(arguments: [
    ("mean", "--deviation 20 --difference 3"), ("share", "--share 0.5 --versus 0.6 --power 0.9"),
  ])
  func `sizes of samples`(_ name: String, _ line: String) throws {
    let outcome = try BuiltCommand.run(["plan"] + words(line) + ["--format", "json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let row = try #require(try JSON(outcome.output).array.first)
    let known = reference["plan"][name].number ?? .nan
    #expect(row["interviews"].number == known.rounded(.up), "\(outcome.output)")
  }
}
