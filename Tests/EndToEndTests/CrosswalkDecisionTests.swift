import Foundation
import Testing

/// What people decide in `crosswalk.csv`: wrong rows stop the figures of their question, right ones are
/// used as they stand, and each is called what it is.
@Suite("Decisions in crosswalk.csv")
struct CrosswalkDecisionTests {
  static let labels = ["Fully disagree", "Disagree", "Neither", "Agree", "Fully agree"]

  /// Two waves or three with the same answers: `old` is `new` later, `scale` is turned round in the
  /// second, `denied` denied from the second on.
  static func study(_ crosswalk: String = "", waves: Int = 2) throws -> SmallStudy {
    func form(isTurned: Bool, isFirst: Bool) -> (survey: String, choices: String) {
      let names = isTurned ? Array(labels.reversed()) : labels
      let rows =
        ["a,1,Never,", "a,2,Sometimes,", "a,3,Often,", "l,97,Don't know,dont-know"]
        + names.enumerated().map { "l,\($0.offset + 1),\($0.element)," }
        + labels.enumerated().map { "k,\($0.offset + 1),\($0.element)," }
      return (
        """
        select_one a,\(isFirst ? "old" : "new"),How often do you take part in clean-ups of the yard?
        select_one l,scale,I trust my neighbours.
        select_one k,denied,People here \(isFirst ? "" : "do not ")help each other.
        """, rows.joined(separator: "\n")
      )
    }
    func answers(isTurned: Bool, isFirst: Bool) -> [String] {
      ["id,\(isFirst ? "old" : "new"),scale,denied"]
        + (0..<120).map { row in
          let code = row % 5 + 1
          return "\(row),\(code % 3 + 1),\(isTurned ? 6 - code : code),\(code)"
        }
    }
    let first = form(isTurned: false, isFirst: true)
    let study = try SmallStudy.bare(
      survey: first.survey, choices: first.choices,
      answers: answers(isTurned: false, isFirst: true))
    try study.write(
      "wave,label::en,sample\n"
        + (1...waves).map { "w\($0),Wave \($0),probability\n" }.joined(), to: "waves.csv")
    for wave in 2...waves {
      let form = form(isTurned: wave == 2, isFirst: false)
      try study.addWave(
        "w\(wave)", survey: form.survey, choices: form.choices,
        answers: answers(isTurned: wave == 2, isFirst: false))
    }
    if !crosswalk.isEmpty { try study.decide(crosswalk) }
    return study
  }

  private static func flowing(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(
    "A wrong row is told and never applied: no figure of its question is made, and the status is 65",
    arguments: [
      ("scale,w1,,,1=5; 2=4; 3=3; 4=2; 5=9,recodable,M. P.,why", "unknown-choice"),
      ("scale,w1,,,1=5; 2=4; 3=3; 4=2,recodable,M. P.,why", "map-incomplete"),
      ("scale,w1,,,1=5; 2=4; 3=97; 4=2; 5=1,recodable,M. P.,why", "map-to-no-answer"),
      ("scale,w1,,,1=5; 2=4; 3=3; 4=2; 5=1; 97=3,recodable,M. P.,why", "map-to-no-answer"),
      ("scale,w1,,,1-5,recodable,M. P.,why", "not-a-map"),
      ("scale,w1,,,,recodible,M. P.,why", "value-unknown"),
      ("scale,w1,,,1=5; 2=4; 3=3; 4=2; 5=1,identical,M. P.,why", "crosswalk-contradiction"),
      (
        "scale,w1,,,1=5; 2=4; 3=3; 4=2; 5=1,recodable,M. P.,why\nscale,w1,,,,identical,K. L.,no",
        "duplicate-question"
      ),
    ])
  func wrong(rows: String, code: String) throws {
    let study = try Self.study(rows)
    defer { study.remove() }
    for command in [["estimate", study.folder.path, "scale"], ["compare", study.folder.path]] {
      let outcome = try BuiltCommand.run(command + ["--format", "json"])
      #expect(outcome.status == 65 && outcome.errors.contains("[\(code)]"), "\(outcome.errors)")
      #expect(outcome.errors.contains("not made: figures of scale, city alpha, wave w1"))
      let figures = try JSON(outcome.output).array
      #expect(!figures.contains { $0["wave"].string == "w1" })
      #expect(
        !figures.flatMap { $0["changes"].array }.contains { $0["question"].string == "scale" })
    }
    let other = try BuiltCommand.run(["estimate", study.folder.path, "denied"])
    #expect(other.status == 0, "other questions rest on other rows")
  }

