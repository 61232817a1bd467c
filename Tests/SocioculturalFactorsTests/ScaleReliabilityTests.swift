import FactorAnalysis
import SampleStudies
import SurveyModel
import Testing

@testable import SocioculturalFactors
@testable import SurveyAnalysis

@Suite("Reliability and dimensions of scales")
struct ScaleReliabilityTests {
  private func analysis() throws -> WeightedStudy { try PlantedStudy.analysed() }

  @Test("Each reflective factor and facet has α and ω, of all cities and of each")
  func scales() throws {
    let analysis = try analysis()
    #expect(
      analysis.reliabilities.filter { $0.wave == "w1" && $0.city == nil }.map(\.id.name)
        == ["SOC", "OPN", "INN.A", "INN.C"], "neither the index nor its formative facet has α")
    let scale = try #require(analysis.reliability(of: ScoreID(factor: "SOC"), wave: "w1"))
    #expect(scale.itemCount == 3 && scale.warnings.isEmpty)
    let (alpha, omega) = (scale.alpha ?? 0, scale.omega ?? 0)
    #expect(alpha > 0.8 && abs(omega - alpha) < 0.05)
    #expect(analysis.reliability(of: ScoreID(factor: "SOC"), wave: "w1", city: "b") != nil)
  }

  @Test("A scale of two items, and one of unrelated items, are shown with a warning")
  func warnings() throws {
    let planted = PlantedStudy()
    let mixed = Fixture.factor(
      "MIX", [Fixture.item("SOC1"), Fixture.item("OPN1"), Fixture.item("SOC2", keying: .negative)])
    let one = Fixture.factor("ONE", [Fixture.item("SOC1")])
    let plain = try planted.study()
    let study = try plain.having(factors: plain.factors + [mixed, one])
    let analysis = WeightedStudy(study, samples: try planted.samples())
    let single = try #require(analysis.reliability(of: ScoreID(factor: "ONE"), wave: "w1"))
    #expect(single.alpha == nil && single.warnings == [.fewItems(1)])
    let facet = ScoreID(factor: "INN", part: .facet("A"))
    #expect(
      analysis.reliability(of: facet, wave: "w1")?.warnings.contains(.fewItems(2)) == true)
    let mix = try #require(analysis.reliability(of: ScoreID(factor: "MIX"), wave: "w1"))
    let alpha = try #require(mix.alpha)
    #expect(alpha < 0.6 && mix.warnings == [.lowAlpha(alpha)])
  }

  @Test("Parallel analysis and loadings find the planted factors")
  func exploration() throws {
    let exploration = try analysis().exploration(wave: "w1")
    #expect(exploration.covariance.names.count == 10, "items of all factors, formative ones not")
    #expect(exploration.parallel.suggested == 2)
    let analysis = try exploration.analysis.get()
    let strongest = analysis.loadings.map { row in
      row.indices.max { abs(row[$0]) < abs(row[$1]) }
    }
    #expect(Set(strongest[0..<3]).count == 1 && Set(strongest[3..<6]).count == 1)
    #expect(strongest[0] != strongest[3])
  }

  @Test("The same seed explores alike")
  func seeded() throws {
    let analysis = try analysis()
    #expect(
      try analysis.exploration(wave: "w1").parallel
        == analysis.exploration(wave: "w1").parallel)
  }
}
