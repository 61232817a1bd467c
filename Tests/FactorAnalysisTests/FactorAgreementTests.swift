import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("Agreement of two solutions")
struct FactorAgreementTests {
  @Test("Congruence is psych's, before and after an orthogonal turn")
  func reference() throws {
    let expected = try ExploratoryReference.load().agreement
    let plain = try FactorAgreement(expected.first, expected.second, turn: .none)
    #expect(largestDifference(plain.congruence, expected.congruence) < 1e-10)
    #expect(plain.loadings == expected.first)
    let turned = try FactorAgreement(expected.first, expected.second, turn: .orthogonal)
    #expect(largestDifference(turned.loadings, expected.procrustes) < 1e-10)
    #expect(largestDifference(turned.matching, expected.afterProcrustes) < 1e-10)
  }

  /// The plane of the loadings is turned by an angle: the same factors.
  @Test("A solution that is only turned is the same after the turn back", arguments: UInt64(0)..<30)
  func turnedBack(seed: UInt64) throws {
    let analysis = try ExploratoryFactorAnalysis(
      twoFactorCovariance(seed: seed), factors: 2, rotation: .varimax)
    let own = analysis.loadings
    let (cosine, sine) = (0.6, 0.8)
    let other = own.map { [cosine * $0[0] - sine * $0[1], sine * $0[0] + cosine * $0[1]] }
    let away = try FactorAgreement(other, own, turn: .none)
    #expect(away.verdicts.contains(.different))
    let back = try FactorAgreement(other, own, turn: .orthogonal)
    #expect(largestDifference(back.loadings, own) < 1e-10)
    #expect(back.verdicts == [.same, .same])
    #expect(back.itemCongruence.allSatisfy { abs($0 - 1) < 1e-10 })
  }

  @Test("An oblique turn comes at least as near as an orthogonal one", arguments: UInt64(0)..<10)
  func oblique(seed: UInt64) throws {
    let first = try ExploratoryFactorAnalysis(twoFactorCovariance(seed: seed), factors: 2)
    let second = try ExploratoryFactorAnalysis(twoFactorCovariance(seed: seed + 500), factors: 2)
    func away(_ turn: FactorAgreement.Turn) throws -> Double {
      let found = try FactorAgreement(first, towards: second, turn: turn)
      return zip(found.loadings.joined(), second.loadings.joined()).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }
    }
    #expect(try away(.oblique) <= away(.orthogonal) + 1e-9)
  }

  @Test(
    "Limits of Lorenzo-Seva and ten Berge",
    arguments: [
      (0.2, FactorAgreement.Verdict.same), (0.45, .similar), (0.8, .different),
    ])
  func limits(_ angle: Double, _ verdict: FactorAgreement.Verdict) throws {
    let turned = [Elementary.cos(angle), Elementary.sin(angle)]
    let found = try FactorAgreement(turned.map { [$0] }, [[1], [0]], turn: .none)
    #expect(abs(found.matching[0] - turned[0]) < 1e-12)
    #expect(found.verdicts == [verdict])
  }

  @Test("Solutions of other items or another number of factors are refused in words")
  func shapes() throws {
    #expect(
      throws: FactorAnalysisError.unusableTarget(
        items: 3, factors: 1, neededItems: 2, neededFactors: 1)
    ) {
      try FactorAgreement([[0.5], [0.6]], [[0.5], [0.6], [0.7]], turn: .orthogonal)
    }
    #expect(throws: FactorAnalysisError.self) {
      try FactorAgreement([[0.5, 0]], [[0.5]], turn: .none)
    }
  }
}
