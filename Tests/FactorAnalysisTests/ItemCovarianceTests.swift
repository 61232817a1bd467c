import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("Covariances of items")
struct ItemCovarianceTests {
  @Test("Weighted covariances and correlations are those of R's cov.wt")
  func weightedIsThatOfR() throws {
    let reference = try BfiReference.load()
    let found = try reference.covariance(weighted: true)
    #expect(found.count == reference.completeRows)
    #expect(largestDifference(found.covariances, reference.weighted.covariance) < 1e-12)
    #expect(largestDifference(found.correlations, reference.weighted.correlation) < 1e-12)
  }

  @Test("Listwise, rows with a missing answer are left out; pairwise is R's pairwise")
  func missingAnswers() throws {
    let reference = try BfiReference.load()
    let answers = try ItemAnswers(names: reference.items, columns: BfiReference.columns())
    #expect(answers.weights.count == reference.rows)
    #expect(try ItemCovariance(answers, missing: .listwise).count == reference.completeRows)
    let pairwise = try ItemCovariance(answers, missing: .pairwise)
    #expect(pairwise.count > reference.completeRows)
    #expect(largestDifference(pairwise.covariances, reference.pairwise.covariance) < 1e-12)
    #expect(largestDifference(pairwise.correlations, reference.pairwise.correlation) < 1e-12)
  }

  @Test("Eigenvalues are R's")
  func eigenvalues() throws {
    let reference = try BfiReference.load()
    let found = try reference.covariance().eigenvalues
    #expect(largestDifference(found, reference.eigenvalues) < 1e-12)
  }

  @Test("Blocks of rows make no difference")
  func blocks() throws {
    let columns = twoFactorAnswers(seed: 1, rows: 9_000, items: 4)
    let answers = try ItemAnswers(names: itemNames(4), columns: columns)
    let found = try ItemCovariance(answers, missing: .listwise)
    for i in 0..<4 {
      let mean = columns[i].reduce(0, +) / 9_000
      let variance = columns[i].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 8_999
      #expect(abs(found.covariances[i][i] / variance - 1) < 1e-12)
    }
  }

  @Test(
    "Permuting rows and scaling weights change nothing, nor does pairwise where none is missing",
    arguments: UInt64(0)..<50)
  func permutingAndScaling(seed: UInt64) throws {
    let columns = twoFactorAnswers(seed: seed, rows: 60)
    var stream = RandomStream(seed: seed)
    let weights = (0..<60).map { _ in 0.5 + stream.uniform() }
    var order = Array(0..<60)
    stream.shuffle(&order)
    let plain = try ItemAnswers(names: itemNames(8), columns: columns, weights: weights)
    let permuted = try ItemAnswers(
      names: itemNames(8), columns: columns.map { column in order.map { column[$0] } },
      weights: order.map { 7.5 * weights[$0] })
    let expected = try ItemCovariance(plain, missing: .listwise)
    for (answers, missing) in [(permuted, MissingAnswers.listwise), (plain, .pairwise)] {
      let found = try ItemCovariance(answers, missing: missing)
      #expect(largestDifference(found.covariances, expected.covariances) < 1e-12)
      #expect(largestDifference(found.correlations, expected.correlations) < 1e-12)
    }
  }

  @Test("A weight of two is the row twice, for means and correlations")
  func weightsCountRows() throws {
    let columns = twoFactorAnswers(seed: 3, rows: 30)
    let weights = (0..<30).map { Double($0 % 3) }
    let rows = (0..<30).flatMap { Array(repeating: $0, count: $0 % 3) }
    let weighted = try ItemCovariance(
      ItemAnswers(names: itemNames(8), columns: columns, weights: weights), missing: .listwise)
    let repeated = try ItemCovariance(
      ItemAnswers(names: itemNames(8), columns: columns.map { column in rows.map { column[$0] } }),
      missing: .listwise)
    #expect(weighted.count == 20)
    #expect(largestDifference(weighted.means, repeated.means) < 1e-13)
    #expect(largestDifference(weighted.correlations, repeated.correlations) < 1e-12)
  }

  @Test("What is not positive definite is said, and smoothed only when asked")
  func smoothing() throws {
    let columns = twoFactorAnswers(seed: 4, rows: 50, items: 4)
    let doubled = try ItemCovariance(
      ItemAnswers(names: itemNames(5), columns: columns + [columns[0].map { 2 * $0 + 1 }]),
      missing: .listwise)
    #expect(!doubled.isPositiveDefinite && !doubled.isSmoothed)
    #expect(throws: FactorAnalysisError.self) { try SamplingAdequacy(doubled) }
    let smoothed = doubled.smoothed()
    #expect(smoothed.isPositiveDefinite && smoothed.isSmoothed)
    #expect(largestDifference(smoothed.correlations, doubled.correlations) < 1e-6)
    #expect(try SamplingAdequacy(smoothed).overall > 0)
  }
}
