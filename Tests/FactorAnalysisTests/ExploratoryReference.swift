import ReferenceData

@testable import FactorAnalysis

/// What Tests/Reference/exploratory.R computed of the 25 items of psych::bfi, complete rows.
struct ExploratoryReference: Decodable {
  struct Minimum: Decodable { let uniquenesses: [Double] }
  struct Extractions: Decodable {
    let principalAxis: [Double]
    let weightedLeastSquares, generalisedLeastSquares: Minimum
  }
  struct Turned: Decodable {
    let loadings, factorCorrelations: [[Double]]
    /// Nil where nothing is minimised from several starts.
    let criterion: Double?
  }
  struct Rotations: Decodable {
    let loadings, target: [[Double]]
    let quartimax, oblimin, geomin, geominOrthogonal, geominNormalised, varimaxPlain: Turned
    let targetOblique, targetOrthogonal, partialOblique, partialOrthogonal, promax: Turned
  }
  struct Minima: Decodable {
    let criterion: Double
    let startsAtBest: Int
    let unrotated, loadings: [[Double]]
  }
  struct Errors: Decodable {
    let items: [String]
    let count: Int
    let loadings, loadingErrors: [[Double]]
    let uniquenesses, uniquenessErrors, factorCorrelations, factorCorrelationErrors: [Double]
  }
  struct Design: Decodable {
    let loadings, loadingErrors: [[Double]]
    let factorCorrelation, factorCorrelationError: Double
  }
  struct Score: Decodable {
    let weights, scores, correlations: [[Double]]
    /// The squared determinacies, of regression scores only.
    let multiple: [Double]?
  }
  struct Scores: Decodable {
    let regression, bartlett, tenBerge: Score

    subscript(method: FactorScores.Method) -> Score {
      switch method {
      case .regression: regression
      case .bartlett: bartlett
      case .tenBerge: tenBerge
      }
    }
  }
  struct Agreement: Decodable {
    let first, second, congruence, procrustes: [[Double]]
    let afterProcrustes: [Double]
  }

  let extraction: Extractions
  let rotation: Rotations
  let minima: Minima
  let errors: [String: Errors]
  let design: Design
  let scores: Scores
  let agreement: Agreement

  static func load() throws -> ExploratoryReference { try referenceJSON("exploratory.json") }

  /// The complete rows of the first so many items.
  static func answers(items: Int = 25, weights: ((Int) -> Double)? = nil) throws -> ItemAnswers {
    let columns = try BfiReference.columns()
    let complete = columns[0].indices.filter { row in columns.allSatisfy { !$0[row].isNaN } }
    let names = try BfiReference.load().items[..<items]
    return try ItemAnswers(
      names: Array(names), columns: columns[..<items].map { column in complete.map { column[$0] } },
      weights: complete.indices.map { weights?($0) ?? 1 })
  }
}
