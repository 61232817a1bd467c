import Foundation
import Testing

/// A question that one wave asked in old and in new words, beside R's, `Tests/Reference/split-ballots.R`.
struct SplitBallotTests {
  private let cases: [JSON]

  init() throws {
    let file = Repository.folder("Tests/Reference/split-ballots.json")
    cases = try JSON(String(contentsOf: file, encoding: .utf8))["cases"].array
  }

  /// `w1` asked SOC01 in the old words, `w3` in new ones, `w2` every second person in the old ones, as
  /// SOC01o.
  private func study(_ name: String) throws -> SmallStudy {
    let study = try SmallStudy.stacked(name)
    let form = try study.text(of: "questionnaires/v1/survey.csv")
    let lines = form.split(separator: "\n").map(String.init)
    let new = lines.map { $0.replacing("Statement SOC01", with: "Quite another statement") }
    let place = try #require(lines.firstIndex { $0.contains(",SOC01,") })
    var both = new.enumerated().map { $0.offset == 0 ? $0.element + ",relevant" : $0.element + "," }
    both[place] += "${form} = 2"
    both.insert(lines[place].replacing("SOC01,", with: "SOC01o,") + ",${form} = 1", at: place)
    both.insert("integer,form,Бланк,Form,yes,,nominal,", at: place)
    for (version, rows) in [("v2", both), ("v3", new)] {
      try study.write(
        rows.joined(separator: "\n") + "\n", to: "questionnaires/\(version)/survey.csv")
      try study.write(
        study.text(of: "questionnaires/v1/choices.csv"), to: "questionnaires/\(version)/choices.csv"
      )
      try study.write(
        "form_title,form_id,version\nSmall study,small,\(version)\n",
        to: "questionnaires/\(version)/settings.csv")
    }
    try study.edit("sources.csv") { lines in
      lines = lines.map {
        $0.hasPrefix("w2")
          ? $0.replacing(",v1,", with: ",v2,")
          : $0.hasPrefix("w3") ? $0.replacing(",v1,", with: ",v3,") : $0
      }
    }
    for city in ["alpha", "beta"] {
      try study.edit("responses/\(city)-w2.csv") { lines in
        let place = lines[0].split(separator: ",").firstIndex(of: "SOC01") ?? 0
        lines = lines.enumerated().map { row, line in
          guard !line.isEmpty else { return line }
          guard row > 0 else { return line + ",SOC01o,form" }
          var cells = line.components(separatedBy: ",")
          guard row % 2 == 0 else { return line + ",,2" }
          let answer = cells[place]
          cells[place] = ""
          return cells.joined(separator: ",") + ",\(answer),1"
        }
      }
    }
    try study.write(
      "question,wave,from,to,map,verdict,decided-by,reason,bridge\n"
        + "SOC01,w2,,,,,M. P.,the words were simplified,SOC01o\n", to: "crosswalk.csv")
    return study
  }

  private func compared(_ study: SmallStudy, _ waves: [String]) throws -> JSON {
    let outcome = try BuiltCommand.run(
      ["compare", study.folder.path] + waves + ["--format", "json", "--no-suppression"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(try JSON(outcome.output).array.first)
  }

  private func expect(_ own: JSON, _ known: JSON, _ name: String) {
    let (value, expected) = (own.number ?? .nan, known.number ?? .nan)
    #expect(
      abs(value - expected) <= 1e-9 * max(1e-3, abs(expected)), "\(name): \(value), R \(expected)")
  }

  @Test(
    "The change without the effect of the words, and its error, are R's",
    arguments: ["full", "fresh"], [("w2", "within"), ("w3", "across")])
  func reference(name: String, step: (later: String, change: String)) throws {
    let study = try study(name)
    defer { study.remove() }
    let found = try compared(study, ["w1", step.later])["splitBallots"].array
    #expect(!found.isEmpty)
    for city in ["alpha", "beta"] {
      let known = try #require(
        cases.first { $0["name"].string == name && $0["city"].string == city })["mean"]
      let own = try #require(
        found.first { $0["city"].string == city && $0["statistic"].string == "mean" })
      #expect(own["bridge"].string == "w2")
      expect(own["before"], known["old"]["value"], "before")
      if step.later == "w3" { expect(own["after"], known["new"]["value"], "after") }
      expect(own["effect"], known["effect"]["value"], "effect")
      expect(own["effectStandardError"], known["effect"]["error"], "SE of the effect")
      expect(own["difference"], known[step.change]["value"], "change")
      expect(own["standardError"], known[step.change]["error"], "SE of the change")
    }
  }

  @Test("After the ballot the new words are compared with themselves, whoever was asked")
  func afterwards() throws {
    let study = try study("fresh")
    defer { study.remove() }
    let found = try compared(study, ["w2", "w3"])
    #expect(found["splitBallots"].array.isEmpty)
    #expect(found["changes"].array.contains { $0["question"].string == "SOC01" })
    let text = try BuiltCommand.run(["compare", study.folder.path, "w1", "w3"]).output
    #expect(text.contains("Changes over a split ballot, without what the new words add"))
  }

  @Test("A bridge that is none is told")
  func faults() throws {
    let study = try study("fresh")
    defer { study.remove() }
    for (bridge, code) in [("SOC01x", "unknown-question"), ("form", "split-ballot-differs")] {
      try study.edit("crosswalk.csv") {
        $0[1] = "SOC01,w2,,,,,M. P.,the words were simplified,\(bridge)"
      }
      let checked = try BuiltCommand.run(["check", study.folder.path])
      #expect(checked.status == 65 && checked.output.contains("[\(code)]"), "\(checked.output)")
    }
    try study.edit("crosswalk.csv") {
      $0[1] = "SOC01,w2,,,,,M. P.,the words were simplified,SOC02"
    }
    let outcome = try BuiltCommand.run(["compare", study.folder.path, "w1", "w2"])
    #expect(outcome.status == 65 && outcome.errors.contains("answered in both words"))
  }
}
