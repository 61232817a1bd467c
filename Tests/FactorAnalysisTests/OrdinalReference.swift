import Foundation

@testable import FactorAnalysis

/// What R computes of ordered items; see Tests/Reference/ordinal.R.
struct OrdinalReference: Decodable {
  struct Bivariate: Decodable { let h, k, r, p: [Double] }
  struct Pair: Decodable {
    let table: [[Double]]
    let polycor, twoStep, ml, se: Double
    let rows, columns: Scalars
  }
  /// A number alone or several.
  struct Scalars: Decodable {
    let values: [Double]
    init(from decoder: Decoder) throws {
      let container = try decoder.singleValueContainer()
      values = try (try? container.decode([Double].self)) ?? [container.decode(Double.self)]
    }
  }
  struct Sample: Decodable { let thresholds: [Double], correlations: [[Double]] }
  struct Gamma: Decodable { let wlsObs: [Double], gamma: [[Double]] }
  struct Lavaan: Decodable { let complete, pairwise: Sample }
  struct Gammas: Decodable { let complete, pairwise, weighted: Gamma }
  struct Matrix: Decodable { let correlations: [[Double]] }
  struct Spearman: Decodable { let complete, pairwise, weighted: [[Double]] }
  struct EmptyCell: Decodable { let psych, lavaan: Double }
  let bivariate: Bivariate
  let pairs: [String: Pair]
  let lavaan: Lavaan
  let gamma: Gammas
  let psych: Matrix
  let emptyCell: EmptyCell
  let spearman: Spearman

  static let names = "ACENO".flatMap { scale in (1...5).map { "\(scale)\($0)" } }

  static func load() throws -> OrdinalReference {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/ordinal.json")
    return try JSONDecoder().decode(OrdinalReference.self, from: Data(contentsOf: file))
  }

  /// The answers to all 25 items, or the first of them; weighted, those of the complete rows, by
  /// the row's number modulo 3, plus 1.
  static func answers(items: Int = 25, weighted: Bool = false) throws -> ItemAnswers {
    let columns = try BfiReference.columns()
    let names = Array(names[..<items])
    guard weighted else { return try ItemAnswers(names: names, columns: Array(columns[..<items])) }
    let complete = columns[0].indices.filter { row in columns.allSatisfy { !$0[row].isNaN } }
    return try ItemAnswers(
      names: names, columns: columns[..<items].map { column in complete.map { column[$0] } },
      weights: complete.indices.map { Double(($0 + 1) % 3 + 1) })
  }

  /// Of the rows in which all 25 items are answered.
  static func completeAnswers(items: Int = 25) throws -> ItemAnswers {
    let weighted = try answers(items: items, weighted: true)
    return try ItemAnswers(names: weighted.names, columns: weighted.columns)
  }
}
