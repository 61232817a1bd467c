import SurveyModel
import Testing

@testable import ResponseImport

@Suite("Codes or labels: decided for a column, never for a cell")
struct AnswerWritingTests {
  /// Labels 0…10 of the codes 1…11.
  private static let shifted = ChoiceList(
    name: "shifted", choices: (0...10).map { choice("\($0 + 1)", "\($0)") })
  /// Labels that permute the codes.
  private static let permuted = list(
    "permuted", choice("1", "2"), choice("2", "3"), choice("3", "1"))

  private func read(
    _ lines: String..., values: AnswerWriting? = nil
  ) throws -> (SourceImport, (String, ChoiceList) -> [String]) {
    var fixture = Fixture(
      makeQuestion("trust", .selectOne(Self.shifted)),
      makeQuestion("rooms", .selectOne(Self.permuted)),
      makeQuestion("sex", .selectOne(sex)), text: lines.joined(separator: "\n") + "\n")
    fixture.source.values = values
    let imported = try fixture.read()
    return (imported, { imported.samples[0].responses[$0]?.shown($1) ?? [] })
  }

  private func told(_ imported: SourceImport) -> [Diagnostic] {
    imported.diagnostics.filter { $0.code == "codes-or-labels" }
  }

  @Test func `a value that is no code makes a column one of labels`() throws {
    let (imported, shown) = try read("n,trust", "1,5", "2,10", "3,0")
    #expect(shown("trust", Self.shifted) == ["6", "11", "1"])
    #expect(told(imported).map(\.severity) == [.warning])
  }

  @Test func `a value that is no label makes a column one of codes`() throws {
    let (imported, shown) = try read("n,trust", "1,5", "2,11", "3,1")
    #expect(shown("trust", Self.shifted) == ["5", "11", "1"])
    #expect(told(imported).count == 1)
  }

  @Test(arguments: [("мужской", "женский", ["3", "1", "2"]), ("1", "2", ["1", "2", "3"])])
  func `the other columns decide where both are possible`(
    first: String, second: String, expected: [String]
  ) throws {
    let (imported, shown) = try read(
      "n,rooms,sex", "1,1,\(first)", "2,2,\(second)", "3,3,\(first)")
    #expect(shown("rooms", Self.permuted) == expected)
    #expect(told(imported).first?.message.contains("other columns") == true)
  }

  @Test func `where nothing tells, it is an error and no answer counts`() throws {
    let (imported, shown) = try read("n,rooms", "1,1", "2,2", "3,3")
    #expect(shown("rooms", Self.permuted) == ["(invalid)", "(invalid)", "(invalid)"])
    #expect(told(imported).map(\.severity) == [.error])
    #expect(told(imported).first?.fix?.contains("'values' in sources.csv") == true)
  }

  @Test func `a column that holds both is an error`() throws {
    let (imported, _) = try read("n,trust", "1,0", "2,11", "3,5")
    #expect(told(imported).map(\.severity) == [.error])
  }

  @Test(arguments: [(AnswerWriting.codes, ["1", "2", "3"]), (.labels, ["3", "1", "2"])])
  func `what the source says stands above all`(
    values: AnswerWriting, expected: [String]
  ) throws {
    let (imported, shown) = try read("n,rooms", "1,1", "2,2", "3,3", values: values)
    #expect(shown("rooms", Self.permuted) == expected)
    #expect(told(imported).isEmpty)
  }

  @Test func `a value of the other kind is invalid where codes and labels collide`() throws {
    let (imported, shown) = try read("n,trust", "1,0", "2,5", "3,x", values: .codes)
    #expect(shown("trust", Self.shifted) == ["(invalid)", "5", "(invalid)"])
    #expect(imported.diagnostics.contains { $0.code == "value-not-in-choices" })
  }

  @Test func `a label among codes is still read where it can be nothing else`() throws {
    let (imported, shown) = try read("n,sex", "1,1", "2,женский", "3,2")
    #expect(shown("sex", sex) == ["1", "2", "2"])
    #expect(told(imported).isEmpty)
  }
}

@Suite("Columns of one choice each: what their cells say")
struct ChoiceColumnTests {
  private func shown(_ choices: ChoiceList, _ lines: String...) throws -> [String] {
    let fixture = Fixture(
      makeQuestion("m", .selectMultiple(choices)), text: lines.joined(separator: "\n") + "\n")
    return try #require(fixture.responses()["m"]).shown(choices)
  }

