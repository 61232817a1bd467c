import SurveyModel
import TabularFiles
import Testing

@testable import QuestionnaireDefinition

@Suite("Reading XLSForm")
struct XLSFormTests {
  private let lists = """
    list_name,name,label::ru,label::en,missing,exclusive
    agree,1,Нет,No,,
    agree,5,Да,Yes,,
    agree,97,Затрудняюсь ответить,Don't know,dont-know,
    uses,a,А,A,,
    uses,z,Ничего из этого,None of these,,yes
    """

  private func questionnaire(
    _ survey: String, choices: String = "", settings: String = ""
  ) throws -> Questionnaire {
    let reading = MarkedForm(survey, choices: choices, settings: settings).reading
    #expect(!reading.diagnostics.hasErrors, "\(reading.diagnostics)")
    return try #require(reading.questionnaire)
  }

  @Test("a question with all that may be said of it")
  func question() throws {
    let form = try questionnaire(
      """
      type,name,label::ru,label::English (en),hint::ru,required,constraint,constraint_message::ru,measure
      integer,age,Возраст,Age,полных лет,yes,. >= 18,от 18,ordinal
      """, settings: "form_title,form_title::ru,form_id\nForm,Анкета,f\n")
    let age = try #require(form["age"])
    #expect(age.label == Label(["ru": "Возраст", "en": "Age"]))
    #expect(age.hint == Label(["ru": "полных лет"]))
    #expect(age.kind == .integer)
    #expect(age.measure == .ordinal)
    #expect(age.isRequired)
    #expect(age.constraint?.source == ". >= 18")
    #expect(age.constraintMessage == Label(["ru": "от 18"]))
    #expect(age.location == SourceLocation(file: "form/survey.csv", line: 2, column: 9))
    #expect(form.languages == ["ru", "en"])
    #expect(form.title == Label(["": "Form", "ru": "Анкета"]))
    #expect(form.version == "v")
  }

  @Test("choices with reasons of missing answers and exclusive ones")
  func choices() throws {
    let form = try questionnaire(
      "type,name,label\nselect_one agree,q,Q\nselect_multiple uses,m,M\nrank uses,r,R\n",
      choices: lists)
    let list = try #require(form["q"]?.choices)
    #expect(list.choices.map(\.name) == ["1", "5", "97"])
    #expect(list.choices.map(\.missing) == [nil, nil, .dontKnow])
    #expect(list.numericLimits == 1...5)
    #expect(form["m"]?.choices?.choices.map(\.isExclusive) == [false, true])
    guard case .rank = form["r"]?.kind else {
      Issue.record("rank expected")
      return
    }
  }

  @Test("headers in any case, with spaces, by older names, with a single colon")
  func headers() throws {
    let form = try questionnaire(
      """
      TYPE,Name,caption:English,Constraint Message:English,bind:relevant,bind:jr:constraintMsg:Русский,READ ONLY
      text,q,Q,M,1 = 1,С,
      """)
    let question = try #require(form["q"])
    #expect(question.label == Label(["en": "Q"]))
    #expect(question.constraintMessage == Label(["en": "M", "ru": "С"]))
    #expect(question.relevant?.source == "1 = 1")
  }

  @Test("a label without a language is in the default one")
  func defaultLanguage() throws {
    let form = try questionnaire(
      "type,name,label,label::en\ntext,q,В,Q\n",
      settings: "form_id,default_language\nf,Русский (ru)\n")
    #expect(form["q"]?.label == Label(["ru": "В", "en": "Q"]))
    #expect(form.languages == ["ru", "en"])
  }

