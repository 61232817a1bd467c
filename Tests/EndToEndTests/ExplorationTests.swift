import Foundation
import Testing

/// `loci factors --factor`: how items are explored, from their correlations to factor scores.
struct ExplorationTests {
  private func run(
    _ words: [String], in study: SmallStudy
  ) throws -> BuiltCommand.Outcome {
    try BuiltCommand.run(["factors", study.folder.path] + words)
  }

  /// What was printed, as one line.
  private func line(
    _ words: [String], in study: SmallStudy, status: Int32 = 0
  ) throws -> String {
    let outcome = try run(words, in: study)
    #expect(outcome.status == status, "\(outcome.errors)")
    return outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
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

  @Test func `what is correlated and which answers count is printed`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let plain = try run(["--factor", "SOC"], in: study).output
    #expect(plain.contains("  pearson correlations, pairwise: all pairs of answers, "))
    let other = try run(
      ["--factor", "SOC", "--correlations", "polychoric", "--missing", "listwise"], in: study
    ).output
    #expect(
      other.contains("  polychoric correlations, listwise: 160 interviews with all answers\n"))
  }

  @Test func `full information counts everybody who answered something`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("responses/alpha.csv") { lines in
      for row in 1...20 {
        var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
        cells[4] = "97"
        lines[row] = cells.joined(separator: ",")
      }
    }
    let text = try line(["--factor", "SOC", "--missing", "fiml"], in: study)
    #expect(text.contains("pearson correlations, fiml: 160 interviews with any answer"))
    #expect(text.contains("SE by linearisation under the design"))
    #expect(text.contains("full information gives correlations of numbers, not of ranks"))
    let complete = try line(["--factor", "SOC", "--missing", "listwise"], in: study)
    #expect(complete.contains("listwise: 140 interviews with all answers"))
  }

  /// An item that repeats another.
  @Test func `singular correlations are named, and smoothed only when that is asked for`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    for city in ["alpha", "beta"] {
      try study.edit("responses/\(city).csv") { lines in
        for row in lines.indices.dropFirst() where !lines[row].isEmpty {
          var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
          cells[8] = cells[6]
          lines[row] = cells.joined(separator: ",")
        }
      }
    }
    let plain = try line(["--factor", "INN"], in: study, status: 65)
    let words = "the correlations are singular"
    #expect(plain.contains(words))
    #expect(!plain.contains("they were smoothed"))
    let smooth = try line(["--factor", "INN", "--smooth"], in: study, status: 65)
    #expect(smooth.contains(words) && smooth.contains("they were smoothed, as asked for"))
    let json = try run(["--factor", "INN", "--smooth", "--format", "json"], in: study).output
    let found = try #require(try JSON(json).array.first)["exploratory"].array[0]
    #expect(found["isSmoothed"].boolean == true && found["definiteness"].string == "singular")
  }

  @Test(arguments: ["regression", "bartlett", "ten-berge"])
  func `scores are written a row for each interview, with the mean of all about 0`(
    _ method: String
  ) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try run(
      [
        "--factor", "INN", "--factors", "1", "--scores", method, "--identifiers", "--format", "csv",
      ],
      in: study)
    #expect(outcome.status == 0)
    let rows = CSVRows.parse(outcome.output)
    #expect(
      rows[0] == [
        "wave", "city", "interview", "identifier", "factor", "dimension", "method", "score",
        "synthetic",
      ])
    #expect(rows.count == 161 && rows[1][3] == "r1" && rows[1][6] == method)
    let values = rows.dropFirst().compactMap { Double($0[7]) }
    #expect(values.count == 160)
    #expect(abs(values.reduce(0, +) / 160) < 0.1 && values.contains { abs($0) > 0.5 })
    let text = try line(["--factor", "INN", "--factors", "1", "--scores", method], in: study)
    #expect(text.contains("scores correlate with their factors by F1 0."))
  }

  @Test func `a category that one city lacks is merged, and that is said`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("responses/beta.csv") { lines in
      for row in lines.indices.dropFirst() where !lines[row].isEmpty {
        var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
        if cells[3] == "5" { cells[3] = "4" }
        lines[row] = cells.joined(separator: ",")
      }
    }
    let text = try line(["--factor", "SOC", "--ordinal"], in: study)
    #expect(
      text.contains("remark: categories of SOC01 joined, since beta lacks one: 4 are left"))
  }
}
