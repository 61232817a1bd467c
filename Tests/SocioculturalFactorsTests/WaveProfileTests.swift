import SampleStudies
import SurveyModel
import Testing

@testable import SocioculturalFactors
@testable import SurveyAnalysis

@Suite("Profile of the cities of a wave")
struct WaveProfileTests {
  private func profile(_ planted: PlantedStudy) throws -> WaveProfile {
    let analysis = WeightedStudy(try planted.study(), samples: try planted.samples())
    return try #require(analysis.profile(wave: "w1"))
  }

  @Test("A city is set against the equal mean of the other cities, independent of it")
  func others() throws {
    let profile = try profile(
      PlantedStudy(cities: ["a", "b", "c"], waves: ["w1"], pointCount: 16))
    let entries = profile.entries.filter { $0.definition.id.name == "SOC" }
    #expect(entries.map(\.city) == ["a", "b", "c"])
    let (a, b, c) = (entries[0], entries[1].mean, entries[2].mean)
    #expect(abs(a.difference.value - (a.mean.value - (b.value + c.value) / 2)) < 1e-12)
    let variance =
      a.mean.standardError * a.mean.standardError
      + (b.standardError * b.standardError + c.standardError * c.standardError) / 4
    let error = a.difference.estimate.standardError
    #expect(abs(error * error - variance) < 1e-12)
    #expect(
      a.difference.estimate.degreesOfFreedom
        == a.mean.degreesOfFreedom + b.degreesOfFreedom + c.degreesOfFreedom)
  }

  @Test("Two cities are each other's mirror, and the family names its size")
  func mirror() throws {
    let profile = try profile(PlantedStudy(waves: ["w1"], cityShift: ["b": 0.8]))
    for (a, b) in zip(profile.entries(of: "a"), profile.entries(of: "b")) {
      #expect(abs(a.difference.value + b.difference.value) < 1e-12)
    }
    let soc = profile.entries.filter { $0.definition.id.name == "SOC" }
    #expect(soc.map(\.difference.verdict) == [.lower, .higher])
    #expect(profile.profileFamily.size == profile.entries.count / 2 - 1)
    #expect(profile.profileIndexFamily.size == 1 && profile.pairIndexFamily.size == 1)
    #expect(profile.pairs.count == 6 && profile.pairFamily.kind == .cityPairs)
    #expect(profile.pairs.allSatisfy { $0.first == "a" && $0.second == "b" })
  }

  @Test("A single city has no profile")
  func alone() throws {
    let profile = try profile(PlantedStudy(cities: ["a"], waves: ["w1"]))
    #expect(profile.entries.isEmpty && profile.pairs.isEmpty && profile.profileFamily.size == 0)
  }

  @Test("Pairs of more than 25 cities are compared by the index only")
  func manyCities() throws {
    let names = (1...26).map { "c\($0)" }
    let profile = try profile(PlantedStudy(cities: names, waves: ["w1"], pointCount: 8))
    #expect(profile.arePairsOfIndexOnly)
    let areOfIndex = profile.pairs.allSatisfy { $0.definition.isIndex }
    let othersStand = profile.entries.contains { !$0.definition.isIndex }
    #expect(areOfIndex && othersStand)
    #expect(profile.pairFamily.size <= 26 * 25 / 2)
  }
}
