import Estimation
import FoundationEssentials
import NumericalMethods
import ReferenceData

@testable import Typology

/// What Tests/Reference/typology.R computed.
struct TypologyReference: Decodable {
  struct LatentClasses: Decodable {
    let logLikelihood, bic, aic, adjustedBic, entropy: Double
    let parameters, rows: Int
    let shares: [Double]
    let groupShares: [[Double]]
    let probabilities: [[[Double]]]
    let standardErrors: [Double]?
    let groupShareErrors: [[Double]]?
    let probabilityErrors: [Double]?
    let counts: [Int]?
    let gSquared, pearson, flexmixLogLikelihood: Double?
  }
  struct Clusters: Decodable {
    let clusters: Int
    let sizes: [Double]
    let within, total, calinskiHarabasz, silhouette: Double
    let centres: [[Double]]
  }
  struct WeightedClusters: Decodable {
    let within, total: Double
    let sizes: [Double]
  }

  let stoufferToby, neuroticism, neuroticismUnweighted: LatentClasses
  let kmeans: [Clusters]
  let kmeansWeighted: WeightedClusters

  static func load() throws -> TypologyReference {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/typology.json")
    return try JSONDecoder().decode(TypologyReference.self, from: Data(contentsOf: file))
  }

  /// The 216 respondents of Stouffer and Toby (1951), who answered to four role conflicts.
  static func stoufferToby(_ counts: [Int]) -> CategoricalItems {
    items(
      counts.enumerated().flatMap { cell, count in
        Array(repeating: [cell / 8, cell / 4 % 2, cell / 2 % 2, cell % 2], count: count)
      })
  }

  /// The first 1,200 answers to five items of the bfi, 1–2, 3–4 and 5–6 taken together.
  static func neuroticism() throws -> CategoricalItems {
    let columns = try Array(BfiReference.columns()[15..<20])
    let codes = columns.map { column in
      column[..<1200].map { $0.isNaN ? Int32(-1) : Int32(($0 - 1) / 2) }
    }
    return CategoricalItems(
      names: (1...5).map { "N\($0)" },
      answers: codes.map { CategoricalAnswers(categories: ["low", "middle", "high"], codes: $0) })
  }

  /// The five items' standardised scores, of rows in which all are answered.
  static func scores() throws -> [[Double]] {
    let columns = try BfiReference.columns()[15..<20].map { Array($0[..<1200]) }
    let complete = columns[0].indices.filter { row in columns.allSatisfy { !$0[row].isNaN } }
    return columns.map { column in
      let values = complete.map { column[$0] }
      let mean = values.reduce(0, +) / Double(values.count)
      let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (sum / Double(values.count - 1)).squareRoot()
      return values.map { ($0 - mean) / deviation }
    }
  }
}

/// Items of the given answers, a row for each interview; −1 where there is none.
func items(_ rows: [[Int]]) -> CategoricalItems {
  let columns = rows[0].indices
  return CategoricalItems(
    names: itemNames(columns.count),
    answers: columns.map { item in
      let codes = rows.map { Int32($0[item]) }
      return CategoricalAnswers(
        categories: (0...max(0, Int(codes.max() ?? 0))).map(String.init), codes: codes)
    })
}

/// The design of interviews drawn singly, of equal weight.
func simpleDesign(_ count: Int) throws -> PooledDesign {
  PooledDesign([try SurveyDesign(weights: Array(repeating: 1, count: count))])
}

/// Answers to `items` items of three planted types: each has an answer it mostly gives.
func plantedTypes(seed: UInt64, rows: Int = 300, items: Int = 6) -> (rows: [[Int]], types: [Int]) {
  var stream = RandomStream(seed: seed)
  var answers: [[Int]] = []
  var types: [Int] = []
  for _ in 0..<rows {
    let type = stream.categorical([0.5, 0.3, 0.2])
    types.append(type)
    answers.append(
      (0..<items).map { item in
        stream.bernoulli(0.85) ? (type + item) % 3 : stream.integer(below: 3)
      })
  }
  return (answers, types)
}
