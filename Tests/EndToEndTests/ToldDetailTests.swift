import Foundation
import Testing

/// Details of scales, panels and models that are told beside the figures.
struct ToldDetailTests {
  private let reference: JSON

  init() throws {
    let file = Repository.folder("Tests/Reference/details.json")
    reference = try JSON(String(contentsOf: file, encoding: .utf8))
  }

  @Test func `α of all pairs of answers is psych's, beside that of complete interviews`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try FileManager.default.removeItem(at: study.url("margins.csv"))
    let known = reference["pairs"]["data"].array
    func lines(_ rows: some Sequence<JSON>) -> String {
      rows.enumerated().map { row, answers in
        let items = ["SOC01", "SOC02", "SOC03"].map { name -> String in
          guard let answer = answers[name].integer else { return "97" }
          return String(name == "SOC02" ? 6 - answer : answer)
        }
        return "r\(row),D,\(row),\(items.joined(separator: ",")),3,2,4,1,5,\(row % 5 + 1),1,40\n"
      }.joined()
    }
    let header = "id,district,point,\(SmallStudy.itemNames.joined(separator: ",")),SD1,SD2\n"
    try study.write(header + lines(known), to: "responses/alpha.csv")
    let outcome = try BuiltCommand.run([
      "factors", "reliability", study.folder.path, "--format", "json",
    ])
    let scale = try #require(
      try JSON(outcome.output).array.first { $0["factor"].string == "SOC" })["reliability"].array
      .first { $0["city"].string == "alpha" }
    let pairs = try #require(scale?["alphaPairwise"].number)
    let complete = try #require(scale?["alpha"].number)
    #expect(abs(pairs - (reference["pairs"]["pairwise"].number ?? .nan)) < 1e-9)
    #expect(abs(complete - (reference["pairs"]["listwise"].number ?? .nan)) < 1e-9)
    let csv = CSVRows.records(
      try BuiltCommand.run(["factors", "reliability", study.folder.path, "--format", "csv"]).output)
    let row = csv.first { $0["scale"] == "SOC" && $0["city"] == "alpha" }
    #expect(row?["alphaPairwise"].flatMap(Double.init).map { abs($0 - pairs) < 1e-9 } == true)
  }

  @Test func `people who joined a panel later are told where they are counted`() throws {
    let study = try PanelStudy.copy(waves: 3)
    defer { study.remove() }
    // Ten of the second wave's people were not in the first one.
    try study.edit("responses/alpha-w2.csv") { lines in
      for row in 1...10 { lines[row] = lines[row].replacing("alpha-1", with: "alpha-9") }
    }
    let command = ["factors", "panel", study.folder.path, "--factor", "SOC"]
    let text = try BuiltCommand.run(command).output.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(text.contains("people of w1 by wave: w1 400, w2 303, w3 "))
    #expect(text.contains("w1 → w2: 303 of 400 people were interviewed again"))
    #expect(
      text.contains(
        "of 313 people (10 of whom joined after the panel’s first wave) were interviewed"))
    #expect(text.contains("из 313 чел. (в том числе вошедших в панель после первой волны: 10)"))
    let json = try BuiltCommand.run(command + ["--format", "json"])
    let attrition = try #require(try JSON(json.output).array.first)["attrition"].array
    #expect(attrition.map { $0["joinedCount"].integer } == [0, 10])
  }

  @Test func `nothing errs on the safe side unproven`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("waves.csv") { $0[1] = $0[1].replacing("quota", with: "probability") }
    try study.edit("responses/alpha.csv") { lines in
      for row in 1...5 { lines[row] = lines[row].replacing(",D1,", with: ",D9,") }
    }
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.output.contains("[stratum-with-one-cluster]"), "\(check.output)")
    #expect(check.output.contains("larger or smaller as it is unlike the others or like them"))
    #expect(!check.output.contains("safe side"))
  }
}
