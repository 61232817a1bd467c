import Estimation
import FactorAnalysis
import FoundationEssentials

/// What Tests/Reference/reliability.R computed of ten personality items, weighted and clustered.
package struct ReliabilityReference: Decodable {
  package struct Items: Decodable {
    package let names: [String]
    package let rawR, rCor, rDrop: [Double]
  }
  package struct Value: Decodable {
    package let value, standardError: Double
    package let df: Int
  }
  package struct Plain: Decodable {
    package let omegaHierarchical, omegaTotalOfGroups: Double
    package let general: [Double]
    package let psychOmegaHierarchical, psychOmegaTotal: Double
    package let averageVarianceExtracted, semToolsAVE, ordinalAlpha, htmt, htmt2: Double
  }

  package let items: Items
  package let design: [String: Value]
  package let plain: Plain

  package static func load() throws -> ReliabilityReference {
    let data = try Data(contentsOf: referenceFile("reliability.json"))
    return try JSONDecoder().decode(ReliabilityReference.self, from: data)
  }

  /// Complete rows of the chosen items, keyed alike; weights 1, 2, 3 in turn where asked for.
  package static func answers(_ names: [String], weighted: Bool) throws -> ItemAnswers {
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
  package static func design(_ answers: ItemAnswers, clustered: Bool = true) throws -> PooledDesign
  {
    let clusters = answers.weights.indices.map { $0 / 12 }
    guard clustered else { return PooledDesign([try SurveyDesign(weights: answers.weights)]) }
    return PooledDesign([
      try SurveyDesign(
        weights: answers.weights, strata: clusters.map { "\($0 % 4)" },
        clusters: clusters.map { "\($0)" })
    ])
  }
}
