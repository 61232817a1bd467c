import SurveyModel
import TabularFiles
import Testing

@testable import ResponseImport

/// Exports as the programs write them; the rows of other people's files are not copied.
struct ProducerTests {
  private let colours = ChoiceList(
    name: "colours",
    choices: [
      Choice(
        name: "1", label: Label(["ru": "Красный, как мак", "en": "Red"]), at: nowhere),
      Choice(name: "2", label: Label(["ru": "Ёлочный", "en": "Green"]), at: nowhere),
      Choice(name: "3", label: Label(["ru": "Синий", "en": "Blue"]), at: nowhere),
      Choice(name: "4", label: Label(["ru": "Красный", "en": "Plain red"]), at: nowhere),
    ])

  private func asked(_ name: String, _ kind: Question.Kind, _ ru: String, _ en: String = "")
    -> Question
  {
    Question(name: name, label: Label(["ru": ru, "en": en]), kind: kind, at: nowhere)
  }

  private func fixture(_ text: String) -> Fixture {
    Fixture(
      asked("A", .selectOne(sex), "Ваш пол?", "Your sex?"),
      asked("M", .selectMultiple(colours), "Какие цвета Вам нравятся?", "Which colours?"),
      asked("N", .integer, "Возраст"), text: text)
  }

  private func answers(_ imported: SourceImport, _ name: String, _ list: ChoiceList? = nil)
    throws -> [String]
  {
    #expect(imported.ledger.isBalanced)
    return try #require(imported.samples.first?.responses[name]).shown(list)
  }

  @Test func `KoBo: groups, the list and its columns, two versions of the form`() throws {
    let imported = try fixture(
      "start,end,g1/A,v2/A,g1/M,g1/M/1,g1/M/2,g1/M/3,g1/M/4,g1/N,_id,_uuid,_submission_time\n"
        + "2025-05-01T10:00:00.000+03:00,x,1,,1 3,1,0,1,0,33,1,u1,2025-05-01T10:20:00\n"
        + "2025-05-01T11:00:00.000+03:00,x,,2,,,,,,44,2,u2,2025-05-01T11:20:00\n"
    ).read()
    #expect(imported.ledger.producer == .kobo)
    #expect(try answers(imported, "A", sex) == ["1", "2"])
    #expect(try answers(imported, "M", colours) == ["1+3", "(lost)"])
    #expect(try answers(imported, "N") == ["33.0", "44.0"])
    let strange = imported.findings("column-not-in-questionnaire")
    #expect(strange.allSatisfy { !$0.message.contains("_uuid") })
  }

  @Test func `two filled columns of one name stay ambiguous`() throws {
    let imported = try fixture("g1/A,v2/A,M,N\n1,2,1,3\n").read()
    #expect(imported.findings("column-ambiguous").count == 1)
  }

  @Test func `SurveyCTO: its own columns and its dates`() throws {
    var fixture = fixture(
      "SubmissionDate,starttime,A,M,N,KEY,formdef_version\n"
        + "\"Oct 10, 2015 6:26:24 PM\",\"Oct 10, 2015 6:00:00 PM\",2,1 2,20,uuid:1,1901\n")
    fixture.questions.append(makeQuestion("starttime", .dateTime))
    let imported = try fixture.read()
    #expect(imported.ledger.producer == .surveyCTO)
    #expect(try answers(imported, "M", colours) == ["1+2"])
    #expect(try answers(imported, "starttime") == ["1444500000.0"])
    #expect(imported.findings("column-not-in-questionnaire").isEmpty)
  }

  @Test func `LimeSurvey: all quoted, marked, with codes in brackets or whole texts`() throws {
    let text =
      "\u{FEFF}\"id\",\"submitdate\",\"lastpage\",\"A\",\"M[1]\",\"M[2]\",\"M[3]\",\"M[4]\",\"N\"\r\n"
      + "\"1\",\"2025-05-01 10:00:00\",\"3\",\"мужской\",\"Y\",\"\",\"\",\"\",\"33\"\r\n"
      + "\"2\",\"2025-05-01 11:00:00\",\"3\",\"2\",\"\",\"Y\",\"Y\",\"\",\"\"\r\n\r\n"
    let imported = try fixture(text).read()
    #expect(imported.ledger.producer == .limeSurvey)
    #expect(try answers(imported, "A", sex) == ["1", "2"])
    #expect(try answers(imported, "M", colours) == ["1", "2+3"])
    #expect(imported.ledger.records == 2)
  }

