import Foundation
import Testing

/// What `loci compare --questions` finds around a question and in its choices, and how it says so.
@Suite("Changes of questions, as the command tells them")
struct QuestionChangeTests {
  /// What is written of one question in two waves.
  struct Change: Sendable, CustomStringConvertible {
    var name: String
    var before: String
    var after: String
    var choices: (before: String, after: String) = (Self.scale, Self.scale)
    var header = "type,name,label::en"
    var question = "q"
    var verdict: String
    /// Parts of the reasons.
    var says: [String]
    var description: String { name }

    static let scale = "l,1,No,\nl,2,Partly,\nl,3,Yes,"
  }

  private func study(_ change: Change) throws -> SmallStudy {
    let answers = ["id,\(change.question)"] + (0..<90).map { "\($0),\($0 % 3 + 1)" }
    let study = try SmallStudy.bare(
      survey: change.before, choices: change.choices.before, answers: answers,
      surveyHeader: change.header)
    try study.write(
      "wave,label::en,sample\nw1,First,probability\nw2,Second,probability\n", to: "waves.csv")
    try study.addWave(
      "w2", survey: change.after, choices: change.choices.after, answers: answers,
      surveyHeader: change.header)
    return study
  }

  private static let ask = "select_one l,q,Do you trust them?"
  private static let battery =
    "select_one l,q,Neighbours\nselect_one l,r,Colleagues\nselect_one l,s,Strangers"

  static let around: [Change] = [
    Change(
      name: "a lead of two sentences, of which the question changed",
      before: "note,n,How much do you trust these people? One answer each.\n\(battery)",
      after: "note,n,How much do you like these people? One answer each.\n\(battery)",
      verdict: "not-comparable", says: ["words of the text that leads a battery"]),
    Change(
      name: "a lead of two sentences, of which the instruction changed",
      before: "note,n,How much do you trust these people? One answer each.\n\(battery)",
      after: "note,n,How much do you trust these people? Tick a box in every row.\n\(battery)",
      verdict: "cosmetic", says: ["the text before the questions differs"]),
    Change(
      name: "a lead without a question mark",
      before: "note,n,Please rate your trust in these people.\n\(battery)",
      after: "note,n,Please rate your contact with these people.\n\(battery)",
      verdict: "not-comparable", says: ["words of the text that leads a battery"]),
    Change(
      name: "a note with a time frame, taken away",
      before: "note,n,Think of the last 12 months.\n\(ask)", after: ask,
      verdict: "not-comparable", says: ["text before the questions (en) differ", "time frame"]),
    Change(
      name: "a note with another time frame",
      before: "note,n,Think of the last 12 months.\n\(ask)",
      after: "note,n,Think of the last 4 weeks.\n\(ask)",
      verdict: "not-comparable", says: ["time frame"]),
    Change(
      name: "a note that greets, taken away", before: "note,n,Thank you for your help.\n\(ask)",
      after: ask, verdict: "cosmetic", says: ["the text before the questions differs"]),
    Change(
      name: "the title of a group",
      before: "begin_group,g,Trust\n\(ask)\nend_group,,",
      after: "begin_group,g,Other people\n\(ask)\nend_group,,",
      verdict: "cosmetic", says: ["the text before the questions differs"]),
    Change(
      name: "the title of a group that asks",
      before: "begin_group,g,How much do you trust:\n\(battery)\nend_group,,",
      after: "begin_group,g,How much do you like:\n\(battery)\nend_group,,",
      verdict: "not-comparable", says: ["words of the text that leads a battery"]),
    Change(
      name: "an instruction taken away",
      before: "select_one l,q,Do you trust them?,Think of this year.",
      after: "select_one l,q,Do you trust them?,", header: "type,name,label::en,hint::en",
      verdict: "not-comparable", says: ["words of the instruction (en) differ"]),
    Change(
      name: "an instruction in a language that one wave lacks",
      before: "select_one l,q,Do you trust them?,,Choose one.,",
      after: "select_one l,q,Do you trust them?,Вы им доверяете?,Choose one.,Думайте об этом годе.",
      header: "type,name,label::en,label::ru,hint::en,hint::ru", verdict: "identical", says: []),
    Change(
      name: "another unit of the same time",
      before: "integer,q,How many years have you lived here?",
      after: "integer,q,How many months have you lived here?", verdict: "not-comparable",
      says: ["words of the question (en) differ: unit"]),
    Change(
      name: "another time frame", before: "integer,q,How often did you go there last year?",
      after: "integer,q,How often did you go there last month?", verdict: "not-comparable",
      says: ["words of the question (en) differ: time frame"]),
  ]