  @Test("the conditions of groups are joined into their questions'")
  func groups() throws {
    let form = try questionnaire(
      """
      type,name,label,relevant
      integer,age,Age,
      begin_group,adults,Adults,${age} >= 18 or ${age} = 17
      text,job,Job,
      begin group,inner,,${job} != ''
      text,boss,Boss,${age} < 99
      end group,,,
      end_group,adults,,
      text,last,Last,
      """)
    #expect(form["job"]?.groups == ["adults"])
    #expect(form["job"]?.relevant?.source == "${age} >= 18 or ${age} = 17")
    #expect(form["boss"]?.groups == ["adults", "inner"])
    #expect(
      form["boss"]?.relevant?.source
        == "(${age} >= 18 or ${age} = 17) and ${job} != '' and ${age} < 99")
    #expect(form["last"]?.groups == [])
    #expect(form["last"]?.relevant == nil)
    #expect(form.groupLabels["adults"] == Label("Adults"))
  }

  @Test("a repeat is explained, and its questions know it")
  func repetition() throws {
    let reading = MarkedForm(
      """
      type,name,label
      👉begin repeat,child,Child
      begin group,g,
      integer,age,Age
      end group,,
      end repeat,,
      text,after,After
      """)
    let form = try #require(reading.reading.questionnaire)
    #expect(form["age"]?.enclosingRepeat == "child")
    #expect(form["age"]?.groups == ["g"])
    #expect(form["after"]?.enclosingRepeat == nil)
    let warning = try #require(reading.reading.diagnostics.first)
    #expect(warning.code == "repeat-not-analysed")
    #expect(warning.severity == .warning)
    #expect(warning.location == reading.location)
  }

  @Test("or_other adds a choice, and a question for its words")
  func otherAnswer() throws {
    let form = try questionnaire(
      "type,name,label,relevant\nselect_one agree or_other,q,Q,1 = 1\nselect_one agree,p,P,\n",
      choices: lists)
    #expect(form["q"]?.choices?.allowsOther == true)
    #expect(form["q"]?.choices?.choices.last?.name == "other")
    #expect(form["p"]?.choices?.index(of: "other") == nil)
    #expect(form["q_other"]?.kind == .text)
    #expect(form["q_other"]?.relevant?.source == "1 = 1 and selected(${q}, 'other')")
  }

  @Test("a loop asks its questions for each choice")
  func loop() throws {
    let form = try questionnaire(
      "type,name,label\nbegin loop over uses,l,L\ninteger,n,How many %(label)s?\nend loop,,\n",
      choices: "list name,name,label\nuses,a,apples\nuses,b,pears\n")
    #expect(form.questions.map(\.name) == ["l/a/n", "l/b/n"])
    #expect(
      form.questions.map { $0.label.text(in: "en") } == ["How many apples?", "How many pears?"])
    #expect(form.questions[1].groups == ["l", "b"])
  }

  @Test("kinds that need more than their name")
  func kinds() throws {
    let form = try questionnaire(
      """
      type,name,label,parameters,calculation
      range,slider,S,start = 0; end=1 step=0.25,
      range,plain,P,,
      calculate,c,,,${plain} * 2
      calculate,bad,,,because we don't know
      hidden,h,,,
      start,s,,,
      note,,Read this,,
      select_one_from_file towns.csv,town,Town,,
      xml-external,towns,,,
      """)
    #expect(form["slider"]?.kind == .range(start: 0, end: 1, step: 0.25))
    #expect(form["plain"]?.kind == .range(start: 1, end: 10, step: 1))
    guard case .calculation(let twice?) = form["c"]?.kind else {
      Issue.record("calculation expected")
      return
    }
    #expect(twice.source == "${plain} * 2")
    #expect(form["bad"]?.kind == .calculation(nil))
    #expect(form["h"]?.kind == .calculation(nil))
    #expect(form["s"]?.kind == .metadata("start"))
    #expect(form["generated_note_name_1"]?.kind == .note)
    #expect(form["town"]?.kind == .text)
    #expect(form["towns"] == nil)
  }

  @Test("one file holds all sheets, or the survey alone")
  func oneFile() throws {
    let all = """
      survey,,
      ,type,name,label
      ,select_one yn,q,Q

      choices
      ,list_name,name,label
      ,yn,1,Yes
      """
    let form = XLSForm.reading(
      FileContents(file: "form.csv", bytes: Array(all.utf8)), version: "1")
    #expect(form.questionnaire?["q"]?.choices?.choices.count == 1, "\(form.diagnostics)")
    let one = "type,name,label\ntext,q,Q\n"
    let survey = XLSForm.reading(
      FileContents(file: "form.csv", bytes: Array(one.utf8)), version: "1")
    #expect(survey.questionnaire?["q"]?.kind == .text)
  }

  @Test("codes that stand twice are taken once where the form allows them")
  func duplicateChoices() throws {
    let form = try questionnaire(
      "type,name,label\nselect_one t,q,Q\n",
      choices: "list_name,name,label,county\nt,king,King,1\nt,king,King,2\nt,cook,Cook,1\n",
      settings: "form_id,allow_choice_duplicates\nf,yes\n")
    #expect(form["q"]?.choices?.choices.map(\.name) == ["king", "cook"])
  }
}
