import FactorAnalysis
import Foundation

/// What R computes of ordered items; see Tests/Reference/ordinal.R.
package struct OrdinalReference: Decodable {
  package struct Bivariate: Decodable { package let h, k, r, p: [Double] }
  package struct Pair: Decodable {
    package let table: [[Double]]
    package let polycor, twoStep, ml, se: Double
    package let rows, columns: Scalars
  }
  /// A number alone or several.
  package struct Scalars: Decodable {
    package let values: [Double]
    package init(from decoder: Decoder) throws {
      let container = try decoder.singleValueContainer()
      values = try (try? container.decode([Double].self)) ?? [container.decode(Double.self)]
    }
  }
  package struct Sample: Decodable { package let thresholds: [Double], correlations: [[Double]] }
  package struct Gamma: Decodable { package let wlsObs: [Double], gamma: [[Double]] }
  package struct Lavaan: Decodable { package let complete, pairwise: Sample }
  package struct Gammas: Decodable { package let complete, pairwise, weighted: Gamma }
  package struct Matrix: Decodable { package let correlations: [[Double]] }
  package struct Spearman: Decodable { package let complete, pairwise, weighted: [[Double]] }
  package struct EmptyCell: Decodable { package let psych, lavaan: Double }
  package let bivariate: Bivariate
  package let pairs: [String: Pair]
  package let lavaan: Lavaan
  package let gamma: Gammas
  package let psych: Matrix
  package let emptyCell: EmptyCell
  package let spearman: Spearman

  package static let names = "ACENO".flatMap { scale in (1...5).map { "\(scale)\($0)" } }

  package static func load() throws -> OrdinalReference {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/ordinal.json")
    return try JSONDecoder().decode(OrdinalReference.self, from: Data(contentsOf: file))
  }

  /// The answers to all 25 items, or the first of them; weighted, those of the complete rows, by
  /// the row's number modulo 3, plus 1.
  package static func answers(items: Int = 25, weighted: Bool = false) throws -> ItemAnswers {
    let columns = try BfiReference.columns()
    let names = Array(names[..<items])
    guard weighted else { return try ItemAnswers(names: names, columns: Array(columns[..<items])) }
    let complete = columns[0].indices.filter { row in columns.allSatisfy { !$0[row].isNaN } }
    return try ItemAnswers(
      names: names, columns: columns[..<items].map { column in complete.map { column[$0] } },
      weights: complete.indices.map { Double(($0 + 1) % 3 + 1) })
  }

  /// Of the rows in which all 25 items are answered.
  package static func completeAnswers(items: Int = 25) throws -> ItemAnswers {
    let weighted = try answers(items: items, weighted: true)
    return try ItemAnswers(names: weighted.names, columns: weighted.columns)
  }
}
