import SurveyModel
import Testing

@testable import ResponseImport

/// What counts as an interview.
struct InterviewStatusTests {
  private static let names = (1...10).map { "q\($0)" }

  /// Ten questions of one choice, the identifier before them.
  private func read(
    _ records: [String], rule: InterviewRule? = InterviewRule(), roles: [ColumnRole: String] = [:]
  ) throws -> SourceImport {
    let text = "id," + Self.names.joined(separator: ",") + "\n" + records.joined(separator: "\n")
    var fixture = Fixture(text: text + "\n")
    let list = list(
      "l", choice("1"), choice("2"), choice("97", missing: .dontKnow),
      choice("98", missing: .refused), choice("99", missing: .noAnswer))
    fixture.questions = Self.names.map { makeQuestion($0, .selectOne(list)) }
    fixture.source.columns = roles
    let questionnaire = try Questionnaire(
      title: Label("Анкета"), version: "v1", languages: ["ru"], questions: fixture.questions)
    var context = ImportContext(cities: cities, waves: waves)
    context.interviewRule = rule
    let imported = SourceImport.reading(
      try fixture.table(), source: fixture.source, questionnaire: questionnaire, context: context)
    #expect(imported.ledger.isBalanced)
    return imported
  }

  private func record(_ id: String, _ answers: [String]) -> String {
    ([id] + answers + Array(repeating: "", count: 10 - answers.count)).joined(separator: ",")
  }

  private func answers(_ count: Int, of code: String = "1") -> [String] {
    Array(repeating: code, count: count)
  }

  struct Row: Sendable {
    var answers: [String]
    var status: InterviewStatus?
  }

  static let rows: [Row] = [
    Row(answers: Array(repeating: "1", count: 10), status: .complete),
    Row(answers: Array(repeating: "1", count: 8), status: .complete),
    Row(answers: Array(repeating: "1", count: 7), status: .partial),
    Row(answers: Array(repeating: "1", count: 5), status: .partial),
    Row(answers: Array(repeating: "1", count: 4), status: nil),
    Row(answers: [], status: nil),
    // "Don't know" is an answer, a refusal and a code of no answer are none.
    Row(answers: Array(repeating: "97", count: 10), status: .complete),
    Row(answers: Array(repeating: "98", count: 10), status: nil),
    Row(answers: Array(repeating: "99", count: 10), status: nil),
    Row(answers: ["98", "98"] + Array(repeating: "1", count: 8), status: .complete),
    // What the questionnaire does not know was an answer to the person.
    Row(answers: Array(repeating: "7", count: 10), status: .complete),
  ]

