import QuestionnaireDefinition
import SurveyModel
import TabularFiles
import Testing

@testable import StudyFolder

/// Answers in words are coded in the order of what they mean, or count as nominal.
struct WordedScaleTests {
  /// From the lowest to the highest.
  private static let scales: [[String]] = [
    ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"],
    ["Never", "Rarely", "Sometimes", "Often", "Always"],
    ["Very bad", "Bad", "Neither", "Good", "Very good"],
    ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"],
    ["Poor", "Fair", "Good", "Very good", "Excellent"],
    ["Совершенно не согласен", "Скорее не согласен", "Скорее согласен", "Полностью согласен"],
    ["Очень плохо", "Плохо", "Средне", "Хорошо", "Отлично"],
    ["Никогда", "Редко", "Иногда", "Часто", "Всегда"],
    ["Совсем не доверяю", "Скорее не доверяю", "Скорее доверяю", "Полностью доверяю"],
    ["Very unlikely", "Unlikely", "Likely", "Very likely"],
    ["Not at all important", "Slightly important", "Moderately important", "Very important"],
    ["Not at all", "A little", "Somewhat", "Very", "Extremely"],
    ["Намного хуже", "Хуже", "Не изменилось", "Лучше", "Намного лучше"],
    ["Нет", "Скорее нет", "Скорее да", "Да"],
    ["Less than once a month", "Once a month", "Once a week", "Daily"],
    ["Никогда", "1–2 раза в год", "3–5 раз в год", "Раз в месяц", "Еженедельно и чаще"],
    ["Реже раза в месяц", "Раз в месяц", "Несколько раз в месяц", "Каждый день"],
    ["Under 18", "18-24", "25-34", "35+"], ["до 25", "25-34", "35-44", "45 и старше"],
    ["5-9", "10-14", "15-19"],
    ["Under 10 000", "10 000 - 20 000", "20 001 - 50 000", "Over 50 000"],
    ["до 1,5 тыс. рублей", "от 1,5 до 3 тыс. рублей", "более 3 тыс. рублей"],
    ["Less than a month", "1-6 months", "7-12 months", "1-3 years", "More than 3 years"],
    ["None", "One", "Two", "Three or more"], ["1 - Poor", "2", "3", "4", "5 - Excellent"],
    ["0 - Not at all", "1", "2", "3", "9", "10 - Very likely"], ["None", "Some", "Most", "All"],
    ["Начальное", "Среднее", "Среднее специальное", "Высшее"],
    ["Очень недоволен", "Недоволен", "Доволен", "Очень доволен"],
    ["Very low", "Low", "Medium", "High", "Very high"],
  ]

