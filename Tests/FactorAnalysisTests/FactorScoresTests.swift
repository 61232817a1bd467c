import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("Factor scores")
struct FactorScoresTests {
  /// Ours stand in their own order: the place and the sign of each of the reference's factors.
  private func places(
    _ analysis: ExploratoryFactorAnalysis, _ expected: [[Double]]
  ) -> [(factor: Int, sign: Double)] {
    expected[0].indices.map { target in
      func product(_ factor: Int) -> Double {
        zip(analysis.loadings, expected).reduce(0) { $0 + $1.0[factor] * $1.1[target] }
      }
      let best = expected[0].indices.max { abs(product($0)) < abs(product($1)) } ?? 0
      return (best, product(best) < 0 ? -1 : 1)
    }
  }

  @Test(
    "Weights, scores, correlations and determinacies are psych's",
    arguments: FactorScores.Method.allCases)
  func reference(method: FactorScores.Method) throws {
    let all = try ExploratoryReference.load()
    let expected = all.scores[method]
    let answers = try ExploratoryReference.answers()
    let analysis = try ExploratoryFactorAnalysis(
      ItemCovariance(answers, missing: .listwise), factors: 5, method: .maximumLikelihood)
    let found = try FactorScores(analysis, method: method)
    let places = places(analysis, all.rotation.oblimin.loadings)
    let weights = found.weights.map { row in places.map { row[$0.factor] * $0.sign } }
    #expect(largestDifference(weights, expected.weights) < 1e-5)
    let columns = found.scores(of: answers)
    let scores = (0..<20).map { row in places.map { columns[$0.factor][row] * $0.sign } }
    #expect(largestDifference(scores, expected.scores) < 1e-5)
    let correlations = places.map { first in
      places.map { found.correlations[first.factor][$0.factor] * first.sign * $0.sign }
    }
    #expect(largestDifference(correlations, expected.correlations) < 1e-5)
    if let multiple = expected.multiple {
      let determinacies = places.map { found.determinacies[$0.factor] }
      #expect(largestDifference(determinacies.map { $0 * $0 }, multiple) < 1e-5)
    }
  }

  @Test(
    "Regression scores determine best, Bartlett's are unbiased, ten Berge's correlate as factors",
    arguments: UInt64(0)..<30)
  func laws(seed: UInt64) throws {
    let analysis = try ExploratoryFactorAnalysis(twoFactorCovariance(seed: seed), factors: 2)
    let regression = try FactorScores(analysis, method: .regression)
    let bartlett = try FactorScores(analysis, method: .bartlett)
    let tenBerge = try FactorScores(analysis, method: .tenBerge)
    for factor in 0..<2 {
      #expect(regression.determinacies[factor] >= bartlett.determinacies[factor] - 1e-9)
      #expect(regression.determinacies[factor] >= tenBerge.determinacies[factor] - 1e-9)
      #expect(regression.determinacies[factor] < 1)
    }
    #expect(largestDifference(tenBerge.correlations, analysis.factorCorrelations) < 1e-9)
    let unbiased = (0..<2).map { first in
      (0..<2).map { second in
        zip(bartlett.weights, analysis.loadings).reduce(0) { $0 + $1.0[first] * $1.1[second] }
      }
    }
    #expect(largestDifference(unbiased, [[1, 0], [0, 1]]) < 1e-9)
  }

  @Test("Scores have the mean 0, and the one who did not answer an item has none")
  func missing() throws {
    var columns = twoFactorAnswers(seed: 2)
    columns[3][7] = .nan
    let answers = try ItemAnswers(names: itemNames(8), columns: columns)
    let analysis = try ExploratoryFactorAnalysis(
      ItemCovariance(answers, missing: .listwise), factors: 2)
    for column in try FactorScores(analysis, method: .regression).scores(of: answers) {
      #expect(column.count == 400 && column.indices.filter { column[$0].isNaN } == [7])
      #expect(abs(column.filter { !$0.isNaN }.reduce(0, +)) < 1e-8)
    }
  }

  @Test("Are refused where the correlations are not those of the answers as numbers")
  func numbersOnly() throws {
    let answers = try ExploratoryReference.answers()
    for kind in [CorrelationKind.spearman, .polychoric] {
      let analysis = try ExploratoryFactorAnalysis(
        ItemCovariance(answers, missing: .listwise, kind: kind), factors: 5)
      #expect(throws: FactorAnalysisError.scoresOfNumbersOnly(kind)) {
        try FactorScores(analysis, method: .regression)
      }
    }
  }
}