  @Test(arguments: rows)
  func `a record is complete, partial or a break-off by its answers`(_ row: Row) throws {
    let imported = try read([record("a", answers(10)), record("b", row.answers)])
    let statuses = imported.samples.first?.paradata.interviews.map(\.status) ?? []
    #expect(statuses == [.complete] + (row.status.map { [$0] } ?? []))
    #expect(imported.ledger.samples.map(\.partial) == [row.status == .partial ? 1 : 0])
    #expect(
      imported.ledger.quarantined.map(\.reason) == (row.status == nil ? ["break-off"] : []))
    #expect(imported.findings("break-off").count == (row.status == nil ? 1 : 0))
    #expect(imported.findings("partial-interview").count == (row.status == .partial ? 1 : 0))
    #expect(
      imported.ledger.questions.allSatisfy {
        $0.answers + $0.missing.values.reduce(0, +) == imported.ledger.kept.records
      })
  }

  @Test func `the least per cents are the study's`() throws {
    let records = [record("a", answers(10)), record("b", answers(3)), record("c", [])]
    func kept(_ partial: Double, _ complete: Double) throws -> [InterviewStatus] {
      let minimums = InterviewMinimums(partial: partial, complete: complete)
      return try read(records, rule: InterviewRule(minimums: minimums))
        .samples[0].paradata.interviews.map(\.status)
    }
    #expect(try kept(30, 80) == [.complete, .partial])
    #expect(try kept(20, 30) == [.complete, .complete])
    #expect(try kept(0, 80) == [.complete, .partial, .partial])
  }

  @Test func `a partial interview must have all that the weights are made from`() throws {
    let key = SampleKey(city: "pskov", wave: "2025")
    let rule = InterviewRule(weightingQuestions: [key: ["q6"]])
    let imported = try read(
      [
        record("a", answers(10)), record("b", answers(6)), record("c", answers(5)),
        record("d", answers(5) + ["97"]), record("e", answers(5) + ["", "1", "1", "1", "1"]),
      ], rule: rule)
    let statuses = imported.samples[0].paradata.interviews.map(\.status)
    #expect(statuses == [.complete, .partial, .complete])
    let told = try #require(imported.findings("break-off").first)
    #expect(
      told.message.hasPrefix(
        "2 records answer at least 50 % of the questions due, but less than 80 %, and not all that "
          + "the weights are made from (q6), and are no interview"))
    #expect(told.message.hasSuffix("answered of due: 5 of 10 (1 record), 6 of 10 (1 record)"))
    #expect(told.fix?.contains("set 'complete-minimum' of study.csv lower (it is 80)") == true)
  }

  @Test func `how many of how many questions are answered is told, and which key decides`() throws {
    let imported = try read(
      [record("a", answers(10)), record("b", answers(3)), record("c", answers(3))]
        + [record("d", answers(1)), record("e", answers(7))])
    let broken = try #require(imported.findings("break-off").first)
    #expect(
      broken.message.hasSuffix("answered of due: 3 of 10 (2 records), 1 of 10 (1 record)"))
    #expect(broken.fix?.contains("'partial-minimum' of study.csv lower (it is 50)") == true)
    #expect(broken.fix?.contains("where 10 questions are due, one blank is 10 % of them") == true)
    let partial = try #require(imported.findings("partial-interview").first)
    #expect(partial.message.hasSuffix("answered of due: 7 of 10"))
    #expect(partial.fix?.contains("'complete-minimum' of study.csv") == true)
  }

  @Test func `questions not asked are not due`() throws {
    let questions =
      [makeQuestion("a", .selectOne(sex))]
      + Self.names.map { makeQuestion($0, .integer, relevant: "${a} = '1'") }
    let text = "a," + Self.names.joined(separator: ",") + "\n2,,,,,,,,,,\n1,,,,,,,,,,\n"
    var fixture = Fixture(text: text)
    fixture.questions = questions
    var context = ImportContext(cities: cities, waves: waves)
    context.interviewRule = InterviewRule()
    let imported = SourceImport.reading(
      try fixture.table(), source: fixture.source,
      questionnaire: try Questionnaire(
        title: Label("Анкета"), version: "v1", languages: ["ru"], questions: questions),
      context: context)
    #expect(imported.samples[0].responses.origins.map(\.line) == [2])
  }

  @Test func `an interview that was resumed counts once, the fuller record of it`() throws {
    let whole = answers(10)
    let imported = try read(
      [
        record("a", answers(6)), record("a", whole),  // resumed
        record("b", whole), record("b", answers(7)),  // the part stands behind
        record("c", answers(6, of: "2")), record("c", whole),  // partial and complete
        record("d", answers(3)), record("d", whole),  // a break-off, resumed
        record("e", whole), record("e", answers(10, of: "2")),  // two people of one number
        record("f", answers(5)), record("f", answers(7)), record("f", whole),  // twice resumed
      ], roles: [.identifier: "id"])
    #expect(
      imported.samples[0].design.identifiers == ["a", "b", "c", "d", "e", "e", "f"])
    #expect(imported.samples[0].responses["q10"]?.shown().contains("(lost)") == false)
    let aside = imported.ledger.setAside.map { "\($0.place.reason.rawValue) \($0.records)" }
    #expect(aside == ["break-off 1", "resumed 5"])
    #expect(imported.findings("duplicate-identifier").count == 1)
    #expect(imported.findings("resumed").count == 1)
  }

  @Test func `without a rule every record is an interview`() throws {
    let imported = try read([record("a", answers(10)), record("b", [])], rule: nil)
    #expect(imported.ledger.kept.records == 2)
  }
}
