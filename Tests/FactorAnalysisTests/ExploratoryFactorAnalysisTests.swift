import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

/// Iterative fits run to convergence on both sides.
private let converged = 1e-5

@Suite("Exploratory factor analysis")
struct ExploratoryFactorAnalysisTests {
  @Test("Five maximum likelihood factors are those of R's factanal")
  func maximumLikelihood() throws {
    let reference = try BfiReference.load()
    let found = try ExploratoryFactorAnalysis(
      reference.covariance(), factors: 5, method: .maximumLikelihood, rotation: .none)
    let fit = try #require(found.fit)
    #expect(largestDifference(found.uniquenesses, reference.ml.uniquenesses) < 1e-6)
    #expect(abs(fit.chisq / reference.ml.chisq - 1) < 1e-9)
    #expect(Double(fit.df) == reference.ml.df)
    #expect(abs(try #require(fit.tli) - reference.ml.tli) < 1e-7)
    #expect(abs(fit.rms - reference.ml.rms) < 1e-7)
    #expect(abs(try #require(fit.rmsea) - psychsRmsea(reference.ml, reference)) < 1e-7)
    #expect(found.heywoodItems.isEmpty)
  }

  /// psych's RMSEA², χ²/(df n) − 1/(n − 1), brought to Browne and Cudeck's (χ²/df − 1)/(n − 1).
  private func psychsRmsea(_ factors: BfiReference.Factors, _ reference: BfiReference) -> Double {
    let n = Double(reference.completeRows)
    return ((factors.rmsea * factors.rmsea + 1 / (n - 1)) * n / (n - 1) - 1 / (n - 1)).squareRoot()
  }

  @Test("Five minres factors have the converged uniquenesses, and psych's to its own stop")
  func minres() throws {
    let reference = try BfiReference.load()
    let found = try ExploratoryFactorAnalysis(reference.covariance(), factors: 5)
    let fit = try #require(found.fit)
    #expect(largestDifference(found.uniquenesses, reference.minres.uniquenesses) < 1e-9)
    let communalities = try #require(reference.minres.psychCommunalities)
    #expect(largestDifference(found.communalities, communalities) < 2e-4)
    #expect(abs(fit.chisq / reference.minres.chisq - 1) < 1e-7)
    #expect(abs(try #require(fit.tli) - reference.minres.tli) < 1e-7)
    #expect(abs(fit.rms - reference.minres.rms) < 1e-9)
    #expect(abs(try #require(fit.rmsea) - psychsRmsea(reference.minres, reference)) < 1e-7)
  }

