import SurveyModel
import Testing

@testable import ResponseImport

@Suite("Why there is no answer")
struct MissingReasonTests {
  @Test("choices that stand for no answer have their reasons")
  func choices() throws {
    let fixture = Fixture(
      makeQuestion("SOC04", .selectOne(trust11)), text: "SOC04\n10\n97\n98\n0\n")
    let column = try #require(fixture.responses()["SOC04"])
    #expect(column.shown(trust11) == ["10", "(dont-know)", "(refused)", "0"])
  }

  @Test("a blank is not asked where the routing excludes it, lost where it does not")
  func routing() throws {
    let fixture = Fixture(
      makeQuestion("A", .selectOne(sex)),
      makeQuestion("B", .selectOne(sex), relevant: "${A} = '1'"),
      makeQuestion("C", .integer, relevant: "${B} = '2'"),
      text: "A,B,C,n\n1,2,7,1\n1,,,2\n2,,,3\n,,,4\n1,1,,5\n")
    let responses = try fixture.responses()
    #expect(responses["A"]?.shown(sex) == ["1", "1", "2", "(lost)", "1"])
    #expect(responses["B"]?.shown(sex) == ["2", "(lost)", "(not-asked)", "(lost)", "1"])
    #expect(
      responses["C"]?.shown() == ["7.0", "(lost)", "(not-asked)", "(lost)", "(not-asked)"])
  }

  @Test("an open question that is not required may be left out")
  func openQuestions() throws {
    let fixture = Fixture(
      makeQuestion("A", .text), makeQuestion("B", .text, required: true),
      makeQuestion("C", .text, relevant: "${A} = 'x'"), text: "A,B,C,n\n,,,1\n")
    let responses = try fixture.responses()
    #expect(responses["A"]?.shown() == ["(no-answer)"])
    #expect(responses["B"]?.shown() == ["(lost)"])
    #expect(responses["C"]?.shown() == ["(not-asked)"])
  }

  @Test("declared values have their reasons, the narrowest row first, as texts and as numbers")
  func declared() throws {
    var fixture = Fixture(
      makeQuestion("A", .integer), makeQuestion("B", .decimal), makeQuestion("C", .text),
      text: "A,B,C\n997,9,NA\n99,99.0,x\n7,99,99\n")
    fixture.missingCodes = [
      MissingCode(question: nil, source: nil, value: "99", reason: .noAnswer),
      MissingCode(question: nil, source: "responses/a.csv", value: "NA", reason: .lost),
      MissingCode(question: "A", source: nil, value: "997", reason: .dontKnow),
      MissingCode(question: "A", source: "responses/b.csv", value: "7", reason: .refused),
      MissingCode(question: "B", source: "responses/a.csv", value: "99", reason: .refused),
    ]
    let responses = try fixture.responses()
    #expect(responses["A"]?.shown() == ["(dont-know)", "(no-answer)", "7.0"])
    #expect(responses["B"]?.shown() == ["9.0", "(refused)", "(refused)"])
    #expect(responses["C"]?.shown() == ["(lost)", "x", "(no-answer)"])
  }

  @Test("a row for every question does not take a choice away, a row for the question does")
  func choicesAgainstDeclared() throws {
    var fixture = Fixture(
      makeQuestion("A", .selectOne(trust11)), makeQuestion("B", .selectOne(trust11)),
      text: "A,B\n9,9\n")
    fixture.missingCodes = [
      MissingCode(question: nil, source: nil, value: "9", reason: .noAnswer),
      MissingCode(question: "B", source: nil, value: "9", reason: .refused),
    ]
    let responses = try fixture.responses()
    #expect(responses["A"]?.shown(trust11) == ["9"])
    #expect(responses["B"]?.shown(trust11) == ["(refused)"])
  }

  @Test("a code for no answer is not asked where the routing excludes the question")
  func codedNotAsked() throws {
    var fixture = Fixture(
      makeQuestion("A", .selectOne(sex)), makeQuestion("B", .integer, relevant: "${A} = 1"),
      text: "A,B\n2,99\n1,99\n1,96\n2,96\n")
    fixture.missingCodes = [
      MissingCode(question: "B", source: nil, value: "99", reason: .noAnswer),
      MissingCode(question: "B", source: nil, value: "96", reason: .notAsked),
    ]
    let imported = try fixture.read()
    let column = try #require(imported.samples[0].responses["B"])
    #expect(column.shown() == ["(not-asked)", "(no-answer)", "(not-asked)", "(not-asked)"])
    #expect(imported.findings("answer-due").map(\.location.line) == [4])
  }

  @Test("an answer that was not due is kept and told")
  func notDue() throws {
    let (imported, place) = try Fixture(
      makeQuestion("A", .selectOne(sex)), makeQuestion("B", .integer, relevant: "${A} = 1"),
      text: "A,B\n2,👉5\n1,6\n"
    ).readMarked()
    #expect(imported.samples[0].responses["B"]?.shown() == ["5.0", "6.0"])
    #expect(imported.findings("answer-not-due").map(\.location) == [place])
    #expect(imported.ledger.questions.map(\.answersNotDue) == [0, 1])
  }

  @Test("the ledger counts answers and reasons by question")
  func counts() throws {
    let imported = try Fixture(
      makeQuestion("A", .selectOne(trust11)), text: "A,x\n1,\n97,\n98,\n11,\n,a\n"
    ).read()
    let ledger = try #require(imported.ledger.questions.first)
    #expect(ledger.answers == 1)
    #expect(
      ledger.missing
        == [.notAsked: 0, .dontKnow: 1, .refused: 1, .noAnswer: 0, .lost: 1, .invalid: 1])
  }
}