  @Test func `LimeSurvey: the code with the question's text behind it`() throws {
    let imported = try fixture("A. Ваш пол?,M,N: Возраст\n1,2,20\n").read()
    #expect(try answers(imported, "A", sex) == ["1"])
    #expect(try answers(imported, "N") == ["20.0"])
    #expect(imported.ledger.looseMatches.map(\.name).sorted() == ["A", "N"])
  }

  @Test func `Google Forms: texts of questions and answers, commas in labels, in either language`()
    throws
  {
    let imported = try fixture(
      "Отметка времени,Ваш пол?,Какие цвета Вам нравятся?,Возраст\n"
        + "01.05.2025 10:00:00,мужской,\"Красный, как мак, Синий\",33\n"
        + "01.05.2025 10:05:00,Женский,\"Елочный, Красный\",44\n"
        + "01.05.2025 10:06:00,женский,Red,20\n"
    ).read()
    #expect(imported.ledger.producer == .googleForms)
    #expect(try answers(imported, "A", sex) == ["1", "2", "2"])
    #expect(try answers(imported, "M", colours) == ["1+3", "2+4", "1"])
    let repairs = imported.ledger.questions.first { $0.question == "A" }?.repairs ?? []
    #expect(repairs.map(\.repair).contains(.labelLoosely))
  }

  @Test func `Yandex Forms: its own columns, texts of questions and answers`() throws {
    let imported = try fixture(
      "ID,Время создания,Ваш пол?,Какие цвета Вам нравятся?,Возраст\n"
        + "1001,2025-05-01 10:00:00,Мужской,\"Красный, как мак, Синий\",33\n"
        + "1002,2025-05-01 10:05:00,Женский,Ёлочный,44\n"
    ).read()
    #expect(imported.ledger.producer == .yandexForms)
    #expect(try answers(imported, "A", sex) == ["1", "2"])
    #expect(try answers(imported, "M", colours) == ["1+3", "2"])
    let strange = imported.findings("column-not-in-questionnaire")
    #expect(strange.isEmpty)
  }

  @Test func `SPSS written as CSV: labels of values and of missing ones`() throws {
    var fixture = fixture("A;M_1;M_2;M_3;M_4;N\n1;1;0;0;0;33\nженский;0;1;1;0;#NULL!\n2;1;1;0;0;\n")
    fixture.missingCodes = [
      MissingCode(question: nil, source: nil, value: "#NULL!", reason: .noAnswer, isPreset: false)
    ]
    let imported = try fixture.read()
    #expect(try answers(imported, "A", sex) == ["1", "2", "2"])
    #expect(try answers(imported, "M", colours) == ["1", "2+3", "1+2"])
    #expect(try answers(imported, "N") == ["33.0", "(no-answer)", "(lost)"])
  }