  @Test("Rows that contradict each other are named by their lines, and neither is used")
  func contradictory() throws {
    let study = try Self.study(
      "denied,w1,,,,identical,M. P.,why\ndenied,w2,,,,not-comparable,K. L.,why\n"
        + "scale,w1,,,,cosmetic,M. P.,why\nscale,w1,,,,identical,M. P.,why")
    defer { study.remove() }
    let checked = try BuiltCommand.run(["check", study.folder.path])
    #expect(checked.output.contains("in line 2 and not-comparable in line 3"), "\(checked.output)")
    #expect(checked.output.contains("in lines 4 and 5"))
  }

  @Test("A map against the labels is told with both labels")
  func againstLabels() throws {
    let study = try Self.study("scale,w1,,,1=1; 2=2; 3=3; 4=4; 5=5,recodable,M. P.,why")
    defer { study.remove() }
    let checked = try BuiltCommand.run(["check", study.folder.path])
    #expect(checked.status == 0 && checked.output.contains("[map-against-labels]"))
    #expect(
      checked.output.contains(
        "1 (“Fully disagree”) 1 (“Fully agree”), which by its label is 5 (“Fully disagree”)"),
      "\(checked.output)")
    let right = try Self.study("scale,w1,,,1=5; 2=4; 3=3; 4=2; 5=1,recodable,M. P.,why")
    defer { right.remove() }
    #expect(try !BuiltCommand.run(["check", right.folder.path]).output.contains("map-against"))
  }

  @Test("A renamed question is usable under the name of the sheets, and found under either")
  func namesOfSheets() throws {
    let study = try Self.study("new,w1,old,new,,identical,M. P.,only the name")
    defer { study.remove() }
    try study.write(
      "factor,label::en,layer,kind,facet,question,keying,scoring\nF,F,place,reflective,,old,+,mean\n",
      to: "factors.csv")
    try study.write(
      "group,category,label::en,question,choices,from,to\ng,1,Never,old,1,,\ng,2,Else,old,2;3,,\n",
      to: "groups.csv")
    try study.write(
      "city,wave,group,category,population,source,date\n"
        + ["w1", "w2"].map { "alpha,\($0),g,1,25,x,\nalpha,\($0),g,2,75,x,\n" }.joined(),
      to: "margins.csv")
    let checked = try BuiltCommand.run(["check", study.folder.path])
    #expect(checked.status == 0 && checked.output.contains("[name-of-the-sheets]"))
    let scores = try JSON(
      BuiltCommand.run(["estimate", study.folder.path, "F", "--format", "json"]).output
    ).array.compactMap { $0["estimate"].number }
    // A quarter never, the rest halves of sometimes (50) and often (100).
    #expect(scores.count == 2 && scores.allSatisfy { abs($0 - 56.25) < 1e-9 }, "\(scores)")
    for name in ["old", "new"] {
      let outcome = try BuiltCommand.run([
        "estimate", study.folder.path, name, "--format", "json",
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("'new' is 'old'") == (name == "new"))
      let shares = try JSON(outcome.output).array.filter { $0["choice"].string == "1" }
      #expect(shares.compactMap { $0["estimate"].number } == [0.25, 0.25])
    }
    try study.edit("groups.csv") { $0 = $0.map { $0.replacing(",old,", with: ",new,") } }
    let both = try BuiltCommand.run(["check", study.folder.path])
    #expect(both.output.contains("[question-under-two-names]"), "\(both.output)")
  }

  @Test("A person's pairing is used though another was proposed")
  func pairing() throws {
    let study = try Self.study("old,w1,,denied,,identical,M. P.,why")
    defer { study.remove() }
    let outcome = try BuiltCommand.run([
      "compare", study.folder.path, "--questions", "--format", "csv",
    ])
    let rows = CSVRows.records(outcome.output)
    let own = try #require(rows.first { $0["to"] == "old" && $0["decidedBy"] == "M. P." })
    #expect(own["verdict"] == "identical" && own["found"] == "not-comparable")
  }

  @Test("A row that says of the program what it did not find is told and not used")
  func editedDraft() throws {
    let study = try Self.study()
    defer { study.remove() }
    let draft = ["compare", study.folder.path, "--draft-crosswalk"]
    #expect(try BuiltCommand.run(draft).status == 0)
    let untouched = try BuiltCommand.run(["check", study.folder.path])
    #expect(!untouched.output.contains("[not-as-found]"), "\(untouched.output)")
    try study.edit("crosswalk.csv") { lines in
      lines = lines.map {
        $0.hasPrefix("denied,w1") ? $0.replacing("not-comparable,loci", with: "identical,loci") : $0
      }
    }
    let edited = try BuiltCommand.run(["check", study.folder.path])
    #expect(edited.output.contains("finds not-comparable: the row is not used [not-as-found]"))
  }

  @Test("What was proposed and refused is refused, and no longer proposed")
  func refusedProposal() throws {
    let study = try Self.study("new,w1,old,new,,not-comparable,M. P.,quite another yard")
    defer { study.remove() }
    let outcome = try BuiltCommand.run([
      "compare", study.folder.path, "--questions", "--format", "csv",
    ])
    let rows = CSVRows.records(outcome.output).filter { $0["to"] == "new" || $0["from"] == "old" }
    #expect(rows.map { $0["verdict"] } == ["not-comparable"] && rows[0]["decidedBy"] == "M. P.")
    let text = try BuiltCommand.run(["compare", study.folder.path]).output
    #expect(!text.contains("may be one under another name"))
    #expect(Self.flowing(text).contains("old, new How often"))
    #expect(text.contains("quite another yard"))
  }

  @Test("What was decided of one step does not refuse waves that have the same words")
  func furtherApart() throws {
    let study = try Self.study("scale,w1,,,,not-comparable,M. P.,the card was turned", waves: 3)
    defer { study.remove() }
    func verdict(_ question: String, _ waves: [String]) throws -> JSON {
      let outcome = try BuiltCommand.run(
        ["compare", study.folder.path] + waves + ["--questions", "--format", "json"])
      let questions = try #require(try JSON(outcome.output).array.first)["questionnaires"].array
      return try #require(
        questions.first?["questions"].array.first { $0["question"].string == question })
    }
    #expect(try verdict("scale", ["w1", "w2"])["verdict"].string == "not-comparable")
    #expect(try verdict("scale", ["w1", "w3"])["verdict"].string == "identical")
    // What no questionnaire shows holds of all later waves.
    try study.decide("denied,w2,,,,not-comparable,M. P.,another show card")
    let step = try verdict("denied", ["w1", "w3"])
    #expect(step["verdict"].string == "not-comparable" && step["decidedOf"].string == "w2 → w3")
    let text = try BuiltCommand.run(["compare", study.folder.path, "w1", "w3"]).output
    #expect(
      text.contains("denied: decided by M. P. (w2 → w3): another show card"), "\(text.prefix(900))")
  }

  @Test("A verdict that was found is confirmed, and one that was not is overruled")
  func confirmedAndOverruled() throws {
    let study = try Self.study(
      "scale,w1,,,1=5; 2=4; 3=3; 4=2; 5=1,recodable,M. P.,turned\ndenied,w1,,,,identical,M. P.,tried"
    )
    defer { study.remove() }
    let text = try BuiltCommand.run(["compare", study.folder.path]).output
    #expect(text.contains("recodable — confirmed by M. P. (turned)"), "\(text.prefix(900))")
    #expect(text.contains("by a person's decision: denied\n"))
    let found = try JSON(
      BuiltCommand.run(["compare", study.folder.path, "--format", "json"]).output
    ).array[0]["questionnaires"].array[0]["questions"].array
    #expect(found.map { $0["overruled"].boolean } == [false, true])
    #expect(found.map { $0["found"].string } == ["recodable", "not-comparable"])
    #expect(
      try BuiltCommand.run(["report", study.folder.path, "--output", study.output.path]).status == 0
    )
    let page = try String(
      contentsOfFile: study.output.appending(path: "waves.en.html").path, encoding: .utf8)
    #expect(page.contains("decided otherwise (identical) by M. P.: tried"))
    #expect(!page.contains("decided otherwise (compared in common codes)"))
  }

  @Test("Routing holds by the wave's own codes, whatever they are mapped to")
  func routing() throws {
    let study = try Self.study("scale,w1,,,1=5; 2=4; 3=3; 4=2; 5=1,recodable,M. P.,turned")
    defer { study.remove() }
    for (wave, condition) in [("w1", "${scale} <= 2"), ("w2", "${scale} >= 4")] {
      try study.edit("questionnaires/v-\(wave)/survey.csv") { lines in
        lines = lines.map { $0.isEmpty ? $0 : $0 + (lines.first == $0 ? ",relevant" : ",") }
        lines.insert("integer,sum,How many do you trust?,\(condition)", at: lines.count - 1)
      }
      try study.edit("responses/\(wave).csv") { lines in
        lines = lines.enumerated().map { place, line in
          guard place > 0, !line.isEmpty else { return line.isEmpty ? line : line + ",sum" }
          return line + (place % 5 == 1 || place % 5 == 2 ? ",7" : ",")
        }
      }
    }
    let estimated = try BuiltCommand.run([
      "estimate", study.folder.path, "sum", "--format", "json",
    ])
    // 48 of 120 disagree, in either wave.
    #expect(
      try JSON(estimated.output).array.allSatisfy { $0["count"].number == 48 }, "\(estimated)")
    let compared = try BuiltCommand.run(["compare", study.folder.path, "--format", "json"])
    let first = try #require(try JSON(compared.output).array.first)
    // Whom the other wave's condition picks cannot be told of mapped codes.
    #expect(!first["commonBase"].array.contains { $0["question"].string == "sum" })
    #expect(!first["changes"].array.contains { $0["question"].string == "sum" })
  }

  @Test("An export holds the answers as given, or as they are analysed, and says which")
  func exported() throws {
    let study = try Self.study(
      "scale,w1,,,1=5; 2=4; 3=3; 4=2; 5=1,recodable,M. P.,turned\nold,w2,new,,,,M. P.,why")
    defer { study.remove() }
    let raw = try study.exported("raw.csv")
    #expect(raw.errors.contains("--harmonised gives them those of crosswalk.csv"))
    #expect(try study.readBack("raw.csv", column: "scale").prefix(3) == ["1", "2", "3"])
    let common = try study.exported("common.csv", "--harmonised")
    #expect(!common.errors.contains("--harmonised"))
    #expect(try study.readBack("common.csv", column: "scale").prefix(3) == ["5", "4", "3"])
    #expect(try Set(study.readBack("common.csv", column: "old")) == ["1", "2", "3"])
    let plain = try Self.study()
    defer { plain.remove() }
    let useless = try BuiltCommand.run([
      "export", plain.folder.path, "--to", plain.output.appending(path: "x.csv").path,
      "--harmonised",
    ])
    #expect(useless.status == 64 && useless.errors.contains("has no effect"))
  }
}

extension SmallStudy {
  /// Writes rows of `crosswalk.csv`.
  func decide(_ rows: String) throws {
    try write(
      "question,wave,from,to,map,verdict,decided-by,reason\n\(rows)\n", to: "crosswalk.csv")
  }
}
