import Foundation
import Testing

/// The figures of `loci estimate` beside those of R's survey, `Tests/Reference/command.R`.
struct EstimateReferenceTests {
  private let reference: JSON

  init() throws {
    let file = Repository.folder("Tests/Reference/command.json")
    reference = try JSON(String(contentsOf: file, encoding: .utf8))
  }

  private func estimates(
    _ words: [String], given: Bool = false
  ) throws -> [JSON] {
    let study = try SmallStudy.ofReference()
    defer { study.remove() }
    if given { try study.nameReplicates("rw1-rw40") }
    let outcome = try BuiltCommand.run(
      ["estimate", study.folder.path] + words + ["--format", "json"])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try JSON(outcome.output).array
  }

  private func expect(_ own: JSON, _ known: JSON, tolerance: Double = 1e-9) {
    let value = own.number ?? .nan
    let expected = known.number ?? .nan
    #expect(abs(value - expected) <= tolerance * max(1e-3, abs(expected)), "R \(expected)")
  }

  @Test(arguments: [
    ("mean", "SOC01 --statistic mean"), ("total", "SD2 --statistic total"),
    ("ratio", "SOC01 --statistic ratio --to SD2"),
    ("contrast", "SOC01 --statistic mean --by sex --contrast 1_-_2"),
    ("given", "SOC01 --statistic mean"), ("jkn", "SOC01 --statistic mean --replicates jkn"),
  ])
  func `values and errors`(_ name: String, _ line: String) throws {
    let words = line.split(separator: " ").map { String($0).replacing("_", with: " ") }
    let records = try estimates(words, given: name == "given")
    #expect(records.count == 2)
    for record in records {
      let known = reference[record["city"].string ?? ""][name]
      expect(record["estimate"], known["value"])
      expect(record["standardError"], known["se"], tolerance: name == "given" ? 1e-6 : 1e-9)
    }
  }

  @Test func `shares with logit and Korn–Graubard intervals, a quantile with Woodruff's`() throws {
    let shares = try estimates(["SOC01", "--statistic", "proportion", "--interval", "logit"])
    let exact = try estimates(
      ["SOC01", "--statistic", "proportion", "--interval", "korn-graubard"])
    let quantiles = try estimates(["SD2", "--statistic", "quantile", "--quantile", "0.25"])
    for (records, name) in [
      (shares.filter { $0["choice"].string == "4" }, "logit"),
      (exact.filter { $0["choice"].string == "4" }, "beta"), (quantiles, "quantile"),
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
    ("t", "mean"), ("rank", "rank"), ("second", "rao-scott"), ("first", "rao-scott-first"),
  ])
  func `tests between groups`(_ name: String, _ kind: String) throws {
    let tests = try estimates(["SOC01", "--by", "sex", "--test", kind])
    #expect(tests.count == 2)
    for test in tests {
      expect(
        test["pValue"], reference[test["city"].string ?? ""][name]["p"],
        tolerance: name == "first" ? 1e-4 : 1e-8)
    }
  }

  @Test(arguments: [
    ("linear", "SD2", "SOC01", "y"), ("logistic", "SOC01=5", "SD2", "SD2"),
    ("poisson", "SD2", "SOC01", "y"),
  ])
  func `slopes of regressions`(
    _ family: String, _ outcome: String, _ predictor: String, _ term: String
  ) throws {
    let terms = try estimates([outcome, "--model", family, "--on", predictor, "--on", "sex"])
    let slopes = terms.filter {
      $0["part"].string == "coefficient" && $0["term"].string == predictor
    }
    #expect(slopes.count == 2)
    for slope in slopes {
      let known = reference[slope["city"].string ?? ""][family]
      let place = known["term"].array.firstIndex { $0.string == term } ?? 0
      expect(slope["estimate"], known["value"].array[place], tolerance: 1e-6)
      expect(slope["standardError"], known["se"].array[place], tolerance: 1e-6)
    }
  }
}
