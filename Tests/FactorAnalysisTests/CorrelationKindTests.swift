import ReferenceData
import Testing

@testable import FactorAnalysis

private let tolerance = 1e-12

@Suite("Kinds of correlations")
struct CorrelationKindTests {
  @Test("Spearman's are R's: complete, by pairs, and with whole weights as repeated rows")
  func spearman() throws {
    let expected = try OrdinalReference.load().spearman
    let all = try OrdinalReference.answers()
    let complete = try ItemCovariance(all, missing: .listwise, kind: .spearman)
    #expect(largestDifference(complete.correlations, expected.complete) < tolerance)
    let pairwise = try ItemCovariance(all, missing: .pairwise, kind: .spearman)
    #expect(largestDifference(pairwise.correlations, expected.pairwise) < tolerance)
    let weighted = try ItemCovariance(
      OrdinalReference.answers(items: 5, weighted: true), missing: .listwise, kind: .spearman)
    #expect(largestDifference(weighted.correlations, expected.weighted) < tolerance)
    #expect(weighted.kind == .spearman)
  }

  @Test("Every analysis of correlations takes polychoric ones")
  func polychoric() throws {
    let answers = try OrdinalReference.completeAnswers(items: 10)
    let covariance = try ItemCovariance(answers, missing: .listwise, kind: .polychoric)
    let direct = try ItemCovariance(polychoric: OrdinalAnswers(answers, missing: .listwise))
    #expect(covariance == direct)
    #expect(covariance.covariances == covariance.correlations)
    #expect(covariance.count == 2436)
    let pearson = try ItemCovariance(answers, missing: .listwise)
    #expect(largestDifference(covariance.means, pearson.means) < tolerance)
    let factors = try ExploratoryFactorAnalysis(covariance, factors: 2)
    #expect(factors.heywoodItems.isEmpty)
    let reliability = try Reliability(covariance)
    #expect(abs(reliability.alpha - reliability.standardisedAlpha) < tolerance)
  }

  @Test("Smoothing keeps the kind")
  func smoothed() throws {
    let column = (0..<60).map { Double($0 % 3) }
    let answers = try ItemAnswers(
      names: itemNames(3), columns: [column, column, column.map { 2 - $0 }])
    let covariance = try ItemCovariance(answers, missing: .listwise, kind: .spearman)
    #expect(!covariance.isPositiveDefinite)
    #expect(covariance.smoothed().isPositiveDefinite)
    #expect(covariance.smoothed().kind == .spearman)
  }
}
