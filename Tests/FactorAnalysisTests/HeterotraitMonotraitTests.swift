import Estimation
import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("Heterotrait–monotrait ratio")
struct HeterotraitMonotraitTests {
  private func ratios(
    weighted: Bool, _ mean: HeterotraitMonotrait.Mean
  ) throws -> HeterotraitMonotrait {
    let reference = try ReliabilityReference.load()
    let answers = try ReliabilityReference.answers(reference.items.names, weighted: weighted)
    let design = try ReliabilityReference.design(answers, clustered: weighted)
    let covariance = try ItemCovariance(answers, missing: .listwise)
    return try HeterotraitMonotrait.all(
      of: [("E", Array(0..<5)), ("C", Array(5..<10)), ("single", [2])], covariance,
      answers: answers, design: design, mean: mean
    ).first.orThrow()
  }

  @Test("HTMT and HTMT2 are semTools's")
  func values() throws {
    let reference = try ReliabilityReference.load()
    #expect(abs(try ratios(weighted: false, .arithmetic).value - reference.plain.htmt) < 1e-9)
    #expect(abs(try ratios(weighted: false, .geometric).value - reference.plain.htmt2) < 1e-9)
  }

  @Test(
    "Errors under weights, strata and clusters are survey's",
    arguments: zip(HeterotraitMonotrait.Mean.allCases, ["htmt", "htmt2"]))
  func errors(_ mean: HeterotraitMonotrait.Mean, key: String) throws {
    let expected = try #require(try ReliabilityReference.load().design[key])
    let found = try ratios(weighted: true, mean)
    #expect(abs(found.value / expected.value - 1) < 1e-9)
    #expect(abs(found.estimate.standardError / expected.standardError - 1) < 1e-5)
    #expect(found.estimate.degreesOfFreedom == expected.df)
    let interval = try #require(found.confidenceInterval())
    #expect(interval.lower > 0 && interval.contains(found.value))
  }

  @Test("A scale of one item has no ratio with another")
  func singleItem() throws {
    let reference = try ReliabilityReference.load()
    let answers = try ReliabilityReference.answers(reference.items.names, weighted: false)
    let found = try HeterotraitMonotrait.all(
      of: [("E", Array(0..<5)), ("single", [7])], ItemCovariance(answers, missing: .listwise),
      answers: answers, design: ReliabilityReference.design(answers, clustered: false))
    #expect(found.isEmpty)
  }
}