  @Test(arguments: around)
  func `texts around a question`(_ change: Change) throws { try expect(change) }

  private static let plain = "l,1,Fully disagree,\nl,2,Disagree,\nl,3,Agree,"

  static let choices: [Change] = [
    Change(
      name: "numbers before the labels", before: ask, after: ask,
      choices: (plain, "l,1,1 — Fully disagree,\nl,2,2 – disagree,\nl,3,3. Agree,"),
      verdict: "cosmetic", says: ["numbering of choices differ"]),
    Change(
      name: "a number that is no code", before: ask, after: ask,
      choices: ("l,1,Children,\nl,2,None,\nl,3,Many,", "l,1,1–2 children,\nl,2,None,\nl,3,Many,"),
      verdict: "not-comparable", says: ["“1–2 children” (1)"]),
    Change(
      name: "an age band that became two ages", before: ask, after: ask,
      choices: (
        "l,1,18–24,\nl,2,25–34,\nl,3,35+,", "l,1,\"18, 24\",\nl,2,25–34,\nl,3,35+,"
      ), verdict: "not-comparable", says: ["18, 24"]),
    Change(
      name: "a choice added", before: ask, after: ask,
      choices: (plain, plain + "\nl,4,Fully agree,"), verdict: "not-comparable",
      says: ["choices were added: “Fully agree” (4)"]),
    Change(
      name: "choices exchanged", before: ask, after: ask,
      choices: (plain, "l,2,Fully disagree,\nl,1,Disagree,\nl,3,Agree,"), verdict: "recodable",
      says: ["“Fully disagree” (1→2); “Disagree” (2→1)"]),
    Change(
      name: "bands split", before: ask, after: ask,
      choices: ("l,1,18-34,\nl,2,35+,", "l,1,18–24,\nl,2,25–34,\nl,3,35+,"), verdict: "recodable",
      says: ["“18-34” (1) ↔ “18–24” (1) + “25–34” (2)"]),
  ]

  @Test(arguments: choices)
  func `choices by their labels`(_ change: Change) throws { try expect(change) }

