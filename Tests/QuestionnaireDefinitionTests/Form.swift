import SurveyModel

@testable import QuestionnaireDefinition

/// Questions and versions written in a line each.
enum Form {
  static let place = SourceLocation(file: "survey.csv", line: 2)

  static let agreement = [
    "Fully disagree", "Disagree", "Neither agree nor disagree", "Agree", "Fully agree",
  ]

  /// A list whose codes are 1, 2, … unless they are given.
  static func list(
    _ labels: [String], codes: [String]? = nil, missing: [String: MissingReason] = [:],
    language: String = "en"
  ) -> ChoiceList {
    let codes = codes ?? labels.indices.map { "\($0 + 1)" }
    return ChoiceList(
      name: "list",
      choices: zip(codes, labels).map { code, label in
        Choice(name: code, label: Label([language: label]), missing: missing[label], at: place)
      })
  }

  static func question(
    _ name: String, _ text: String, _ kind: Question.Kind? = nil, measure: Measure = .ordinal,
    relevant: String? = nil, language: String = "en"
  ) throws -> Question {
    Question(
      name: name, label: Label([language: text]), kind: kind ?? .selectOne(list(agreement)),
      measure: measure, relevant: try relevant.map { try Expression(parsing: $0) }, at: place)
  }

  static func version(_ questions: [Question], _ name: String = "v") throws -> Questionnaire {
    try Questionnaire(
      title: Label("test"), version: name, languages: ["en"], questions: questions)
  }

  static func difference(_ before: [Question], _ after: [Question]) throws
    -> QuestionnaireDifference
  {
    QuestionnaireDifference(from: try version(before), to: try version(after))
  }
}
