import Testing

@testable import SurveyModel

@Suite("What keeps questions from being a questionnaire")
struct QuestionnaireProblemsTests {
  private func place(_ line: Int) -> SurveyModel.SourceLocation {
    SourceLocation(file: "s.csv", line: line)
  }

  private func question(
    _ name: String, line: Int, kind: Question.Kind = .text, relevant: String? = nil,
    constraint: String? = nil, groups: [String] = []
  ) throws -> Question {
    Question(
      name: name, label: Label(name), kind: kind,
      relevant: try relevant.map { try Expression(parsing: $0) },
      constraint: try constraint.map { try Expression(parsing: $0) }, groups: groups,
      at: place(line))
  }

  private func list(_ codes: String...) -> ChoiceList {
    ChoiceList(
      name: "l",
      choices: codes.enumerated().map {
        Choice(name: $1, label: Label($1), at: SourceLocation(file: "c.csv", line: $0 + 2))
      })
  }

  private func problems(
    _ questions: [Question], groups: [String: Label] = [:]
  ) -> [Diagnostic] {
    do {
      _ = try Questionnaire(
        title: Label(), version: "1", languages: [], questions: questions, groupLabels: groups)
      return []
    } catch {
      return error.diagnostics
    }
  }

  @Test("two questions of one name")
  func names() throws {
    let found = problems([
      try question("a", line: 2), try question("b", line: 3), try question("a", line: 4),
    ])
    #expect(found.map(\.code) == ["duplicate-question"])
    #expect(found.first?.location == place(4))
    #expect(found.first?.message.contains("s.csv:2") == true)
  }

  @Test("a list with one code twice, and one without choices")
  func codes() throws {
    let twice = problems([try question("a", line: 2, kind: .selectOne(list("1", "2", "1")))])
    #expect(twice.map(\.code) == ["duplicate-choice"])
    #expect(twice.first?.location == SourceLocation(file: "c.csv", line: 4))
    let none = problems([try question("a", line: 2, kind: .selectMultiple(list()))])
    #expect(none.map(\.code) == ["no-choices"])
  }

  @Test("conditions that refer to nobody; groups and later questions are somebody")
  func references() throws {
    let unknown = problems([
      try question("a", line: 2, relevant: "${x} = 1 or ${y} = 1"),
      try question("b", line: 3, constraint: ". > ${z}"),
    ])
    #expect(unknown.map(\.code) == Array(repeating: "unknown-reference", count: 3))
    #expect(unknown.map(\.location) == [place(2), place(2), place(3)])
    let known = problems(
      [
        try question("a", line: 2, relevant: "${b} = 1 and ${g} and ${h}", groups: ["g"]),
        try question("b", line: 3),
      ], groups: ["h": Label()])
    #expect(known.isEmpty)
  }

  @Test("all problems are told at once")
  func all() throws {
    let found = problems([
      try question("a", line: 2, kind: .rank(list())), try question("a", line: 3, relevant: "${q}"),
    ])
    #expect(found.map(\.code) == ["duplicate-question", "no-choices", "unknown-reference"])
  }
}
