import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("Whether correlations are positive definite")
struct PositiveDefinitenessTests {
  @Test("Correlations that contradict one another are said to be so, and smoothed as psych does")
  func smoothed() throws {
    let reference = try CorrelationsReference.load().smoothing
    let matrix = Matrix(columns: reference.matrix)
    let moments = ItemMoments(
      means: [0, 0, 0, 0], count: 100, covariances: matrix, correlations: matrix)
    let covariance = ItemCovariance(itemNames(4), moments, .pairwise, .pearson)
    #expect(covariance.definiteness.verdict == .indefinite)
    #expect(covariance.definiteness.negativeEigenvalues == 1)
    #expect(largestDifference(covariance.eigenvalues, reference.eigenvalues) < 1e-12)
    let smoothed = covariance.smoothed(leastEigenvalue: 1e-10)
    #expect(largestDifference(smoothed.correlations, reference.smoothed) < 1e-9)
    #expect(smoothed.isSmoothed && !covariance.isSmoothed)
    #expect(covariance.smoothed().isPositiveDefinite)
  }

  @Test("The verdict is in words")
  func words() throws {
    #expect(PositiveDefiniteness(eigenvalues: [2, 0.5]).verdict == .positiveDefinite)
    let singular = PositiveDefiniteness(eigenvalues: [2, 1e-17])
    #expect(singular.verdict == .singular)
    #expect(singular.description.contains("repeats others"))
    let indefinite = PositiveDefiniteness(eigenvalues: [2, -0.25, -0.5])
    #expect(indefinite.negativeEigenvalues == 2)
    #expect(indefinite.description.contains("2 negative"))
    #expect(indefinite.description.contains("-0.5"))
  }
}