  @Test(arguments: scales)
  func `a known scale is put in its order, from whatever side`(scale: [String]) {
    for shift in scale.indices {
      let texts = Array(scale[shift...] + scale[..<shift])
      let choices = TextChoices(texts + ["Don't know"])
      #expect(choices.areOrdered)
      #expect(
        choices.codes.filter { $0.missing == nil }.map { $0.label[""] ?? $0.name } == scale)
      #expect(choices.codes.last?.missing == .dontKnow)
      #expect(Set(choices.codes.map(\.name)).count == choices.codes.count)
    }
  }

  @Test(arguments: [
    ["Bus", "Tram", "Walk"], ["1. Bus", "2. Tram", "3. Walk"], ["Bus 12", "Tram 5", "Car 7"],
    ["Agree", "Agree a bit", "Fully agree", "Strange"], ["Север", "Юг", "Запад"],
    ["Not my car", "Very big dog", "Quite a day"], ["1", "2", "3", "4", "5"],
    ["Satisfied", "Often", "Good"], ["Doctor", "Teacher", "Fair trader"],
  ])
  func `what shows no order is nominal`(texts: [String]) {
    #expect(!TextChoices(texts).areOrdered)
  }

  @Test(arguments: [["Agree", "Disagree", "Neither", "Strongly agree"], ["Good", "Bad", "Fair"]])
  func `codes of a codebook against the order of their words are not ordinal`(labels: [String]) {
    let codes = labels.enumerated().map { DraftColumn.Code("\($0 + 1)", label: Label($1)) }
    #expect(!OrderedLabels.areOrdered(codes))
  }

  private func study(_ files: [String: String], labels: String? = nil) throws -> [String: String] {
    let sources = files.sorted { $0.key < $1.key }.map {
      FileContents(file: $0.key, bytes: Array($0.value.utf8))
    }
    let codebooks = labels.map { [FileContents(file: "cb.csv", bytes: Array($0.utf8))] } ?? []
    let draft = try StudyDraft(named: "s", from: sources, labels: codebooks)
    return Dictionary(
      draft.files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) },
      uniquingKeysWith: { $1 })
  }

  @Test func `waves are joined by their labels, not by the numbers that each file gives them`()
    throws
  {
    let (few, more) = (
      ["Lots of it", "Some", "Whole"], ["A little, not much", "Lots of it", "Some"]
    )
    func file(_ labels: [String]) -> String {
      "id,q\n" + (0..<60).map { "\($0),\"\(labels[$0 % 3])\"\n" }.joined()
    }
    let files = try study(["w1.csv": file(few), "w2.csv": file(more)])
    let choices = try #require(files["questionnaires/v1/choices.csv"])
    for label in Set(few + more) {
      #expect(choices.ranges(of: label).count == 1, "\(label): \(choices)")
    }
    #expect(!files["draft.csv", default: ""].contains("in different ways"))
  }

  @Test func `words of one wave beside codes of another are asked about, and never joined`() throws
  {
    let words =
      "id,q\n" + (0..<60).map { "\($0),\(["Bus lane", "Tram", "Walk"][$0 % 3])\n" }.joined()
    let codes = "id,q\n" + (0..<60).map { "\($0),\($0 % 3 + 1)\n" }.joined()
    let files = try study(["w1.csv": words, "w2.csv": codes])
    let choices = try #require(files["questionnaires/v1/choices.csv"])
    #expect(!choices.contains(",1,Bus") && !choices.contains(",2,Tram"), "\(choices)")
    #expect(files["draft.csv", default: ""].contains("in different ways"))
  }

  @Test func `the draft says which order it took, and asks where it knows none`() throws {
    let text =
      "id,a,b\n"
      + (0..<60).map {
        "\($0),\(["Agree", "Disagree", "Strongly agree"][$0 % 3]),\(["Bus", "Tram", "Walk"][$0 / 3 % 3])\n"
      }
      .joined()
    let files = try study(["f.csv": text])
    let draft = try #require(files["draft.csv"])
    #expect(draft.contains("Disagree < Agree < Strongly agree"))
    #expect(draft.contains("The answers to b stand by the alphabet"))
    let survey = try #require(files["questionnaires/v1/survey.csv"])
    #expect(survey.ranges(of: "ordinal").count == 1)
  }

  @Test(arguments: [
    "variable,value,label\nq,1,male\nq,2,female\nq,1,female\nq,2,male\n",
    "variable,value,label\nq,1,Low\nq,1,High\nq,2,Middle\n",
  ])
  func `a codebook that contradicts itself is refused`(codebook: String) {
    let answers = "id,q\n" + (0..<20).map { "\($0),\($0 % 2 + 1)\n" }.joined()
    let failure = #expect(throws: StudyDraft.Failure.self) {
      try study(["f.csv": answers], labels: codebook)
    }
    let codes = (failure?.diagnostics ?? []).map(\.code)
    #expect(codes.contains("codebook-contradictory"))
  }

  @Test func `variables of a codebook that are no columns are told, with the likely ones`() throws {
    let answers = "id,sex,q1\n" + (0..<20).map { "\($0),\($0 % 2 + 1),\($0 % 5)\n" }.joined()
    let book = "variable,value,label\nsexx,1,male\nsexx,2,female\nQ1,1,bad\nzzz,1,a\n"
    let draft = try StudyDraft(
      named: "s", from: [FileContents(file: "f.csv", bytes: Array(answers.utf8))],
      labels: [FileContents(file: "cb.csv", bytes: Array(book.utf8))])
    let told = try #require(
      draft.diagnostics.first { $0.code == "codebook-variable-unknown" })
    #expect(told.severity == .warning)
    #expect(told.message.contains("'sexx' (did you mean 'sex'?)"))
    #expect(told.message.contains("'zzz'") && !told.message.contains("'Q1'"))
  }

  @Test func `two questions of one text are asked about`() throws {
    let answers = "id,a,b\n" + (0..<20).map { "\($0),\($0 % 2 + 1),\($0 % 3)\n" }.joined()
    let files = try study(
      ["f.csv": answers], labels: "variable,label\na,Do you like it?\nb,Do you like it?\n")
    #expect(files["draft.csv", default: ""].contains("The same text stands for a and b"))
  }

  @Test func `questions that some only were asked set no interview aside`() throws {
    // Who does not use buses is asked nothing more.
    let answers =
      "id,uses,q1,q2,q3,q4\n"
      + (0..<60).map { $0 % 3 == 0 ? "\($0),1,\($0 % 5),1,2,3\n" : "\($0),2,,,,\n" }.joined()
    let files = try study(["f.csv": answers])
    #expect(files["study.csv", default: ""].contains("partial-minimum,0"))
    #expect(files["draft.csv", default: ""].contains("40 records leave more than half"))
    let whole = "id,q1,q2\n" + (0..<60).map { "\($0),\($0 % 5),\($0 % 3)\n" }.joined()
    let asked = try study(["f.csv": whole])
    #expect(!asked["study.csv", default: ""].contains("partial-minimum"))
  }
}

/// Numbers that look like codes of missing answers.
struct NumbersApartTests {
  private func apart(_ numbers: [Int], _ codes: [Int], count: Int = 3) -> [String] {
    let given =
      numbers.map { (text: "\($0)", count: 2) } + codes.map { (text: "\($0)", count: count) }
    return NumbersApart(given).values.keys.sorted()
  }

