import NumericalMethods
import ReferenceData
import Testing

@testable import FactorAnalysis

private let tolerance = 1e-6

@Suite("Correlations with their errors")
struct CorrelationInferenceTests {
  @Test("Polychoric and polyserial correlations and their covariance are lavaan's, weights or not")
  func mixed() throws {
    let reference = try CorrelationsReference.load().mixed
    for (weighted, expected) in [(false, reference.plain), (true, reference.weighted)] {
      let found = try CorrelationInference(
        CorrelationsReference.mixedAnswers(weighted: weighted), ordered: ["A1", "C3"])
      #expect(largestDifference(found.correlations, expected.correlations) < tolerance)
      #expect(found.kind(0, 1) == .polyserial && found.kind(2, 0) == .polychoric)
      #expect(found.kind(1, 3) == .pearson)
      let numeric = found.pairs.firstIndex { $0 == (1, 3) }
      for row in found.pairs.indices {
        for column in found.pairs.indices {
          let difference = abs(found.covariance[row, column] - expected.covariance[row][column])
          let size = found.standardError(row) * found.standardError(column)
          // Of two numbers lavaan takes the products of the scores for the information, which holds
          // for normal numbers only.
          guard row != numeric, column != numeric else { continue }
          #expect(difference < tolerance * size, "\(row), \(column)")
        }
      }
    }
  }

  @Test("polycor's polyserial correlations of one step are near those of two")
  func polycor() throws {
    let reference = try CorrelationsReference.load().polyserial
    let found = try CorrelationInference(
      CorrelationsReference.mixedAnswers(weighted: false), ordered: ["A1", "C3"])
    for (name, first, second) in [("X_A1", 0, 1), ("Y_C3", 2, 3)] {
      let expected = try #require(reference[name])
      let correlation = found.correlations[first][second]
      #expect(abs(correlation - expected.ml) < 0.1 * expected.se, "\(name)")
      #expect(abs(correlation - expected.quick) < 0.5 * expected.se, "\(name)")
      #expect(
        abs(found.standardError(first, second) - expected.se) < 0.1 * expected.se, "\(name)")
    }
  }

  @Test("Pearson's have the distribution-free covariance that lavaan's WLS takes")
  func pearson() throws {
    let expected = try CorrelationsReference.load().pearson
    let found = try CorrelationInference(
      OrdinalReference.completeAnswers(items: 5), kind: .pearson)
    #expect(largestDifference(found.correlations, expected.correlations) < 1e-12)
    #expect(largestDifference(found.asymptoticCovariance, expected.covariance) < 1e-12)
  }

  @Test("Spearman's have the covariance of R's infinitesimal jackknife")
  func spearman() throws {
    let expected = try CorrelationsReference.load().spearman
    let complete = try OrdinalReference.completeAnswers(items: 3)
    let answers = try ItemAnswers(
      names: complete.names, columns: complete.columns.map { Array($0[..<200]) },
      weights: (0..<200).map { Double($0 % 2 + 1) })
    let found = try CorrelationInference(answers, kind: .spearman)
    let pairs = found.pairs.map { found.correlations[$0.first][$0.second] }
    #expect(largestDifference(pairs, expected.correlations) < 1e-12)
    let scale = 1 / expected.covariance[0][0]
    #expect(
      largestDifference(
        found.asymptoticCovariance.map { $0.map { scale * $0 } },
        expected.covariance.map { $0.map { scale * $0 } }) < 1e-7)
  }

  @Test("They are those of the covariance of items, of whatever kind", arguments: UInt64(0)..<3)
  func sameCorrelations(seed: UInt64) throws {
    var columns = twoFactorAnswers(seed: seed, rows: 150, items: 4).map { $0.map { $0.rounded() } }
    columns[1][3] = .nan
    columns[2][9] = .nan
    let answers = try ItemAnswers(
      names: itemNames(4), columns: columns, weights: columns[0].indices.map { Double($0 % 3) })
    for kind in CorrelationKind.allCases {
      for missing in [MissingAnswers.listwise, .pairwise] {
        let found = try CorrelationInference(answers, kind: kind, missing: missing)
        let covariance = try ItemCovariance(answers, missing: missing, kind: kind)
        #expect(largestDifference(found.correlations, covariance.correlations) < 1e-12)
        #expect(found.count == covariance.count)
      }
    }
  }

  @Test("Halves of the normal variables: the error of a polyserial correlation is its spread")
  func spread() throws {
    let found = try (UInt64(0)..<120).map { seed in
      var columns = twoFactorAnswers(seed: seed, rows: 300, items: 2)
      columns[1] = columns[1].map { $0 > 0.2 ? 1 : 0 }
      let answers = try ItemAnswers(names: itemNames(2), columns: columns)
      return try CorrelationInference(answers, ordered: ["Q2"])
    }
    let correlations = found.map { $0.correlations[0][1] }
    let mean = correlations.reduce(0, +) / 120
    let spread = (correlations.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 119).squareRoot()
    let error = found.reduce(0) { $0 + $1.standardError(0, 1) } / 120
    // The spread of 120 has a standard error of 6.5 %.
    #expect(abs(error / spread - 1) < 0.2)
  }

  @Test("Two items that nobody answered both are named")
  func apart() throws {
    let answers = try ItemAnswers(
      names: itemNames(2),
      columns: [[1, 2, 3, .nan, .nan, .nan], [.nan, .nan, .nan, 1, 2, 3]])
    #expect(throws: FactorAnalysisError.pairWithoutCovariance("Q1", "Q2")) {
      try CorrelationInference(answers, kind: .pearson)
    }
  }
}

extension CorrelationInference {
  fileprivate func standardError(_ pair: Int) -> Double {
    covariance[pair, pair].squareRoot()
  }
}
