import Foundation
import Testing

/// Trends over waves beside R's, `Tests/Reference/trends.R`: all points return (R's `svycontrast` of
/// the stacked rows), or four of six do (arithmetic with the same influence values).
struct TrendTests {
  private let cases: [JSON]

  init() throws {
    let file = Repository.folder("Tests/Reference/trends.json")
    cases = try JSON(String(contentsOf: file, encoding: .utf8))["cases"].array
  }

  /// - Parameters:
  ///   - waves: How many of the five.
  ///   - hasDays: Whether `waves.csv` has the days of fieldwork.
  private func study(_ name: String, waves: Int, hasDays: Bool = false) throws -> SmallStudy {
    let study = try SmallStudy()
    let text = try String(
      contentsOf: Repository.folder("Tests/Reference/trends-\(name).csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    let days = [
      "2020-05-01,2020-05-09", "2021-05-10,2021-05-10", "2022-11-01,2022-11-09", "2023-05-05,",
      "2025-05-01,2025-05-09",
    ]
    var sources = "wave,city,file,questionnaire,identifier,stratum,cluster,weight\n"
    var sheet = "wave,label::ru,label::en,start,end,sample,points\n"
    for wave in 1...waves {
      let own = lines.filter { $0.contains(",w\(wave),") }
      try study.write(
        ([lines[0]] + own + [""]).joined(separator: "\n"), to: "responses/w\(wave).csv")
      sources += "w\(wave),alpha,responses/w\(wave).csv,v1,id,district,point,weight\n"
      sheet +=
        "w\(wave),Волна \(wave),Wave \(wave),\(hasDays ? days[wave - 1] : ","),probability,"
        + "\(wave == 1 ? "fresh" : "revisited")\n"
    }
    try study.write(sources, to: "sources.csv")
    try study.write(sheet, to: "waves.csv")
    try study.edit("margins.csv") { $0 = [$0[0], ""] }
    return study
  }

  private func rows(_ words: [String], in study: SmallStudy) throws -> [JSON] {
    let outcome = try BuiltCommand.run(
      ["trend", study.folder.path] + words + ["--format", "json"])
    let isMade = !outcome.errors.contains("not made: the trend of")
    try #require(outcome.status == (isMade ? 0 : 65), "\(outcome.errors)")
    return try JSON(outcome.output).array
  }

  private func expect(_ own: JSON, _ known: JSON, _ name: String) {
    let (value, expected) = (own.number ?? .nan, known.number ?? .nan)
    #expect(
      abs(value - expected) <= 1e-9 * max(1e-3, abs(expected)), "\(name): \(value), R \(expected)")
  }

  @Test(arguments: ["full", "part"], [("five", 5, true), ("even", 5, false), ("three", 3, false)])
  func `figures are R's`(_ name: String, _ kind: (name: String, waves: Int, hasDays: Bool)) throws {
    let study = try study(name, waves: kind.waves, hasDays: kind.hasDays)
    defer { study.remove() }
    let known = try #require(cases.first { $0["name"].string == name })[kind.name]
    let rows = try rows(["SOC01", "--statistic", "mean"], in: study)
    func part(_ name: String) -> [JSON] { rows.filter { $0["part"].string == name } }
    for (place, row) in part("wave").enumerated() {
      expect(row["estimate"], known["means"].array[place], "mean")
      expect(row["standardError"], known["errors"].array[place], "SE of the mean")
    }
    let slope = try #require(part("slope").first)
    if kind.waves > 3 {
      expect(slope["estimate"], known["slope"], "slope")
      expect(slope["standardError"], known["slopeError"], "SE of the slope")
      expect(slope["degreesOfFreedom"], known["df"], "df")
      #expect(slope["unit"].string == (kind.hasDays ? "per year" : "per wave"))
    } else {
      #expect(slope["estimate"].value is NSNull && slope["reason"].string?.contains("four") == true)
    }
    let departure = try #require(part("departure").first)
    expect(departure["F"], known["departure"]["F"], "F of the departure")
    expect(departure["pValue"], known["departure"]["p"], "p of the departure")
    let change = try #require(part("any-change").first)
    expect(change["F"], known["change"]["F"], "F of any change")
    let pairs = known["pairs"]
    for (place, row) in part("change").enumerated() {
      #expect(row["term"].string == pairs["names"].array[place].string)
      expect(row["estimate"], pairs["values"].array[place], "change")
      expect(row["standardError"], pairs["errors"].array[place], "SE of the change")
      expect(row["adjustedPValue"], pairs["adjusted"].array[place], "adjusted p")
    }
  }

