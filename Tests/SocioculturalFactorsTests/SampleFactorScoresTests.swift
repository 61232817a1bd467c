import FactorAnalysis
import SampleStudies
import Testing

@testable import SocioculturalFactors
@testable import SurveyAnalysis

@Suite("Factor scores of a wave's interviews")
struct SampleFactorScoresTests {
  private func scored(
    _ analysis: WeightedStudy, _ method: FactorScores.Method = .regression
  ) throws -> SampleFactorScores {
    var options = ExplorationOptions()
    options.factors = 1
    return try analysis.factorScores(
      wave: "w1", factor: "SOC", options: options, method: method)
  }

  @Test(
    "Each interview has its city's place, and cities are in standard deviations of all together",
    arguments: FactorScores.Method.allCases)
  func rows(method: FactorScores.Method) throws {
    let analysis = try PlantedStudy.analysed()
    let scores = try scored(analysis, method)
    #expect(scores.cities.map(\.city) == ["a", "b"])
    for city in scores.cities {
      let sample = try #require(analysis.samples.first { $0.city == city.city && $0.wave == "w1" })
      #expect(city.values.count == 1 && city.values[0].count == sample.design.count)
      let mean = sample.design.mean(of: city.values[0])
      #expect(mean == city.means[0])
    }
    let mean = scores.cities.reduce(0.0) { $0 + $1.means[0].value / 2 }
    #expect(abs(mean) < 0.03, "cities of equal weights: their means cancel out")
  }

  @Test("A city that is higher has a higher mean by about its shift, at the scale of all")
  func shift() throws {
    var planted = PlantedStudy()
    planted.cityShift = ["b": 1]
    let analysis = WeightedStudy(try planted.study(), samples: try planted.samples())
    let means = try scored(analysis, .bartlett).cities.map(\.means[0])
    let difference = abs(means[1].value - means[0].value)
    #expect(difference > 0.5 && difference < 2)
    #expect(means.allSatisfy { $0.standardError > 0 && $0.standardError < 0.2 })
  }

  @Test("Items of a factor that is not there have no scores")
  func unknown() throws {
    let analysis = try PlantedStudy.analysed()
    #expect(throws: FactorAnalysisError.self) {
      try analysis.factorScores(
        wave: "w1", factor: "NONE", options: ExplorationOptions(), method: .regression)
    }
  }
}
