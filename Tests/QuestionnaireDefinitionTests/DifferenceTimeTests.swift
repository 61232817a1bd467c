import SurveyModel
import Testing

@testable import QuestionnaireDefinition

@Suite("Time of comparing versions")
struct DifferenceTimeTests {
  /// Unoptimised tests take several times what the command takes: 0.5 s is its limit.
  @Test("Two forms of 1,000 questions, names kept and names changed")
  func thousand() throws {
    let words = [
      "park", "street", "school", "bus", "clinic", "library", "square", "market", "river",
    ]
    let questions = try (0..<1000).map { place in
      try Form.question(
        "q\(place)",
        "How satisfied are you with the \(words[place % 9]) of number \(place) in district \(place / 9)?"
      )
    }
    let form = try Form.version(questions)
    let renamed = try form.renaming(
      Dictionary(uniqueKeysWithValues: questions.map { ($0.name, "x\($0.name)") }))
    let clock = ContinuousClock()
    let kept = clock.measure {
      #expect(QuestionnaireDifference(from: form, to: form).pairs(.identical).count == 1000)
    }
    let changed = clock.measure {
      let difference = QuestionnaireDifference(from: form, to: renamed)
      #expect(difference.proposals.allSatisfy { "x\($0.pair.earlier)" == $0.pair.later })
      #expect(difference.proposals.count == 1000)
    }
    print("1,000 questions: \(kept) with names kept, \(changed) with names changed")
    #expect(kept < .seconds(20) && changed < .seconds(60))
  }
}
