import Estimation
import FoundationEssentials

@testable import FactorAnalysis

/// What Tests/Reference/reliability.R computed of ten personality items, weighted and clustered.
struct ReliabilityReference: Decodable {
  struct Items: Decodable {
    let names: [String]
    let rawR, rCor, rDrop: [Double]
  }
  struct Value: Decodable {
    let value, standardError: Double
    let df: Int
  }
  struct Plain: Decodable {
    let omegaHierarchical, omegaTotalOfGroups: Double
    let general: [Double]
    let psychOmegaHierarchical, psychOmegaTotal: Double
    let averageVarianceExtracted, semToolsAVE, ordinalAlpha, htmt, htmt2: Double
  }

  let items: Items
  let design: [String: Value]
  let plain: Plain

  static func load() throws -> ReliabilityReference {
    let data = try Data(contentsOf: referenceFile("reliability.json"))
    return try JSONDecoder().decode(ReliabilityReference.self, from: data)
  }

  /// Complete rows of the chosen items, keyed alike; weights 1, 2, 3 in turn where asked for.
  static func answers(_ names: [String], weighted: Bool) throws -> ItemAnswers {
    let all = try BfiReference.load().items
    let columns = try BfiReference.columns()
    let complete = columns[0].indices.filter { row in columns.allSatisfy { !$0[row].isNaN } }
    let reversed: Set = ["E1", "E2", "C4", "C5"]
    return try ItemAnswers(
      names: names,
      columns: names.map { name in
        let column = columns[all.firstIndex(of: name) ?? 0]
        return complete.map { reversed.contains(name) ? 7 - column[$0] : column[$0] }
      },
      weights: complete.indices.map { weighted ? Double(($0 + 1) % 3 + 1) : 1 })
  }

  /// Twelve rows a cluster, the clusters in turn to four strata.
  static func design(_ answers: ItemAnswers, clustered: Bool = true) throws -> PooledDesign {
    let clusters = answers.weights.indices.map { $0 / 12 }
    guard clustered else { return PooledDesign([try SurveyDesign(weights: answers.weights)]) }
    return PooledDesign([
      try SurveyDesign(
        weights: answers.weights, strata: clusters.map { "\($0 % 4)" },
        clusters: clusters.map { "\($0)" })
    ])
  }
}
