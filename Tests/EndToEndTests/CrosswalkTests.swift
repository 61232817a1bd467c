import Foundation
import Testing

/// Questions of several waves: what `loci compare` finds, drafts, refuses and computes.
@Suite("Crosswalk and comparison of questions")
struct CrosswalkTests {
  private static let labels = ["Fully disagree", "Disagree", "Neither", "Agree", "Fully agree"]

  /// Two waves with the same answers: `old` is `new` later, `scale` is turned round, `denied` denied.
  private func study() throws -> SmallStudy {
    func answers(_ names: String, isTurned: Bool) -> [String] {
      ["id,\(names)"]
        + (0..<120).map { row in
          let code = row % 5 + 1
          return "\(row),\(code % 3 + 1),\(isTurned ? 6 - code : code),\(code)"
        }
    }
    func choices(_ labels: [String]) -> String {
      (["a,1,Never,", "a,2,Sometimes,", "a,3,Often,"]
        + labels.enumerated().map { "l,\($0.offset + 1),\($0.element)," }
        + Self.labels.enumerated().map { "k,\($0.offset + 1),\($0.element)," }).joined(
          separator: "\n")
    }
    let study = try SmallStudy.bare(
      survey: """
        select_one a,old,How often do you take part in clean-ups of the yard?
        select_one l,scale,I trust my neighbours.
        select_one k,denied,People here help each other.
        """, choices: choices(Self.labels), answers: answers("old,scale,denied", isTurned: false))
    try study.write(
      "wave,label::en,sample,start,end\nw1,First,probability,2021-05-01,2021-05-31\n"
        + "w2,Second,probability,2022-10-01,2022-10-31\n", to: "waves.csv")
    try study.addWave(
      "w2",
      survey: """
        select_one a,new,How often do you take part in clean-ups of the yard?
        select_one l,scale,I trust my neighbours.
        select_one k,denied,People here do not help each other.
        """, choices: choices(Self.labels.reversed()),
      answers: answers("new,scale,denied", isTurned: true))
    return study
  }

