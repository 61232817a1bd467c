import SurveyModel
import TabularFiles
import Testing

@testable import StudyFolder

/// Codebooks in the shapes that offices and archives use say the same of the same variable.
struct CodebookTests {
  private func codebook(_ text: String, _ file: String = "codebook.csv") throws -> Codebook {
    let contents = FileContents(file: file, bytes: Array(text.utf8))
    guard case .codebook(let codebook) = try LabelFile(contents, known: ["q1", "q2", "q3"]) else {
      Issue.record("taken for a form")
      return Codebook()
    }
    return codebook
  }

  @Test(arguments: [
    "variable,value,label\nq1,,Trust\nq1,1,Low\nq1,2,High\nq1,9,Don't know\n",
    "Variable;Code;Label\nq1;;Trust\nq1;1;Low\n;2;High\n;9;Don't know\n",
    "name,question,value,value label\nq1,Trust,1,Low\nq1,Trust,2,High\nq1,Trust,9,Don't know\n",
    "question_number,question_text,question_responses\nq1,Trust,\"1 - Low, 2 - High, 9 - Don't know\"\n",
    "name,label,values\nq1,Trust,1=Low;2=High;9=Don't know\n",
    "variable,label,choices\nq1,Trust,\"1, Low | 2, High | 9, Don't know\"\n",
    "variable,label,1,2,9\nq1,Trust,Low,High,Don't know\n",
    "переменная,метка,варианты ответов\nq1,Trust,\"1. Low; 2. High; 9. Don't know\"\n",
    "Codebook of 2024\n\nvariable,value,label\nq1,,Trust\nq1,1,Low\nq1,2,High\nq1,9,Don't know\n",
    """
    VARIABLE LABELS q1 'Trust' /q2 "Other".
    VALUE LABELS q1 1 'Low' 2 'High' 9 'Don''t know'.
    """,
    """
    * A comment.
    variable labels
      q1 "Trust".
    value labels q1 to q3
      1 "Low"
      2 "High"
      9 "Don't know" .
    """,
    """
    <codeBook><dataDscr><var name="q1"><labl>Trust</labl>
    <catgry><catValu>1</catValu><labl>Low</labl><catStat type="freq">4</catStat></catgry>
    <catgry><catValu>2</catValu><labl>High</labl></catgry>
    <catgry missing="Y"><catValu>9</catValu><labl>Don't know</labl></catgry>
    </var></dataDscr></codeBook>
    """,
    """
    {"columns": {"q1": {"type": "single", "text": {"en-GB": "Trust"}, "values": "lib@values@s"}},
     "lib": {"values": {"s": [{"value": 1, "text": {"en-GB": "Low"}},
      {"value": 2, "text": {"en-GB": "High"}}, {"value": 9, "text": {"en-GB": "Don't know"}}]}}}
    """,
    """
    {"Title": "T", "Children": [{"$type": "Group", "Children": [{"$type": "SingleQuestion",
     "VariableName": "q1", "QuestionText": "Trust", "Answers": [
     {"AnswerText": "Low", "AnswerValue": "1"}, {"AnswerText": "High", "AnswerValue": "2"},
     {"AnswerText": "Don't know", "AnswerValue": "9"}]}]}]}
    """,
  ])
  func `a variable, its text and its values`(text: String) throws {
    let variable = try #require(try codebook(text)["Q1"] ?? codebook(text)["q1"])
    #expect(variable.label.texts.values.first == "Trust")
    #expect(variable.codes.map(\.name) == ["1", "2", "9"])
    #expect(variable.codes.map { $0.label.texts.values.first } == ["Low", "High", "Don't know"])
  }

  @Test func `a list of values by its name`() throws {
    var codebook = try codebook("name,label,scale\nq1,Trust,s2\nq2,Pride,s2\n")
    codebook.add(try self.codebook("scale,value,label\ns2,1,Low\ns2,2,High\n", "scales.csv"))
    #expect(codebook["q2"]?.codes.map(\.name) == ["1", "2"])
    #expect(codebook["q2"]?.listName == "s2")
  }

