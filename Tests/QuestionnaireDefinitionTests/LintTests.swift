import SurveyModel
import Testing

@testable import QuestionnaireDefinition

@Suite("Lint")
struct LintTests {
  private static let choices = """
    list_name,name,label,missing
    yn,1,Yes,
    yn,2,No,
    barrier,1,"Не знаю, с чего начать",
    barrier,97,Затрудняюсь ответить,dont-know
    """

  struct Finding: CustomTestStringConvertible, Sendable {
    let code: String
    let survey: String
    var choices = LintTests.choices
    /// Something that the message says.
    var says = ""
    var testDescription: String { "\(code) \(says)" }
  }

  private static let head = "type,name,label,relevant,constraint\n"

  private static let findings: [Finding] = [
    Finding(code: "missing-label", survey: "type,name,label,hint\ntext,👉q,,H\n"),
    Finding(
      code: "missing-label", survey: head + "select_one yn,q,Q,,\n",
      choices: "list_name,name,label\nyn,👉1,\nyn,2,No\n"),
    Finding(
      code: "missing-translation", survey: "type,name,label::ru,label::en\ntext,👉q,В,\n",
      says: "'en'"),
    Finding(
      code: "missing-translation",
      survey: "type,name,label::ru,hint::ru,label::en\ntext,👉q,В,П,Q\n", says: "no hint"),
    Finding(
      code: "missing-translation", survey: "type,name,label::ru\nselect_one l,q,В\n",
      choices: "list_name,name,label::ru,label::en\nl,👉1,,Yes\nl,2,Нет,No\n", says: "'ru'"),
    Finding(code: "similar-names", survey: head + "text,q,Q,,\ntext,👉Q,Q,,\n"),
    Finding(code: "later-reference", survey: head + "text,👉a,A,${b} = 1,\ntext,b,B,,\n"),
    Finding(
      code: "later-reference", survey: head + "text,👉a,A,${a} = 1,\n", says: "itself"),
    Finding(
      code: "unsupported-function", survey: head + "date,👉a,A,,. <= today()\n",
      says: "'today'"),
    Finding(
      code: "unsupported-function", survey: head + "text,👉a,A,../b = 1,\n", says: "not asked"),
    Finding(
      code: "unknown-code",
      survey: head + "select_one yn,a,A,,\ntext,👉b,B,\"selected(${a}, '3')\",\n", says: "'3'"),
    Finding(
      code: "unknown-code", survey: head + "select_one yn,a,A,,\ntext,👉b,B,0 = ${a},\n"),
    Finding(code: "chained-comparison", survey: head + "integer,👉a,A,,18 < . < 90\n"),
    Finding(
      code: "unsatisfiable-constraint", survey: head + "select_one yn,👉a,A,,. > 2\n"),
    Finding(code: "missing-code-in-range", survey: head + "integer,👉a,A,,\n", says: "97, 98, 99"),
    Finding(
      code: "missing-code-in-range", survey: head + "integer,👉a,A,,. >= 18 and . <= 97\n",
      says: "may be 97:"),
    Finding(
      code: "missing-code-in-scale", survey: head + "select_one s,q,Q,,\n",
      choices: "list_name,name,label,missing\ns,0,a,\ns,10,b,\ns,👉9,c,dont-know\n"),
    Finding(
      code: "same-label", survey: "type,name,label::en\nselect_one s,q,Q\n",
      choices: "list_name,name,label::en\ns,1,Yes\ns,👉2,yes\n"),
  ]

