import SurveyModel
import TabularFiles
import Testing

@testable import ResponseImport

struct DeclaredMissingTests {
  private func fixture(_ preset: MissingPreset, _ kind: Question.Kind, _ values: [String])
    -> Fixture
  {
    var fixture = Fixture(
      makeQuestion("A", kind),
      text: "id,A\n" + values.enumerated().map { "\($0),\($1)\n" }.joined())
    fixture.missingCodes = preset.codes.map {
      MissingCode(question: nil, source: nil, value: $0.value, reason: $0.reason, isPreset: true)
    }
    return fixture
  }

  @Test func `a preset does not eat legitimate negative values`() throws {
    let degrees = try fixture(.oneKA, .integer, ["-1", "-7", "5"]).read()
    #expect(degrees.samples[0].responses["A"]?.shown() == ["-1.0", "-7.0", "5.0"])
    #expect(degrees.findings("preset-not-applied").count == 1)
    let ages = try fixture(.oneKA, .integer, ["-1", "18", "5"]).responses()
    #expect(ages["A"]?.shown() == ["(no-answer)", "18.0", "5.0"])
  }

  @Test func `an age of 97 or 99 is no missing answer, 997 and 999 are`() throws {
    let ages = try fixture(.rlms, .integer, ["97", "99", "33", "997", "998", "999"]).responses()
    #expect(
      ages["A"]?.shown() == ["97.0", "99.0", "33.0", "(dont-know)", "(refused)", "(no-answer)"])
  }

  @Test func `ESS and RLMS give 7 and 8 opposite meanings`() throws {
    let ess = try fixture(.ess, .selectOne(sex), ["1", "7", "8", "9", "6"]).responses()
    #expect(
      ess["A"]?.shown(sex)
        == ["1", "(refused)", "(dont-know)", "(no-answer)", "(not-asked)"])
    let rlms = try fixture(.rlms, .selectOne(sex), ["1", "7", "8", "9"]).responses()
    #expect(rlms["A"]?.shown(sex) == ["1", "(dont-know)", "(refused)", "(no-answer)"])
  }

  @Test func `a choice of the questionnaire goes before a preset`() throws {
    let scale = try fixture(.ess, .selectOne(trust11), ["7", "8", "77", "88"]).responses()
    #expect(scale["A"]?.shown(trust11) == ["7", "8", "(refused)", "(dont-know)"])
  }

  @Test func `a text of digits is a text`() throws {
    let words = try fixture(.ess, .text, ["7", "слова"]).responses()
    #expect(words["A"]?.shown() == ["7", "слова"])
    let lime = try fixture(.limeSurvey, .text, ["N/A", "слова"]).responses()
    #expect(lime["A"]?.shown() == ["(not-asked)", "слова"])
  }

  @Test func `what an SPSS file declares missing is missing, by its label`() throws {
    let file = StatisticalFile(
      format: .sav,
      variables: [
        StatisticalVariable(
          name: "A",
          valueLabels: [
            .init(.number(1), "мужской"), .init(.number(8), "Отказ от ответа"),
            .init(.number(3), "Женский"),
          ], missing: [.value(.number(8)), .range(90, 99)],
          values: .numbers([1, 8, 95, .nan, 3])),
        StatisticalVariable(
          name: "N", missing: [.value(.number(999))], values: .numbers([20, 999, 8, 1, 2])),
      ], caseCount: 5)
    let questionnaire = try Questionnaire(
      title: Label(""), version: "v1", languages: ["ru"],
      questions: [makeQuestion("A", .selectOne(sex)), makeQuestion("N", .integer)])
    let table = try FieldTable.reading(
      FileContents(file: "a.sav", bytes: file.written(to: "a.sav").bytes))
    var source = Fixture(text: "").source
    source.file = "a.sav"
    let imported = SourceImport.reading(
      table, source: source, questionnaire: questionnaire,
      context: ImportContext(cities: cities, waves: waves))
    let responses = try #require(imported.samples.first?.responses)
    #expect(responses["A"]?.shown(sex) == ["1", "(refused)", "(no-answer)", "(lost)", "2"])
    #expect(responses["N"]?.shown() == ["20.0", "(no-answer)", "8.0", "1.0", "2.0"])
    #expect(imported.ledger.container == "sav")
    #expect(imported.findings("value-label-as-code").count == 1)
  }
}
