import SampleStudies
import SurveyModel
import Testing

@testable import SocioculturalFactors
@testable import SurveyAnalysis

@Suite("Questionnaire difference")
struct QuestionnaireDifferenceTests {
  @Test("Added, removed, reworded and re-coded questions are told apart")
  func difference() throws {
    let earlier = try Fixture.questionnaire([
      Fixture.question("GONE"),
      Fixture.question("SAME"),
      Fixture.question("TEXT", label: Label(["ru": "Было", "en": "Same"])),
      Fixture.question("CODES", .selectOne(Fixture.list(["1", "2"]))),
      Fixture.question("KIND", .integer),
    ])
    let later = try Fixture.questionnaire([
      Fixture.question("NEW"),
      Fixture.question("SAME"),
      Fixture.question("TEXT", label: Label(["ru": "Стало", "en": "Same "])),
      Fixture.question("CODES", .selectOne(Fixture.list(["2", "3"]))),
      Fixture.question("KIND", .text),
    ])
    let difference = QuestionnaireDifference(from: earlier, to: later)
    #expect(difference.added == ["NEW"])
    #expect(difference.removed == ["GONE"])
    #expect(difference.unchanged == ["SAME"])
    #expect(
      difference.reworded.map(\.rewordings) == [
        [.init(language: "ru", before: "Было", after: "Стало")]
      ])
    let codes = try #require(difference["CODES"])
    #expect(codes.addedChoices == ["3"] && codes.removedChoices == ["1"])
    #expect(difference.changed.filter(\.changedKind).map(\.question) == ["KIND"])
    #expect(difference.comparable == ["TEXT", "SAME"])
  }

  @Test("A choice with another text is a change that can still be compared")
  func rewordedChoice() throws {
    func questionnaire(_ label: String) throws -> Questionnaire {
      let list = ChoiceList(
        name: "l",
        choices: [Choice(name: "1", label: Label(["ru": label]), at: Fixture.place)])
      return try Fixture.questionnaire([Fixture.question("Q", .selectOne(list))])
    }
    let difference = try QuestionnaireDifference(
      from: questionnaire("меньше"), to: questionnaire("намного меньше"))
    #expect(difference.withChangedChoices.map(\.question) == ["Q"])
    #expect(difference.comparable == ["Q"])
    #expect(difference.reworded.isEmpty)
  }

  @Test("Notes and what the device records are not questions")
  func notes() throws {
    let difference = try QuestionnaireDifference(
      from: Fixture.questionnaire([]),
      to: Fixture.questionnaire([
        Fixture.question("n", .note), Fixture.question("start", .metadata("start")),
      ]))
    #expect(difference.added.isEmpty)
  }
}
