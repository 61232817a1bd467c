import SurveyModel
import Testing

@testable import InnovationPotential

@Suite("Analysis of a whole study")
struct StudyAnalysisTests {
  @Test("Samples come in the order of waves and cities, whatever order they are given in")
  func order() throws {
    let planted = PlantedStudy()
    let study = try planted.study()
    let samples = try planted.samples()
    let analysis = StudyAnalysis(study, samples: samples.reversed())
    #expect(analysis.samples.map { "\($0.wave) \($0.city)" } == ["w1 a", "w1 b", "w2 a", "w2 b"])
    #expect(analysis.profiles.map(\.wave) == ["w1", "w2"])
    let query = EstimateQuery(names: ["INN", "SOC1", "NEWS"], by: ["sex"])
    let again = try PlantedStudy.analysed()
    #expect(try analysis.estimates(query).map(\.estimate) == again.estimates(query).map(\.estimate))
  }

  @Test("A city has its index, facets, groups and distributions")
  func contents() throws {
    let analysis = try PlantedStudy.analysed()
    let sample = try #require(analysis.sample(city: "a", wave: "w1"))
    let index = try #require(sample.index?.mean)
    let facets = try #require(sample.index).definition.facets.compactMap { sample[$0]?.mean?.value }
    #expect(abs(index.value - facets.reduce(0, +) / 3) < 1)
    #expect(sample.groups.map(\.group) == ["sex", "age"])
    #expect(sample.groups[0].categories.map(\.scores.count) == [6, 6])
    #expect(
      sample.distributions.map(\.question).count == sample.sample.questionnaire.questions.count)
  }

  @Test("A study without outcome and margins is analysed as far as it goes")
  func withoutOutcome() throws {
    let planted = PlantedStudy(cities: ["a", "b", "c"], hasOutcome: false)
    let analysis = StudyAnalysis(try planted.study(), samples: try planted.samples())
    #expect(analysis.samples.allSatisfy { $0.index == nil && $0.weighted.weights == .base })
    #expect(analysis.profiles[0].entries.count == 2 * 3)
    #expect(analysis.waveComparisons.count == 1)
    #expect(analysis.diagnostics.isEmpty)
  }

  @Test("A study without factors still has its distributions")
  func withoutFactors() throws {
    let planted = PlantedStudy(cities: ["a"])
    var study = try planted.study()
    study.factors = []
    let analysis = StudyAnalysis(study, samples: try planted.samples())
    #expect(analysis.samples.allSatisfy { !$0.distributions.isEmpty && $0.scores.isEmpty })
    #expect(analysis.reliabilities.isEmpty)
    #expect(throws: (any Error).self) { try analysis.exploration(wave: "w1") }
  }

  @Test("A sample from which nothing can be estimated is set aside, the others are analysed")
  func notUsable() throws {
    let planted = PlantedStudy()
    var samples = try planted.samples()
    samples[0].design.clusters = Array(repeating: "1", count: samples[0].responses.count)
    samples[0].design.strata = nil
    let analysis = StudyAnalysis(try planted.study(), samples: samples)
    #expect(analysis.notUsable.map(\.city) == ["a"])
    #expect(analysis.samples.count == 3)
    #expect(analysis.diagnostics.map(\.code) == ["design-not-usable"])
    #expect(analysis.waveComparisons.first?.cities.map(\.name) == ["b"])
  }

  @Test
  func `who asks for no comparability gets the rest, and any comparison of waves on demand`() throws
  {
    let planted = PlantedStudy()
    let study = try planted.study()
    let bare = StudyAnalysis(study, samples: try planted.samples(), scope: .withoutComparability)
    let full = try PlantedStudy.analysed()
    #expect(bare.comparability.findings.isEmpty && bare.profiles.isEmpty)
    #expect(bare.waveComparisons.isEmpty && bare.waves == full.waves)
    #expect(bare.reliabilities.count == full.reliabilities.count)
    let (one, other) = (bare.comparison(from: "w1", to: "w2"), full.waveComparisons.first)
    let verdicts = try #require(one).cities.map { $0.comparability.map(\.verdict) }
    #expect(verdicts == other?.cities.map { $0.comparability.map(\.verdict) })
    #expect(!verdicts.joined().isEmpty)
  }
}
