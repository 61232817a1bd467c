import Foundation
import Testing

/// Ordinary exports whose cells could be read in two ways, through the command: what was planted comes
/// back as a share or mean, or is refused.
struct AnswerShapesTests {
  /// A study of one question and one file, 60 interviews of it.
  private struct OneQuestionStudy {
    let study: SmallStudy

    /// - Parameters:
    ///   - survey: Rows of the sheet `survey`: type, name, label, relevant.
    ///   - choices: Rows of the sheet `choices`: list, name, label.
    ///   - answers: The lines of the file, the first with the names.
    ///   - roles: Further columns of `sources.csv` and what they say.
    init(
      _ survey: [String], choices: [String], answers: [String], roles: [String: String] = [:]
    ) throws {
      study = try SmallStudy()
      let keys = roles.keys.sorted()
      try study.write(
        "key,value\nid,t\ntitle::en,T\nlanguages,en\nminimum-base,1\nminimum-cell,1\n",
        to: "study.csv")
      try study.write("city,label::en\nalpha,Alpha\n", to: "cities.csv")
      try study.write("wave,label::en,sample\nw1,First,probability\n", to: "waves.csv")
      try study.write(
        (["wave,city,file,questionnaire,identifier"] + keys).joined(separator: ",") + "\n"
          + (["w1,alpha,responses/alpha.csv,v1,id"] + keys.map { roles[$0] ?? "" })
          .joined(separator: ",") + "\n", to: "sources.csv")
      for sheet in ["groups", "factors", "margins"] {
        try FileManager.default.removeItem(at: study.url("\(sheet).csv"))
      }
      try study.write(
        (["type,name,label::en,relevant"] + survey).joined(separator: "\n") + "\n",
        to: "questionnaires/v1/survey.csv")
      try study.write(
        (["list_name,name,label::en"] + choices).joined(separator: "\n") + "\n",
        to: "questionnaires/v1/choices.csv")
      try study.write(answers.joined(separator: "\n") + "\n", to: "responses/alpha.csv")
    }

    /// A place beside the study, which goes with it.
    func output(_ name: String) throws -> String {
      try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
      return study.output.appending(path: name).path
    }

    /// The shares of a question by the choice's name.
    func shares(of question: String) throws -> [String: Double] {
      let outcome = try BuiltCommand.run(
        ["estimate", study.folder.path, question, "--format", "json"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      var shares: [String: Double] = [:]
      for row in try JSON(outcome.output).array {
        if let choice = row["choice"].string { shares[choice] = row["estimate"].number }
      }
      return shares
    }
  }

  private static let scale = (0...4).map { "s,\($0 + 1),\($0)" }

  @Test func `labels that are other choices' codes are read as labels, and that is told`() throws {
    let answers = ["id,q"] + (0..<60).map { "\($0),\($0 % 5)" }
    let shown = try OneQuestionStudy(
      ["select_one s,q,Trust,"], choices: Self.scale, answers: answers)
    defer { shown.study.remove() }
    let shares = try shown.shares(of: "q")
    #expect(shares.keys.sorted() == ["1", "2", "3", "4", "5"])
    for share in shares.values { #expect(abs(share - 0.2) < 1e-9) }
    let check = try BuiltCommand.run(["check", shown.study.folder.path])
    #expect(check.output.contains("[codes-or-labels]") && check.status == 0)
  }

  private static let readings: [(String, [String: Double])] = [
    ("codes", ["1": 1.0 / 3, "2": 2.0 / 3]), ("labels", ["2": 1.0 / 3, "3": 2.0 / 3]),
  ]

  @Test(arguments: readings)
  func `where nothing tells, check asks and sources answers`(
    values: String, expected: [String: Double]
  ) throws {
    let answers = ["id,q"] + (0..<60).map { "\($0),\($0 % 3 == 0 ? 1 : 2)" }
    let open = try OneQuestionStudy(
      ["select_one s,q,Trust,"], choices: Self.scale, answers: answers)
    defer { open.study.remove() }
    let check = try BuiltCommand.run(["check", open.study.folder.path])
    #expect(check.status == 65 && check.output.contains("'values' in sources.csv"))
    let told = try OneQuestionStudy(
      ["select_one s,q,Trust,"], choices: Self.scale, answers: answers, roles: ["values": values])
    defer { told.study.remove() }
    let shares = try told.shares(of: "q").filter { $0.value > 0 }
    #expect(shares.keys.sorted() == expected.keys.sorted())
    for (choice, share) in expected { #expect(abs((shares[choice] ?? 0) - share) < 1e-9) }
  }

  @Test func `a choice that is called No is chosen where its column says so`() throws {
    let answers =
      ["id,d/phone,d/no"] + (0..<60).map { $0 % 4 == 0 ? "\($0),,No" : "\($0),Phone," }
    let study = try OneQuestionStudy(
      ["select_multiple d,d,Own,"], choices: ["d,phone,Phone", "d,no,No"], answers: answers)
    defer { study.study.remove() }
    let shares = try study.shares(of: "d")
    #expect(abs((shares["no"] ?? 0) - 0.25) < 1e-9 && abs((shares["phone"] ?? 0) - 0.75) < 1e-9)
  }

  @Test func `blanks behind a condition that the file cannot answer are in no base`() throws {
    let answers = ["id,q"] + (0..<60).map { "\($0),\(["", "1", "2"][$0 % 3])" }
    let study = try OneQuestionStudy(
      [
        "begin_repeat,kids,Kids,", "integer,age,Age,", "end_repeat,,,",
        "select_one s,q,Trust,count(${kids}) > 1",
      ], choices: ["s,1,a", "s,2,b"], answers: answers)
    defer { study.study.remove() }
    let shares = try study.shares(of: "q")
    #expect(abs((shares["1"] ?? 0) - 0.5) < 1e-9)
    let check = try BuiltCommand.run(["check", study.study.folder.path])
    #expect(check.output.contains("20 blanks of q may be not asked or lost"))
  }

  @Test func `a code with a space in a question of several answers is an error of the form`() throws
  {
    let study = try OneQuestionStudy(
      ["select_multiple f,f,Food,"], choices: ["f,bread,Bread", "f,black bread,Black bread"],
      answers: ["id,f", "1,bread"])
    defer { study.study.remove() }
    let check = try BuiltCommand.run(["check", study.study.folder.path])
    #expect(check.status == 65 && check.output.contains("black_bread"))
  }

  @Test func `dates that can be read both ways are asked about, and sources answers`() throws {
    let answers = ["id,d"] + (1...12).map { "\($0),\($0)/\(13 - $0)/2025" }
    let open = try OneQuestionStudy(["date,d,Day,"], choices: ["x,1,x"], answers: answers)
    defer { open.study.remove() }
    let check = try BuiltCommand.run(["check", open.study.folder.path])
    #expect(check.status == 65 && check.output.contains("'dates' in sources.csv"))
    let told = try OneQuestionStudy(
      ["date,d,Day,"], choices: ["x,1,x"], answers: answers, roles: ["dates": "month-first"])
    defer { told.study.remove() }
    #expect(try BuiltCommand.run(["check", told.study.folder.path]).status == 0)
    let export = try told.output("answers.csv")
    let outcome = try BuiltCommand.run(["export", told.study.folder.path, "--to", export])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = try String(contentsOf: URL(filePath: export), encoding: .utf8)
    #expect(text.contains("2025-01-12") && text.contains("2025-12-01"))
  }
}