  @Test(
    "Varimax and oblimin are GPArotation's, aligned",
    arguments: [ExtractionMethod.minres, .maximumLikelihood])
  func rotations(method: ExtractionMethod) throws {
    let reference = try BfiReference.load()
    let covariance = try reference.covariance()
    let expected = method == .minres ? reference.minres : reference.ml
    let varimax = try ExploratoryFactorAnalysis(
      covariance, factors: 5, method: method, rotation: .varimax)
    let orthogonal = aligned(
      varimax.loadings, varimax.factorCorrelations, to: expected.varimax)
    #expect(largestDifference(orthogonal.loadings, expected.varimax) < converged)
    let oblimin = try ExploratoryFactorAnalysis(covariance, factors: 5, method: method)
    let oblique = aligned(
      oblimin.loadings, oblimin.factorCorrelations, to: expected.oblimin.loadings)
    #expect(largestDifference(oblique.loadings, expected.oblimin.loadings) < converged)
    #expect(
      largestDifference(oblique.correlations, expected.oblimin.factorCorrelations) < converged)
  }

  @Test(
    "Rotation changes neither communalities nor reproduced correlations",
    arguments: UInt64(0)..<50)
  func rotationPreserves(seed: UInt64) throws {
    let covariance = try twoFactorCovariance(seed: seed)
    let plain = try ExploratoryFactorAnalysis(covariance, factors: 2, rotation: .none)
    for rotation in [FactorRotation.varimax, .oblimin] {
      let rotated = try ExploratoryFactorAnalysis(covariance, factors: 2, rotation: rotation)
      #expect(largestDifference(reproduced(rotated), reproduced(plain)) < 1e-10)
      #expect(largestDifference(rotated.communalities, plain.communalities) < 1e-10)
      #expect(rotated.sumsOfSquaredLoadings == rotated.sumsOfSquaredLoadings.sorted(by: >))
      for factor in 0..<2 {
        #expect(rotated.loadings.reduce(0) { $0 + $1[factor] * abs($1[factor]) } >= 0)
        #expect(rotated.factorCorrelations[factor][factor] == 1)
      }
    }
  }

  private func reproduced(_ analysis: ExploratoryFactorAnalysis) -> [[Double]] {
    analysis.structure.map { structure in
      analysis.loadings.map { row in zip(structure, row).reduce(0) { $0 + $1.0 * $1.1 } }
    }
  }

  @Test(
    "Communality and uniqueness add up to one where no bound is touched", arguments: UInt64(0)..<50)
  func communalityAndUniqueness(seed: UInt64) throws {
    let covariance = try twoFactorCovariance(seed: seed)
    for method in ExtractionMethod.allCases where method != .generalisedLeastSquares {
      let found = try ExploratoryFactorAnalysis(covariance, factors: 2, method: method)
      guard found.heywoodItems.isEmpty else { continue }
      let sums = zip(found.communalities, found.uniquenesses).map { $0 + $1 }
      #expect(largestDifference(sums, Array(repeating: 1, count: 8)) < 1e-8)
    }
  }

  @Test(
    "Reversing an item turns the sign of its loadings, and nothing else", arguments: UInt64(0)..<50)
  func reversing(seed: UInt64) throws {
    var columns = twoFactorAnswers(seed: seed)
    let reversed = Int(seed % 8)
    func analysis() throws -> ExploratoryFactorAnalysis {
      try ExploratoryFactorAnalysis(
        ItemCovariance(ItemAnswers(names: itemNames(8), columns: columns), missing: .listwise),
        factors: 2)
    }
    let plain = try analysis()
    columns[reversed] = columns[reversed].map { 6 - $0 }
    let other = try analysis()
    var expected = plain.loadings
    expected[reversed] = expected[reversed].map { -$0 }
    let found = aligned(other.loadings, other.factorCorrelations, to: expected)
    #expect(largestDifference(found.loadings, expected) < 1e-7)
    #expect(largestDifference(found.correlations, plain.factorCorrelations) < 1e-7)
  }

  @Test("Permuting the items permutes the loadings' rows", arguments: UInt64(0)..<50)
  func permuting(seed: UInt64) throws {
    let columns = twoFactorAnswers(seed: seed)
    var order = Array(0..<8)
    var stream = RandomStream(seed: seed)
    stream.shuffle(&order)
    let plain = try ExploratoryFactorAnalysis(twoFactorCovariance(seed: seed), factors: 2)
    let permuted = try ItemAnswers(
      names: order.map { itemNames(8)[$0] }, columns: order.map { columns[$0] })
    let other = try ExploratoryFactorAnalysis(
      ItemCovariance(permuted, missing: .listwise), factors: 2)
    let expected = order.map { plain.loadings[$0] }
    let found = aligned(other.loadings, other.factorCorrelations, to: expected)
    #expect(largestDifference(found.loadings, expected) < 1e-7)
  }

  @Test(
    "Rotations converge where there are fewer factors than asked for", arguments: UInt64(0)..<20)
  func tooManyFactors(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let columns = (0..<12).map { _ in (0..<300).map { _ in stream.normal() } }
    let covariance = try ItemCovariance(
      ItemAnswers(names: itemNames(12), columns: columns), missing: .listwise)
    for rotation in [FactorRotation.varimax, .oblimin] {
      let found = try ExploratoryFactorAnalysis(covariance, factors: 4, rotation: rotation)
      #expect(found.loadings.joined().allSatisfy { abs($0) < 2 })
    }
  }

  @Test("The same answers give the same bytes")
  func sameBytes() throws {
    let covariance = try twoFactorCovariance(seed: 1)
    #expect(
      try ExploratoryFactorAnalysis(covariance, factors: 2)
        == ExploratoryFactorAnalysis(covariance, factors: 2))
  }

  @Test("An item that repeats another is a Heywood case for minres, and refused by likelihood")
  func repeatedItem() throws {
    var columns = twoFactorAnswers(seed: 6)
    columns[1] = columns[0]
    let covariance = try ItemCovariance(
      ItemAnswers(names: itemNames(8), columns: columns), missing: .listwise)
    let found = try ExploratoryFactorAnalysis(covariance, factors: 3)
    #expect(found.heywoodItems.contains { ["Q1", "Q2"].contains($0) })
    #expect(found.fit == nil)
    #expect(throws: FactorAnalysisError.self) {
      try ExploratoryFactorAnalysis(covariance, factors: 2, method: .maximumLikelihood)
    }
  }
}
