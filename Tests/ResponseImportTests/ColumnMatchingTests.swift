import SurveyModel
import Testing

@testable import ResponseImport

@Suite("Columns of questions")
struct ColumnMatchingTests {
  @Test(
    "a name is found with a path before it, in another case, with other signs",
    arguments: [
      "group/SOC01", "a/b/SOC01", "group.SOC01", "soc01", "SOC_01", "soc-01", "SOC 01",
    ])
  func loose(header: String) throws {
    let imported = try Fixture(
      makeQuestion("SOC01", .selectOne(trust11)), text: "n,\(header)\n1,7\n"
    ).read()
    #expect(imported.samples[0].responses["SOC01"]?.shown(trust11) == ["7"])
    #expect(imported.ledger.looseMatches == [LooseMatch(column: header, name: "SOC01")])
    #expect(imported.findings("column-matched-loosely").map(\.severity) == [.note])
  }

  @Test("choices are found with a path before them")
  func looseDetails() throws {
    let imported = try Fixture(
      makeQuestion("INB", .selectMultiple(deeds)),
      text: "n,g/INB/1,g/INB/2,g/INB/3,g/INB/4,g/INB/5\n1,1,0,0,1,0\n"
    ).read()
    #expect(imported.samples[0].responses["INB"]?.shown(deeds) == ["1+4"])
    #expect(imported.ledger.looseMatches.count == 5)
  }

  @Test("the very name goes before all others, and two that may be meant are both left")
  func precedence() throws {
    let imported = try Fixture(
      makeQuestion("A", .integer), makeQuestion("B", .integer),
      text: "g/A,A,x/B,y/B\n1,2,3,4\n"
    ).read()
    #expect(imported.samples[0].responses["A"]?.shown() == ["2.0"])
    #expect(imported.samples[0].responses["B"] == nil)
    #expect(
      imported.findings("column-ambiguous").map(\.message)
        == ["'x/B', 'y/B' may each be B; none was taken"])
  }

  @Test("the text of another answer is not taken for a choice")
  func otherText() throws {
    let choices = list("o", choice("1"), choice("other"))
    let imported = try Fixture(
      makeQuestion("Q", .selectMultiple(choices)), makeQuestion("Q_other", .text),
      text: "n,Q/1,Q/other,Q_other\n1,0,1,иное\n"
    ).read()
    #expect(imported.samples[0].responses["Q"]?.shown(choices) == ["other"])
    #expect(imported.samples[0].responses["Q_other"]?.shown() == ["иное"])
  }

  @Test("a question absent from the file and a column unknown to the form are told once")
  func absence() throws {
    let imported = try Fixture(
      makeQuestion("A", .integer), makeQuestion("B", .integer), makeQuestion("C", .integer),
      makeQuestion("start", .metadata("start")), makeQuestion("n1", .note),
      text: "A,x,y\n1,2,3\n4,5,6\n"
    ).read()
    #expect(
      imported.diagnostics.map(\.description) == [
        "responses/a.csv:1:1: warning: the file has no column for 2 questions: B, C"
          + " [question-not-in-file]\n"
          + "  fix: compare the column names with the questionnaire v1",
        "responses/a.csv:1:1: note: the file has no column for the recorded field start"
          + " [recorded-field-not-in-file]",
        "responses/a.csv:1:3: warning: the questionnaire does not know 2 columns: x, y"
          + " [column-not-in-questionnaire]\n"
          + "  fix: correct the names, or leave them: they are not used",
      ])
    #expect(imported.ledger.absentQuestions == ["B", "C", "start"])
    #expect(imported.ledger.unusedColumns == ["x", "y"])
    #expect(imported.samples[0].responses.columns.keys.sorted() == ["A"])
  }

  @Test("a file without a single question is an error")
  func nothingMatches() throws {
    let imported = try Fixture(makeQuestion("A", .integer), text: "x,y\n1,2\n").read()
    #expect(imported.findings("question-not-in-file").map(\.severity) == [.error])
  }

  @Test("questions of a repeat are neither read nor missed")
  func repeats() throws {
    var inside = makeQuestion("R", .integer)
    inside.enclosingRepeat = "members"
    let imported = try Fixture(makeQuestion("A", .integer), inside, text: "A\n1\n").read()
    #expect(imported.diagnostics.isEmpty)
  }

  @Test("names that are not unique and not ASCII")
  func duplicates() throws {
    let imported = try Fixture(
      makeQuestion("Пол", .selectOne(sex)), text: "№ 1,Пол,№ 1\n5,2,6\n"
    ).read()
    #expect(imported.samples[0].responses["Пол"]?.shown(sex) == ["2"])
    #expect(imported.findings("duplicate-column").count == 1)
  }
}