  @Test(arguments: [
    (Array(18...79), [999]), (Array(18...79), [-9]), (Array(18...79), [-99]), (Array(0...15), [-1]),
    (Array(1...12), [99]), (Array(0...70), [97]), (Array(1950...2005), [8888]),
    (Array(1950...2005), [9999]),
    (stride(from: 10000, to: 90000, by: 100).map(\.self), [9_999_999]),
    (stride(from: 10000, to: 90000, by: 100).map(\.self), [-999_999_999]),
    (Array(1...900), [99_999_998]), (Array(18...79), [997, 998, 999]),
    (Array(18...79), [-9, -8, 999]),
  ])
  func `codes are told from answers`(numbers: [Int], codes: [Int]) {
    #expect(apart(numbers, codes) == codes.map(String.init).sorted())
  }

  @Test(arguments: [
    (Array(18...79), []), (Array(18...88), [99]), (Array(60...76), [77]), (Array(-20...20), []),
    (Array(0...100), []), (Array(90...110), []), (Array(1...9), [10]),
  ])
  func `answers are no codes`(numbers: [Int], further: [Int]) {
    #expect(apart(numbers, further, count: 1) == [])
  }

  @Test(arguments: [
    ("999", "999"), ("-9", "-9"), ("9999999", "9999999"), ("-999.0", "-999.0"),
  ])
  func `they give no limits, and are asked about`(code: String, asked: String) throws {
    let text =
      "id,age\n" + (0..<120).map { "\($0),\($0 % 10 == 0 ? code : "\(18 + $0 % 60)")\n" }.joined()
    let table = try FieldTable.reading(FileContents(file: "f.csv", bytes: Array(text.utf8)))
    let question = try #require(FieldFileDraft(table).questions.last)
    #expect(question.kind == .integer(nil))
    #expect(question.setApart.values.reduce(0, +) == 12)
  }

  @Test(arguments: [("отказ", MissingReason.refused), ("Не знаю", .dontKnow), (".a", .noAnswer)])
  func `words among numbers stay out of them`(word: String, reason: MissingReason) throws {
    let text =
      "id,age\n" + (0..<120).map { "\($0),\($0 % 40 == 0 ? word : "\(18 + $0 % 60)")\n" }.joined()
    let table = try FieldTable.reading(FileContents(file: "f.csv", bytes: Array(text.utf8)))
    let question = try #require(FieldFileDraft(table).questions.last)
    guard case .integer = question.kind else {
      Issue.record("\(question)")
      return
    }
    #expect(question.missingValues.map(\.missing) == [reason])
  }

  @Test func `codes that a program documents are declared by its name`() throws {
    let text =
      "interview__key,interview__id,interview__status,age\n"
      + (0..<60).map { "k\($0),i\($0),100,\($0 % 10 == 0 ? "-999999999" : "\(18 + $0 % 50)")\n" }
      .joined()
    let draft = try StudyDraft(
      named: "s", from: [FileContents(file: "f.csv", bytes: Array(text.utf8))])
    let missing = draft.files.first { $0.path == "missing.csv" }
    let rows = String(decoding: missing?.bytes ?? [], as: UTF8.self)
    #expect(rows.contains("survey-solutions"))
    let survey = draft.files.first { $0.path == "questionnaires/v1/survey.csv" }
    let questions = String(decoding: survey?.bytes ?? [], as: UTF8.self)
    #expect(!questions.contains("999999"))
  }
}

/// What programs add of their own is no question.
struct ProgramColumnDraftTests {
  @Test(arguments: [
    (
      "ID,Start time,Completion time,Email,Name,How often?",
      "5/10/2025 10:00,5/10/2025 10:02,anonymous,,", ["Start time", "Completion time"]
    ),
    (
      "Response ID,Date submitted,Last page,Start language,Seed,Date started,Date last action,How often?",
      "2025-05-10 10:02:00,3,en,123456,2025-05-10 10:00:00,2025-05-10 10:02:00,",
      ["Date started", "Date submitted"]
    ),
  ])
  func `times and page numbers of a program`(header: String, own: String, times: [String]) throws {
    let text =
      header + "\n"
      + (1...40).map { "\($0),\(own)\(["Never", "Often", "Always"][$0 % 3])\n" }.joined()
    let table = try FieldTable.reading(FileContents(file: "f.csv", bytes: Array(text.utf8)))
    let draft = FieldFileDraft(table)
    #expect(draft.questions.map(\.column) == ["How often?"])
    #expect([draft.roles[.started], draft.roles[.ended]] == times)
  }

  @Test func `a matrix of ratings is a question of each row`() throws {
    let ratings = ["Bad", "Fair", "Good"]
    let text =
      "Respondent ID,Collector ID,How good are these?,,Age\n,,Roads,Parks,Open-Ended Response\n"
      + (1...60).map { "\($0),9,\(ratings[$0 % 3]),\(ratings[$0 / 3 % 3]),\(20 + $0 % 50)\n" }
      .joined()
    let table = try FieldTable.reading(FileContents(file: "f.csv", bytes: Array(text.utf8)))
    let questions = FieldFileDraft(table).questions.filter { !$0.codes.isEmpty }
    #expect(questions.map(\.name) == ["How good are these? Roads", "How good are these? Parks"])
    #expect(questions.allSatisfy { $0.measure == .ordinal })
  }
}
