import SurveyModel
import TabularFiles
import Testing

@testable import ResponseImport

/// Columns named by the groups around their question, as the programs of the ODK family write them.
struct GroupPathTests {
  private func asked(_ name: String, _ kind: Question.Kind, _ groups: String...) -> Question {
    Question(name: name, label: Label(name), kind: kind, groups: groups, at: nowhere)
  }

  private var questions: [Question] {
    [
      asked("sex", .selectOne(sex), "hh"), asked("i1", .integer, "hh", "trust-grp"),
      asked("mm", .selectMultiple(deeds), "hh", "trust-grp"), asked("age", .integer),
    ]
  }

  /// A header, and the answers to `i1` and `mm` of its one record.
  struct Export: CustomTestStringConvertible {
    var name: String
    var header: String
    var record = "1,4,1 3,33"
    var testDescription: String { name }
  }

  static let exports = [
    Export(name: "ODK Central, Briefcase", header: "hh-sex,hh-trust-grp-i1,hh-trust-grp-mm,age"),
    Export(name: "Aggregate", header: "hh:sex,hh:trust-grp:i1,hh:trust-grp:mm,age"),
    Export(name: "KoboToolbox", header: "hh/sex,hh/trust-grp/i1,hh/trust-grp/mm,age"),
    Export(name: "a full stop", header: "hh.sex,hh.trust-grp.i1,hh.trust-grp.mm,age"),
    Export(name: "no groups", header: "sex,i1,mm,age"),
    Export(name: "the inner group only", header: "hh-sex,trust-grp-i1,trust-grp-mm,age"),
    Export(
      name: "a column for each choice",
      header: "hh-sex,hh-trust-grp-i1,hh-trust-grp-mm,hh-trust-grp-mm/1,hh-trust-grp-mm/2,"
        + "hh-trust-grp-mm/3,hh-trust-grp-mm/4,hh-trust-grp-mm/5,age",
      record: "1,4,1 3,1,0,1,0,0,33"),
  ]

  @Test(arguments: exports)
  func `a question is found by its groups, whatever divides them`(_ export: Export) throws {
    for tail in [(",KEY,SubmissionDate,meta-instanceID", ",u,2025-01-10,u"), ("", "")] {
      var fixture = Fixture(text: "\(export.header)\(tail.0)\n\(export.record)\(tail.1)\n")
      fixture.questions = questions
      let imported = try fixture.read()
      let responses = try #require(imported.samples.first?.responses)
      #expect(responses["sex"]?.shown(sex) == ["1"])
      #expect(responses["i1"]?.shown() == ["4.0"])
      #expect(responses["mm"]?.shown(deeds) == ["1+3"])
      #expect(responses["age"]?.shown() == ["33.0"])
      #expect(imported.findings("question-not-in-file").isEmpty)
      #expect(imported.findings("column-not-in-questionnaire").isEmpty)
      #expect(imported.findings("column-matched-loosely").isEmpty)
    }
  }

  @Test func `groups that the questionnaire lacks are looked through in files of ODK, and told`()
    throws
  {
    let imported = try Fixture(
      makeQuestion("i1", .integer),
      text: "SubmissionDate,v2-grp-i1,KEY,ReviewState\n2025-01-10,4,u,approved\n"
    ).read()
    #expect(imported.ledger.producer == .odkCentral)
    #expect(imported.samples.first?.responses["i1"]?.shown() == ["4.0"])
    #expect(imported.findings("column-matched-loosely").count == 1)
    let other = try Fixture(makeQuestion("i1", .integer), text: "v2-grp-i1\n4\n").read()
    #expect(other.samples.first?.responses["i1"] == nil)
  }

  @Test(arguments: ["-", ":", "/", "."])
  func `questions renamed for their groups are found by what the data call them`(_ sign: String)
    throws
  {
    var fixture = Fixture(
      text: "home\(sign)age,people\(sign)work\(sign)age\n30,40\n")
    fixture.questions = [
      asked("home_age", .integer, "home"), asked("work_age", .integer, "people", "work"),
    ]
    let responses = try fixture.responses()
    #expect(responses["home_age"]?.shown() == ["30.0"])
    #expect(responses["work_age"]?.shown() == ["40.0"])
  }

  @Test(arguments: [
    "g-place-Latitude,g-place-Longitude,g-place-Altitude,g-place-Accuracy",
    "g:place:Latitude,g:place:Longitude,g:place:Altitude,g:place:Accuracy",
    "place-Latitude,place-Longitude,place-Altitude,place-Accuracy",
    "_place_latitude,_place_longitude,_place_altitude,_place_precision",
  ])
  func `the columns of a position are its question's`(_ header: String) throws {
    var fixture = Fixture(text: "A,\(header)\n1,57.8,28.3,,5\n2,,,,\n")
    fixture.questions = [makeQuestion("A", .integer), asked("place", .position, "g")]
    let imported = try fixture.read()
    let shown = try #require(imported.samples.first?.responses["place"]).shown()
    #expect(shown.first == "57.8 28.3 5")
    #expect(shown.last == "(no-answer)")
    #expect(imported.findings("column-not-in-questionnaire").isEmpty)
    #expect(imported.findings("question-not-in-file").isEmpty)
  }
}
