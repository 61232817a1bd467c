import Reporting
import SurveyModel
import Testing

@testable import CityReports

@Suite struct RoutingWordsTests {
  private let place = SourceLocation(file: "survey.csv", line: 2, column: 1)

  private func list(_ name: String, _ labels: [String]) -> ChoiceList {
    ChoiceList(
      name: name,
      choices: labels.enumerated().map {
        Choice(
          name: String($0.offset), label: Label(["ru": $0.element, "en": $0.element]),
          at: place)
      })
  }

  private func words(_ language: Language = .ru) throws -> RoutingWords {
    let questions = [
      Question(name: "A", label: Label(), kind: .selectOne(list("YN", ["Нет", "Да"])), at: place),
      Question(
        name: "B", label: Label(),
        kind: .selectMultiple(list("PLACES", ["Сад", "Клуб", "Нигде"])), at: place),
      Question(name: "N", label: Label(), kind: .integer, at: place),
    ]
    return RoutingWords(
      questionnaire: try Questionnaire(
        title: Label(), version: "1", languages: ["ru"], questions: questions),
      language: language)
  }

  @Test(
    "A condition on one closed question is told by the answers that let through",
    arguments: [
      ("${A} = '1'", "тем, кто на вопрос A ответил «Да»"),
      ("${A} >= 0", "тем, кто на вопрос A ответил «Нет» или «Да»"),
      (
        "selected(${B}, '0') or selected(${B}, '1')",
        "тем, кто в вопросе B отметил «Сад» или «Клуб»"
      ),
    ])
  func told(source: String, expected: String) throws {
    #expect(try words().audience(of: Expression(parsing: source)) == expected)
  }

  @Test(
    "What the answers do not tell the whole of is left to the condition itself",
    arguments: [
      "${A} = '1' and ${N} > 3", "${N} > 3", "count-selected(${B}) > 1",
      "selected(${B}, '0') and selected(${B}, '1')", "${A} != '1'", "not(selected(${B}, '2'))",
    ])
  func untold(source: String) throws {
    #expect(try words().audience(of: Expression(parsing: source)) == nil)
  }

  @Test func `English has its own words`() throws {
    let told = try words(.en).audience(of: Expression(parsing: "${A} = '1'"))
    #expect(told == "those who answered “Да” to A")
  }
}