  @Test func `answers that can be taken apart in two ways are refused`() throws {
    let list = ChoiceList(
      name: "l",
      choices: [
        choice("1", "Парк"), choice("2", "Парк, сквер"), choice("3", "Сквер"), choice("4", "Двор"),
      ])
    func read(_ cell: String) throws -> SourceImport {
      try Fixture(
        makeQuestion("M", .selectMultiple(list)), text: "id,M\n1,\"\(cell)\"\n2,Сквер\n"
      ).read()
    }
    for cell in ["Парк, сквер", "Сквер, Парк, двор", "Двор; парк, сквер"] {
      let imported = try read(cell)
      let isSeveral = cell != "Сквер, Парк, двор"
      #expect(imported.findings("labels-ambiguous").count == (isSeveral ? 1 : 0), "\(cell)")
      #expect(
        try answers(imported, "M", list) == [isSeveral ? "(invalid)" : "1+3+4", "3"], "\(cell)")
    }
    #expect(try answers(read("Парк; Двор"), "M", list) == ["1+4", "3"])
  }

  @Test func `Qualtrics: the texts and identifiers under the names are no interviews`() throws {
    let imported = try fixture(
      "StartDate,ResponseId,RecordedDate,A,M,N\n"
        + "Start Date,Response ID,Recorded Date,Ваш пол?,Какие цвета?,Возраст\n"
        + "\"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\","
        + "\"{\"\"ImportId\"\":\"\"recordedDate\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\","
        + "\"{\"\"ImportId\"\":\"\"QID2\"\"}\",\"{\"\"ImportId\"\":\"\"QID3\"\"}\"\n"
        + "2025-05-01 10:00:00,R_1,2025-05-01 10:20:00,1,\"1,3\",33\n"
    ).read()
    #expect(imported.ledger.producer == .qualtrics)
    #expect(try answers(imported, "A", sex) == ["1"])
    #expect(try answers(imported, "M", colours) == ["1+3"])
    #expect(imported.ledger.quarantined.map(\.reason) == ["header-row"])
    #expect(imported.diagnostics.allSatisfy { $0.severity != .error })
  }

  @Test func `Qualtrics: a workbook has the texts alone under the names`() throws {
    let imported = try fixture(
      "StartDate,ResponseId,RecordedDate,Status,A,M,N\n"
        + "Start Date,Response ID,Recorded Date,Response Type,Ваш пол?,Какие цвета?,Возраст\n"
        + "2025-05-01 10:00:00,R_1,2025-05-01 10:20:00,IP Address,1,\"1,3\",33\n"
        + "2025-05-01 10:00:00,R_2,2025-05-01 10:20:00,Survey Preview,2,\"1,3\",44\n"
        + "2025-05-01 10:00:00,R_3,2025-05-01 10:20:00,IP Address,2,\"2\",55\n"
    ).read()
    #expect(imported.ledger.producer == .qualtrics)
    #expect(try answers(imported, "A", sex) == ["1", "2"])
    #expect(imported.ledger.quarantined.map(\.reason).sorted() == ["header-row", "preview"])
    #expect(imported.diagnostics.allSatisfy { $0.severity != .error })
  }

  @Test func `LimeSurvey: codes before the texts of questions and choices`() throws {
    let imported = try fixture(
      "id,submitdate,lastpage,A. Ваш пол?,M[1]. Какие цвета Вам нравятся? [Красный],"
        + "M[2]. Какие цвета Вам нравятся? [Ёлочный],M[3]. Какие цвета Вам нравятся? [Синий],"
        + "M[4]. Какие цвета Вам нравятся? [Красный],N. Возраст\n"
        + "1,2025-05-01 10:20:00,3,1,Y,,Y,,33\n2,2025-05-01 10:20:00,3,2,,,,Y,44\n"
    ).read()
    #expect(imported.ledger.producer == .limeSurvey)
    #expect(try answers(imported, "A", sex) == ["1", "2"])
    #expect(try answers(imported, "M", colours) == ["1+3", "4"])
    #expect(imported.findings("column-not-in-questionnaire").isEmpty)
  }

  @Test func `SurveyMonkey: the choices stand in a second row of the header`() throws {
    let imported = try fixture(
      "RespondentID,CollectorID,Ваш пол?,Какие цвета Вам нравятся?,,,,Возраст\n"
        + ",,Response,\"Красный, как мак\",Ёлочный,Синий,Красный,Open-Ended Response\n"
        + "101,7,мужской,\"Красный, как мак\",,Синий,,33\n102,7,женский,,Ёлочный,,,44\n"
    ).read()
    #expect(imported.ledger.producer == .surveyMonkey)
    #expect(try answers(imported, "A", sex) == ["1", "2"])
    #expect(try answers(imported, "M", colours) == ["1+3", "2"])
    #expect(try answers(imported, "N") == ["33.0", "44.0"])
  }

  @Test func `1KA: codes of missing answers by their preset`() throws {
    var fixture = fixture("recnum,A,M,N\n1,1,1,-1\n2,-98,2,33\n3,-2,3,-99\n")
    fixture.missingCodes = MissingPreset.oneKA.codes.map {
      MissingCode(question: nil, source: nil, value: $0.value, reason: $0.reason, isPreset: true)
    }
    let imported = try fixture.read()
    #expect(imported.ledger.producer == .oneKA)
    #expect(try answers(imported, "A", sex) == ["1", "(refused)", "(not-asked)"])
    #expect(try answers(imported, "N") == ["(no-answer)", "33.0", "(dont-know)"])
  }
}
