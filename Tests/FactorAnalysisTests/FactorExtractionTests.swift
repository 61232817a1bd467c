import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("Extraction of factors")
struct FactorExtractionTests {
  private func extraction(_ method: ExtractionMethod) throws -> ExploratoryFactorAnalysis {
    try ExploratoryFactorAnalysis(
      BfiReference.load().covariance(), factors: 5, method: method, rotation: .none)
  }

  @Test("Principal axis, run on, has psych's communalities, and is minres")
  func principalAxis() throws {
    let found = try extraction(.principalAxis)
    let expected = try ExploratoryReference.load().extraction.principalAxis
    #expect(largestDifference(found.communalities, expected) < 1e-6)
    #expect(largestDifference(found.loadings, try extraction(.minres).loadings) < 1e-6)
  }

  @Test("Weighted and generalised least squares are the minima that R finds of their criteria")
  func leastSquares() throws {
    let expected = try ExploratoryReference.load().extraction
    let weighted = try extraction(.weightedLeastSquares).uniquenesses
    #expect(largestDifference(weighted, expected.weightedLeastSquares.uniquenesses) < 1e-7)
    let generalised = try extraction(.generalisedLeastSquares).uniquenesses
    #expect(largestDifference(generalised, expected.generalisedLeastSquares.uniquenesses) < 1e-7)
  }

  @Test("More factors than the items identify are refused with their most")
  func tooMany() throws {
    #expect(throws: FactorAnalysisError.tooManyFactors(asked: 5, most: 4)) {
      try ExploratoryFactorAnalysis(twoFactorCovariance(seed: 1), factors: 5)
    }
  }
}
