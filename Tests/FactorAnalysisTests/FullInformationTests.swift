import Estimation
import ReferenceData
import Testing

@testable import FactorAnalysis

@Suite("Correlations by full information")
struct FullInformationTests {
  private struct Reference: Decodable {
    let count: Int
    let means: [Double]
    let correlations, errors: [[Double]]
  }

  @Test("Means and correlations of answers with gaps are lavaan's saturated ones")
  func lavaan() throws {
    let expected: Reference = try referenceJSON("full-information.json")
    let columns = Array(try BfiReference.columns()[..<10])
    let answers = try ItemAnswers(names: itemNames(10), columns: columns)
    let found = try ItemCovariance(answers, missing: .fiml)
    #expect(found.count == expected.count)
    #expect(largestDifference(found.means, expected.means) < 1e-6)
    #expect(largestDifference(found.correlations, expected.correlations) < 1e-6)
    #expect(found.isPositiveDefinite)
  }

  @Test("Where nothing is missing they are those of complete interviews", arguments: UInt64(0)..<5)
  func complete(seed: UInt64) throws {
    let answers = try ItemAnswers(names: itemNames(8), columns: twoFactorAnswers(seed: seed))
    let (full, plain) = (
      try ItemCovariance(answers, missing: .fiml), try ItemCovariance(answers, missing: .listwise)
    )
    #expect(largestDifference(full.correlations, plain.correlations) < 1e-12)
  }

  @Test("Errors of correlations are those of lavaan's sandwich")
  func errors() throws {
    let expected: Reference = try referenceJSON("full-information.json")
    let columns = Array(try BfiReference.columns()[..<10])
    let answers = try ItemAnswers(names: itemNames(10), columns: columns)
    let found = try CorrelationInference(answers, kind: .pearson, missing: .fiml)
    #expect(found.count == expected.count && found.missing == .fiml)
    for pair in found.pairs {
      let known = expected.errors[pair.first][pair.second]
      #expect(abs(found.standardError(pair.first, pair.second) / known - 1) < 1e-6)
      let correlation = found.correlations[pair.first][pair.second]
      #expect(abs(correlation - expected.correlations[pair.first][pair.second]) < 1e-6)
    }
  }

  @Test("Errors of loadings with nothing missing are those of complete interviews")
  func loadings() throws {
    let answers = try ItemAnswers(names: itemNames(8), columns: twoFactorAnswers(seed: 3))
    let design = PooledDesign([try SurveyDesign(weights: answers.weights)])
    let errors = try [MissingAnswers.fiml, .listwise].map { missing in
      try ExploratoryFactorAnalysis(ItemCovariance(answers, missing: missing), factors: 2)
        .errors(of: answers, design: design)
    }
    #expect(largestDifference(errors[0].loadings, errors[1].loadings) < 1e-9)
    #expect(errors[0].degreesOfFreedom == errors[1].degreesOfFreedom)
  }

  @Test("Of ranks and categories they are refused in words")
  func refused() throws {
    let columns = twoFactorAnswers(seed: 1).map { $0.map { $0.rounded() } }
    let answers = try ItemAnswers(names: itemNames(8), columns: columns)
    for kind in [CorrelationKind.spearman, .polychoric] {
      #expect(throws: FactorAnalysisError.notByFullInformation) {
        try ItemCovariance(answers, missing: .fiml, kind: kind)
      }
      #expect(throws: FactorAnalysisError.notByFullInformation) {
        try CorrelationInference(answers, kind: kind, missing: .fiml)
      }
    }
  }
}
