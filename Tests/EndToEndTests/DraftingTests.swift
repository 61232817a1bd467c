import Foundation
import Testing

/// `loci init --from`: what exports of survey programs and statistical files tell of a questionnaire.
struct DraftingTests {
  /// A study drafted from a file that may be checked and imported without an error.
  private struct Draft {
    let survey: [[String]]
    let choices: [[String]]
    let source: [String: String]

    /// - Parameter file: What the workspace's root has.
    init(from file: String, in workspace: ModelStudy.Workspace) throws {
      let drafted = try BuiltCommand.run(["init", "draft", "--from", file], in: workspace.root)
      #expect(drafted.status == 0, "\(drafted.errors)")
      for command in ["check", "import"] {
        let outcome = try BuiltCommand.run([command, "draft"], in: workspace.root)
        #expect(outcome.status == 0)
        #expect(!(outcome.output + outcome.errors).contains(": error: "), "\(outcome)")
      }
      func rows(_ path: String) throws -> [[String]] {
        let url = workspace.root.appending(path: "draft/\(path)")
        return CSVRows.parse(try String(contentsOf: url, encoding: .utf8))
      }
      survey = try rows("questionnaires/v1/survey.csv").map { Array($0.prefix(3)) }
      choices = try rows("questionnaires/v1/choices.csv").map { Array($0.prefix(4)) }
      let sources = try rows("sources.csv")
      source = Dictionary(zip(sources[0], sources[1]), uniquingKeysWith: { $1 })
    }

    func question(_ name: String) -> [String]? { survey.first { $0[1] == name } }

    func choices(of list: String) -> [String] {
      choices.filter { $0[0] == list }.map { $0[1...].joined(separator: "|") }
    }
  }

  private func draft(_ text: String) throws -> Draft {
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    try Data(text.utf8).write(to: workspace.root.appending(path: "export.csv"))
    return try Draft(from: "export.csv", in: workspace)
  }

  @Test func `KoboToolbox: groups, choices in columns, what the device records`() throws {
    let rows = (1...12).map { row in
      "2025-05-01T10:00:\(10 + row)+03:00,2025-05-01T10:30:00+03:00,\(row % 2 == 0 ? "yes" : "no"),"
        + (row % 3 == 0 ? "bus walk,1,1,0" : "car,0,0,1") + ",\(20 + row),\(row),u-\(row),x\n"
    }
    let draft = try draft(
      "start,end,g/agrees,g/travel,g/travel/bus,g/travel/walk,g/travel/car,age,_id,_uuid,"
        + "_submission_time\n" + rows.joined())
    #expect(draft.survey.dropFirst().map { $0[1] } == ["start", "end", "agrees", "travel", "age"])
    #expect(draft.question("start")?[0] == "start")
    #expect(draft.question("travel")?[0] == "select_multiple travel")
    #expect(draft.choices(of: "travel") == ["bus|bus|", "walk|walk|", "car|car|"])
    #expect(draft.choices(of: "agrees") == ["no|no|", "yes|yes|"])
    #expect(draft.source["identifier"] == "_uuid" && draft.source["started"] == "start")
  }

  @Test func `LimeSurvey: choices in brackets, its own columns`() throws {
    let rows = (1...10).map {
      "\"\($0)\",\"2025-05-01 10:00:00\",\"3\",\"ru\",\"\($0 % 2 == 0 ? "Y" : "")\",\"\($0 % 3 == 0 ? "Y" : "")\","
        + "\"\($0 % 4 + 1)\"\r\n"
    }
    let draft = try draft(
      "\u{FEFF}\"id\",\"submitdate\",\"lastpage\",\"startlanguage\",\"M[SQ1]\",\"M[SQ2]\",\"Q1\"\r\n"
        + rows.joined() + "\r\n")
    #expect(draft.survey.dropFirst().map { $0[1] } == ["M", "Q1"])
    #expect(draft.choices(of: "M") == ["SQ1|SQ1|", "SQ2|SQ2|"])
    #expect(draft.source["identifier"] == "id" && draft.source["ended"] == "submitdate")
  }

