import FoundationEssentials
import SurveyModel
import TabularFiles
import Testing

@testable import ResponseImport

@Suite("Whole files")
struct WholeFileTests {
  private static let agreement = ChoiceList(
    name: "AGR5",
    choices: (1...5).map { choice("\($0)") } + [choice("97", missing: .dontKnow)])

  private static func fixture(_ file: String, _ text: String) -> Fixture {
    var fixture = Fixture(
      makeQuestion("SOC01", .selectOne(agreement), required: true),
      makeQuestion(
        "INB", .selectMultiple(deeds), required: true,
        constraint: "not(selected(., '5')) or count-selected(.) = 1"),
      makeQuestion(
        "CS05", .integer, relevant: "selected(${INB}, '3')", constraint: ". >= 1990 and . <= 2025"),
      makeQuestion("SD2", .integer, required: true, constraint: ". >= 18 and . <= 99"),
      makeQuestion("OPEN1", .text), text: text)
    fixture.source.file = file
    fixture.source.columns = [
      .identifier: "resp_id", .weight: "base_weight", .stratum: "district", .cluster: "point",
    ]
    fixture.missingCodes = [
      MissingCode(question: "SD2", source: nil, value: "997", reason: .dontKnow),
      MissingCode(question: nil, source: "b.csv", value: "NA", reason: .lost),
    ]
    return fixture
  }

  @Test("Windows-1251 with semicolons, decimal commas and codes in one column")
  func windows() throws {
    let text = """
      resp_id;district;point;base_weight;SOC01;INB;CS05;SD2;OPEN1
      p1;Район 1;11;1,0;4;1 3;2021;41;"Скверы; освещение"
      p2;Район 1;12;1,0;3;5;;997;
      p3;Район 2;21;0,9;7;4;;23;Больше событий на улице

      """
    let imported = try Self.fixture("a.csv", text).read(windows1251(text))
    let sample = try #require(imported.samples.first)
    #expect(sample.responses["SOC01"]?.shown(Self.agreement) == ["4", "3", "(invalid)"])
    #expect(sample.responses["INB"]?.shown(deeds) == ["1+3", "5", "4"])
    #expect(sample.responses["CS05"]?.shown() == ["2021.0", "(not-asked)", "(not-asked)"])
    #expect(sample.responses["SD2"]?.shown() == ["41.0", "(dont-know)", "23.0"])
    #expect(
      sample.responses["OPEN1"]?.shown()
        == ["Скверы; освещение", "(no-answer)", "Больше событий на улице"])
    #expect(sample.design.baseWeights == [1, 1, 0.9])
    #expect(sample.design.strata == ["Район 1", "Район 1", "Район 2"])
    #expect(
      imported.diagnostics.map(\.description) == [
        "a.csv:4:19: error: SOC01 must be 1…5, found '7' [value-not-in-choices]\n"
          + "  fix: recode 7, or add it to the choices of AGR5"
      ])
    #expect(imported.ledger.isBalanced)
  }

  @Test("UTF-8 with columns of single choices and a code of the source's own")
  func singleChoices() throws {
    let text = """
      resp_id,district,point,base_weight,SOC01,INB_1,INB_2,INB_3,INB_4,INB_5,CS05,SD2,OPEN1
      z1,Район 1,11,1.0,4,1,0,1,0,0,2019,34,
      z2,Район 1,12,1.0,97,0,0,0,0,1,,58,NA
      z3,Район 2,21,1.2,5,0,1,1,1,0,,27,Библиотеку

      """
    let imported = try Self.fixture("b.csv", text).read()
    let responses = try #require(imported.samples.first).responses
    #expect(responses["SOC01"]?.shown(Self.agreement) == ["4", "(dont-know)", "5"])
    #expect(responses["INB"]?.shown(deeds) == ["1+3", "5", "2+3+4"])
    #expect(responses["CS05"]?.shown() == ["2019.0", "(not-asked)", "(lost)"])
    #expect(responses["OPEN1"]?.shown() == ["(no-answer)", "(lost)", "Библиотеку"])
    #expect(imported.diagnostics.isEmpty)
  }

  private static let kansasCity =
    (ProcessInfo.processInfo.environment["GENIUSLOCI_DATA"] ?? dataBesideTheRepository)
    + "/kansas-city"

  private static var dataBesideTheRepository: String {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(4)
    return parts.joined(separator: "/") + "/shared/data"
  }

  @Test(
    "Kansas City: six districts in a column, every record accounted for",
    .enabled(
      if: FileManager.default.fileExists(atPath: kansasCity),
      "the folder of real surveys is absent; GENIUSLOCI_DATA names it"),
    arguments: ["2021-q1.csv", "2022-q3.csv"])
  func districts(file: String) throws {
    let satisfied = ChoiceList(
      name: "satisfied5",
      choices: (1...5).map { choice("\($0)") } + [choice("9", missing: .dontKnow)])
    let districts = (1...6).map { City(name: "district-\($0)", code: "\($0)", label: Label()) }
    let source = Source(
      wave: .fixed("2025"), city: .column("counci"), file: file, questionnaire: "kc",
      columns: [.identifier: "id"], at: nowhere)
    let imported = try SourceImport.reading(
      FieldTable.reading(path: Self.kansasCity + "/" + file, displayPath: file), source: source,
      questionnaire: Questionnaire(
        title: Label("Survey"), version: "kc", languages: ["en"],
        questions: (1...8).map { makeQuestion("q2_0\($0)", .selectOne(satisfied)) }),
      context: ImportContext(cities: districts, waves: waves))
    #expect(imported.ledger.isBalanced)
    #expect(imported.samples.map(\.city) == districts.map(\.name))
    #expect(imported.ledger.kept.records > 900)
    for question in imported.ledger.questions {
      #expect(question.answers > imported.ledger.kept.records / 2)
      #expect(question.missing[.invalid] == 0)
    }
  }
}
