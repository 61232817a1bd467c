import SurveyModel
import Testing

@testable import QuestionnaireDefinition

@Suite("Questionnaire difference")
struct QuestionnaireDifferenceTests {
  @Test("Each question of either version stands in exactly one list")
  func lists() throws {
    let difference = try Form.difference(
      [
        Form.question("GONE", "Do you own a dog or a cat?", .integer),
        Form.question("SAME", "I trust my neighbours."),
        Form.question("OLD", "I take part in clean-ups of the yard."),
        Form.question("TWICE", "I like the parks."),
      ],
      [
        Form.question("NEW", "Which newspapers do you read?", .text),
        Form.question("SAME", "I trust my neighbours."),
        Form.question("RENAMED", "I take part in clean-ups of the yard."),
        Form.question("TWICE", "I fear crime at night."),
      ])
    #expect(difference.added == ["NEW"])
    #expect(difference.removed == ["GONE"])
    #expect(difference.pairs(.identical).map(\.later) == ["SAME"])
    #expect(difference.proposals.map { [$0.pair.earlier, $0.pair.later] } == [["OLD", "RENAMED"]])
    #expect(difference["TWICE"]?.verdict == .notComparable)
    #expect(difference["TWICE"]?.findings.contains { $0.aspect == .name } == true)
    #expect(difference.comparable == ["SAME"])
  }

  @Test("Questions that swapped their names are found under the other name")
  func swapped() throws {
    let (parks, crime) = ("I like the parks of our city.", "I fear crime at night.")
    let difference = try Form.difference(
      [Form.question("A", parks), Form.question("B", crime)],
      [Form.question("A", crime), Form.question("B", parks)])
    #expect(difference.pairs.isEmpty)
    #expect(
      difference.proposals.map { [$0.pair.earlier, $0.pair.later] } == [["B", "A"], ["A", "B"]])
  }

  @Test(
    "Case, punctuation, spacing, numbering and typographic signs are cosmetic",
    arguments: [
      ("I trust my neighbours.", "I TRUST my neighbours"),
      ("I trust my neighbours.", "12. I trust my  neighbours!"),
      ("He said \"yes\"", "He said “yes”"), ("Don't you agree?", "Don’t you agree?"),
      ("Age 18-24", "Age 18–24"), ("Q5. Your age", "Your age"), ("а) Ваш возраст", "Ваш возраст"),
      ("Всё хорошо", "Все хорошо"), ("по-прежнему", "по прежнему"),
      ("<b>Trust</b> them", "Trust them"), ("Trust **them**", "Trust them"),
      ("Доверяете?", "Дoверяете?"),
    ])
  func cosmetic(before: String, after: String) throws {
    let difference = try Form.difference(
      [Form.question("Q", before)], [Form.question("Q", after)])
    #expect(difference["Q"]?.verdict == .cosmetic)
  }

  @Test(
    "Words that differ are of substance, and what they are about is said",
    arguments: [
      ("People help each other", "People do not help each other", WordingAspect.negation),
      ("Я доволен работой", "Я недоволен работой", .negation),
      ("In the last 12 months", "In the last month", .timeFrame),
      ("За последний год", "За последний месяц", .timeFrame),
      ("Your income in roubles", "Your income in thousand roubles", .unit),
      ("Сколько минут", "Сколько часов", .unit), ("All residents", "Most residents", .quantity),
      ("1.5 million people", "2.5 million people", .quantity),
      ("Есть ли у Вас", "Есть ли у Вашей семьи", .subject),
      ("-5 degrees", "5 degrees", .quantity), ("Aged 60", "Aged 60+", nil),
    ] as [(String, String, WordingAspect?)])
  func substance(before: String, after: String, about: WordingAspect?) throws {
    let difference = try Form.difference(
      [Form.question("Q", before)], [Form.question("Q", after)])
    let pair = try #require(difference["Q"])
    #expect(pair.verdict == .notComparable && pair.isReworded)
    if let about { #expect(pair.wordings.first?.aspects.contains(about) == true) }
  }

  @Test("The words that one text lacks are marked")
  func marked() throws {
    let difference = try Form.difference(
      [Form.question("Q", "People here help each other.")],
      [Form.question("Q", "People here do not help each other.")])
    let wording = try #require(difference["Q"]?.wordings.first)
    #expect(wording.markedBefore == [.init(text: "People here help each other.", isMarked: false)])
    #expect(
      wording.markedAfter == [
        .init(text: "People here", isMarked: false), .init(text: "do not", isMarked: true),
        .init(text: "help each other.", isMarked: false),
      ])
  }

  @Test("Each language is compared apart, and the least favourable decides")
  func languages() throws {
    var before = try Form.question("Q", "I trust them.")
    before.label["ru"] = "Я им доверяю."
    var after = before
    after.label["ru"] = "Я им не доверяю."
    let difference = try Form.difference([before], [after])
    #expect(difference["Q"]?.wordings.map(\.language) == ["ru"])
    #expect(difference["Q"]?.verdict == .notComparable)
  }

  @Test("A filter that changed, or that asks another question, changes the base")
  func routing() throws {
    let filter = try Form.question("F", "Do you work?", .selectOne(Form.list(["Yes", "No"])))
    let reversed = try Form.question("F", "Do you work?", .selectOne(Form.list(["No", "Yes"])))
    let open = try Form.question("Q", "I like my work.")
    let routed = try Form.question("Q", "I like my work.", relevant: "${F} = 1")
    let added = try Form.difference([filter, open], [filter, routed])
    #expect(added["Q"]?.verdict == .baseDiffers && added["Q"]?.base?.isComputable == true)
    let turned = try Form.difference([filter, routed], [reversed, routed])
    #expect(turned["F"]?.verdict == .recodable)
    #expect(turned["Q"]?.verdict == .baseDiffers && turned["Q"]?.base?.isComputable == false)
    let same = try Form.difference([filter, routed], [filter, routed])
    #expect(same["Q"]?.verdict == .identical && same["Q"]?.base == nil)
  }

  @Test("A question that moved far among the others is told, and what was added does not move it")
  func moves() throws {
    let many = try (0..<15).map { try Form.question("Q\($0)", "Question number \($0) of the form") }
    let last = try Form.question("LAST", "I trust my neighbours.")
    let moved = try Form.difference(many + [last], [last] + many)
    #expect(moved["LAST"]?.findings.map(\.aspect) == [.position])
    #expect(moved["LAST"]?.verdict == .cosmetic && moved["Q3"]?.verdict == .identical)
    let added = try Form.difference([last], many + [last])
    #expect(added["LAST"]?.verdict == .identical)
  }

  @Test("Notes and what the device records are not questions")
  func notes() throws {
    let difference = try Form.difference(
      [], [Form.question("n", "Hello", .note), Form.question("start", "", .metadata("start"))])
    #expect(difference.added.isEmpty)
  }

  @Test("Other kinds of answers and limits are not comparable, unless they say the same")
  func kinds() throws {
    func verdict(_ before: Question.Kind, _ after: Question.Kind) throws -> QuestionVerdict? {
      try Form.difference(
        [Form.question("Q", "Text", before)], [Form.question("Q", "Text", after)])[
          "Q"]?.verdict
    }
    let list = Form.list(["Bus", "Car"])
    #expect(try verdict(.selectOne(list), .selectMultiple(list)) == .notComparable)
    #expect(try verdict(.integer, .text) == .notComparable)
    #expect(try verdict(.integer, .decimal) == .cosmetic)
    #expect(
      try verdict(.range(start: 0, end: 10, step: 1), .range(start: 0, end: 100, step: 1))
        == .rescaled)
  }
}