  @Test(arguments: [
    ("MISSING VALUES q1 (97 THRU 99).", ["97", "98", "99"], ["1", "96"]),
    ("MISSING VALUES q1 q2 (97, 98).", ["97", "98"], ["99"]),
    ("MISSING VALUES q1 (LO THRU -1, 99).", ["-5", "99"], ["0", "98"]),
    ("MISSING VALUES q2 TO q3 (9) /q1 (8).", ["8"], ["9"]),
  ])
  func `values that mean no answer`(text: String, missing: [String], others: [String]) throws {
    let variable = try #require(try codebook(text, "labels.sps")["q1"])
    #expect(missing.allSatisfy(variable.declares) && !others.contains(where: variable.declares))
  }

  @Test(arguments: [
    ("type,name,label\ntext,q1,Q\nselect_one a,q2,Q\n", "survey"),
    ("list_name,name,label\na,1,Yes\n", "choices"),
    ("list name,name,label::Русский (ru)\na,1,Да\n", "choices"),
    ("form_title,form_id,version\nT,t,1\n", "settings"),
  ])
  func `a sheet of a form is a form`(text: String, sheet: String) throws {
    let contents = FileContents(file: "x.csv", bytes: Array(text.utf8))
    #expect(try FormFile(contents)?.sheet == sheet)
  }

  @Test func `a long sheet of a form is one, whatever its texts hold`() throws {
    let row = "select_one a,q,\"Ваш ответ:\nпервый, второй\"\n"
    let text = "type,name,label\n" + String(repeating: row, count: 3000)
    for shift in 0..<4 {
      let contents = FileContents(
        file: "x.csv", bytes: Array((String(repeating: " ", count: shift) + text).utf8))
      #expect(try FormFile(contents)?.sheet == "survey")
    }
  }

  @Test(arguments: [
    "id,sex,age\n1,2,30\n", "type,name,amount\nshop,Alpha,3\ncafe,Beta,4\n", "name\n1\n",
  ])
  func `answers are no form`(text: String) throws {
    #expect(try FormFile(FileContents(file: "x.csv", bytes: Array(text.utf8))) == nil)
  }

  @Test func `what is no codebook is said`() throws {
    for text in ["a,b\n1,2\n", "{}", "<html></html>", ""] {
      let contents = FileContents(file: "x", bytes: Array(text.utf8))
      #expect(throws: TabularFileError.self) { try LabelFile(contents, known: []) }
    }
  }
}

struct OrderedLabelsTests {
  private func areOrdered(_ labels: [String]) -> Bool {
    OrderedLabels.areOrdered(
      labels.enumerated().map { place, label in
        .init("\(place + 1)", label: label.isEmpty ? nil : Label(label))
      })
  }

  @Test(arguments: [
    ["Strongly agree", "Agree", "Neither", "Disagree", "Strongly disagree"],
    ["Совершенно не согласен", "Скорее не согласен", "Отчасти", "Согласен"],
    ["Excellent", "Good", "Fair", "Poor"], ["Never", "Rarely", "Sometimes", "Often"],
    ["Very dissatisfied", "", "", "", "Very satisfied"], ["18–29", "30–44", "45–59", "60+"],
    ["Under $25,000", "$25,000–49,999", "$50,000 and more"],
    ["начальное", "среднее", "среднее специальное", "высшее"],
  ])
  func `labels that go from one end to the other`(labels: [String]) {
    #expect(areOrdered(labels))
  }

  @Test(arguments: [
    ["Bus", "Car", "Walk"], ["Yes", "No"], ["Male", "Female"], ["", "", "", ""],
    ["Park", "Good café", "Museum"], ["Own", "", "", "Rent"],
  ])
  func `labels that show no order`(labels: [String]) { #expect(!areOrdered(labels)) }
}
