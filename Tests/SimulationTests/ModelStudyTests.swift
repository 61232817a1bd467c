import SurveyModel
import Testing

@testable import Simulation

/// What the model study promises its readers.
@Suite struct ModelStudyTests {
  @Test func `its sheets have no errors, and it says that it is synthetic`() throws {
    let errors = ModelStudy.reading.diagnostics.filter { $0.severity == .error }
    #expect(errors == [])
    #expect(try ModelStudy.study().settings.isSynthetic)
  }

  @Test(arguments: ["w1", "w2"], ["ru", "en"])
  func `every question and choice is there in both languages`(
    version: String, language: String
  ) throws {
    let questionnaire = try #require(ModelStudy.study().questionnaires[version])
    for question in questionnaire.questions {
      #expect(question.label[language] != nil, "\(question.name)")
      for choice in question.choices?.choices ?? [] {
        #expect(choice.label[language] != nil, "\(question.name): \(choice.name)")
      }
      #expect(question.hint.isEmpty || question.hint[language] != nil, "\(question.name)")
    }
  }

  @Test func `factors, facets, groups and waves are named in both languages`() throws {
    let study = try ModelStudy.study()
    for language in ["ru", "en"] {
      for factor in study.factors {
        #expect(factor.label[language] != nil, "\(factor.name)")
        for facet in factor.facets { #expect(factor.facetLabels[facet]?[language] != nil) }
      }
      for grouping in study.groupings {
        #expect(grouping.label[language] != nil, "\(grouping.name)")
        #expect(grouping.categories.allSatisfy { $0.label[language] != nil })
      }
      #expect(study.waves.allSatisfy { $0.label[language] != nil && $0.inCase[language] != nil })
      #expect(study.cities.allSatisfy { $0.label[language] != nil && $0.inCase[language] != nil })
    }
  }

  @Test func `the questionnaire holds all items of the factor model`() throws {
    let study = try ModelStudy.study()
    let counts = [
      "SOC": 10, "OPN": 6, "CIV": 4, "CIVB": 1, "IDN": 5, "FUT": 5, "DIV": 5, "AUT": 5, "CUL": 6,
      "OPP": 5, "INN": 11,
    ]
    #expect(study.factors.map(\.name).sorted() == counts.keys.sorted())
    for factor in study.factors { #expect(factor.items.count == counts[factor.name]) }
    var others = ["IDN06", "CS10", "CS12a", "CS12b", "CS12c", "SD7b"]
    others += ["01", "02", "03", "04", "05", "06", "07", "08", "09"].map { "CS" + $0 }
    others += ["11", "13", "14", "15", "17", "18", "19"].map { "CS" + $0 }
    others += (1...8).map { "CS16_\($0)" }
    others += (1...10).map { "SD\($0)" }
    for innovation in 1...6 { others += ["H", "U", "V"].map { "INV\(innovation)" + $0 } }
    others += study.factors.flatMap(\.items).map(\.question)
    for version in ["w1", "w2"] {
      let questionnaire = try #require(study.questionnaires[version])
      #expect(others.filter { questionnaire[$0] == nil } == [])
    }
    #expect(study.questionnaires["w1"]?["FUT06"]?.isRequired == false)
  }

  @Test func `the second wave rewords one question, adds one and drops one`() throws {
    let study = try ModelStudy.study()
    let first = try #require(study.questionnaires["w1"])
    let second = try #require(study.questionnaires["w2"])
    let reworded = first.questions.filter { question in
      second[question.name].map { $0.label != question.label } ?? false
    }
    #expect(reworded.map(\.name) == ["OPP04"])
    #expect(second.questions.map(\.name).filter { first[$0] == nil } == ["CS20"])
    #expect(first.questions.map(\.name).filter { second[$0] == nil } == ["FUT06"])
  }

  @Test func `it names no dates, and says whose method it is not`() throws {
    let study = try ModelStudy.study()
    #expect(study.waves.allSatisfy { $0.start == nil && $0.end == nil })
    #expect(study.margins.allSatisfy { $0.date.isEmpty && $0.source.contains("simulated") })
    #expect(study.cities.allSatisfy { $0.population == nil })
    let frame = study.texts.first { $0.section == "frame" && $0.language == "ru" }?.text ?? ""
    #expect(frame.contains("не воспроизводит методику и результаты Леонтьевского центра"))
    let readme = String(decoding: try ModelStudy.bytes(of: "README.md"), as: UTF8.self)
    #expect(readme.contains("УСЛОВНЫЙ ПРИМЕР: ответы сгенерированы программой"))
  }
}
