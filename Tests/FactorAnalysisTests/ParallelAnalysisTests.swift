import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("Parallel analysis")
struct ParallelAnalysisTests {
  @Test("The personality items have five components, and random eigenvalues are R's")
  func bfi() throws {
    let reference = try BfiReference.load().parallel
    let covariance = try BfiReference.load().covariance()
    let found = try ParallelAnalysis(covariance, resamples: 500, seed: 1)
    #expect(found.suggested == reference.components)
    #expect(found.suggestedByPercentile == reference.components)
    // Standard errors of a mean of 500 are below 0.001, of a percentile below 0.003.
    #expect(largestDifference(found.randomMean, reference.mean) < 0.004)
    #expect(largestDifference(found.random95, reference.percentile95) < 0.01)
  }

  @Test("Common factors take squared multiple correlations on the diagonal, as in R")
  func commonFactors() throws {
    let reference = try BfiReference.load().parallel
    let covariance = try BfiReference.load().covariance()
    let found = try ParallelAnalysis(covariance, basis: .commonFactors, seed: 1)
    #expect(largestDifference(found.observed, reference.commonObserved) < 1e-11)
    #expect(largestDifference(found.randomMean, reference.commonMean) < 0.006)
    #expect(found.suggested >= reference.components)
  }

  @Test("The triangular draw follows the law of correlations of n normal rows")
  func sameLaw() {
    let (items, rows, draws) = (4, 12, 4_000)
    var stream = RandomStream(seed: 11)
    var triangular = Array(repeating: 0.0, count: items)
    var direct = triangular
    for _ in 0..<draws {
      let short = ParallelAnalysis.randomCorrelations(items, rows, &stream)
      let columns = (0..<items).map { _ in (0..<rows).map { _ in stream.normal() } }
      let answers = try? ItemAnswers(names: itemNames(items), columns: columns)
      let long = answers.flatMap { try? ItemCovariance($0, missing: .listwise) }
      for rank in 0..<items {
        triangular[rank] += (short.symmetricEigenvalues ?? [])[rank] / Double(draws)
        direct[rank] += (long?.eigenvalues ?? [])[rank] / Double(draws)
      }
    }
    // The eigenvalues' standard deviation is about 0.2: five errors of a difference of means.
    #expect(largestDifference(triangular, direct) < 5 * 0.25 * (2 / Double(draws)).squareRoot())
  }

  @Test("The same seed gives the same bytes, however threads share the work; another gives others")
  func seeds() throws {
    let covariance = try twoFactorCovariance(seed: 2)
    let one = try ParallelAnalysis(covariance, seed: 5)
    #expect(try ParallelAnalysis(covariance, seed: 5) == one)
    #expect(try ParallelAnalysis(covariance, seed: 6) != one)
  }

  @Test("Two factors are found", arguments: UInt64(0)..<20)
  func twoFactors(seed: UInt64) throws {
    #expect(try ParallelAnalysis(twoFactorCovariance(seed: seed), seed: seed).suggested == 2)
  }

  @Test("Noise seldom has a factor above the 95th percentile")
  func noise() throws {
    var found = 0
    for seed in UInt64(0)..<60 {
      var stream = RandomStream(seed: seed)
      let columns = (0..<8).map { _ in (0..<150).map { _ in stream.normal() } }
      let covariance = try ItemCovariance(
        ItemAnswers(names: itemNames(8), columns: columns), missing: .listwise)
      let analysis = try ParallelAnalysis(covariance, resamples: 200, seed: seed)
      #expect(analysis.suggested <= 4)
      if analysis.suggestedByPercentile > 0 { found += 1 }
    }
    // Of 60 at 5 %, more than 9 have probability 0.001.
    #expect(found <= 9)
  }

