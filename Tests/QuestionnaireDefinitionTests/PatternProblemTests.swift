import SurveyModel
import Testing

@testable import QuestionnaireDefinition

/// Patterns of `regex()` that are not matched: told once, where they stand, and the form is used.
struct PatternProblemTests {
  private static let head = "type,name,label,relevant,constraint,calculation\n"

  @Test(arguments: [
    (
      "text,q,Q,,👉\"regex(., '^(?=.*x)y')\",\n", "character 12 of 'constraint'", "not checked by it"
    ),
    ("text,q,Q,,,\ntext,r,R,\"👉regex(${q}, 'a++')\",,\n", "of 'relevant'", "'not asked'"),
    ("text,q,Q,,👉\"regex(., '((a{1000}){1000}){1000}')\",\n", "of 'constraint'", "more than 10000"),
    (
      "begin_group,g,G,\"👉regex('a', '(?!a)')\",,\ntext,q,Q,,,\ntext,r,R,,,\nend_group,,,,,\n",
      "of 'relevant'", "look-ahead"
    ),
    (
      "begin_repeat,g,G,\"👉regex('a', '(?!a)')\",,\ntext,q,Q,,,\nend_repeat,,,,,\ntext,r,R,,,\n",
      "of 'relevant'", "look-ahead"
    ),
    (
      "calculate,q,Q,,,👉\"if(regex('a', '(a)\\1'), 1, 0)\"\ntext,r,R,,,\n", "of 'calculation'",
      "as the data have it"
    ),
  ])
  func `a pattern that is not checked is told once`(rows: String, place: String, says: String)
    throws
  {
    let form = MarkedForm(Self.head + rows.replacing("\"👉", with: "👉\""))
    let questionnaire = try #require(form.reading.questionnaire, "\(form.reading.diagnostics)")
    let told = (form.reading.diagnostics + questionnaire.lint()).filter {
      $0.message.contains("regex")
    }
    #expect(told.map(\.code) == ["pattern-not-checked"])
    #expect(told[0].location == form.location)
    #expect(told[0].severity == (rows.hasPrefix("calculate") ? .note : .warning))
    #expect(told[0].message.contains(place) && told[0].message.contains(says), "\(told[0])")
    #expect(told[0].fix != nil)
  }

  @Test(arguments: [
    ("'[a-'", "'[' is not closed"), ("'(a'", "not closed"), ("'a{2,1}'", "{2,1} runs backwards"),
    ("'[я-а]'", "я-а runs backwards"), ("'*'", "nothing to repeat"), (#"'\q'"#, "no meaning"),
  ])
  func `a malformed pattern is told once, and the form is used`(pattern: String, says: String)
    throws
  {
    for row in [
      "text,q,Q,,👉\"regex(., \(pattern))\",\n",
      "calculate,q,Q,,,👉\"regex('a', \(pattern))\"\ntext,r,R,,,\n",
    ] {
      let form = MarkedForm(Self.head + row)
      let questionnaire = try #require(form.reading.questionnaire, "\(form.reading.diagnostics)")
      let told = (form.reading.diagnostics + questionnaire.lint()).filter {
        $0.message.contains("regex")
      }
      #expect(told.map(\.code) == ["invalid-pattern"])
      #expect(told[0].severity == .warning && told[0].location == form.location)
      #expect(told[0].message.contains(says), "\(told[0])")
    }
  }

  @Test func `names of any length are compared with known ones in little time`() {
    let long = String(repeating: "я", count: 100_000)
    #expect(Spelling.nearest(to: long, among: [long + "a", "b" + long]) == nil)
    #expect(Spelling.nearest(to: "трсут", among: [long, "труст"]) == "труст")
  }
}
