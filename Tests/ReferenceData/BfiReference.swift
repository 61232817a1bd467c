import FactorAnalysis
import FoundationEssentials

/// What Tests/Reference/bfi.R computed from the 25 items of psych::bfi.
package struct BfiReference: Decodable {
  package struct Moments: Decodable { package let covariance, correlation: [[Double]] }
  package struct Scale: Decodable {
    package let items: [String]
    package let keying: [Double]
    package let rawAlpha, standardisedAlpha, omega: Double
    package let itemRest, alphaIfDropped, feldt: [Double]
  }
  package struct Adequacy: Decodable {
    package let overall: Double
    package let items: [Double]
  }
  package struct Sphericity: Decodable { package let chisq, df, p: Double }
  package struct Oblimin: Decodable { package let loadings, factorCorrelations: [[Double]] }
  package struct Factors: Decodable {
    package let uniquenesses: [Double]
    package let chisq, df, tli, rmsea, rms: Double
    package let psychCommunalities: [Double]?
    package let varimax: [[Double]]
    package let oblimin: Oblimin
  }
  package struct Parallel: Decodable {
    package let mean, percentile95: [Double]
    package let components: Int
    package let commonMean, commonObserved: [Double]
  }

  package let rows, completeRows: Int
  package let items: [String]
  package let weighted, pairwise: Moments
  package let reliability: [String: Scale]
  package let kmo: Adequacy
  package let bartlett, bartlettOfFortyRows: Sphericity
  package let eigenvalues: [Double]
  package let ml, minres: Factors
  package let parallel: Parallel

  package static func load() throws -> BfiReference {
    try JSONDecoder().decode(BfiReference.self, from: Data(contentsOf: referenceFile("bfi.json")))
  }

  /// The answers of all rows, NaN where missing.
  package static func columns() throws -> [[Double]] {
    let text = try String(contentsOf: referenceFile("bfi.csv"), encoding: .utf8)
    let records = text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
    }
    return records[records.startIndex].indices.map { item in records.map { $0[item] } }
  }

  /// The complete rows' covariances, unweighted, or with the reference's weights.
  package func covariance(weighted: Bool = false) throws -> ItemCovariance {
    var columns = try Self.columns()
    guard weighted else {
      return try ItemCovariance(ItemAnswers(names: items, columns: columns), missing: .listwise)
    }
    let complete = columns[0].indices.filter { row in columns.allSatisfy { !$0[row].isNaN } }
    columns = columns.map { column in complete.map { column[$0] } }
    let weights = complete.indices.map { Double(($0 + 1) % 3 + 1) }
    return try ItemCovariance(
      ItemAnswers(names: items, columns: columns, weights: weights), missing: .listwise)
  }

  /// The keyed items of one scale, of the rows that are complete in all 25 items.
  package func answers(_ scale: Scale) throws -> ItemAnswers {
    let columns = try Self.columns()
    let complete = columns[0].indices.filter { row in columns.allSatisfy { !$0[row].isNaN } }
    let keyed = zip(scale.items, scale.keying).map { name, sign in
      let column = columns[items.firstIndex(of: name) ?? 0]
      return complete.map { sign < 0 ? 7 - column[$0] : column[$0] }
    }
    return try ItemAnswers(names: scale.items, columns: keyed)
  }
}
