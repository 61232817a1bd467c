import SurveyModel
import Testing

@testable import ResponseImport

@Suite("Several sources of one city and wave")
struct ImportedStudyTests {
  private let context = ImportContext(cities: cities, waves: waves)

  private func imported(
    _ file: String, _ text: String, columns: [ColumnRole: String] = [:], version: String = "v1"
  ) throws -> SourceImport {
    var fixture = Fixture(
      makeQuestion("A", .selectOne(sex)), makeQuestion("M", .selectMultiple(deeds)),
      makeQuestion("T", .text), text: text)
    fixture.source.file = file
    fixture.source.columns = columns
    fixture.version = version
    return try fixture.read()
  }

  @Test("their interviews follow each other in the order of the sources")
  func joined() throws {
    let study = ImportedStudy(
      joining: [
        try imported("b.csv", "A,M,T\n1,1 2,x\n2,3,y\n"),
        try imported("a.csv", "T,M_1,M_2\nz,0,1\n"),
      ], context: context)
    #expect(study.samples.count == 1)
    let responses = try #require(study.samples.first?.responses)
    #expect(responses["A"]?.shown(sex) == ["1", "2", "(lost)"])
    #expect(responses["M"]?.shown(deeds) == ["1+2", "3", "2"])
    #expect(responses["T"]?.shown() == ["x", "y", "z"])
    #expect(responses.origins.map(\.description) == ["b.csv:2", "b.csv:3", "a.csv:2"])
    #expect(study.samples[0].design.baseWeights == [1, 1, 1])
  }

  @Test("two questionnaires in one city and wave are an error, and the first stands")
  func versions() throws {
    let study = ImportedStudy(
      joining: [
        try imported("a.csv", "A\n1\n"), try imported("b.csv", "A\n2\n", version: "v2"),
      ], context: context)
    #expect(study.samples.map(\.responses.count) == [1])
    #expect(study.diagnostics.filter { $0.code == "questionnaires-differ" }.count == 1)
  }

  @Test("a design that only one of them has is an error and left out")
  func designs() throws {
    let study = ImportedStudy(
      joining: [
        try imported("a.csv", "A,p\n1,11\n", columns: [.cluster: "p"]),
        try imported("b.csv", "A\n2\n"),
      ], context: context)
    #expect(study.samples[0].design.clusters == nil)
    #expect(study.diagnostics.filter { $0.code == "design-differs" }.count == 1)
  }

  @Test func `each interview keeps how it came about where sources are joined or repeat one`()
    throws
  {
    let columns: [ColumnRole: String] = [.identifier: "id", .mode: "how"]
    let study = ImportedStudy(
      joining: [
        try imported("a.csv", "id,A,how\nx,1,capi\ny,2,cati\n", columns: columns),
        try imported("b.csv", "id,A\ny,2\nz,1\n", columns: [.identifier: "id"]),
        try imported("c.csv", "id,A,how\nw,1,web\n", columns: columns),
      ], context: context)
    let sample = try #require(study.samples.first)
    #expect(sample.design.identifiers == ["x", "y", "z", "w"])
    #expect(sample.paradata.interviews.map(\.mode) == ["capi", "cati", nil, "web"])
  }

  @Test(arguments: [("1,,\n", "1,1 2,x\n", "b.csv:2"), ("1,1 2,x\n", "1,1 2,\n", "a.csv:2")])
  func `an interview that was resumed in another file counts once, the fuller one`(
    _ first: String, _ second: String, _ kept: String
  ) throws {
    let roles: [ColumnRole: String] = [.identifier: "id"]
    let study = ImportedStudy(
      joining: [
        try imported("a.csv", "id,A,M,T\nk,\(first)", columns: roles),
        try imported("b.csv", "id,A,M,T\nk,\(second)", columns: roles),
      ], context: context)
    #expect(study.samples[0].responses.origins.map(\.description) == [kept])
    #expect(study.samples[0].responses["T"]?.shown() == ["x"])
    #expect(study.diagnostics.filter { $0.code == "resumed" }.count == 1)
    #expect(study.imports.map(\.ledger.repeated).reduce(0, +) == 1)
  }

  @Test("an identifier that both have is told")
  func identifiers() throws {
    let study = ImportedStudy(
      joining: [
        try imported("a.csv", "A,id\n1,k\n", columns: [.identifier: "id"]),
        try imported("b.csv", "A,id\n2,k\n", columns: [.identifier: "id"]),
      ], context: context)
    let found = study.diagnostics.filter { $0.code == "duplicate-identifier" }
    #expect(
      found.map(\.message) == [
        "the record has the identifier of the one at a.csv:2, and other answers to A"
      ])
    #expect(found.map(\.location.description) == ["b.csv:2"])
  }

  @Test("exports of one day after the other are imported by difference")
  func series() throws {
    func day(_ number: Int, _ text: String) throws -> SourceImport {
      var fixture = Fixture(makeQuestion("A", .selectOne(sex)), text: text)
      fixture.source.file = "day-\(number).csv"
      fixture.source.pattern = "day-*.csv"
      fixture.source.columns = [.identifier: "id"]
      return try fixture.read()
    }
    let study = ImportedStudy(
      joining: [
        try day(1, "id,A\nk,1\nl,2\n"), try day(2, "id,A\nk,1\nl,1\nm,2\n"),
        try day(3, "id,A\nk,1\nl,1\nm,2\nn,2\n"),
      ], context: context)
    let sample = try #require(study.samples.first)
    #expect(sample.design.identifiers == ["k", "l", "m", "n"])
    #expect(sample.responses["A"]?.shown(sex) == ["1", "1", "2", "2"])
    #expect(
      sample.responses.origins.map(\.description)
        == ["day-1.csv:2", "day-2.csv:3", "day-2.csv:4", "day-3.csv:5"])
    #expect(study.imports.map(\.ledger.repeated) == [1, 1, 3])
    let kept = study.imports.reduce(0) { $0 + $1.ledger.kept.records - $1.ledger.repeated }
    #expect(kept == sample.responses.count)
    #expect(study.imports.allSatisfy { $0.ledger.isBalanced })
    let changed = study.diagnostics.filter { $0.code == "record-changed" }
    #expect(
      changed.map(\.message) == [
        "the record stands at day-1.csv:3 too, and other answers to A; this one counts"
      ])
  }

  @Test("a record that another source has with the same answers counts once")
  func repeated() throws {
    let study = ImportedStudy(
      joining: [
        try imported("a.csv", "A,id\n1,k\n2,l\n", columns: [.identifier: "id"]),
        try imported("b.csv", "A,id\n1,k\n1,m\n", columns: [.identifier: "id"]),
      ], context: context)
    #expect(study.samples.first?.design.identifiers == ["k", "l", "m"])
    #expect(study.diagnostics.map(\.code).contains("record-repeated"))
  }
}