  @Test func `Google Forms: texts that are given again and again are choices`() throws {
    let places = ["Парк", "Музей, театр", "Двор", "Набережная"]
    let rows = (0..<48).map { row in
      let chosen = (0...row % 3).map { places[(row + 2 * $0 + row / 7) % 4] }
      let given = chosen.enumerated().filter { !chosen[..<$0].contains($1) }.map(\.element)
      return "01.05.2025 10:00:\(10 + row),\(row % 2 == 0 ? "Мужской" : "Женский"),"
        + "\"\(given.joined(separator: ", "))\",мысль \(row * row)\n"
    }
    let draft = try draft(
      "Отметка времени,Ваш пол?,Где Вы любите бывать?,Что изменить?\n" + rows.joined())
    #expect(
      draft.survey.dropFirst().map { $0[1] } == [
        "Ваш_пол", "Где_Вы_любите_бывать", "Что_изменить",
      ])
    #expect(draft.choices(of: "Ваш_пол") == ["1|Женский|", "2|Мужской|"])
    #expect(
      draft.choices(of: "Где_Вы_любите_бывать") == [
        "1|Двор|", "2|Музей, театр|", "3|Набережная|", "4|Парк|",
      ])
    #expect(draft.question("Что_изменить")?[0] == "text")
  }

  @Test func `Qualtrics: texts of questions from the second row, which is no answer`() throws {
    let marks = ["startDate", "endDate", "recordedDate", "_recordId", "QID1", "QID2"].map {
      "\"{\"\"ImportId\"\":\"\"\($0)\"\"}\""
    }
    let rows = (1...8).map {
      "2025-05-01 10:00:0\($0),2025-05-01 10:20:00,2025-05-01 10:20:01,R_\($0),\($0 % 2 + 1),слово \($0)\n"
    }
    let draft = try draft(
      "StartDate,EndDate,RecordedDate,ResponseId,Q1,Q2\n"
        + "Start Date,End Date,Recorded Date,Response ID,Ваш пол?,Почему?\n"
        + marks.joined(separator: ",") + "\n" + rows.joined())
    #expect(
      draft.survey.dropFirst().map { $0[1...].joined(separator: "|") } == [
        "Q1|Ваш пол?", "Q2|Почему?",
      ])
    #expect(draft.choices(of: "Q1") == ["1|1|", "2|2|"])
    #expect(draft.source["identifier"] == "ResponseId" && draft.source["started"] == "StartDate")
  }

  @Test func `SurveyMonkey: the choices stand under their question`() throws {
    let rows = (1...12).map {
      "10\($0),7,\($0 % 2 == 0 ? "мужской" : "женский"),\($0 % 3 == 0 ? "Красный" : ""),\($0 % 2 == 0 ? "Синий" : "")\n"
    }
    let draft = try draft(
      "RespondentID,CollectorID,Ваш пол?,Какие цвета?,\n,,Response,Красный,Синий\n" + rows.joined())
    #expect(draft.survey.dropFirst().map { $0[1] } == ["Ваш_пол", "Какие_цвета"])
    #expect(draft.choices(of: "Какие_цвета") == ["1|Красный|", "2|Синий|"])
    #expect(draft.choices(of: "Ваш_пол") == ["1|женский|", "2|мужской|"])
    #expect(draft.source["identifier"] == "RespondentID")
  }

  /// The file is PSPP's: `Tests/Reference/portable.sps`.
  @Test func `A scale with labels at its ends has all its values`() throws {
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    try FileManager.default.copyItem(
      at: Repository.folder("Tests/Reference/portable.por"),
      to: workspace.root.appending(path: "portable.por"))
    let draft = try Draft(from: "portable.por", in: workspace)
    #expect(draft.question("TRUST") == ["select_one TRUST", "TRUST", "Trust in people"])
    #expect(
      draft.choices(of: "TRUST") == [
        "0|none|", "5|5|", "10|full|", "11|11|", "97|don't know|dont-know",
      ])
    #expect(draft.choices(of: "SEX").last == "9|refused|refused")
    #expect(draft.question("DAY")?[0] == "date")
  }

  @Test(arguments: ["sav", "zsav", "dta"])
  func `SPSS and Stata: labels, measures and missing values are the file's`(format: String) throws {
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    let exported = try BuiltCommand.run(
      ["export", "surveys/innovation-potential", "--to", "answers.\(format)"], in: workspace.root)
    #expect(exported.status == 0, "\(exported.errors)")
    let draft = try Draft(from: "answers.\(format)", in: workspace)
    #expect(
      draft.question("SOC01")
        == ["select_one SOC01", "SOC01", "Незнакомым людям в нашем городе в целом можно доверять."])
    let choices = draft.choices(of: "SOC01")
    #expect(choices.contains("1|Совершенно не согласен(на)|"))
    #expect(choices.contains { $0.hasSuffix("|dont-know") && $0.contains("Затрудня") })
    if format != "dta" { #expect(draft.source["weight"] == "weight") }
  }
}
