import Foundation
import Testing

/// `loci factors --factor`: how items are explored, from their correlations to factor scores.
struct ExplorationTests {
  private func run(
    _ words: [String], in study: SmallStudy
  ) throws -> BuiltCommand.Outcome {
    try BuiltCommand.run(["factors", study.folder.path] + words)
  }

  @Test func `the number of factors is a sentence in both languages`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let text = try run(["--factor", "INN"], in: study).output
    #expect(text.contains("suggest ") || text.contains("The rules disagree, from "))
    #expect(text.contains(/(Критерии расходятся, от|критериев указывает на|критерии указывают на)/))
    let json = try run(["--factor", "INN", "--format", "json"], in: study).output
    let found = try #require(try JSON(json).array.first)["exploratory"].array[0]
    let words = found["numberOfFactors"]["words"]
    #expect(words["ru"].string != nil && words["en"].string != nil)
  }

  @Test func `a named factor has ω of the sum of its ordered items, with an interval`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    #expect(try run(["--factor", "SOC"], in: study).output.contains("ω cat"))
    let json = try run(["--factor", "SOC", "--format", "json"], in: study).output
    let scale = try #require(try JSON(json).array.first)["reliability"].array[0]
    let found = try #require(
      scale["coefficients"].array.first { $0["coefficient"].string == "omegaCategorical" })
    let value = try #require(found["estimate"].number)
    #expect(value > 0.3 && value < 1)
    #expect((found["lower"].number ?? 1) < value && (found["upper"].number ?? 0) > value)
  }

  @Test func `cities' factors are compared pair by pair after a turn`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let text = try run(["--factor", "INN", "--factors", "1"], in: study).output
    #expect(text.contains("congruence alpha – beta: F1 "))
    let json = try run(["--factor", "INN", "--factors", "1", "--format", "json"], in: study).output
    let pair = try #require(
      try JSON(json).array.first)["exploratory"].array[0]["agreement"].array[0]
    let congruence = try #require(pair["congruence"].array.first?.number)
    #expect(congruence > 0.9 && congruence <= 1)
  }
}
