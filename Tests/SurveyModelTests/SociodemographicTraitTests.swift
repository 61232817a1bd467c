import SurveyModel
import Testing

struct SociodemographicTraitTests {
  /// A group of a question, both named and labelled as they are given.
  private func trait(
    group: String, label: String = "", question: String = "SD1", asks: String = ""
  ) throws -> SociodemographicTrait? {
    let questionnaire = try Questionnaire(
      title: Label("Q"), version: "v1", languages: ["en"],
      questions: [
        Question(
          name: question, label: Label(asks), kind: .text,
          at: SourceLocation(file: "survey.csv"))
      ])
    let study = try Study(
      settings: StudySettings(id: "s", title: Label("S")), cities: [], waves: [], sources: [],
      groupings: [Grouping(name: group, label: Label(label), question: question, categories: [])],
      questionnaires: ["v1": questionnaire])
    return study.trait(of: group)
  }

  @Test(arguments: [
    ("sex", SociodemographicTrait.sex), ("gender", .sex), ("Пол", .sex), ("age_group", .age),
    ("возраст (лет)", .age), ("education3", .education), ("район", .district),
    ("occupation", .occupation),
  ])
  func `a group goes by its name`(_ name: String, _ expected: SociodemographicTrait) throws {
    #expect(try trait(group: name) == expected)
  }

  @Test(arguments: [
    ("Ваш пол", SociodemographicTrait.sex), ("What is your age?", .age),
    ("Образование респондента", .education), ("Укажите Ваш возраст, полных лет", .age),
  ])
  func `a group goes by its label, or by what its question asks`(
    _ words: String, _ expected: SociodemographicTrait
  ) throws {
    #expect(try trait(group: "g1", asks: words) == expected)
    #expect(try trait(group: "g1", asks: "") == nil)
  }

  @Test(arguments: [
    "sexual_health", "ageing", "manager", "полдень", "районный", "cs_user", "",
  ])
  func `other words are other things`(_ name: String) throws {
    #expect(try trait(group: name) == nil)
  }

  @Test func `a long question that mentions age asks for something else`() throws {
    let words = "В каком возрасте, по Вашему мнению, можно доверить человеку город?"
    #expect(try trait(group: "g1", asks: words) == nil)
  }
}
