import MeasurementInvariance
import SampleStudies
import SurveyModel
import Testing

@testable import SocioculturalFactors
@testable import SurveyAnalysis

/// Profiles and changes under verdicts written by hand.
@Suite("Comparisons obey the verdict on comparability")
struct ComparisonGateTests {
  private func profile(_ verdicts: [String: ComparabilityVerdict]) throws -> WaveProfile {
    let analysis = try PlantedStudy.analysed()
    let samples = analysis.samples.filter { $0.wave == "w1" }
    return WaveProfile(
      wave: "w1", samples, in: analysis.study,
      findings: findings(verdicts, .cities(wave: "w1"), analysis.study))
  }

  private func findings(
    _ verdicts: [String: ComparabilityVerdict], _ comparison: MeasurementComparison, _ study: Study
  ) -> [ScoreComparability] {
    study.factors.flatMap(ScoreDefinition.scores(of:)).compactMap { definition in
      verdicts[definition.id.name].map { ScoreComparability(definition, comparison, verdict: $0) }
    }
  }

  @Test("What may be compared, and what was not tested, is compared in full")
  func inFull() throws {
    let plain = try profile([:])
    let tested = try profile(["SOC": .means, "OPN": .notTested(.formative(factor: "OPN"))])
    #expect(tested.withheld.isEmpty && tested.entries.allSatisfy { $0.freed.isEmpty })
    #expect(tested.entries.map(\.difference) == plain.entries.map(\.difference))
  }

  @Test("With an item freed, both cities' means are of the other items")
  func withoutItems() throws {
    let analysis = try PlantedStudy.analysed()
    let entries = try profile(["SOC": .meansWithFreed(["SOC2"])]).entries
    let soc = try #require(entries.first { $0.definition.id.name == "SOC" && $0.city == "b" })
    #expect(soc.freed == ["SOC2"])
    let reduced = Scoring(factors: analysis.study.factors, excluding: ["SOC2"])
    for (city, mean) in [("b", soc.mean), ("a", soc.others)] {
      let sample = try #require(analysis.sample(city: city, wave: "w1"))
      let values = try #require(reduced.score(sample.sample)[ScoreID(factor: "SOC")]).values
      let expected = sample.design.mean(of: values)
      #expect(abs(mean.value - expected.value) < 1e-12)
      #expect(abs(mean.standardError - expected.standardError) < 1e-12)
    }
    let others = try profile([:]).entries.filter { $0.definition.id.name == "OPN" }
    #expect(
      entries.filter { $0.definition.id.name == "OPN" }.map(\.mean.value)
        == others.map(\.mean.value))
  }

  @Test("An index is compared with facets that lack the freed item")
  func indexWithoutItems() throws {
    let analysis = try PlantedStudy.analysed()
    let entries = try profile(["INN": .meansWithFreed(["INA1"])]).entries
    let index = try #require(entries.first { $0.definition.id.name == "INN" && $0.city == "a" })
    let sample = try #require(analysis.sample(city: "a", wave: "w1"))
    let reduced = Scoring(factors: analysis.study.factors, excluding: ["INA1"])
    let values = try #require(reduced.score(sample.sample).index).values
    #expect(abs(index.mean.value - sample.design.mean(of: values).value) < 1e-12)
    let facet = try #require(entries.first { $0.definition.id.name == "INN.A" && $0.city == "a" })
    #expect(facet.freed.isEmpty)
  }

  @Test(
    "Where only associations or nothing may be compared, there is no difference to be read",
    arguments: [ComparabilityVerdict.associations, .notAtAll])
  func withheld(_ verdict: ComparabilityVerdict) throws {
    let all = try profile([:])
    let profile = try profile(["SOC": verdict])
    #expect(profile.withheld.map(\.definition.id.name) == ["SOC"])
    #expect(profile.withheld.first?.verdict == verdict)
    #expect(!profile.entries.contains { $0.definition.id.name == "SOC" })
    #expect(!profile.pairs.contains { $0.definition.id.name == "SOC" })
    #expect(profile.profileFamily.size == all.profileFamily.size - 1)
  }

  @Test("A change obeys the verdict on its own city's waves")
  func changes() throws {
    let analysis = try PlantedStudy.analysed()
    let pairs = ["a", "b"].compactMap { city -> (AnalysedSample, AnalysedSample)? in
      guard let before = analysis.sample(city: city, wave: "w1"),
        let after = analysis.sample(city: city, wave: "w2")
      else { return nil }
      return (before, after)
    }
    let comparability = StudyComparability(
      findings(["SOC": .associations], .waves(["w1", "w2"], city: "a"), analysis.study)
        + findings(
          ["SOC": .meansWithFreed(["SOC3"])], .waves(["w1", "w2"], city: "b"),
          analysis.study))
    let comparison = WaveComparison(
      from: "w1", to: "w2",
      zip(pairs, analysis.differences(of: pairs, from: "w1", to: "w2")).map {
        AlignedWaves($0.0, $0.1, $1, in: analysis.study)
      }, in: analysis, comparability: comparability,
      distributions: { $0.distributions(in: analysis.study) })
    let soc = comparison.scoreChanges.filter { $0.definition.id.name == "SOC" }
    #expect(soc.map(\.city) == ["b"] && soc.first?.freed == ["SOC3"])
    #expect(comparison.cities.map { $0.withheld.map(\.definition.id.name) } == [["SOC"], []])
  }
}