  @Test("Random polychoric eigenvalues are those of psych, whose columns R permutes")
  func polychoric() throws {
    let reference = try CorrelationsReference.load().parallel
    let complete = try OrdinalReference.completeAnswers(items: 6)
    let answers = try OrdinalAnswers(
      ItemAnswers(
        names: complete.names, columns: complete.columns.map { Array($0[..<300]) }))
    let found = try ParallelAnalysis(polychoric: answers, resamples: 150, seed: 3)
    #expect(largestDifference(found.observed, reference.observed) < 1e-3)
    // Five standard errors of a difference of two means of 150.
    for rank in found.observed.indices {
      let error = reference.sd[rank] * (2.0 / 150).squareRoot()
      #expect(abs(found.randomMean[rank] - reference.mean[rank]) < 5 * error)
    }
    #expect(try ParallelAnalysis(polychoric: answers, resamples: 150, seed: 3) == found)
    let covariance = try ItemCovariance(polychoric: answers)
    let pearson = try ParallelAnalysis(covariance, resamples: 150, seed: 3)
    #expect(found.randomMean[0] > pearson.randomMean[0])
  }

  @Test("The number of factors of ordered answers rests on polychoric resamples")
  func numberOfFactors() throws {
    let columns = twoFactorAnswers(seed: 4, rows: 250, items: 6).map { column in
      column.map { $0 < -0.4 ? 1.0 : $0 < 0.6 ? 2 : 3 }
    }
    let answers = try OrdinalAnswers(ItemAnswers(names: itemNames(6), columns: columns))
    let found = try NumberOfFactors(polychoric: answers, resamples: 20, seed: 1)
    let direct = try ParallelAnalysis(polychoric: answers, resamples: 20, seed: 1)
    #expect(found.parallelComponents == .success(direct))
    #expect(found[.parallelComponents] == .success(2))
  }

  @Test("Of many rows one permutation, turned, does what a permutation for each deal does")
  func manyRows() throws {
    let rows = DealtCorrelations.manyRows
    var draw = RandomStream(seed: 8)
    let columns = (0..<4).map { _ in
      (0..<rows).map { _ in
        draw.uniform() < 0.05 ? Double.nan : Double(draw.categorical([3, 5, 2]))
      }
    }
    for weights in [nil, (0..<rows).map { _ in 0.5 + draw.uniform() }] {
      let items = try ItemAnswers(
        names: itemNames(4), columns: columns, weights: weights ?? Array(repeating: 1, count: rows))
      let answers = try OrdinalAnswers(items)
      let turned = try DealtCorrelations(answers, resamples: 200, seed: 3).matrices
      let permuted = ParallelAnalysis.matrices(200, seed: 4) { stream in
        OrdinalPairs.correlationMatrix(answers.shuffled(&stream))
      }
      for rank in 0..<4 {
        let (own, other) = (
          turned.map { $0.symmetricEigenvalues?[rank] ?? .nan },
          permuted.map { $0.symmetricEigenvalues?[rank] ?? .nan }
        )
        let error = (variance(own) / 200 + variance(other) / 200).squareRoot()
        #expect(abs(mean(own) - mean(other)) < 4 * error)
        #expect(abs(variance(own) / variance(other)).squareRoot() < 1.35)
        #expect(abs(variance(other) / variance(own)).squareRoot() < 1.35)
      }
      #expect(Set(turned.map { $0[0, 1] }).count > 190)
    }
  }

  @Test("A turn keeps who answered, and how often each answer was given")
  func turns() throws {
    let columns = [[1, 2, 3, .nan, 2, 1], [2, 2, 1, 1, 3, 3.0]]
    let answers = try OrdinalAnswers(ItemAnswers(names: itemNames(2), columns: columns))
    var stream = RandomStream(seed: 1)
    for _ in 0..<20 {
      let turned = answers.turned(&stream)
      for item in 0..<2 {
        #expect(turned.codes[item].sorted() == answers.codes[item].sorted())
      }
      #expect(turned.codes[0][3] == answers.codes[0][3])
    }
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private func variance(_ values: [Double]) -> Double {
    let centre = mean(values)
    return values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(values.count - 1)
  }
}
