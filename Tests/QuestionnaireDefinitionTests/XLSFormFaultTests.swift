import SurveyModel
import TabularFiles
import Testing

@testable import QuestionnaireDefinition

@Suite("Faults of forms")
struct XLSFormFaultTests {
  struct Fault: CustomTestStringConvertible, Sendable {
    let code: String
    let survey: String
    var choices = "list_name,name,label\nyn,1,Yes\nyn,2,No\n"
    var testDescription: String { code }
  }

  private static let head = "type,name,label,relevant,constraint,parameters,measure\n"

  private static let faults: [Fault] = [
    Fault(code: "unknown-type", survey: head + "👉integr,q,Q,,,,\n"),
    Fault(code: "unknown-type", survey: head + "👉select_one,q,Q,,,,\n"),
    Fault(code: "missing-choice-list", survey: head + "👉select_one ny,q,Q,,,,\n"),
    Fault(code: "choices-from-answers", survey: head + "👉select_one ${q},q,Q,,,,\n"),
    Fault(code: "missing-name", survey: head + "text,👉,Q,,,,\n"),
    Fault(code: "missing-type", survey: head + "👉,q,Q,,,,\n"),
    Fault(code: "invalid-name", survey: head + "text,👉my name,Q,,,,\n"),
    Fault(code: "invalid-name", survey: head + "text,👉1q,Q,,,,\n"),
    Fault(code: "missing-label", survey: head + "text,q,👉,,,,\n"),
    Fault(code: "duplicate-question", survey: head + "text,q,Q,,,,\ntext,👉q,Q,,,,\n"),
    Fault(code: "group-not-closed", survey: head + "👉begin_group,g,G,,,,\ntext,q,Q,,,,\n"),
    Fault(code: "group-not-begun", survey: head + "text,q,Q,,,,\n👉end_group,,,,,,\n"),
    Fault(
      code: "group-mismatch",
      survey: head + "begin_group,g,G,,,,\ntext,q,Q,,,,\n👉end repeat,,,,,,\nend_group,,,,,,\n"),
    Fault(code: "not-included", survey: head + "👉include,q,,,,,\ntext,p,P,,,,\n"),
    Fault(code: "invalid-expression", survey: head + "text,q,Q,👉${a} == 1,,,\n"),
    Fault(code: "invalid-expression", survey: head + "text,q,Q,,👉. > ,,\n"),
    Fault(code: "unknown-reference", survey: head + "text,👉q,Q,${nobody} = 1,,,\n"),
    Fault(code: "invalid-range", survey: head + "range,q,Q,,,👉start=5 end=1,\n"),
    Fault(code: "invalid-range", survey: head + "range,q,Q,,,👉step=x,\n"),
    Fault(code: "unknown-measure", survey: head + "text,q,Q,,,,👉metric\n"),
    Fault(code: "duplicate-column", survey: "type,name,label,👉Label\ntext,q,Q,Q\n"),
    Fault(code: "duplicate-column", survey: "type,name,label::English,👉label::en\ntext,q,Q,Q\n"),
    Fault(code: "missing-column", survey: "👉type,label\ntext,Q\n"),
    Fault(code: "no-questions", survey: "👉type,name,label\n"),
    Fault(
      code: "duplicate-choice", survey: head + "select_one yn,q,Q,,,,\n",
      choices: "list_name,name,label\nyn,1,Yes\nyn,👉1,No\n"),
    Fault(
      code: "choice-without-name", survey: head + "select_one yn,q,Q,,,,\n",
      choices: "list_name,name,label\nyn,1,Yes\nyn,👉,No\n"),
    Fault(
      code: "unknown-reason", survey: head + "select_one yn,q,Q,,,,\n",
      choices: "list_name,name,missing\nyn,1,👉unknown\n"),
    Fault(
      code: "not-yes-or-no", survey: head + "select_one yn,q,Q,,,,\n",
      choices: "list_name,name,exclusive\nyn,1,👉perhaps\n"),
    Fault(
      code: "missing-column", survey: head + "text,q,Q,,,,\n", choices: "👉name,label\n1,Yes\n"),
    Fault(code: "lone-quote", survey: head + "text,q,\"Q,,,,\n"),
  ]

  @Test("each is an error at its place, with a remedy", arguments: faults)
  func fault(_ fault: Fault) throws {
    let form = MarkedForm(fault.survey, choices: fault.choices)
    let reading = form.reading
    #expect(reading.questionnaire == nil)
    let error = try #require(
      reading.diagnostics.first { $0.code == fault.code && $0.severity == .error },
      "\(reading.diagnostics)")
    if let location = form.location { #expect(error.location == location) }
    #expect(error.fix != nil)
  }

  @Test("all errors are told, not just the first")
  func all() {
    let form = MarkedForm("type,name,label\ntxt,a,A\ntext,b c,B\nselect_one x,d,D\n").reading
    #expect(
      form.diagnostics.map(\.code) == ["unknown-type", "invalid-name", "missing-choice-list"])
  }

  @Test("a misspelt type, list or column is answered with the likely one")
  func spelling() {
    let form = MarkedForm(
      "type,name,label,relevent\nintegr,a,A,\nselect_one yesno,b,B,\n",
      choices: "list_name,name\nyes_no,1\n"
    ).reading
    let fixes = form.diagnostics.compactMap(\.fix)
    for word in ["relevant", "integer", "yes_no"] {
      #expect(fixes.contains { $0.contains("'\(word)'") }, "\(fixes)")
    }
  }

  @Test("columns that nobody knows are no cause for a word")
  func unknownColumns() throws {
    let form = MarkedForm(
      "type,name,label,interviewer_note,bind::oc:itemgroup\ntext,q,Q,x,y\n"
    ).reading
    #expect(form.diagnostics.isEmpty)
    #expect(form.questionnaire != nil)
  }

  @Test("a form without the sheet survey, and one that is no file")
  func noSurvey() throws {
    let empty = XLSForm.reading(sheets: [], file: "form.xlsx", version: "1")
    #expect(empty.diagnostics.map(\.code) == ["missing-sheet"])
    let missing = XLSForm.reading(path: "/nowhere/form.xlsx", displayPath: "f.xlsx", version: "1")
    #expect(missing.diagnostics.map(\.code) == ["file-missing"])
    let old = FileContents(file: "form.xls", bytes: [0xD0, 0xCF, 0x11, 0xE0, 0, 0])
    let reading = XLSForm.reading(old, version: "1")
    #expect(reading.diagnostics.map(\.code) == ["old-workbook"])
    #expect(reading.diagnostics[0].fix?.contains(".xlsx") == true)
  }
}