  /// A text without its line breaks.
  private static func flowing(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func changes(_ study: SmallStudy) throws -> [JSON] {
    let outcome = try BuiltCommand.run(
      ["compare", study.folder.path, "w1", "w2", "--format", "json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(try JSON(outcome.output).array.first)["changes"].array
  }

  @Test(
    "Without a crosswalk: recoded answers change by nothing, a denial is refused, a name proposed")
  func found() throws {
    let study = try study()
    defer { study.remove() }
    let changes = try changes(study)
    #expect(Set(changes.map { $0["question"].string }) == ["scale"])
    #expect(changes.count == 5 && changes.allSatisfy { $0["difference"].number == 0 })
    let text = try BuiltCommand.run(["compare", study.folder.path]).output
    let lead = text.split(separator: "\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
    #expect(lead.count <= 10)
    #expect(lead.contains { $0.contains("not compared: denied") })
    #expect(lead.contains { $0.contains("old → new") })
    #expect(lead.contains { $0.contains("months of fieldwork differ") })
    #expect(text.contains("People here [do not] help each other."))
    #expect(
      text.contains("scale I trust my") && text.contains("neighbours.: Fully"),
      "labels, not codes")
  }

  @Test("A crosswalk is drafted, never overwritten, and holds once somebody has decided")
  func drafted() throws {
    let study = try study()
    defer { study.remove() }
    let first = try BuiltCommand.run(["compare", study.folder.path, "--draft-crosswalk"])
    #expect(first.status == 0)
    let rows = CSVRows.records(try study.text(of: "crosswalk.csv"))
    let proposed = try #require(rows.first { $0["question"] == "new" })
    #expect(proposed["from"] == "old" && proposed["wave"] == "w1" && proposed["decided-by"] == "")
    #expect(proposed["verdict"] == "identical")
    let turned = try #require(rows.first { $0["question"] == "scale" && $0["wave"] == "w2" })
    #expect(turned["map"] == "1=5; 2=4; 3=3; 4=2; 5=1" && turned["decided-by"] == "loci")
    #expect(try !changes(study).contains { $0["question"].string == "new" }, "nobody decided")
    let checked = try BuiltCommand.run(["check", study.folder.path])
    #expect((checked.output + checked.errors).contains("crosswalk-not-decided"))

    let again = try BuiltCommand.run(["compare", study.folder.path, "--draft-crosswalk"])
    #expect(again.status == 73)
    #expect(try study.text(of: "crosswalk.draft.csv") == study.text(of: "crosswalk.csv"))

    try study.write(
      "question,wave,from,to,map,verdict,decided-by,reason\n"
        + "new,w1,old,new,,identical,M. P.,only the name changed\n"
        + "denied,w1,denied,,,cosmetic,M. P.,tried in cognitive interviews\n", to: "crosswalk.csv")
    let decided = try changes(study)
    #expect(Set(decided.map { $0["question"].string }) == ["new", "scale", "denied"])
    let own = decided.filter { $0["question"].string == "new" }
    #expect(own.count == 3 && own.allSatisfy { $0["difference"].number == 0 })
    // 24 of 120 gave each of the five answers: 48 the first, 48 the second, 24 the third.
    #expect(own.compactMap { $0["before"].number }.sorted() == [0.2, 0.4, 0.4])
    let text = Self.flowing(
      try BuiltCommand.run(["compare", study.folder.path]).output)
    #expect(
      text.contains("decided by M. P., found: not-comparable (tried in cognitive interviews)"))
    let pages = study.output.path
    #expect(try BuiltCommand.run(["report", study.folder.path, "--output", pages]).status == 0)
    let page = try String(
      contentsOfFile: study.output.appending(path: "waves.en.html").path, encoding: .utf8)
    for words in ["Decisions on questions of the waves", "tried in cognitive interviews", "M. P."] {
      #expect(page.contains(words))
    }
    let estimated = try BuiltCommand.run(["estimate", study.folder.path, "new"])
    #expect(estimated.output.contains("w1") && estimated.output.contains("w2"))
  }

  /// A study of three waves of which only the second has the scale turned round.
  private func threeWaves() throws -> SmallStudy {
    let study = try study()
    try study.edit("waves.csv") {
      $0.insert("w3,Third,probability,2023-10-01,2023-10-31", at: $0.count - 1)
    }
    let choices =
      ["a,1,Never,", "a,2,Sometimes,", "a,3,Often,"]
      + ["l", "k"].flatMap { list in
        Self.labels.enumerated().map { "\(list),\($0.offset + 1),\($0.element)," }
      }
    try study.addWave(
      "w3",
      survey: """
        select_one a,new,How often do you take part in clean-ups of the yard?
        select_one l,scale,I trust my neighbours.
        select_one k,denied,People here do not help each other.
        """, choices: choices.joined(separator: "\n"),
      answers: ["id,new,scale,denied"]
        + (0..<120).map { "\($0),\(($0 % 5 + 1) % 3 + 1),\($0 % 5 + 1),\($0 % 5 + 1)" })
    return study
  }

  @Test(
    "A draft that is confirmed makes no change out of nothing, and keeps the first wave's codes")
  func confirmed() throws {
    let study = try threeWaves()
    defer { study.remove() }
    /// The share of the highest code.
    func share(_ wave: String) throws -> Double {
      let outcome = try BuiltCommand.run([
        "estimate", study.folder.path, "scale", "--format", "json",
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try JSON(outcome.output).array
        .first { $0["wave"].string == wave && $0["choice"].string == "5" }?["estimate"].number
        ?? .nan
    }
    // Unequal answers, so that a scale turned round has other shares.
    for (wave, isTurned) in [("w1", false), ("w2", true), ("w3", false)] {
      try study.edit("responses/\(wave).csv") { lines in
        lines = lines.enumerated().map { place, line in
          guard place > 0, place % 3 == 0, !line.isEmpty else { return line }
          var cells = line.components(separatedBy: ",")
          cells[2] = isTurned ? "1" : "5"
          return cells.joined(separator: ",")
        }
      }
    }
    let before = try share("w1")
    #expect(
      try BuiltCommand.run(["compare", study.folder.path, "--draft-crosswalk"]).status == 0)
    try study.edit("crosswalk.csv") { lines in
      lines = lines.filter { $0.isEmpty || $0.hasPrefix("question") || $0.hasPrefix("scale") }
        .map { $0.replacing(",loci,", with: ",M. P.,") }
    }
    let rows = CSVRows.records(try study.text(of: "crosswalk.csv"))
    #expect(rows.filter { $0["map"] != "" }.map { $0["wave"] } == ["w2"], "\(rows)")
    for wave in ["w1", "w2", "w3"] { #expect(abs(try share(wave) - before) < 1e-12, "\(wave)") }
    for waves in [["w1", "w2"], ["w2", "w3"], ["w1", "w3"]] {
      let outcome = try BuiltCommand.run(
        ["compare", study.folder.path] + waves + ["--format", "json"])
      let changes = try #require(try JSON(outcome.output).array.first)["changes"].array
        .filter { $0["question"].string == "scale" }
      #expect(!changes.isEmpty && changes.allSatisfy { $0["difference"].number == 0 }, "\(waves)")
    }
  }

  @Test("A map that people give is applied to the answers of its wave")
  func mapped() throws {
    let study = try study()
    defer { study.remove() }
    try study.write(
      "question,wave,from,to,map,verdict,decided-by,reason\n"
        + "scale,w1,,,1=5; 2=4; 3=3; 4=2; 5=1,recodable,M. P.,turned round\n", to: "crosswalk.csv")
    let estimated = try JSON(
      BuiltCommand.run(
        ["estimate", study.folder.path, "scale", "--format", "json"]
      ).output
    ).array
    let shares = estimated.filter { $0["choice"].string == "5" }
    #expect(shares.compactMap { $0["estimate"].number } == [0.2, 0.2])
    #expect(try changes(study).allSatisfy { $0["difference"].number == 0 })
  }

  @Test(
    "What is misspelt, doubled, empty or contradicts is told",
    arguments: [
      ("new,w9,old,,,,M. P.,why", "unknown-wave"), ("new,w1,olt,,,,M. P.,why", "unknown-question"),
      ("new,w1,old,nwe,,,M. P.,why", "unknown-question"),
      ("new,w1,old,,,identcal,M. P.,why", "value-unknown"),
      ("new,w1,old,,1-2,,M. P.,why", "not-a-map"), ("new,w1,old,,1=2; 1=3,,M. P.,why", "not-a-map"),
      ("new,w1,old,,1=1; 2=2,,M. P.,why", "map-incomplete"),
      ("new,w1,old,,1=1; 2=2; 3=3; 8=1,,M. P.,why", "unknown-choice"),
      ("new,w1,old,,1=1; 2=2; 3=9,,M. P.,why", "unknown-choice"),
      ("new,w1,old,,1=3; 2=2; 3=1,identical,M. P.,why", "crosswalk-contradiction"),
      (",w1,old,,,,M. P.,why", "value-missing"),
      ("new,w1,old,,,,M. P.,why\nnew,w1,scale,,,,M. P.,why", "duplicate-question"),
      ("new,w1,old,,,,M. P.,why\nother,w1,old,,,,M. P.,why", "question-taken-twice"),
      ("scale,w1,old,,,,M. P.,why", "name-of-another-question"),
      ("scale,w1,scale,,,,M. P.,why", "row-without-effect"),
      ("scale,w1,scale,,,cosmetic,M. P.,", "reason-missing"),
      ("scale,w1,scale,,,cosmetic,,why", "crosswalk-not-decided"),
    ])
  func faults(rows: String, code: String) throws {
    let study = try study()
    defer { study.remove() }
    try study.write(
      "question,wave,from,to,map,verdict,decided-by,reason\n\(rows)\n", to: "crosswalk.csv")
    let outcome = try BuiltCommand.run(["check", study.folder.path])
    #expect((outcome.output + outcome.errors).contains("[\(code)]"), "\(outcome.output)")
  }

  @Test("Codes that a score uses and that mean something else in another wave are an error")
  func shiftedCodes() throws {
    let study = try study()
    defer { study.remove() }
    try study.write(
      "factor,label::ru,label::en,layer,kind,facet,question,keying,scoring\n"
        + "F,Д,F,place,reflective,,scale,+,mean\n", to: "factors.csv")
    let found = try BuiltCommand.run(["check", study.folder.path])
    #expect(found.status == 65 && found.output.contains("[codes-mean-otherwise]"))
    try study.write(
      "question,wave,from,to,map,verdict,decided-by,reason\n"
        + "scale,w1,,,1=5; 2=4; 3=3; 4=2; 5=1,recodable,M. P.,turned round\n", to: "crosswalk.csv")
    let mapped = try BuiltCommand.run(["check", study.folder.path])
    #expect(!mapped.output.contains("[codes-mean-otherwise]"), "\(mapped.output)")
    let scores = try JSON(
      BuiltCommand.run(["estimate", study.folder.path, "F", "--format", "json"]).output
    ).array.compactMap { $0["estimate"].number }
    #expect(scores == [50, 50], "1…5 equally often, in either wave")
  }

  @Test("Questions alone need no answers, and a page has the words marked")
  func questionsAlone() throws {
    let study = try study()
    defer { study.remove() }
    try FileManager.default.removeItem(at: study.url("responses"))
    let page = study.output.appending(path: "questions.html").path
    let call = ["compare", study.folder.path, "--questions", "--html", page]
    let outcome = try BuiltCommand.run(call)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(Self.flowing(outcome.output).contains("not-comparable: 1 · proposed: 1"))
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.contains("<strong>do not</strong>"))
    #expect(try BuiltCommand.run(call).status == 73, "a page that is there stays")
    let rows = CSVRows.records(
      try BuiltCommand.run(["compare", study.folder.path, "--questions", "--format", "csv"]).output
    )
    #expect(rows.map { $0["verdict"] } == ["recodable", "not-comparable", "proposed"])
  }

  @Test("On the base that both waves have, a change is computed where it can be told")
  func commonBase() throws {
    func answers(_ isRouted: Bool) -> [String] {
      ["id,works,likes"]
        + (0..<200).map { row in
          let works = row % 2 + 1
          return "\(row),\(works),\(isRouted && works == 2 ? "" : "\(row % 4 < 2 ? 1 : 2)")"
        }
    }
    let choices = "y,1,Yes,\ny,2,No,"
    let study = try SmallStudy.bare(
      survey: "select_one y,works,Do you work?,\nselect_one y,likes,Do you like mornings?,",
      choices: choices, answers: answers(false), surveyHeader: "type,name,label::en,relevant")
    defer { study.remove() }
    try study.write(
      "wave,label::en,sample\nw1,First,probability\nw2,Second,probability\n", to: "waves.csv")
    try study.addWave(
      "w2",
      survey:
        "select_one y,works,Do you work?,\nselect_one y,likes,Do you like mornings?,${works} = 1",
      choices: choices, answers: answers(true), surveyHeader: "type,name,label::en,relevant")
    let outcome = try BuiltCommand.run(
      ["compare", study.folder.path, "w1", "w2", "--format", "json"])
    let compared = try #require(try JSON(outcome.output).array.first)
    #expect(!compared["changes"].array.contains { $0["question"].string == "likes" })
    let common = compared["commonBase"].array
    // Of the 100 who work, those in rows 0, 4, 8, … like mornings: a half, in both waves.
    #expect(common.map { $0["before"].number } == [0.5, 0.5])
    #expect(common.allSatisfy { $0["difference"].number == 0 })
  }
}
