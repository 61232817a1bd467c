import SurveyModel
import Testing

@testable import StudyFolder

struct CrossReferencesTests {
  private let place = SourceLocation(file: "factors.csv", line: 2)

  private func findings(
    codes: [Int], maximum: Double? = nil, missing: [MissingCode] = []
  ) throws -> [String] {
    let list = ChoiceList(
      name: "AGREE", choices: codes.map { Choice(name: "\($0)", label: Label(), at: place) })
    let questions = ["Q1", "Q2"].map {
      Question(name: $0, label: Label(), kind: .selectOne(list), at: place)
    }
    let items = questions.map {
      Factor.Item(question: $0.name, minimum: maximum.map { _ in 1 }, maximum: maximum, at: place)
    }
    let study = try Study(
      settings: StudySettings(id: "s", title: Label()), cities: [], waves: [], sources: [],
      factors: [Factor(name: "F", label: Label(), layer: .place, items: items)],
      missingCodes: missing,
      questionnaires: [
        "v1": try Questionnaire(
          title: Label(), version: "v1", languages: [], questions: questions)
      ])
    return CrossReferences.check(study, crosswalk: []).map(\.code).filter {
      $0 == "code-apart-from-scale"
    }
  }

  @Test func `a nine after one to five is remarked on once for a list`() throws {
    #expect(try findings(codes: [1, 2, 3, 4, 5, 9]).count == 1)
  }

  @Test func `it is not where limits are given, the code is declared, or the scale is whole`()
    throws
  {
    #expect(try findings(codes: [1, 2, 3, 4, 5, 9], maximum: 5).isEmpty)
    let nine = MissingCode(question: nil, source: nil, value: "9", reason: .dontKnow)
    #expect(try findings(codes: [1, 2, 3, 4, 5, 9], missing: [nine]).isEmpty)
    #expect(try findings(codes: [1, 2, 3, 4, 5]).isEmpty)
    #expect(try findings(codes: [0, 25, 50, 75, 100]).isEmpty)
  }
}
