import SurveyModel
import Testing

@testable import ResponseImport

/// A cell that the questionnaire does not know, and what is said of it.
struct BadCell: CustomTestStringConvertible, Sendable {
  var question: Question
  /// With 👉 before the bad cell.
  var text: String
  var message: String
  var severity = Diagnostic.Severity.error
  var testDescription: String { message }

  static let all = [
    BadCell(
      question: makeQuestion("SOC04", .selectOne(trust11)),
      text: "n,SOC04\n1,5\n2,👉77\n3,6\n",
      message: "SOC04 must be 0…10, found '77' [value-not-in-choices]\n"
        + "  fix: recode 77, or add it to the choices of trust11"),
    BadCell(
      question: makeQuestion("SD1", .selectOne(sex)), text: "n,SD1\n1,👉муж\n2,1\n",
      message: "SD1 must be 1 or 2, found 'муж' [value-not-in-choices]\n"
        + "  fix: recode муж, or add it to the choices of sex"),
    BadCell(
      question: makeQuestion("SD1", .selectOne(sex)),
      text: "n,SD1\n1,👉Живу здесь с самого рождения\n2,1\n",
      message: "SD1 must be 1 or 2, found a text of 28 characters [value-not-in-choices]\n"
        + "  fix: recode it, or add it to the choices of sex"),
    BadCell(
      question: makeQuestion("INB", .selectMultiple(deeds)), text: "n,INB\n1,👉1 8\n2,1\n",
      message: "INB must be 1…5, found '8' [value-not-in-choices]\n"
        + "  fix: recode 8, or add it to the choices of deeds"),
    BadCell(
      question: makeQuestion("INB", .selectMultiple(deeds)),
      text: "n,INB_1,INB_2\n1,0,👉2а\n2,1,0\n",
      message: "INB/2 must be 0 or 1, found '2а' [value-not-in-choices]\n"
        + "  fix: write 1 where it was chosen and 0 where it was not"),
    BadCell(
      question: makeQuestion("SD2", .integer), text: "n,SD2\n1,👉сорок\n2,40\n",
      message: "SD2 must be a whole number, found a text of 5 characters [not-a-number]\n"
        + "  fix: correct the value, or declare it in missing.csv"),
    BadCell(
      question: makeQuestion("SD2", .integer), text: "n;SD2\n1;👉34,5\n2;40\n",
      message: "SD2 must be a whole number, found '34,5' [not-whole]\n"
        + "  fix: correct the value, or make SD2 a decimal"),
    BadCell(
      question: makeQuestion("SD2", .decimal), text: "n;SD2\n1;👉2.окт\n2;4,5\n",
      message: "SD2 must be a number, found a date: a spreadsheet may have made it of a number such"
        + " as 2.10 [dates-among-other-values]\n"
        + "  fix: ask for the file as it was exported, never saved by a spreadsheet; nothing is"
        + " guessed"),
    BadCell(
      question: makeQuestion("D", .date), text: "n,D\n1,👉31.02.2025\n2,2025-02-28\n",
      message:
        "D must be a date (2025-05-31), found a text of 10 characters of the form 00.00.0000 [not-a-date]\n"
        + "  fix: write dates as 2025-05-31 or 31.05.2025, times as 14:05"),
    BadCell(
      question: makeQuestion("R", .range(start: 0, end: 10, step: 2)),
      text: "n,R\n1,👉3\n2,4\n",
      message: "R must be 0…10 by 2, found '3' [value-out-of-range]\n"
        + "  fix: correct the value, or declare it in missing.csv"),
    BadCell(
      question: makeQuestion("SD2", .integer, constraint: ". >= 18 and . <= 99"),
      text: "n,SD2\n1,👉17\n2,18\n",
      message: "SD2 must satisfy . >= 18 and . <= 99, found '17' [constraint-not-met]\n"
        + "  fix: correct the answer, or the constraint of SD2"),
    BadCell(
      question: makeQuestion("T", .text, constraint: "string-length(.) < 5"),
      text: "n,T\n1,👉тайное слово\n2,мал\n",
      message: "T must satisfy string-length(.) < 5, found a text of 12 characters"
        + " [constraint-not-met]\n  fix: correct the answer, or the constraint of T"),
    BadCell(
      question: makeQuestion(
        "INB", .selectMultiple(deeds),
        constraint: "not(selected(., '5')) or count-selected(.) = 1"),
      text: "n,INB\n1,👉2 3 5\n2,5\n",
      message: "INB must satisfy not(selected(., '5')) or count-selected(.) = 1,"
        + " found 3 choices together [constraint-not-met]\n"
        + "  fix: correct the answer, or the constraint of INB"),
  ]
}

@Suite("Cells that the questionnaire does not know")
struct BadCellTests {
  @Test("each is invalid, told with its place, and spoils nothing else", arguments: BadCell.all)
  func badCell(_ bad: BadCell) throws {
    let (imported, place) = try Fixture(bad.question, text: bad.text).readMarked()
    let errors = imported.diagnostics.filter { $0.severity == .error }
    #expect(errors.map(\.description) == ["\(place): error: \(bad.message)"])
    let column = try #require(imported.samples.first?.responses[bad.question.name])
    #expect(column.missing.filter { $0 == .invalid }.count == 1)
    #expect(column.missing.filter { $0 == nil }.count == column.count - 1)
    #expect(imported.ledger.isBalanced)
    #expect(imported.quarantine.isEmpty)
  }