  @Test func `through three waves no line is drawn, and two make no trend`() throws {
    let three = try study("part", waves: 3)
    let two = try study("part", waves: 2)
    defer {
      three.remove()
      two.remove()
    }
    let words = ["SOC01", "--statistic", "mean"]
    let text = try BuiltCommand.run(["trend", three.folder.path] + words).output
    #expect(text.contains("through three waves no line is drawn"), "\(text)")
    let none = try BuiltCommand.run(["trend", two.folder.path] + words)
    #expect(none.output.contains("there are 2"), "\(none.output)\(none.errors)")
    #expect(try rows(words, in: two).count == 1)
  }

  @Test func `a verdict breaks the trend, and what is left is R's of the waves before`() throws {
    let study = try study("part", waves: 5)
    defer { study.remove() }
    for sheet in ["survey", "choices", "settings"] {
      let text = try study.text(of: "questionnaires/v1/\(sheet).csv")
      try study.write(
        text.replacing("Statement SOC01", with: "Quite another statement"),
        to: "questionnaires/v2/\(sheet).csv")
    }
    try study.edit("sources.csv") { lines in
      lines = lines.map {
        $0.hasPrefix("w4") || $0.hasPrefix("w5") ? $0.replacing(",v1,", with: ",v2,") : $0
      }
    }
    let known = try #require(cases.first { $0["name"].string == "part" })["three"]
    let found = try rows(["SOC01", "--statistic", "mean"], in: study)
    let pairs = known["pairs"]
    let changes = found.filter { $0["part"].string == "change" }
    #expect(changes.count == 3)
    for (place, row) in changes.enumerated() {
      expect(row["estimate"], pairs["values"].array[place], "change")
      expect(row["standardError"], pairs["errors"].array[place], "SE of the change")
    }
    let broken = try #require(found.first { $0["part"].string == "break" })
    #expect(broken["term"].string == "w3 → w4")
    #expect(broken["reason"].string?.contains("words of the question") == true)
    #expect(found.contains { $0["part"].string == "trend" && $0["term"].string == "w4 w5" })
    let score = try rows(["SOC"], in: study)
    #expect(score.contains { $0["reason"].string?.hasPrefix("SOC01: words") == true }, "\(score)")
    let text = try BuiltCommand.run(["trend", study.folder.path, "SOC01", "--statistic", "mean"])
    let flowing = text.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(flowing.contains("broken between waves w3 and w4 (words of the question"), "\(flowing)")
    // Somebody decided that the words mean the same.
    try study.write(
      "question,wave,from,to,map,verdict,decided-by,reason\n"
        + "SOC01,w3,,,,cosmetic,M. P.,tried in interviews\n", to: "crosswalk.csv")
    #expect(try !rows(["SOC01"], in: study).contains { $0["part"].string == "break" })
  }

  /// Ruling 24: who hides a wave's figure hides the trend.
  @Test func `a wave's figure of few people is in no trend`() throws {
    let study = try study("part", waves: 4)
    defer { study.remove() }
    try study.edit("responses/w2.csv") { lines in
      let place = lines[0].split(separator: ",").firstIndex(of: "SD1") ?? 0
      for row in lines.indices.dropFirst(20) where !lines[row].isEmpty {
        var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
        cells[place] = "1"
        lines[row] = cells.joined(separator: ",")
      }
    }
    let words = ["SOC01", "--statistic", "mean", "--by", "sex"]
    let hidden = try rows(words, in: study)
    #expect(hidden.allSatisfy { $0["estimate"].value is NSNull }, "\(hidden.map(\.object))")
    #expect(try rows(words + ["--no-suppression"], in: study).count > 20)
  }
}
