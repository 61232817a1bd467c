import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("The number of factors")
struct NumberOfFactorsTests {
  static let sets = ["all", "fifteen", "ten"]

  @Test("The average partial correlations are psych's", arguments: sets)
  func averagePartial(name: String) throws {
    let reference = try NumberOfFactorsReference.study(name)
    let found = try MinimumAveragePartial(reference.covariance())
    let psych = reference.psychMap
    #expect(largestDifference(Array(found.squares[1...psych.count]), psych) < 1e-12)
    // The last components leave almost nothing over, and its correlations are ill-conditioned.
    let half = reference.columns.count / 2
    #expect(largestDifference(Array(found.squares[..<half]), Array(reference.map[..<half])) < 1e-11)
    #expect(
      largestDifference(
        Array(found.fourthPowers[..<half]), Array(reference.mapFourth[..<half])) < 1e-11)
  }

  @Test("The empirical Kaiser limits are semTools', but never below 1", arguments: sets)
  func empiricalKaiser(name: String) throws {
    let reference = try NumberOfFactorsReference.study(name)
    let found = try EmpiricalKaiser(reference.covariance())
    #expect(largestDifference(found.observed, reference.eigenvalues) < 1e-12)
    #expect(largestDifference(found.references, reference.references.map { max(1, $0) }) < 1e-12)
  }

  @Test("The empirical Kaiser criterion of equal correlations follows from its formula")
  func equalCorrelations() throws {
    // p items that correlate 0.5 have the eigenvalues (p + 1)/2 and p − 1 times 1/2.
    let columns = orthogonalColumns(items: 4, rows: 64)
    let shared = orthogonalColumns(items: 5, rows: 64)[4]
    let answers = try ItemAnswers(
      names: itemNames(4), columns: columns.map { zip($0, shared).map { $0 + $1 } })
    let found = try EmpiricalKaiser(ItemCovariance(answers, missing: .listwise))
    #expect(largestDifference(found.observed, [2.5, 0.5, 0.5, 0.5]) < 1e-12)
    #expect(largestDifference(found.references, [1.5625, 1, 1, 1]) < 1e-12)
    #expect(found.suggested == 1)
  }

  @Test("The Hull method gives the elbows that the paper's steps give in R", arguments: sets)
  func hull(name: String) throws {
    let reference = try NumberOfFactorsReference.study(name)
    let covariance = try reference.covariance()
    for (measure, fits, expected) in [
      (HullMethod.Measure.commonPart, reference.caf, reference.cafHull),
      (.cfi, reference.cfi, reference.cfiHull),
    ] {
      let found = try HullMethod(covariance, measure: measure, upTo: fits.count - 1)
      #expect(largestDifference(found.solutions.map(\.fit), fits) < 1e-6)
      #expect(found.solutions.map(\.df) == reference.df)
      #expect(found.solutions.filter(\.isOnHull).map(\.factors) == expected.onHull)
      #expect(
        largestDifference(
          found.solutions.compactMap(\.elbow).filter(\.isFinite), expected.elbows) < 1e-5)
      #expect(found.suggested == expected.suggested)
    }
  }

  @Test("A fit that rises evenly has no elbow")
  func noElbow() {
    let points = [(0, 0.0, 30), (1, 0.1, 20), (2, 0.2, 10)].map {
      HullPoint(factors: $0.0, fit: $0.1, df: $0.2)
    }
    #expect(HullMethod.judged(points).compactMap(\.elbow).isEmpty)
  }

  @Test("χ², p and the bound of the RMSEA are those of factanal", arguments: sets)
  func tests(name: String) throws {
    let reference = try NumberOfFactorsReference.study(name)
    let most = reference.chisq.count - 1
    let found = try SequentialTests(reference.covariance(), upTo: most)
    #expect(found.models.map(\.df) == reference.df)
    #expect(largestDifference(found.models.map(\.chisq), reference.chisq) < 1e-6)
    #expect(largestDifference(found.models.map(\.p), reference.p) < 1e-6)
    #expect(largestDifference(found.models.map(\.rmseaLower), reference.rmseaLower) < 1e-8)
  }

  @Test("Every rule finds two clear factors", arguments: UInt64(0)..<5)
  func twoFactors(seed: UInt64) throws {
    let answers = try ItemAnswers(
      names: itemNames(12), columns: twoFactorAnswers(seed: seed, rows: 1000, items: 12))
    let found = try NumberOfFactors(ItemCovariance(answers, missing: .listwise), seed: seed)
    for criterion in [
      NumberOfFactors.Criterion.parallelComponents, .minimumAveragePartial,
      .minimumAveragePartialRevised, .empiricalKaiser, .hullCFI, .hullCommonPart,
      .rmseaLowerBound, .kaiserGuttman,
    ] {
      #expect(found[criterion] == .success(2), "\(criterion)")
    }
    switch found.agreement {
    case .all(let number): #expect(number == 2)
    case .most(let number, let range): #expect(number == 2 && range.contains(2))
    case .split, .none: Issue.record("the rules ought to agree on two factors")
    }
    #expect(found.groups.first { $0.number == 2 }.map { $0.criteria.count >= 7 } == true)
  }

  @Test("A rule that fails says why, and the others go on")
  func failing() throws {
    let columns = twoFactorAnswers(seed: 4, rows: 60, items: 8)
    let repeated = try ItemAnswers(names: itemNames(9), columns: columns + [columns[0]])
    let found = try NumberOfFactors(ItemCovariance(repeated, missing: .listwise), seed: 1)
    #expect(throws: FactorAnalysisError.self) { try found[.aic].get() }
    #expect(throws: FactorAnalysisError.self) { try found[.hullCFI].get() }
    #expect(try found[.parallelComponents].get() >= 1)
    #expect(try found[.empiricalKaiser].get() >= 1)
  }

  @Test(
    "Agreement is told apart from a majority and from a split",
    arguments: [
      ([3, 3, 3], NumberOfFactors.Agreement.all(3)), ([2, 3, 3], .most(3, between: 2...3)),
      ([1, 1, 4, 4], .split(between: 1...4)), ([], .none), ([5], .all(5)),
    ])
  func agreement(numbers: [Int], expected: NumberOfFactors.Agreement) {
    #expect(NumberOfFactors.agreement(of: numbers) == expected)
  }
}

/// Columns of ±1 that are uncorrelated exactly: Walsh functions.
func orthogonalColumns(items: Int, rows: Int) -> [[Double]] {
  (0..<items).map { item in
    (0..<rows).map { ($0 >> item) & 1 == 0 ? 1.0 : -1.0 }
  }
}