  @Test("a long number with an exponent is kept, and told")
  func roundedNumber() throws {
    let (imported, place) = try Fixture(
      makeQuestion("SD2", .integer), text: "n;SD2\n1;👉7,91E+10\n2;40\n3;1E+03\n"
    ).readMarked()
    let findings = imported.findings("long-numbers-rounded")
    #expect(findings.map(\.location) == [place] && findings.map(\.severity) == [.warning])
    #expect(
      imported.samples[0].responses["SD2"]?.shown() == ["79100000000.0", "40.0", "1000.0"])
  }

  @Test("a constraint may compare with other questions")
  func constraintAcross() throws {
    let (imported, place) = try Fixture(
      makeQuestion("SD2", .integer), makeQuestion("SD7", .integer, constraint: ". <= ${SD2}"),
      text: "SD2,SD7\n30,20\n30,👉31\n,31\n"
    ).readMarked()
    #expect(imported.findings("constraint-not-met").map(\.location) == [place])
    #expect(imported.samples[0].responses["SD7"]?.shown() == ["20.0", "(invalid)", "31.0"])
  }

  @Test("more than twenty of a kind in a column are counted, not listed")
  func bounded() throws {
    let rows = (1...57).map { "\($0),77,\($0 % 2)\n" }.joined()
    let imported = try Fixture(
      makeQuestion("SOC04", .selectOne(trust11)), makeQuestion("SD1", .selectOne(sex)),
      text: "n,SOC04,SD1\n" + rows
    ).read()
    let found = imported.findings("value-not-in-choices")
    #expect(found.filter { $0.message.hasPrefix("SOC04 must") }.count == 20)
    #expect(found.filter { $0.message.hasPrefix("SD1 must") }.count == 20)
    #expect(found.contains { $0.message == "37 more of this kind in SOC04 from here on" })
    #expect(found.contains { $0.message == "8 more of this kind in SD1 from here on" })
    #expect(found.count == 42)
  }

  @Test("codes written otherwise and labels are read as codes, and told once a column")
  func repairs() throws {
    let imported = try Fixture(
      makeQuestion("SD1", .selectOne(sex)),
      text: "n,SD1\n1,01\n2,1.0\n3,\" 1\"\n4,женский\n5,2\n"
    ).read()
    #expect(imported.samples[0].responses["SD1"]?.shown(sex) == ["1", "1", "1", "2", "2"])
    #expect(
      imported.ledger.questions[0].repairs == [
        RepairTally(repair: .codeNormalised, count: 3), RepairTally(repair: .labelAsCode, count: 1),
      ])
    #expect(imported.findings("code-normalised").map(\.location.line) == [2])
    #expect(!imported.diagnostics.hasErrors)
  }

  @Test(
    "markers of no answer are blanks in numbers and among codes that are numbers, told once a column",
    arguments: ["NA", "#N/A", "-", ".", "н/д", "NULL"])
  func markers(marker: String) throws {
    let kinds: [Question.Kind] = [
      .integer, .decimal, .range(start: 0, end: 10, step: 1), .selectOne(trust11),
    ]
    for kind in kinds {
      let imported = try Fixture(
        makeQuestion("A", kind), text: "n,A\n1,3\n2,\(marker)\n3,4\n4,\(marker)\n"
      ).read()
      #expect(!imported.diagnostics.hasErrors)
      #expect(
        imported.ledger.questions[0].repairs == [RepairTally(repair: .markerAsBlank, count: 2)])
      #expect(imported.findings("marker-as-blank").count == 1)
    }
  }

  @Test("a marker that is a choice, or is declared, is what it was said to be")
  func knownMarkers() throws {
    let known = list("known", choice("1", "да"), choice("-", "нет"))
    let chosen = try Fixture(makeQuestion("A", .selectOne(known)), text: "n,A\n1,1\n2,-\n").read()
    #expect(chosen.samples[0].responses["A"]?.shown(known) == ["1", "-"])
    var declared = Fixture(makeQuestion("A", .integer), text: "n,A\n1,3\n2,NA\n")
    declared.missingCodes = [
      MissingCode(question: nil, source: nil, value: "NA", reason: .refused)
    ]
    #expect(try declared.read().ledger.questions[0].repairs.isEmpty)
  }

  @Test("thousands of a column are joined, codes side by side are no number")
  func marksOfColumns() throws {
    let grouped = try Fixture(
      makeQuestion("A", .integer), text: "n,A,b\n1,\"1,234\",2.5\n2,\"15,000\",3.5\n"
    ).read()
    #expect(!grouped.diagnostics.hasErrors)
    #expect(
      grouped.ledger.questions[0].repairs == [RepairTally(repair: .thousandsJoined, count: 2)])
    let codes = try Fixture(
      makeQuestion("A", .decimal), text: "n,A\n1,\"1,2\"\n2,\"2,3\"\n3,\"1,3\"\n"
    ).read()
    #expect(codes.findings("not-a-number").count == 3)
  }
}
