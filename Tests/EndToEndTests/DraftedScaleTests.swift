import Foundation
import SampleStudies
import Testing

/// Studies drafted by the command give the figures that their files hold.
struct DraftedScaleTests {
  private func workspace(_ files: [String: Data]) throws -> ModelStudy.Workspace {
    let workspace = try ModelStudy.Workspace()
    for (name, data) in files { try data.write(to: workspace.root.appending(path: name)) }
    return workspace
  }

  private func drafted(_ files: [String], in workspace: ModelStudy.Workspace) throws -> String {
    let run = try BuiltCommand.run(["init", "s", "--from"] + files, in: workspace.root)
    #expect(run.status == 0, "\(run.errors)")
    // Nothing is estimated of a sample whose kind is not told.
    let waves = workspace.root.appending(path: "s/waves.csv")
    var rows = CSVRows.parse(try String(contentsOf: waves, encoding: .utf8))
    let sample = try #require(rows[0].firstIndex(of: "sample"))
    for row in rows.indices.dropFirst() { rows[row][sample] = "open" }
    try Data(rows.map { $0.joined(separator: ",") + "\n" }.joined().utf8).write(to: waves)
    return try String(
      contentsOf: workspace.root.appending(path: "s/draft.csv"), encoding: .utf8)
  }

  private func mean(of question: String, in workspace: ModelStudy.Workspace) throws -> Double {
    let run = try BuiltCommand.run(
      ["estimate", "s", question, "--statistic", "mean", "--format", "json"], in: workspace.root)
    #expect(run.status == 0, "\(run.errors)")
    return try #require(try JSON(run.output).array.first?["estimate"].number)
  }

  @Test(arguments: [
    ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"],
    ["Almost never", "Rarely", "Sometimes", "Often", "Almost always"],
    ["Очень плохо", "Плохо", "Средне", "Хорошо", "Отлично"],
    ["Less than once a month", "Once a month", "Once a week", "Daily"],
  ])
  func `the mean of a scale in words is that of its order`(scale: [String]) throws {
    // More of the high end: a place twice as often as the one below.
    let places = scale.indices.flatMap { place in Array(repeating: place, count: 8 << place) }
    let text =
      "id,q\n" + places.enumerated().map { "\($0 + 1),\(scale[$1])\n" }.joined()
    let workspace = try workspace(["f.csv": Data(text.utf8)])
    defer { workspace.remove() }
    let draft = try drafted(["f.csv"], in: workspace)
    #expect(draft.contains(scale.joined(separator: " < ")))
    let highest = Double(scale.count - 1)
    let wanted = places.reduce(0) { $0 + 100 * Double($1) / highest } / Double(places.count)
    #expect(abs(try mean(of: "q", in: workspace) - wanted) < 1e-6)
  }

  @Test func `the sheet that others point to holds the interviews`() throws {
    let people =
      [["name", "age", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"]]
      + (1...150).map { ["p", "\($0 % 70)", "\($0)", "town", "\($0 / 3 + 1)", "u\($0 / 3)"] }
    let town =
      [["sex", "q1", "_id", "_uuid", "_submission_time", "_index"]]
      + (1...50).map { ["\($0 % 2 + 1)", "\($0 % 5)", "\($0)", "u\($0)", "2025-05-01", "\($0)"] }
    let workbook = try SmallWorkbook(sheets: [("town", town), ("people", people)]).data
    let workspace = try workspace(["k.xlsx": workbook])
    defer { workspace.remove() }
    _ = try drafted(["k.xlsx"], in: workspace)
    let survey = try String(
      contentsOf: workspace.root.appending(path: "s/questionnaires/v1/survey.csv"), encoding: .utf8)
    #expect(survey.contains("q1") && !survey.contains("age"))
  }

  @Test func `sheets of one shape are asked about`() throws {
    func sheet(_ shift: Int) -> [[String]] {
      [["id", "sex", "q1"]] + (1...40).map { ["\($0 + shift)", "\($0 % 2 + 1)", "\($0 % 5)"] }
    }
    let workbook = try SmallWorkbook(sheets: [("2024", sheet(0)), ("2025", sheet(100))]).data
    let workspace = try workspace(["two.xlsx": workbook])
    defer { workspace.remove() }
    let draft = try drafted(["two.xlsx"], in: workspace)
    #expect(draft.contains("the very columns of the sheet") && draft.contains("sources.csv"))
  }

  @Test func `a header row that is a record is told, and shown nowhere`() throws {
    let text =
      "id,sex,email,q1\n"
      + (1...40).map { "\($0),\($0 % 2 + 1),person\($0)@example.org,\($0 % 5)\n" }.joined()
    let workspace = try workspace(["f.csv": Data(text.utf8)])
    defer { workspace.remove() }
    let run = try BuiltCommand.run(
      ["init", "s", "--from", "f.csv", "--header-rows", "2"], in: workspace.root)
    #expect(run.errors.contains("[header-holds-answers]"))
    #expect(!(run.errors + run.output).contains("@example.org"))
    let draft = try String(
      contentsOf: workspace.root.appending(path: "s/draft.csv"), encoding: .utf8)
    #expect(!draft.contains("@example.org"))
    let survey = try String(
      contentsOf: workspace.root.appending(path: "s/questionnaires/v1/survey.csv"), encoding: .utf8)
    #expect(survey.contains(",q1,"))
  }

  /// How programs write columns of single choices: headers of two choices and their cells.
  @Test(arguments: [
    (["Transport (choice=Bus lane)", "Transport (choice=Tram)"], ["Checked", "Unchecked"]),
    (["Bus lane:Transport used", "Tram:Transport used"], ["", ""]),
    (["2. Чем Вы ездите? Bus lane", "2. Чем Вы ездите? Tram"], ["", ""]),
    (["Transport [Bus lane]", "Transport [Tram]"], ["Yes", "No"]),
  ])
  func `columns of single choices are one question`(names: [String], words: [String]) throws {
    let labels = ["Bus lane", "Tram"]
    func cell(_ choice: Int, _ row: Int) -> String {
      let isTaken = choice == 0 ? row % 4 != 0 : row % 2 == 0
      return words[0].isEmpty ? (isTaken ? labels[choice] : "") : words[isTaken ? 0 : 1]
    }
    let text =
      "id,\(names.joined(separator: ",")),q1\n"
      + (1...40).map { "\($0),\(cell(0, $0)),\(cell(1, $0)),\($0 % 5)\n" }.joined()
    let workspace = try workspace(["f.csv": Data(text.utf8)])
    defer { workspace.remove() }
    _ = try drafted(["f.csv"], in: workspace)
    let survey = CSVRows.parse(
      try String(
        contentsOf: workspace.root.appending(path: "s/questionnaires/v1/survey.csv"),
        encoding: .utf8))
    let question = try #require(survey.first { $0[0].hasPrefix("select_multiple") })
    let run = try BuiltCommand.run(
      ["estimate", "s", question[1], "--format", "json"], in: workspace.root)
    let shares = try JSON(run.output).array.filter { $0["statistic"].string == "proportion" }
      .compactMap { $0["estimate"].number }.sorted()
    #expect(shares == [0.5, 0.75], "\(run.output) \(run.errors)")
  }
}
