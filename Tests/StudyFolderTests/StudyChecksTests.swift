import SurveyModel
import Testing

@testable import StudyFolder

/// What is told of a study's sheets beside each other.
struct StudyChecksTests {
  private static let place = SourceLocation(file: "margins.csv", line: 2)

  private func study(
    population: Double? = nil, margins: [Margin] = [], missing: [MissingCode] = [],
    fieldwork: [FieldworkCount] = [], texts: [AuthoredText] = [],
    questionnaires: [String: Questionnaire] = [:]
  ) throws -> Study {
    try Study(
      settings: StudySettings(id: "s", title: Label()),
      cities: [City(name: "alpha", label: Label(), population: population)],
      waves: [Wave(name: "w1", label: Label())], sources: [], margins: margins,
      missingCodes: missing, fieldwork: fieldwork, texts: texts, questionnaires: questionnaires)
  }

  private func margins(_ populations: [Double], group: String = "sex") throws -> [Margin] {
    try populations.enumerated().map { place, population in
      Margin(
        city: "alpha", wave: "w1", group: try #require(Crossing(reading: group)),
        category: try #require(MergedCategory(reading: "\(place)")), population: population,
        at: Self.place)
    }
  }

  @Test(arguments: [
    ([40.0, 50], "90"), ([40, 59.4], "99.4"), ([60, 41], "101"), ([33.3, 33.3, 33.3, 10], "109.9"),
    ([0.4, 0.5], "0.9"),
  ])
  func `per cent that do not add up are an error that names the sum`(
    populations: [Double], sum: String
  ) throws {
    let findings = MarginTotals(try study(margins: margins(populations))).diagnostics
    #expect(findings.map(\.code) == ["margin-not-whole"])
    #expect(findings.first?.severity == .error)
    #expect(findings.first?.message.contains("add up to \(sum),") == true, "\(findings)")
  }

  @Test(arguments: [
    [40, 60], [33.3, 33.3, 33.3], [40.2, 60.3], [0.333, 0.333, 0.333], [450, 550], [8700, 9100],
    [20, 25], [90],
  ])
  func `a whole, and numbers of people, are no error`(populations: [Double]) throws {
    #expect(MarginTotals(try study(margins: margins(populations))).diagnostics.isEmpty)
  }

  @Test func `thousands that other figures confirm are people`() throws {
    let sex = try margins([40, 50])
    #expect(MarginTotals(try study(population: 90_100, margins: sex)).diagnostics.isEmpty)
    let both = sex + (try margins([30, 30, 30], group: "age"))
    #expect(MarginTotals(try study(margins: both)).diagnostics.isEmpty)
  }

  @Test func `what a city lacks beside others is told, and what all lack is not`() throws {
    let keys = [SampleKey(city: "alpha", wave: "w1"), SampleKey(city: "beta", wave: "w1")]
    let contacts = [FieldworkCount(wave: "w1", city: "alpha", disposition: "1.1", count: 5)]
    func text(_ city: String?) -> AuthoredText {
      AuthoredText(
        section: "frame", city: city, wave: nil, language: "ru", text: "t", author: "")
    }
    let given = try study(
      margins: margins([450, 550]), fieldwork: contacts, texts: [text("alpha")])
    let gaps = StudyGaps(given, samples: keys).diagnostics
    #expect(gaps.map(\.location.file) == ["margins.csv", "fieldwork.csv", "texts.csv"])
    #expect(gaps.allSatisfy { $0.message.hasPrefix("city beta, wave w1 has no ") }, "\(gaps)")
    #expect(StudyGaps(try study(texts: [text(nil)]), samples: keys).diagnostics.isEmpty)
  }

  private func questionnaire(_ questions: [String], version: String = "v1") throws -> Questionnaire
  {
    let list = ChoiceList(
      name: "AGR",
      choices: [("1", "Да"), ("97", "Затрудняюсь ответить"), ("98", "Отказ от ответа")].map {
        Choice(name: $0.0, label: Label($0.1), at: Self.place)
      })
    return try Questionnaire(
      title: Label(), version: version, languages: [],
      questions: questions.map {
        Question(name: $0, label: Label($0), kind: .selectOne(list), at: Self.place)
      })
  }

  @Test func `choices that mean no answer are proposed once a list, as rows`() throws {
    let versions = [
      "v1": try questionnaire(["Q1", "Q2"]), "v2": try questionnaire(["Q1"], version: "v2"),
    ]
    let findings = UnmarkedChoices(try study(questionnaires: versions)).diagnostics
    #expect(findings.map(\.code) == ["unmarked-missing"])
    #expect(
      findings.first?.rows == [
        "Q1,*,97,dont-know", "Q1,*,98,refused", "Q2,*,97,dont-know", "Q2,*,98,refused",
      ])
    let printed = findings.map(\.description).joined()
    #expect(printed.hasSuffix("\nQ2,*,98,refused"))
  }

  @Test func `of a list of many questions the cells are proposed`() throws {
    let long = try questionnaire((1...30).map { "Q\($0)" })
    let findings = UnmarkedChoices(try study(questionnaires: ["v1": long])).diagnostics
    #expect(findings.count == 1 && findings.first?.rows.isEmpty == true)
    #expect(findings.first?.fix?.contains("dont-know for '97', refused for '98'") == true)
  }

  @Test func `lists of one file are one finding, with the rows of all`() throws {
    let lists = (1...20).map { number in
      ChoiceList(
        name: "L\(number)",
        choices: [("1", "Да"), ("97", "Затрудняюсь ответить")].map {
          Choice(name: $0.0, label: Label($0.1), at: Self.place)
        })
    }
    let form = try Questionnaire(
      title: Label(), version: "v1", languages: [],
      questions: lists.map {
        Question(name: "Q\($0.name)", label: Label("Q"), kind: .selectOne($0), at: Self.place)
      })
    let findings = UnmarkedChoices(try study(questionnaires: ["v1": form])).diagnostics
    #expect(findings.count == 1 && findings.first?.rows.count == 20)
    #expect(
      findings.first?.message.hasPrefix(
        "20 choices of 20 lists read as if no answer were given and count as answers: "
          + "L1 '97' like dont-know; L2 '97' like dont-know") == true)
    #expect(findings.first?.message.hasSuffix(" and 16 more lists") == true)
  }

  @Test func `what missing csv declares is not proposed`() throws {
    let codes = [("97", MissingReason.dontKnow), ("98", .refused)].map {
      MissingCode(question: nil, source: nil, value: $0.0, reason: $0.1)
    }
    let marked = try study(missing: codes, questionnaires: ["v1": questionnaire(["Q1"])])
    #expect(UnmarkedChoices(marked).diagnostics.isEmpty)
  }
}
