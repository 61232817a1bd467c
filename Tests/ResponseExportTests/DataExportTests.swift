import SurveyModel
import TabularFiles
import Testing

@testable import ResponseExport

private let nowhere = SurveyModel.SourceLocation(file: "questionnaire")

private func choice(_ name: String, _ ru: String, _ missing: MissingReason? = nil) -> Choice {
  Choice(name: name, label: Label(["ru": ru]), missing: missing, at: nowhere)
}

private let trust = ChoiceList(
  name: "trust",
  choices: [
    choice("1", "Не доверяю"), choice("2", "Доверяю"), choice("97", "Затрудняюсь", .dontKnow),
  ])
private let sex = ChoiceList(
  name: "sex", choices: [choice("male", "мужской"), choice("female", "женский")])
private let deeds = ChoiceList(
  name: "deeds", choices: [choice("a", "предложили"), choice("b", "запустили, сделали")])

/// Four interviews of one city with every kind of answer and every reason.
private struct ExportFixture {
  var synthetic = false
  var options = ExportOptions()

  func export() throws -> DataExport {
    let questions = [
      Question(
        name: "SOC01", label: Label(["ru": "Доверяете ли Вы?", "en": "Do you trust?"]),
        kind: .selectOne(trust), measure: .ordinal, at: nowhere),
      Question(name: "SEX", label: Label(["ru": "Пол"]), kind: .selectOne(sex), at: nowhere),
      Question(
        name: "INB", label: Label(["ru": "Дела"]), kind: .selectMultiple(deeds), at: nowhere),
      Question(
        name: "age", label: Label(["ru": "Возраст"]), kind: .integer,
        relevant: try Expression(parsing: "${SOC01} = 1"), at: nowhere),
      Question(name: "day", label: Label(["ru": "День"]), kind: .date, at: nowhere),
      Question(name: "words", label: Label(["ru": "Своими словами"]), kind: .text, at: nowhere),
    ]
    var sets = ChoiceSets(choiceCount: 2, count: 4)
    sets.insert(1, row: 0)
    let columns: [String: Column] = [
      "SOC01": Column(
        values: .choices([0, 1, -1, -1]), missing: [nil, nil, .dontKnow, .lost]),
      "SEX": Column(values: .choices([0, 1, 1, -1]), missing: [nil, nil, nil, .notAsked]),
      "INB": Column(values: .choiceSets(sets), missing: [nil, nil, .refused, nil]),
      "age": Column(
        values: .numbers([33, .nan, .nan, 97]), missing: [nil, .notAsked, .refused, nil]),
      "day": Column(values: .numbers([20_228, 0, .nan, -1]), missing: [nil, nil, .lost, nil]),
      "words": Column(
        values: .texts(["тайна", "", "", "ещё"]), missing: [nil, .noAnswer, .noAnswer, nil]),
    ]
    let sample = Sample(
      city: "pskov", wave: "w1",
      questionnaire: try Questionnaire(
        title: Label("Анкета"), version: "v1", languages: ["ru"], questions: questions),
      responses: Responses(
        origins: Array(repeating: nowhere, count: 4), columns: columns),
      design: DesignVariables(
        baseWeights: [1, 1, 1, 1], identifiers: ["i1", "i2", "i3", "i4"]))
    let study = try Study(
      settings: StudySettings(
        id: "small", title: Label(["ru": "Малое"]), languages: ["ru"], isSynthetic: synthetic),
      cities: [City(name: "pskov", label: Label(["ru": "Псков"]))],
      waves: [Wave(name: "w1", label: Label(["ru": "Первая"]))], sources: [],
      groupings: [
        Grouping(name: "age", question: "age", categories: [])
      ], missingCodes: [MissingCode(question: "age", source: nil, value: "998", reason: .refused)],
      questionnaires: [:])
    return DataExport(
      [ExportedSample(sample, weights: [0.5, 1.5, 1, 1])], of: study, options: options)
  }
}

struct DataExportTests {
  @Test func `the CSV has codes as they came, 0 and 1 for several choices, and no open answers`()
    throws
  {
    let export = try ExportFixture().export()
    let lines = export.csv.split(separator: "\n")
    #expect(lines[0] == "city,wave,weight,SOC01,SEX,INB_a,INB_b,age,day")
    #expect(lines[1] == "pskov,w1,0.5,1,male,0,1,33,2025-05-20")
    #expect(lines[2] == "pskov,w1,1.5,2,female,0,0,997,1970-01-01")
    #expect(lines[3] == "pskov,w1,1,97,female,96,96,998,")
    #expect(lines[4] == "pskov,w1,1,,99,0,0,97,1969-12-31")
    #expect(!export.csv.contains("тайна") && !export.csv.contains("i1"))
    #expect(export.diagnostics.map(\.code) == ["left-out", "k-anonymity"])
  }

