import Foundation
import Testing

/// `loci factors --types`: types of residents by their scores.
struct TypesTests {
  private func run(_ words: [String], in study: SmallStudy) throws -> BuiltCommand.Outcome {
    try BuiltCommand.run(["factors", study.folder.path, "--types"] + words)
  }

  @Test(arguments: ["k-means", "latent-classes"])
  func `shares of each city add up, and a seed gives the same types`(_ method: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try run([method, "--classes", "2", "--format", "json"], in: study)
    let again = try run([method, "--classes", "2", "--format", "json"], in: study)
    #expect(outcome.status == 0 && outcome.output == again.output)
    let types = try #require(try JSON(outcome.output).array.first)
    #expect(types["types"].integer == 2 && types["synthetic"].boolean == true)
    let portraits = types["portraits"].array
    for city in ["alpha", "beta"] {
      let shares = portraits.compactMap { portrait in
        portrait["cities"].array.first { $0["city"].string == city }?["share"]["estimate"].number
      }
      #expect(shares.count == 2 && abs(shares.reduce(0, +) - 1) < 1e-9)
    }
    let overall = portraits.compactMap { $0["share"]["estimate"].number }
    #expect(overall == overall.sorted(by: >))
    let candidate = try #require(types["candidates"].array.first)
    #expect((candidate["bic"].number != nil) == (method == "latent-classes"))
    #expect(candidate["jaccard"].array.count == 2)
  }

  @Test func `portraits are the means of those who have the type`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try run(["k-means", "--classes", "2", "--format", "json"], in: study)
    let portraits = try #require(try JSON(outcome.output).array.first)["portraits"].array
    let estimate = try BuiltCommand.run([
      "factors", study.folder.path, "--types", "k-means",
      "--classes", "1", "--format", "json",
    ])
    let all = try #require(try JSON(estimate.output).array.first)["portraits"].array[0]
    for score in all["means"].array.indices {
      let mean = portraits.reduce(0.0) { sum, portrait in
        sum + (portrait["share"]["estimate"].number ?? .nan)
          * (portrait["means"].array[score]["estimate"].number ?? .nan)
      }
      #expect(abs(mean - (all["means"].array[score]["estimate"].number ?? .nan)) < 1e-9)
    }
  }

  @Test func `more types than interviews are answered in words`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try run(["latent-classes", "--classes", "60"], in: study)
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("no types, ") && outcome.output.contains("ask for fewer"))
  }
}