  @Test func `the choice's own label comes before words of yes and no`() throws {
    let choices = list("d", choice("a", "Phone"), choice("no", "No"), choice("yes", "Yes"))
    let header = "n,m_a,m_no,m_yes"
    #expect(
      try shown(choices, header, "1,Phone,,Yes", "2,,No,", "3,Phone,,") == ["a+yes", "no", "a"])
    #expect(try shown(choices, header, "1,Yes,No,No", "2,No,Yes,Yes") == ["a", "no+yes"])
  }

  @Test func `the code 0 in its own column is its choice`() throws {
    let choices = list("d", choice("0", "none"), choice("1", "phone"), choice("2", "car"))
    let header = "n,m_0,m_1,m_2"
    #expect(try shown(choices, header, "1,0,,", "2,,1,2", "3,,1,") == ["0", "1+2", "1"])
    #expect(try shown(choices, header, "1,1,0,0", "2,0,1,1", "3,0,1,0") == ["0", "1+2", "1"])
  }

  @Test func `1 and 2 are yes and no where a column holds nothing else`() throws {
    let choices = list("d", choice("1", "phone"), choice("2", "car"), choice("3", "pc"))
    let header = "n,m_1,m_2,m_3"
    #expect(try shown(choices, header, "1,1,2,2", "2,2,1,1", "3,1,1,2") == ["1", "2+3", "1+2"])
    #expect(try shown(choices, header, "1,1,,", "2,,2,3", "3,1,2,") == ["1", "2+3", "1+2"])
  }

  @Test func `columns of choices do not tell the order in which they were chosen`() throws {
    let choices = list("d", choice("a"), choice("b"))
    let fixture = Fixture(
      makeQuestion("m", .selectMultiple(choices)),
      makeQuestion("q", .selectOne(sex), relevant: "selected-at(${m}, 0) = 'b'"),
      text: "n,m_a,m_b,q\n1,1,1,\n2,0,1,1\n3,1,0,\n4,1,1,2\n")
    let imported = try fixture.read()
    #expect(
      imported.samples[0].responses["q"]?.shown(sex)
        == ["(not-asked-or-lost)", "1", "(not-asked)", "2"])
    #expect(imported.diagnostics.contains { $0.code == "routing-not-known" })
  }

  /// Columns of choices whose names are other choices' labels, and the choices that the first record
  /// takes; none where it cannot be told.
  private static let columns: [(labels: [String], names: [String], taken: [String]?)] = [
    (["0", "1", "2"], ["1", "2", "3"], ["2"]), (["0", "1", "2"], ["0", "1", "2"], ["2"]),
    (["1", "2", "3"], ["1", "2", "3"], ["2"]), (["2", "3", "1"], ["1", "2", "3"], nil),
    (["2", "3", "4"], ["2", "3", "4"], ["2"]), (["2", "three", "4"], ["2", "three", "4"], ["2"]),
  ]

  @Test(arguments: columns, ["/", ".", "_", "[", ": "])
  func `columns of choices are called by codes or by labels as a whole`(
    columns: (labels: [String], names: [String], taken: [String]?), sign: String
  ) throws {
    let list = ChoiceList(
      name: "list", choices: columns.labels.enumerated().map { choice("\($0 + 1)", $1) })
    let names = columns.names.map { "M\(sign)\($0)\(sign == "[" ? "]" : "")" }
    let fixture = Fixture(
      makeQuestion("M", .selectMultiple(list)), makeQuestion("N", .integer),
      text: "n," + names.joined(separator: ",") + ",N\n1,0,1,0,5\n2,1,0,0,6\n")
    let imported = try fixture.read()
    let errors = imported.findings("codes-or-labels").filter { $0.severity == .error }
    guard let taken = columns.taken else {
      #expect(errors.count == 1 && errors[0].message.contains("M"))
      return
    }
    #expect(errors.isEmpty)
    let read = imported.samples.first?.responses["M"]?.shown(list).first
    #expect(read == taken.joined(separator: "+"), "\(names)")
  }
}

@Suite("Several answers in one cell")
struct AnswerListTests {
  private static let media = list(
    "media", choice("tv", "TV, regional"), choice("net", "Net"), choice("fr", "Friends"))