  @Test("each remark stands at its place", arguments: findings)
  func finding(_ finding: Finding) throws {
    let form = MarkedForm(finding.survey, choices: finding.choices)
    let questionnaire = try #require(form.reading.questionnaire, "\(form.reading.diagnostics)")
    let remark = try #require(
      questionnaire.lint().first {
        $0.code == finding.code && (finding.says.isEmpty || $0.message.contains(finding.says))
      }, "\(questionnaire.lint())")
    #expect(remark.severity == .warning)
    #expect(remark.location == form.location)
    #expect(remark.fix != nil)
  }

  @Test(
    "special categories of personal data, in Russian and English",
    arguments: [
      ("Ваша национальность?", "racial or national origin"),
      ("What is your ethnic group?", "racial or national origin"), ("Race", "racial"),
      ("За какую партию Вы голосовали?", "political views"),
      ("How would you describe your political views?", "political views"),
      ("Верующий ли Вы человек?", "religious"), ("How often do you go to church?", "religious"),
      ("Как Вы оцениваете своё здоровье?", "health"), ("Есть ли у Вас инвалидность?", "health"),
      ("Do you have a disability?", "health"), ("Ваша сексуальная ориентация", "intimate life"),
    ])
  func specialCategory(label: String, category: String) throws {
    let form = MarkedForm("type,name,label\ntext,👉q,\"\(label)\"\n")
    let remarks = try #require(form.reading.questionnaire).lint()
    let remark = try #require(remarks.first { $0.code == "special-category" })
    #expect(remark.message.contains(category))
    #expect(remark.message.contains("152-ФЗ, ст. 10"))
    #expect(remark.location == form.location)
  }

  @Test(
    "direct identifiers",
    arguments: [
      ("text", "q", "Ваши фамилия, имя и отчество", "a name"), ("text", "full_name", "", "a name"),
      ("text", "q", "Номер телефона", "telephone"),
      ("text", "q", "Ваш ник в Telegram", "reach a person"),
      ("text", "telegram_nick", "", "reach a person"),
      ("text", "q", "Номер автомобиля", "document"),
      ("integer", "phone", "", "telephone"),
      ("text", "q", "Your e-mail", "e-mail"), ("text", "q", "Адрес проживания", "address"),
      ("geopoint", "q", "Where are you?", "map"), ("deviceid", "q", "", "device"),
    ])
  func identifier(type: String, name: String, label: String, what: String) throws {
    let shown = label.isEmpty ? "?" : label
    let form = MarkedForm("type,name,label\n\(type),\(name),\"\(shown)\"\n")
    let remarks = try #require(form.reading.questionnaire).lint()
    let remark = try #require(remarks.first { $0.code == "direct-identifier" })
    #expect(remark.message.contains(what))
  }

  @Test(
    "what is in order is passed over",
    arguments: [
      "type,name,label::ru,label::en\ntext,q,В,Q\n",
      "type,name,label\ntext,q,Какой район Вам нравится?\n",
      "type,name,label\ntext,q,Name the best-known place in your city.\n",
      "type,name,label\ntext,q,What problem should the city address first?\n",
      "type,name,label\nselect_one yn,q,Online voting for the improvement of a yard\n",
      "type,name,label\nselect_one barrier,q,Q\n",
      "type,name,label,constraint\ninteger,year,Year,. >= 1990 and . <= 2025\n",
      "type,name,label,constraint\ninteger,n,N,. >= 0 and . <= 20\n",
      "type,name,label,relevant\nselect_one yn,a,A,\ntext,b,B,${a} = 1 or ${a} = ''\n",
      "type,name,label,relevant\ncalculate,c,,\nstart,s,,\ntext,b,B,${c} = 1 and ${s} != ''\n",
      "type,name,label,parameters\nrange,r,R,start=0 end=10\n",
      "type,name,label\nselect_one yn,a,Есть ли у Вас дома телефон?\nnote,n,Гонка (the race is on)\n",
      "type,name,label,constraint\nselect_one yn,a,A,. != 2\n",
    ])
  func clean(survey: String) throws {
    let form = MarkedForm(survey, choices: Self.choices)
    let questionnaire = try #require(form.reading.questionnaire, "\(form.reading.diagnostics)")
    #expect(questionnaire.lint().isEmpty, "\(questionnaire.lint())")
  }

  @Test("a choice list that no question uses is remarked on when the form is read")
  func unusedList() throws {
    let form = MarkedForm(
      "type,name,label\ntext,q,Q\n", choices: "list_name,name,label\nyn,👉1,Yes\n")
    let warning = try #require(form.reading.diagnostics.first)
    #expect(warning.code == "unused-choice-list")
    #expect(warning.location == form.location)
    #expect(form.reading.questionnaire != nil)
  }
}
