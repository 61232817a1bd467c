import SurveyModel
import Testing

@testable import ResponseImport

@Suite("Multiple responses in each shape")
struct MultipleResponseTests {
  private static let question = makeQuestion("INB", .selectMultiple(deeds))

  /// The answers of a file that has a column `n` beside the question's.
  private func shown(_ text: String) throws -> [String] {
    try #require(Fixture(Self.question, text: text).responses()["INB"]).shown(deeds)
  }

  @Test(
    "a column of codes, whatever divides them",
    arguments: [" ", ";", ",", "|", "; ", ", ", "  "])
  func codes(separator: String) throws {
    let rows = "1,\"1\(separator)3\"\n2,\"4\(separator)2\(separator)1\(separator)\"\n3,5\n4,\n"
    #expect(try shown("n,INB\n" + rows) == ["1+3", "1+2+4", "5", "(lost)"])
  }

  @Test("labels joined by commas, of which one has a comma itself")
  func labels() throws {
    let text = "n,INB\n1,\"предложили, запустили новое дело, продукт\"\n2,ничего\n"
    #expect(try shown(text) == ["1+2", "5"])
  }

  @Test("columns of 0 and 1 under each name", arguments: ["_", "/", "."])
  func details(sign: String) throws {
    let names = (1...5).map { "INB\(sign)\($0)" }.joined(separator: ",")
    let text = "n,\(names)\n1,1,0,1,0,0\n2,0,0,0,0,1\n3,0,0,0,0,0\n4,,,,,\n"
    #expect(try shown(text) == ["1+3", "5", "(lost)", "(lost)"])
  }

  @Test(
    "each way to say yes and no",
    arguments: [
      ("1", "0"), ("1.0", "0.0"), ("TRUE", "FALSE"), ("Yes", "No"), ("да", "нет"), ("Да", "Нет"),
      ("3", "0"), ("участвовали", "0"),
    ])
  func words(yes: String, no: String) throws {
    let text = "n,INB_1,INB_3\n1,\(no),\(yes)\n2,\(no),\(no)\n"
    #expect(try shown(text) == ["3", "(lost)"])
  }

  @Test("ones and blanks, labels and blanks: blanks are noughts", arguments: ["1", "участвовали"])
  func blanks(yes: String) throws {
    let text = "n,INB_1,INB_3\n1,,\(yes)\n2,,\n"
    #expect(try shown(text) == ["3", "(lost)"])
  }

  @Test("all zero is an answer where no choice says none, lost where one does or it is required")
  func allZero() throws {
    let open = list("open", choice("1"), choice("2"))
    for (required, expected) in [(false, ""), (true, "(lost)")] {
      let fixture = Fixture(
        makeQuestion("M", .selectMultiple(open), required: required),
        text: "n,M_1,M_2\n1,0,0\n2,1,0\n")
      #expect(try fixture.responses()["M"]?.shown(open) == [expected, "1"])
    }
  }

  @Test("all zero is neither not asked nor a declared code")
  func zeroAndReasons() throws {
    var fixture = Fixture(
      makeQuestion("A", .selectOne(sex)),
      makeQuestion("INB", .selectMultiple(deeds), relevant: "${A} = 1"),
      text: "A,INB_1,INB_2\n1,0,0\n2,0,0\n2,,\n1,96,96\n1,1,0\n")
    fixture.missingCodes = [
      MissingCode(question: nil, source: nil, value: "96", reason: .refused)
    ]
    #expect(
      try fixture.responses()["INB"]?.shown(deeds)
        == ["(lost)", "(not-asked)", "(not-asked)", "(refused)", "1"])
  }

  @Test("both shapes: single choices win, contradictions are told")
  func both() throws {
    let (imported, place) = try Fixture(
      Self.question,
      text: "n,INB,INB/1,INB/2,INB/3,INB/4,INB/5\n1,1 3,1,0,1,0,0\n2,👉4,1,0,0,0,0\n3,2,,,,,\n"
    ).readMarked()
    #expect(imported.samples[0].responses["INB"]?.shown(deeds) == ["1+3", "1", "2"])
    #expect(imported.findings("summary-contradicts-details").map(\.location) == [place])
    #expect(imported.ledger.unusedColumns == ["n"])
  }

  @Test("a blank beside noughts is counted as a repair")
  func blankBesideNoughts() throws {
    let imported = try Fixture(Self.question, text: "n,INB_1,INB_2\n1,1,\n2,0,1\n").read()
    #expect(
      imported.ledger.questions[0].repairs == [RepairTally(repair: .blankNotChosen, count: 1)])
    #expect(imported.findings("blank-not-chosen").count == 1)
  }

  @Test("columns for some choices only are told")
  func absentChoices() throws {
    let imported = try Fixture(Self.question, text: "n,INB_1,INB_2\n1,1,0\n").read()
    #expect(
      imported.findings("choice-column-missing").map(\.message)
        == ["INB has no column for its choices 3, 4, 5"])
  }

  @Test("none of these together with others is told and the others count")
  func exclusive() throws {
    let (imported, place) = try Fixture(Self.question, text: "n,INB\n1,👉2 5\n").readMarked()
    #expect(imported.findings("exclusive-with-others").map(\.location) == [place])
    #expect(imported.samples[0].responses["INB"]?.shown(deeds) == ["2+5"])
  }

  @Test("don't know as a choice among several is a reason when it stands alone")
  func missingChoice() throws {
    let choices = list("m", choice("1"), choice("97", missing: .dontKnow))
    let fixture = Fixture(
      makeQuestion("M", .selectMultiple(choices)), text: "n,M\n1,97\n2,1 97\n")
    #expect(try fixture.responses()["M"]?.shown(choices) == ["(dont-know)", "1"])
  }

  @Test("an order of choices keeps its order")
  func rank() throws {
    let fixture = Fixture(
      makeQuestion("R", .rank(deeds)), text: "n,R\n1,3 1 2\n2,3 3\n")
    #expect(try fixture.responses()["R"]?.shown() == ["3 1 2", "(invalid)"])
  }
}
