import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

private let tolerance = 1e-6

@Suite("Thresholds and polychoric correlations with their errors")
struct OrdinalStatisticsTests {
  @Test("Γ is lavaan's: complete, by pairs, weighted")
  func gamma() throws {
    let reference = try OrdinalReference.load().gamma
    for (name, answers, expected) in try [
      ("complete", OrdinalReference.completeAnswers(items: 5), reference.complete),
      ("pairwise", OrdinalReference.answers(items: 5), reference.pairwise),
      ("weighted", OrdinalReference.answers(items: 5, weighted: true), reference.weighted),
    ] {
      let found = try OrdinalStatistics(OrdinalAnswers(answers))
      #expect(largestDifference(found.values, expected.wlsObs) < tolerance, "\(name)")
      #expect(largestDifference(found.gamma.rowValues, expected.gamma) < tolerance, "\(name)")
    }
  }
}
