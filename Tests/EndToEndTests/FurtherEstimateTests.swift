import Foundation
import Testing

/// Correlations, goodness of fit, contrasts of quantiles and what else R's survey has, beside it:
/// `Tests/Reference/further.R`.
struct FurtherEstimateTests {
  private let reference: JSON

  init() throws {
    let file = Repository.folder("Tests/Reference/further.json")
    reference = try JSON(String(contentsOf: file, encoding: .utf8))
  }

  private func rows(
    _ line: String, _ columns: [String: String] = [:], lonely: String? = nil
  ) throws -> [JSON] {
    let study = try SmallStudy.ofReference("command", columns)
    defer { study.remove() }
    if let lonely { try study.setLonelyClusters(lonely) }
    let words = line.split(separator: " ").map { String($0).replacing("_", with: " ") }
    let outcome = try BuiltCommand.run(
      [words[0], study.folder.path] + words.dropFirst() + ["--format", "json"])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try JSON(outcome.output).array
  }

  private func known(_ row: JSON) -> JSON { reference[row["city"].string ?? ""] }

  private func expect(_ own: JSON, _ known: JSON, _ name: String) {
    let (value, expected) = (own.number ?? .nan, known.number ?? .nan)
    #expect(
      abs(value - expected) <= 1e-9 * max(1e-3, abs(expected)), "\(name): \(value), R \(expected)")
  }

  @Test func `correlations have R's values, errors and intervals`() throws {
    for row in try rows("correlate SOC01 SD2") {
      let known = known(row)["correlation"]
      for (own, theirs) in [
        ("estimate", "value"), ("standardError", "error"), ("degreesOfFreedom", "df"),
        ("lower", "lower"), ("upper", "upper"), ("pValue", "p"),
      ] { expect(row[own], known[theirs], own) }
    }
    let women = try rows("correlate SOC01 SD2 --by sex").filter { $0["sex"].string == "2" }
    #expect(women.count == 2)
    for row in women {
      expect(row["estimate"], known(row)["women"]["value"], "r")
      expect(row["standardError"], known(row)["women"]["error"], "SE")
    }
    #expect(try rows("correlate SOC01 SOC02 SOC03 SD2").count == 12)
  }

  @Test func `given shares are tested as R does`() throws {
    for row in try rows("test SOC01 --shares 1=10,2=20,3=35,4=20,5=15 --base with-opinion") {
      let known = known(row)["fit"]
      expect(row["statistic"], known["F"], "F")
      expect(row["numerator"], known["numerator"], "df")
      expect(row["pValue"], known["p"], "p")
    }
  }

  @Test func `shares that weighting sets are not tested`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try BuiltCommand.run([
      "test", study.folder.path, "SD1", "--shares", "1=0.4,2=0.6", "--format", "json",
    ])
    for row in try JSON(outcome.output).array {
      #expect(row["statistic"].value is NSNull)
      #expect(row["reason"].string?.contains("weighting sets") == true)
    }
  }

  @Test func `contrasts of quantiles have the errors and the covariance of their quantiles`() throws
  {
    let median = "contrast SD2 --statistic quantile --quantile 0.5 --cells"
    for row in try rows("\(median) 1_-_2 --by sex") {
      expect(row["estimate"], known(row)["median"]["value"], "difference")
      expect(row["standardError"], known(row)["median"]["error"], "SE")
    }
    let cities = try #require(try rows("\(median) alpha_-_beta").first)
    let (a, b) = (reference["alpha"]["whole"], reference["beta"]["whole"])
    let errors = [a, b].map { $0["error"].number ?? .nan }
    let error = (errors[0] * errors[0] + errors[1] * errors[1]).squareRoot()
    #expect(abs((cities["standardError"].number ?? .nan) - error) < 1e-9)
    #expect(cities["estimate"].number == (a["value"].number ?? 0) - (b["value"].number ?? 0))
  }

  @Test func `a stratum with one point is left out of the variance`() throws {
    for row in try rows(
      "estimate SOC01 --statistic mean", ["stratum": "lone"], lonely: "remove")
    {
      expect(row["estimate"], known(row)["remove"]["value"], "mean")
      expect(row["standardError"], known(row)["remove"]["error"], "SE")
    }
  }

  @Test func `figures without weights stand beside`() throws {
    for row in try rows("estimate SOC01 --statistic mean --unweighted") {
      expect(row["unweighted"], known(row)["unweighted"]["value"], "mean")
      expect(row["unweightedStandardError"], known(row)["unweighted"]["error"], "SE")
    }
    for row in try rows("estimate SD2 --statistic mean --by sex --unweighted") {
      let place = row["by"]["sex"].string == "1" ? 0 : 1
      expect(
        row["unweighted"], known(row)["unweightedBySex"]["values"].array[place], "mean by sex")
      expect(
        row["unweightedStandardError"], known(row)["unweightedBySex"]["errors"].array[place], "SE")
    }
    let plain = try #require(try rows("estimate SOC01 --statistic mean").first)
    #expect(!plain.keys.contains("unweighted"))
  }

  @Test(arguments: [
    ("correlate SOC01", "two questions"), ("correlate SOC01 SOC01", "named twice"),
    ("correlate SOC01 SD1", "no numbers"),
    ("test SOC01 --shares 1=0.4,2=0.7", "add up to 1"), ("test SOC01 --shares 1=x", "add up to 1"),
    ("test SOC01 --shares 1=0.4,2=0.6", "says nothing of 3"),
    ("test SOC01 --shares 1=0.4,9=0.6", "'9'"),
    ("test SOC01 SD1 --shares 1=0.4,2=0.6", "one question"),
    ("contrast SD2 --cells alpha_-_beta --statistic quantile", "which quantile"),
    ("contrast SD2 --cells alpha_-_beta --quantile 0.5", "go together"),
    ("contrast SD2 --cells alpha_-_beta --statistic quantile --quantile 2", "between 0 and 1"),
    ("estimate SOC01 --unweighted --totals", "totals are of people"),
    ("estimate SOC01 --unweighted --replicates jkn", "linearisation"),
  ])
  func `what cannot be asked is refused with 64`(line: String, says: String) throws {
    let study = try SmallStudy.ofReference()
    defer { study.remove() }
    let words = line.split(separator: " ").map { String($0).replacing("_", with: " ") }
    let outcome = try BuiltCommand.run([words[0], study.folder.path] + words.dropFirst())
    #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome.output)")
    #expect(outcome.errors.contains(says), "\(outcome.errors)")
  }

  /// Ruling 24: what is of few people is hidden, with weights and without.
  @Test func `figures of few people are hidden`() throws {
    let study = try SmallStudy.ofReference()
    defer { study.remove() }
    for city in ["alpha", "beta"] {
      try study.edit("responses/\(city).csv") { lines in
        let place = lines[0].split(separator: ",").firstIndex(of: "SD1") ?? 0
        for row in lines.indices.dropFirst() where !lines[row].isEmpty {
          var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
          cells[place] = row < 12 ? "2" : "1"
          lines[row] = cells.joined(separator: ",")
        }
      }
    }
    func rows(_ words: String...) throws -> [JSON] {
      try JSON(
        BuiltCommand.run([words[0], study.folder.path] + words.dropFirst() + ["--format", "json"])
          .output
      ).array
    }
    let correlations = try rows("correlate", "SOC01", "SD2", "--by", "sex")
    #expect(correlations.count == 4)
    #expect(
      correlations.allSatisfy { $0["estimate"].value is NSNull && $0["count"].value is NSNull })
    let figures = try rows("estimate", "SD2", "--statistic", "mean", "--by", "sex", "--unweighted")
    #expect(figures.allSatisfy { $0["unweighted"].value is NSNull })
    let contrast = try rows(
      "contrast", "SD2", "--by", "sex", "--statistic", "quantile", "--quantile", "0.5", "--cells",
      "1 - 2")
    #expect(contrast.allSatisfy { $0["estimate"].value is NSNull })
  }
}