  private func expect(_ change: Change) throws {
    let study = try study(change)
    defer { study.remove() }
    let outcome = try BuiltCommand.run([
      "compare", study.folder.path, "--questions", "--format", "json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let first = try #require(try JSON(outcome.output).array.first)
    let found = try #require(
      first["questionnaires"].array.first?["questions"].array.first {
        $0["question"].string == change.question
      })
    let reasons = found["reasons"].array.compactMap { $0["en"].string }.joined(separator: "; ")
    #expect(found["verdict"].string == change.verdict, "\(reasons)")
    for part in change.says { #expect(reasons.contains(part), "\(reasons)") }
  }

  @Test("A language that came new is told once, of the waves")
  func languages() throws {
    let change = Change(
      name: "", before: "select_one l,q,Do you trust them?,",
      after: "select_one l,q,Do you trust them?,Вы им доверяете?",
      header: "type,name,label::en,label::ru", verdict: "", says: [])
    let study = try study(change)
    defer { study.remove() }
    try study.edit("questionnaires/v-w1/survey.csv") {
      $0 = ["type,name,label::en", Self.ask, ""]
    }
    let text = try BuiltCommand.run(["compare", study.folder.path, "--questions"]).output
    #expect(text.contains("a language came new: ru"), "\(text)")
  }

  @Test("Codes of no answer, and of sets that are counted, may differ under a score")
  func countedSets() throws {
    let change = Change(
      name: "", before: Self.ask + "\nselect_multiple m,set,Which of these?",
      after: Self.ask + "\nselect_multiple m,set,Which of these?",
      choices: (
        Change.scale + "\nl,97,Don't know,dont-know\nm,1,Bus,\nm,2,Tram,",
        Change.scale + "\nl,99,Don't know,dont-know\nm,2,Bus,\nm,1,Tram,"
      ), verdict: "", says: [])
    let study = try study(change)
    defer { study.remove() }
    try study.write(
      "factor,label::en,layer,kind,facet,question,keying,scoring\nF,F,place,reflective,,q,+,mean\n"
        + "G,G,place,formative,,set,+,count\n", to: "factors.csv")
    let checked = try BuiltCommand.run(["check", study.folder.path])
    #expect(!checked.output.contains("codes-mean-otherwise"), "\(checked.output)")
    try study.edit("questionnaires/v-w2/choices.csv") { lines in
      lines = lines.map {
        $0.hasPrefix("l,1,") ? "l,3,No," : $0.hasPrefix("l,3,") ? "l,1,Yes," : $0
      }
    }
    let turned = try BuiltCommand.run(["check", study.folder.path])
    #expect(turned.output.contains("[codes-mean-otherwise]"), "\(turned.output)")
  }

  @Test("What has no figure on a common base says why")
  func commonBase() throws {
    let change = Change(
      name: "", before: "\(Self.ask),\nselect_one l,r,Do you know them?,${q} = 1",
      after: "\(Self.ask),\nselect_one l,r,Do you know them?,${q} = 3",
      choices: (Change.scale, "l,3,No,\nl,2,Partly,\nl,1,Yes,"),
      header: "type,name,label::en,relevant", verdict: "", says: [])
    let study = try study(change)
    defer { study.remove() }
    let text = try BuiltCommand.run(["compare", study.folder.path, "--questions"]).output
    #expect(
      text.contains("not compared, since the common base cannot be told: r (by q)"), "\(text)")
    #expect(!text.contains("compared on a common base:"))
  }

  @Test("Drafts give their reasons in the study's languages, with decimal commas in Russian")
  func draftedReasons() throws {
    let change = Change(
      name: "", before: "select_one l,old,Do you trust the people around you?",
      after: "select_one l,new,Do you trust the people around you?", question: "old", verdict: "",
      says: [])
    let study = try study(change)
    defer { study.remove() }
    try study.edit("study.csv") { lines in
      lines = lines.map { $0.hasPrefix("languages") ? "languages,ru;en" : $0 }
    }
    let draft = ["compare", study.folder.path, "--draft-crosswalk"]
    #expect(try BuiltCommand.run(draft).status == 0)
    let rows = CSVRows.records(try study.text(of: "crosswalk.csv"))
    #expect(rows.first?["reason"] == "сходство 1,00 / alike 1.00", "\(rows)")
  }

  @Test("Waves named in reverse are compared in their order, and no page lies in a study")
  func commandLine() throws {
    let study = try study(Self.choices[3])
    defer { study.remove() }
    let reverse = try BuiltCommand.run(["compare", study.folder.path, "w2", "w1", "--questions"])
    #expect(reverse.status == 0 && reverse.output.hasPrefix("w1 → w2"))
    #expect(reverse.errors.contains("compared in the order of waves.csv: w1 → w2"))
    #expect(reverse.output.contains("choices were added"))
    for place in ["page.html", "reports/page.html"] {
      let inside = try BuiltCommand.run([
        "compare", study.folder.path, "--questions", "--html", study.url(place).path,
      ])
      #expect(inside.status == 73 && inside.errors.contains("lies in a study"), "\(inside)")
      #expect(!FileManager.default.fileExists(atPath: study.url(place).path))
    }
  }
}
