import SurveyModel
import TabularFiles
import Testing

@testable import ResponseImport

struct CorrectionReplayTests {
  private func correction(
    _ record: String, _ question: String, _ old: String, _ new: String,
    file: String = "responses/a.csv"
  ) -> Correction {
    Correction(
      file: file, record: record, question: question, old: old, new: new, who: "супервайзер",
      why: "звонок", at: SurveyModel.SourceLocation(file: "corrections.csv", line: 2, column: 1))
  }

  private func fixture(_ corrections: [Correction]) -> Fixture {
    var fixture = Fixture(
      makeQuestion("A", .selectOne(sex)), makeQuestion("M", .selectMultiple(deeds)),
      makeQuestion("N", .integer), makeQuestion("T", .text),
      text: "id,A,M/1,M/2,N,T\nk1,1,0,1,5,слово\nk2,2,1,0,6,\nk3,2,1,0,7,\nk3,1,1,0,7,\n")
    fixture.source.columns[.identifier] = "id"
    fixture.corrections = corrections
    return fixture
  }

  @Test func `the new answers stand where the file has the old ones`() throws {
    let imported = try fixture([
      correction("k1", "A", "1", "2"), correction("k2", "N", "6", ""),
      correction("k1", "M/1", "0", "1"), correction("k2", "T", "", "новое"),
    ]).read()
    let responses = try #require(imported.samples.first?.responses)
    #expect(responses["A"]?.shown(sex).prefix(2) == ["2", "2"])
    #expect(responses["N"]?.shown().prefix(2) == ["5.0", "(lost)"])
    #expect(responses["M"]?.shown(deeds).prefix(2) == ["1+2", "1"])
    #expect(responses["T"]?.shown().prefix(2) == ["слово", "новое"])
    #expect(imported.ledger.corrections.map(\.isApplied) == [true, true, true, true])
    #expect(imported.ledger.isBalanced)
  }

  @Test(arguments: [
    ("k1", "A", "2", "1", "correction-needless"), ("k1", "N", "6", "7", "correction-old-differs"),
    ("k9", "A", "1", "2", "correction-record-missing"),
    ("k3", "A", "1", "2", "correction-ambiguous"),
    ("k1", "B", "1", "2", "correction-question-missing"),
    ("k1", "T", "другое", "x", "correction-old-differs"),
  ])
  func `a correction that does not fit is refused with its place`(
    record: String, question: String, old: String, new: String, code: String
  ) throws {
    let imported = try fixture([correction(record, question, old, new)]).read()
    let found = try #require(imported.findings(code).first)
    #expect(found.location.description == "corrections.csv:2:1")
    #expect(imported.ledger.corrections.map(\.isApplied) == [false])
    #expect(!imported.diagnostics.contains { $0.description.contains("слово") })
    let plain = try fixture([]).read()
    #expect(
      imported.samples[0].responses["A"]?.shown(sex)
        == plain.samples[0].responses["A"]?.shown(sex))
  }

  @Test func `a new answer that the questionnaire does not know is found as any other`() throws {
    let imported = try fixture([correction("k1", "A", "1", "7")]).read()
    #expect(imported.findings("value-not-in-choices").count == 1)
    #expect(imported.samples[0].responses["A"]?.missing[0] == .invalid)
  }

  @Test func `without identifiers a record is named by its line`() throws {
    var fixture = fixture([correction("3", "A", "2", "1")])
    fixture.source.columns = [:]
    let responses = try fixture.responses()
    #expect(responses["A"]?.shown(sex) == ["1", "1", "2", "1"])
  }

  @Test func `corrections of other files are left alone`() throws {
    let imported = try fixture([correction("k1", "A", "1", "2", file: "responses/b.csv")]).read()
    #expect(imported.ledger.corrections.isEmpty)
    #expect(imported.samples[0].responses["A"]?.shown(sex).first == "1")
  }
}
