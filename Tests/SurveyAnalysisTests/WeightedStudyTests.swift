import SampleStudies
import SurveyModel
import Testing

@testable import SurveyAnalysis

@Suite("A study weighted and scored")
struct WeightedStudyTests {
  @Test("Samples come in the order of waves and cities, whatever order they are given in")
  func order() throws {
    let planted = PlantedStudy()
    let study = try planted.study()
    let samples = try planted.samples()
    let analysis = WeightedStudy(study, samples: samples.reversed())
    #expect(analysis.samples.map { "\($0.wave) \($0.city)" } == ["w1 a", "w1 b", "w2 a", "w2 b"])
    #expect(analysis.waves == ["w1", "w2"])
    let query = EstimateQuery(names: ["INN", "SOC1", "NEWS"], by: ["sex"])
    let again = try PlantedStudy.analysed()
    #expect(try analysis.estimates(query).map(\.estimate) == again.estimates(query).map(\.estimate))
  }

  @Test("A sample from which nothing can be estimated is set aside, the others are analysed")
  func notUsable() throws {
    let planted = PlantedStudy()
    var samples = try planted.samples()
    samples[0].design.clusters = Array(repeating: "1", count: samples[0].responses.count)
    samples[0].design.strata = nil
    let analysis = WeightedStudy(try planted.study(), samples: samples)
    #expect(analysis.notUsable.map(\.city) == ["a"])
    #expect(analysis.samples.count == 3)
    #expect(analysis.diagnostics.map(\.code) == ["design-not-usable"])
  }

  @Test func `an estimate knows the verdicts that the whole study has`() throws {
    let analysis = try PlantedStudy.analysed()
    let whole = ScoresSideBySide(analysis, comparability: analysis.comparability())
    let records = try analysis.estimates(EstimateQuery(names: ["SOC"]))
    #expect(records.map(\.comparability) == whole[ScoreID(factor: "SOC")].verdicts)
    #expect(records.contains { $0.comparability != nil })
  }

  @Test func `replicates change errors, and everything that is made from them`() throws {
    let analysis = try PlantedStudy.analysed()
    let replicated = try analysis.replicated(by: .init(.stratifiedJackknife))
    for (before, after) in zip(analysis.samples, replicated.samples) {
      let index = try #require(after.index?.mean)
      #expect(index.value == before.index?.mean?.value)
      #expect(index.standardError != before.index?.mean?.standardError)
      let values = try #require(after.scored.index).values
      #expect(index.standardError == after.design.mean(of: values).standardError)
      guard case .replicates(let replicates) = after.weighted.errors else {
        Issue.record("the errors are told to be \(after.weighted.errors)")
        continue
      }
      #expect(replicates.count > 1 && replicates.dropped == 0)
    }
  }
}
