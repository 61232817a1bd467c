import Foundation
import Testing

/// What is tested together between two waves, and what is in no family.
struct ComparisonFamilyTests {
  /// Two waves of the small study's cities, weighted by sex.
  private static func study() throws -> SmallStudy {
    let study = try SmallStudy()
    try study.edit("waves.csv") { $0.insert("w2,Вторая волна,Second wave,,,quota,fresh", at: 2) }
    try study.edit("sources.csv") { lines in
      for city in ["alpha", "beta"] {
        lines.insert("w2,\(city),responses/\(city)-2.csv,v1,id,district,point", at: 3)
      }
    }
    for (city, other) in [("alpha", "beta"), ("beta", "alpha")] {
      try study.write(study.text(of: "responses/\(other).csv"), to: "responses/\(city)-2.csv")
    }
    try study.edit("margins.csv") { lines in
      lines += lines.filter { $0.contains(",w1,") }.map { $0.replacing(",w1,", with: ",w2,") }
      lines = lines.filter { !$0.isEmpty } + [""]
    }
    return study
  }

  @Test func `headline and footer count the same comparisons`() throws {
    let study = try Self.study()
    defer { study.remove() }
    let text = try BuiltCommand.run(["compare", study.folder.path, "w1", "w2"])
    #expect(text.status == 0, "\(text.errors)")
    let head = try #require(
      text.output.firstMatch(
        of: /in \d+ of (\d+) comparisons of scores and \d+ of (\d+) of questions/))
    let foot = try #require(
      text.output.firstMatch(of: /Hochberg: (\d+) comparisons of scores,\s+(\d+) of questions/))
    #expect(head.1 == foot.1 && head.2 == foot.2)
    let json = try BuiltCommand.run(["compare", study.folder.path, "w1", "w2", "--format", "json"])
    let comparison = try #require(try JSON(json.output).array.first)
    #expect(comparison["questionFamily"].integer.map(String.init) == String(foot.2))
    let tested = comparison["changes"].array.filter {
      $0["adjustedPValue"].number != nil && $0["label"].string != nil
        && ["SOC01", "SOC02", "SOC03"].contains($0["question"].string ?? "")
    }
    #expect(!tested.isEmpty)
  }

  @Test func `what describes the sample is in no family, and what is raked is set by weighting`()
    throws
  {
    let study = try Self.study()
    defer { study.remove() }
    let json = try BuiltCommand.run(["compare", study.folder.path, "w1", "w2", "--format", "json"])
    let changes = try #require(try JSON(json.output).array.first)["changes"].array
    let sex = changes.filter { $0["question"].string == "SD1" }
    let age = changes.filter { $0["question"].string == "SD2" }
    #expect(!sex.isEmpty && !age.isEmpty)
    #expect((sex + age).allSatisfy { $0["adjustedPValue"].number == nil })
    #expect(sex.allSatisfy { $0["verdict"].string == "set by weighting" }, "\(json.output)")
    #expect(age.allSatisfy { $0["verdict"].string == "not tested" })
  }

  @Test func `reliability and exploration say what cities count by`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    for command in ["reliability", "explore"] {
      let words = ["factors", command, study.folder.path, "--factor", "SOC"]
      let text = try BuiltCommand.run(words)
      #expect(
        text.output.contains("cities together, each by its interviews"), "\(text.output)")
      let json = try BuiltCommand.run(words + ["--format", "json"]).output
      #expect(json.contains(#""cityWeights": "interviews""#), "\(json.prefix(400))")
    }
    try study.edit("sources.csv") { $0.remove(at: 2) }
    let one = try BuiltCommand.run(["factors", "explore", study.folder.path, "--factor", "SOC"])
    #expect(!one.output.contains("cities together"))
  }
}
