import Foundation
import Testing

/// Drafts of the exports of survey programs: what is a choice, and what respondents wrote themselves.
struct ProgramDraftTests {
  /// A file, and the types and names of the questions that it is drafted with.
  struct Export: Sendable, CustomStringConvertible {
    let description: String
    let header: String
    let rows: [String]
    let questions: [String]
  }

  private static func repeated(_ rows: [String]) -> [String] {
    (0..<10).flatMap { turn in rows.map { $0.replacing("#", with: "\(turn)") } }
  }

  static let exports = [
    Export(
      description: "LimeSurvey, codes",
      header: "id,submitdate,lastpage,Q3[SQ001],Q3[SQ002],Q3[other],Q4",
      rows: repeated([
        "1#,2025-05-01 10:00:00,3,Y,,,1", "2#,2025-05-01 10:00:00,3,,Y,кое-что #,2",
        "3#,2025-05-01 10:00:00,3,Y,Y,,1",
      ]), questions: ["select_multiple Q3 Q3", "text Q3_other", "select_one Q4 Q4"]),
    Export(
      description: "LimeSurvey, full texts",
      header: "id,submitdate,lastpage,Что? [Красное],Что? [Синее],Что? [Другое],Q4",
      rows: repeated([
        "1#,2025-05-01 10:00:00,3,Да,Нет,,1", "2#,2025-05-01 10:00:00,3,Нет,Да,кое-что #,2",
        "3#,2025-05-01 10:00:00,3,Да,Да,,1",
      ]), questions: ["select_multiple", "text", "select_one Q4 Q4"]),
    Export(
      description: "SurveyMonkey, several answers",
      header: "RespondentID,CollectorID,Which of these?,,,Age",
      rows: [",,Red,Blue,Other (please specify),Open-Ended Response"]
        + repeated(["1#,7,Red,,,3#", "2#,7,,Blue,my own #,4#", "3#,7,Red,Blue,,5#"]),
      questions: ["select_multiple", "text", ""]),
    Export(
      description: "SurveyMonkey, one answer",
      header: "RespondentID,CollectorID,Your sex?,,Age",
      rows: [",,Response,Other (please specify),Open-Ended Response"]
        + repeated(["1#,7,man,,3#", "2#,7,woman,,4#", "3#,7,,my own #,5#"]),
      questions: ["select_one", "text", ""]),
    Export(
      description: "Qualtrics",
      header: "ResponseId,RecordedDate,Q1,Q2",
      rows: [
        "Response ID,Recorded Date,Which?,Your age?",
        "\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"recordedDate\"\"}\","
          + "\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\"",
      ]
        + repeated([
          "R_1#,2025-05-01 10:00:00,\"Red, like a poppy,Blue\",3#",
          "R_2#,2025-05-01 10:00:00,Blue,4#", "R_3#,2025-05-01 10:00:00,\"Blue,Green\",5#",
          "R_4#,2025-05-01 10:00:00,Green,4#",
        ]), questions: ["select_multiple Q1 Q1", ""]),
  ]

  @Test(arguments: exports)
  func `what was written in own words is a question of its own`(_ export: Export) throws {
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    let text = ([export.header] + export.rows).map { $0 + "\n" }.joined()
    try Data(text.utf8).write(to: workspace.root.appending(path: "f.csv"))
    let drafted = try BuiltCommand.run(["init", "s", "--from", "f.csv"], in: workspace.root)
    #expect(drafted.status == 0, "\(drafted.errors)")
    let survey = try String(
      contentsOf: workspace.root.appending(path: "s/questionnaires/v1/survey.csv"), encoding: .utf8)
    let questions = CSVRows.records(survey).map { "\($0["type"] ?? "") \($0["name"] ?? "")" }
    #expect(questions.count == export.questions.count, "\(questions)")
    for (found, expected) in zip(questions, export.questions) {
      #expect(found.hasPrefix(expected), "\(questions)")
    }
    let check = try BuiltCommand.run(["check", "s", "--format", "csv"], in: workspace.root)
    for fault in ["column-not-in-questionnaire", "question-not-in-file", ",error,"] {
      #expect(!check.output.contains(fault), "\(check.output)")
    }
    if export.description == "Qualtrics" {
      let choices = try String(
        contentsOf: workspace.root.appending(path: "s/questionnaires/v1/choices.csv"),
        encoding: .utf8)
      #expect(choices.contains("\"Red, like a poppy\"") && choices.contains("Green"), "\(choices)")
      let estimate = try BuiltCommand.run(
        ["estimate", "s", "Q1", "--no-suppression", "--format", "json"], in: workspace.root)
      #expect(estimate.status == 0, "\(estimate.errors)")
    }
  }

  @Test func `a form's settings are those that pyxform takes, and its title is the study's`() throws
  {
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    func settings(_ study: String) throws -> String {
      try String(
        contentsOf: workspace.root.appending(path: "\(study)/questionnaires/v1/settings.csv"),
        encoding: .utf8)
    }
    let rows = (0..<20).map { "\($0 % 2 + 1),\($0 % 5)\n" }.joined()
    try Data(("a,b\n" + rows).utf8).write(to: workspace.root.appending(path: "f.csv"))
    #expect(try BuiltCommand.run(["init", "s", "--from", "f.csv"], in: workspace.root).status == 0)
    #expect(try settings("s").split(separator: "\n")[0].contains("::") == false)
    #expect(try settings("s").hasPrefix("form_title,form_id,version,default_language\ns,v1,v1,"))
    let form = workspace.root.appending(path: "form")
    try FileManager.default.createDirectory(at: form, withIntermediateDirectories: true)
    for (name, text) in [
      ("survey", "type,name,label\ninteger,a,A\ninteger,b,B\n"),
      ("settings", "form_title,form_id,version,default_language\nЖизнь города,life,1,ru\n"),
    ] { try Data(text.utf8).write(to: form.appending(path: "\(name).csv")) }
    let sheets = ["form/survey.csv", "form/settings.csv"]
    for (study, words) in [
      ("of-form", ["--from"] + sheets), ("of-both", ["--from", "f.csv", "--labels"] + sheets),
    ] {
      let outcome = try BuiltCommand.run(["init", study] + words, in: workspace.root)
      #expect(outcome.status == 0, "\(outcome.errors)")
      func sheet(_ name: String) throws -> String {
        try String(contentsOf: workspace.root.appending(path: "\(study)/\(name)"), encoding: .utf8)
      }
      #expect(try sheet("study.csv").contains("title::ru,Жизнь города\n"))
      #expect(try sheet("draft.csv").contains("Is the study called 'Жизнь города'"))
    }
  }
}