  @Test func `open answers and identifiers come when they are asked for`() throws {
    var fixture = ExportFixture(synthetic: true)
    fixture.options.includesOpenAnswers = true
    fixture.options.included = ["identifier"]
    fixture.options.leftOut = ["age", "SEX"]
    let export = try fixture.export()
    #expect(
      export.csv.hasPrefix(
        "city,wave,weight,identifier,SOC01,INB_a,INB_b,day,words,synthetic\n"
          + "pskov,w1,0.5,i1,1,0,1,2025-05-20,тайна,yes\n"))
  }

  @Test func `SPSS gets user-missing codes, labels, dates and weights`() throws {
    let file = try ExportFixture().export().statisticalFile(.sav)
    let bytes = try file.written(to: "a.sav").bytes
    let read = try StatisticalFile.reading(FileContents(file: "a.sav", bytes: bytes)).file
    let variables = Dictionary(uniqueKeysWithValues: read.variables.map { ($0.name, $0) })
    #expect(read.weightVariable == "weight")
    let trust = try #require(variables["SOC01"])
    #expect(trust.label == "Доверяете ли Вы?" && trust.measure == .ordinal)
    #expect(trust.missing == [.value(.number(97))])
    #expect(shown(trust) == ["1.0", "2.0", "97.0", "nan"])
    #expect(trust.valueLabels.map(\.text) == ["Не доверяю", "Доверяю", "Затрудняюсь"])
    let sex = try #require(variables["SEX"])
    #expect(shown(sex) == ["1.0", "2.0", "2.0", "99.0"])
    #expect(sex.valueLabels.map(\.text) == ["мужской", "женский", "Вопрос не задавался"])
    #expect(variables["INB_b"]?.label == "Дела: запустили, сделали")
    #expect(shown(try #require(variables["age"])) == ["33.0", "997.0", "998.0", "97.0"])
    #expect(variables["age"]?.missing == [.value(.number(997)), .value(.number(998))])
    #expect(variables["day"]?.format == "EDATE10")
    let table = try FieldTable.reading(FileContents(file: "a.sav", bytes: bytes))
    let day = try #require(table.header.firstIndex { $0.text == "day" })
    #expect(
      (0..<4).map { table.text(row: $0, column: day) } == [
        "2025-05-20", "1970-01-01", "", "1969-12-31",
      ])
  }

  @Test func `Stata gets a letter for each choice and reason`() throws {
    let file = try ExportFixture().export().statisticalFile(.dta)
    let read = try StatisticalFile.reading(
      FileContents(file: "a.dta", bytes: file.written(to: "a.dta").bytes)
    ).file
    let trust = try #require(read.variables.first { $0.name == "SOC01" })
    guard case .numbers(let numbers) = trust.values else { return }
    #expect(numbers.map(StatisticalVariable.missingTag) == [nil, nil, "b", "e"])
    #expect(
      trust.valueLabels == [
        .init(.number(1), "Не доверяю"), .init(.number(2), "Доверяю"),
        .init(.tagged("b"), "Затрудняюсь"), .init(.tagged("e"), "Ответ утрачен"),
      ])
  }

  @Test(arguments: [StatisticalFile.Format.sav, .zsav, .dta])
  func `a synthetic study is stamped in the file itself`(
    format: StatisticalFile.Format
  ) throws {
    let file = try ExportFixture(synthetic: true).export().statisticalFile(format)
    let read = try StatisticalFile.reading(
      FileContents(
        file: "a.\(format.rawValue)", bytes: file.written(to: "a.\(format.rawValue)").bytes)
    ).file
    #expect(read.label.hasPrefix("SYNTHETIC DATA"))
    #expect(read.variables.last?.name == "synthetic")
    if format != .dta {
      #expect(read.notes.joined(separator: " ").contains("жителей не опрашивали"))
    }
  }

  @Test(arguments: ["byte", "str1", "str5", "STR244", "str2045", "strL", "strl", "_n", "using"])
  func `a word that Stata keeps for itself is no name`(name: String) throws {
    let export = DataExport(try ExportFixture().export(), renamed: [name])
    var file = export.statisticalFile(.dta)
    #expect(file.variables[0].name != name)
    _ = try file.written(to: "a.dta")
    file.variables[0].name = "str5"
    #expect(throws: TabularFileError.self) { _ = try file.written(to: "a.dta") }
    #expect(export.renamed(export.names(for: .dta), in: "a").map(\.code) == ["column-renamed"])
  }

  @Test func `names are made fit, each once`() throws {
    var export = try ExportFixture().export()
    #expect(
      DataExport(export, renamed: ["q１", "ｑ1"]).names(for: .sav).prefix(2) == ["q１", "ｑ1_2"])
    export = DataExport(export, renamed: ["_uuid", "a/b", "a_b", "with", "вопрос 1"])
    #expect(export.names(for: .sav) == ["v_uuid", "a_b", "a_b_2", "with1", "вопрос_1"])
    #expect(export.names(for: .dta) == ["v_uuid", "a_b", "a_b_2", "with1", "вопрос_1"])
  }

  @Test func `the codebook says which number is which code`() throws {
    let codebook = try ExportFixture().export().codebook()
    #expect(codebook.contains("SEX,,,,,female,2,,женский,,,\n"))
    #expect(codebook.contains("age,,,,,998,998,refused,Отказ от ответа,,,\n"))
    #expect(codebook.contains("age,age,,integer,scale,,,,Возраст,${SOC01} = 1,,\n"))
  }

  @Test func `DDI has labels in both languages, routing, codes and missing values`() throws {
    let ddi = try ExportFixture(synthetic: true).export().archiveDescription(dataFile: "a.csv").xml
    for part in [
      "<codeBook xmlns=\"ddi:codebook:2_5\"", "version=\"2.5\" xml:lang=\"ru\">",
      "<labl xml:lang=\"en\">Do you trust?</labl>", "<item VALUE=\"97\"/>",
      "<universe>${SOC01} = 1</universe>", "<catgry missing=\"Y\">", "<fileName>a.csv</fileName>",
      "SYNTHETIC DATA", "<caseQnty>4</caseQnty>",
    ] { #expect(ddi.contains(part), "\(part)") }
  }

  private func shown(_ variable: StatisticalVariable) -> [String] {
    guard case .numbers(let numbers) = variable.values else { return [] }
    return numbers.map { "\($0)" }
  }
}

extension DataExport {
  /// The same export with other names of its first variables.
  fileprivate init(_ other: DataExport, renamed names: [String]) {
    self = other
    variables = zip(other.variables, names).map { variable, name in
      var variable = variable
      variable.name = name
      return variable
    }
  }
}