  private func shown(_ kind: Question.Kind, _ list: ChoiceList, _ cells: [String]) throws
    -> [String]
  {
    let rows = cells.enumerated().map { "\($0),\"\($1.replacing("\"", with: "\"\""))\"\n" }
    let fixture = Fixture(makeQuestion("m", kind), text: "n,m\n" + rows.joined())
    return try #require(fixture.responses()["m"]).shown(list)
  }

  @Test(
    "codes, whatever divides them",
    arguments: [
      "tv net", "tv,net", "tv; net", "tv|net", "tv/net", "tv + net", "tv\nnet",
      "[\"tv\", \"net\"]", "['tv', 'net']", "net tv", "[tv,net]",
    ])
  func codes(cell: String) throws {
    #expect(try shown(.selectMultiple(Self.media), Self.media, [cell, "fr"]) == ["tv+net", "fr"])
  }

  @Test(
    "labels, whatever divides them",
    arguments: [
      "TV, regional, Net", "TV, regional; Net", "Net | TV, regional", "Net/TV, regional",
      "net + tv, regional", "[\"TV, regional\", \"Net\"]",
    ])
  func labels(cell: String) throws {
    #expect(
      try shown(.selectMultiple(Self.media), Self.media, [cell, "Friends"]) == ["tv+net", "fr"])
  }

  @Test func `words beside labels keep the labels, and are the other answer`() throws {
    let open = ChoiceList(
      name: "media", choices: Self.media.choices + [choice("other", "Other")], allowsOther: true)
    let cells = ["Net, my neighbour, who knows all", "Telegram", "TV, regional, Friends", "Other"]
    #expect(
      try shown(.selectMultiple(open), open, cells) == ["net+other", "other", "tv+fr", "other"])
    #expect(
      try shown(.selectOne(open), open, ["Net", "Telegram", "TV, regional"])
        == ["net", "other", "tv"])
  }

  @Test func `words beside labels without another answer are told, and the labels count`() throws {
    let fixture = Fixture(
      makeQuestion("m", .selectMultiple(Self.media)), text: "n;m\n1;Net, somebody\n2;Friends\n")
    let imported = try fixture.read()
    #expect(imported.samples[0].responses["m"]?.shown(Self.media) == ["net", "fr"])
    #expect(imported.diagnostics.contains { $0.code == "words-beside-choices" })
  }

  @Test func `a code with a space is an error of a form of several answers`() {
    let spaced = list("f", choice("bread"), choice("black bread"))
    for (kind, isError) in [
      (Question.Kind.selectMultiple(spaced), true), (.rank(spaced), true),
      (.selectOne(spaced), false),
    ] {
      let form = try? Questionnaire(
        title: Label("f"), version: "1", languages: ["ru"], questions: [makeQuestion("m", kind)])
      #expect((form == nil) == isError)
    }
  }
}

@Suite("What a file does not tell")
struct UnansweredExpressionTests {
  @Test func `a condition on what the file lacks leaves blanks open`() throws {
    let fixture = Fixture(
      makeQuestion("kids", .integer),
      makeQuestion("q", .selectOne(sex), relevant: "${kids} > 1"), text: "n,q\n1,\n2,1\n")
    let imported = try fixture.read()
    #expect(imported.samples[0].responses["q"]?.shown(sex) == ["(not-asked-or-lost)", "1"])
    let told = imported.diagnostics.filter { $0.code == "routing-not-known" }
    #expect(told.count == 1 && told[0].message.contains("no column of kids"))
  }

  @Test func `a calculation without a column is computed`() throws {
    let sum = Question.Kind.calculation(try Expression(parsing: "${a} + ${b}"))
    let fixture = Fixture(
      makeQuestion("a", .integer), makeQuestion("b", .integer), makeQuestion("sum", sum),
      makeQuestion("q", .selectOne(sex), relevant: "${sum} > 5"),
      text: "a,b,q\n1,2,\n3,4,2\n5,,1\n")
    let imported = try fixture.read()
    #expect(imported.samples[0].responses["sum"]?.shown().prefix(2) == ["3.0", "7.0"])
    #expect(imported.samples[0].responses["q"]?.shown(sex).prefix(2) == ["(not-asked)", "2"])
    #expect(imported.diagnostics.contains { $0.code == "calculation-computed" })
  }

  @Test(
    "dates as tools write them",
    arguments: [
      "Jan 5, 2025", "January 5, 2025", "5 Jan 2025", "05-Jan-2025", "5-JAN-25",
      "5 января 2025 г.", "5 января 2025", "05.01.25", "2025/01/05", "5.1.2025 г.",
    ])
  func dates(text: String) {
    #expect(ClockTime(text)?.days == 20_093)
  }

  @Test(
    "times as tools write them",
    arguments: [
      ("Jan 1, 2025 2:05:00 PM", 50_700.0), ("1/5/2025 2:05 PM", 50_700),
      ("01.01.25 14:05", 50_700),
      ("1 января 2025 г., 14:05", 50_700), ("2025-01-01 12:30 AM", 1800),
      ("2025/01/01 2:05pm", 50_700),
    ])
  func times(text: String, seconds: Double) {
    #expect(ClockTime(text, order: .monthFirst)?.seconds == seconds)
  }

  @Test(arguments: ["13:05 PM", "0:05 AM", "2:05 XM", "PM", "2:05:00 P M"])
  func `times of twelve hours that do not exist`(text: String) {
    #expect(ClockTime.seconds(of: text) == nil)
  }

  @Test(
    "the day of a date with slashes is told by its column, then by the file, or asked",
    arguments: [
      (["1/13/2025", "2/3/2025"], ["20101.0", "20122.0"]),
      (["13/1/2025", "2/3/2025"], ["20101.0", "20149.0"]),
      (["1/2/2025", "2/3/2025"], ["(invalid)", "(invalid)"]),
      (["3/3/2025", "4/4/2025"], ["20150.0", "20182.0"]),
    ])
  func slashes(cells: [String], days: [String]) throws {
    let text = "n,d\n" + cells.map { "1,\($0)\n" }.joined()
    let imported = try Fixture(makeQuestion("d", .date), text: text).read()
    #expect(imported.samples[0].responses["d"]?.shown() == days)
    let asked = imported.diagnostics.contains { $0.code == "day-or-month" }
    #expect(asked == days.contains("(invalid)"))
  }
}
