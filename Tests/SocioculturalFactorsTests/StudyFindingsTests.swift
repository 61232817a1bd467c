import SampleStudies
import SurveyModel
import Testing

@testable import SocioculturalFactors
@testable import SurveyAnalysis

@Suite("Findings of a weighted study")
struct StudyFindingsTests {
  @Test("A city has its index, facets, groups and distributions")
  func contents() throws {
    let analysis = try PlantedStudy.analysed()
    let sample = try #require(analysis.findings(city: "a", wave: "w1"))
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
    let analysis = WeightedStudy(try planted.study(), samples: try planted.samples())
    #expect(analysis.samples.allSatisfy { $0.index == nil && $0.weighted.weights == .base })
    #expect(analysis.profile(wave: "w1")?.entries.count == 2 * 3)
    #expect(analysis.waveComparisons.count == 1)
    #expect(analysis.diagnostics.isEmpty)
  }

  @Test("A study without factors still has its distributions")
  func withoutFactors() throws {
    let planted = PlantedStudy(cities: ["a"])
    let study = try planted.study().having(factors: [])
    let analysis = WeightedStudy(study, samples: try planted.samples())
    #expect(analysis.samples.allSatisfy { $0.scores.isEmpty })
    #expect(analysis.findings(city: "a", wave: "w1")?.distributions.isEmpty == false)
    #expect(analysis.reliabilities.isEmpty)
    #expect(throws: (any Error).self) { try analysis.exploration(wave: "w1") }
  }

  @Test
  func `waves are compared with verdicts that are known, or are tested when they are compared`()
    throws
  {
    let analysis = try PlantedStudy.analysed()
    let known = analysis.comparison(
      from: "w1", to: "w2", comparability: analysis.comparability())
    let tested = analysis.comparison(from: "w1", to: "w2")
    let verdicts = try #require(tested).cities.map { $0.comparability.map(\.verdict) }
    #expect(verdicts == known?.cities.map { $0.comparability.map(\.verdict) })
    #expect(!verdicts.joined().isEmpty)
  }

  @Test func `a city whose sample cannot be used is in no comparison`() throws {
    let planted = PlantedStudy()
    var samples = try planted.samples()
    samples[0].design.clusters = Array(repeating: "1", count: samples[0].responses.count)
    samples[0].design.strata = nil
    let analysis = WeightedStudy(try planted.study(), samples: samples)
    #expect(analysis.waveComparisons.first?.cities.map(\.name) == ["b"])
  }
}

/// What reports ask of a study, for tests.
extension WeightedStudy {
  var waveComparisons: [WaveComparison] {
    zip(study.waves, study.waves.dropFirst()).compactMap {
      comparison(from: $0.name, to: $1.name)
    }
  }

  func profile(wave: String) -> WaveProfile? {
    profile(wave: wave, comparability: comparability())
  }

  func findings(city: String, wave: String) -> SampleFindings? {
    sample(city: city, wave: wave).map { SampleFindings($0, in: study) }
  }

  func reliability(
    of score: ScoreID, wave: String, city: String? = nil
  ) -> ScaleReliability? {
    reliabilities.first { $0.id == score && $0.wave == wave && $0.city == city }
  }
}
