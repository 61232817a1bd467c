import FoundationEssentials
import ReferenceData

@testable import FactorAnalysis

/// What R computes of correlations with their errors; see Tests/Reference/correlations.R.
struct CorrelationsReference: Decodable {
  struct Sample: Decodable { let correlations, covariance: [[Double]] }
  struct Samples: Decodable { let plain, weighted: Sample }
  struct Polyserial: Decodable { let quick, ml, se: Double }
  struct Spearman: Decodable {
    let correlations: [Double]
    let covariance: [[Double]]
  }
  struct Smoothing: Decodable {
    let matrix: [[Double]]
    let eigenvalues: [Double]
    let smoothed: [[Double]]
  }
  struct Parallel: Decodable { let observed, mean, sd: [Double] }
  let mixed: Samples
  let polyserial: [String: Polyserial]
  let pearson: Sample
  let spearman: Spearman
  let smoothing: Smoothing
  let parallel: Parallel

  static func load() throws -> CorrelationsReference {
    try JSONDecoder().decode(
      CorrelationsReference.self, from: Data(contentsOf: referenceFile("correlations.json")))
  }

  /// Two ordered items and two sums of others, of the complete rows.
  static func mixedAnswers(weighted: Bool) throws -> ItemAnswers {
    let columns = try BfiReference.columns()
    let complete = columns[0].indices.filter { row in columns.allSatisfy { !$0[row].isNaN } }
    func column(_ name: String) -> [Double] {
      let column = columns[OrdinalReference.names.firstIndex(of: name) ?? 0]
      return complete.map { column[$0] }
    }
    let x = zip(column("A2"), column("A3")).map { ($0 + $1) / 2 }
    let y = zip(zip(column("C1"), column("C2")).map(+), column("E1")).map(+)
    return try ItemAnswers(
      names: ["A1", "X", "C3", "Y"], columns: [column("A1"), x, column("C3"), y],
      weights: weighted ? complete.indices.map { Double(($0 + 1) % 3 + 1) } : nil)
  }
}
