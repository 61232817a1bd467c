import StudyFolder
import SurveyModel
import Testing

@testable import Simulation

@Suite struct SimulationTests {
  @Test func `a study with real answers is refused`() throws {
    let model = try ModelStudy.study()
    var settings = model.settings
    settings.isSynthetic = false
    let study = try model.having(settings: settings)
    #expect(throws: SimulationError.notSynthetic("innovation-potential")) {
      try StudySimulation(study: study, folder: ModelStudy.folder)
    }
  }

  @Test func `the same seed gives the same bytes, another seed others`() throws {
    let simulation = try ModelStudy.simulation()
    let first = simulation.files(seed: 1)
    #expect(simulation.files(seed: 1) == first)
    let second = simulation.files(seed: 2)
    #expect(second.map(\.path) == first.map(\.path))
    for (a, b) in zip(first, second) where a.path.hasPrefix("responses/") {
      #expect(a.bytes != b.bytes, "\(a.path)")
    }
  }

  @Test func `the committed files are those of the study's seed`() throws {
    let simulation = try ModelStudy.simulation()
    for file in simulation.files() {
      #expect(try ModelStudy.bytes(of: file.path) == file.bytes, "\(file.path)")
    }
  }

  @Test func `a question's answers do not depend on which others are drawn`() throws {
    let simulation = try ModelStudy.simulation()
    let whole = simulation.draw(seed: 3)
    let part = simulation.draw(seed: 3, questions: ["OPN01", "INB"])
    for (a, b) in zip(whole, part) {
      #expect(b.responses.columns.keys.sorted() == ["INB", "OPN01"])
      #expect(a.responses["OPN01"]?.missing == b.responses["OPN01"]?.missing)
      #expect(a.choices("OPN01") == b.choices("OPN01"))
      #expect(a.design == b.design)
    }
  }

  @Test func `every city and wave has its points and interviews`() throws {
    for sample in try ModelStudy.simulation().draw(seed: 4, questions: []) {
      #expect(sample.responses.count == 600)
      #expect(Set(try #require(sample.design.strata)).count == 6)
      #expect(Set(try #require(sample.design.clusters)).count == 60)
      #expect(abs(sample.design.baseWeights.reduce(0, +) - 100_000) < 1e-6)
    }
  }

  @Test func `the falsifier answers nearly alike, and only in his city and wave`() throws {
    let simulation = try ModelStudy.simulation()
    let falsified = simulation.draw(seed: 5)
    let honest = simulation.draw(seed: 5, withFalsifier: false)
    for (a, b) in zip(falsified, honest) {
      let interviewers = try #require(a.design.interviewers)
      let rows = interviewers.indices.filter { interviewers[$0] == "i122" }
      let isHis = a.city == "pskov" && a.wave == "w1"
      #expect(rows.count == 10)
      let others = interviewers.indices.filter { interviewers[$0] != "i122" }
      let (codes, truth) = (try #require(a.choices("OPN01")), try #require(b.choices("OPN01")))
      #expect(others.allSatisfy { codes[$0] == truth[$0] })
      #expect((rows.map { codes[$0] } != rows.map { truth[$0] }) == isHis)
      if isHis { #expect(Set(rows.map { codes[$0] }).count <= 2) }
    }
  }
}
