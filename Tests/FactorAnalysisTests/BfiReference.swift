import FoundationEssentials
import NumericalMethods

@testable import FactorAnalysis

/// What Tests/Reference/bfi.R computed from the 25 items of psych::bfi.
struct BfiReference: Decodable {
  struct Moments: Decodable { let covariance, correlation: [[Double]] }
  struct Scale: Decodable {
    let items: [String]
    let keying: [Double]
    let rawAlpha, standardisedAlpha, omega: Double
    let itemRest, alphaIfDropped, feldt: [Double]
  }
  struct Adequacy: Decodable {
    let overall: Double
    let items: [Double]
  }
  struct Sphericity: Decodable { let chisq, df, p: Double }
  struct Oblimin: Decodable { let loadings, factorCorrelations: [[Double]] }
  struct Factors: Decodable {
    let uniquenesses: [Double]
    let chisq, df, tli, rmsea, rms: Double
    let psychCommunalities: [Double]?
    let varimax: [[Double]]
    let oblimin: Oblimin
  }
  struct Parallel: Decodable {
    let mean, percentile95: [Double]
    let components: Int
    let commonMean, commonObserved: [Double]
  }

  let rows, completeRows: Int
  let items: [String]
  let weighted, pairwise: Moments
  let reliability: [String: Scale]
  let kmo: Adequacy
  let bartlett, bartlettOfFortyRows: Sphericity
  let eigenvalues: [Double]
  let ml, minres: Factors
  let parallel: Parallel

  static func load() throws -> BfiReference {
    try JSONDecoder().decode(BfiReference.self, from: Data(contentsOf: referenceFile("bfi.json")))
  }

  /// The answers of all rows, NaN where missing.
  static func columns() throws -> [[Double]] {
    let text = try String(contentsOf: referenceFile("bfi.csv"), encoding: .utf8)
    let records = text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
    }
    return records[records.startIndex].indices.map { item in records.map { $0[item] } }
  }

  /// The complete rows' covariances, unweighted, or with the reference's weights.
  func covariance(weighted: Bool = false) throws -> ItemCovariance {
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
  func answers(_ scale: Scale) throws -> ItemAnswers {
    let columns = try Self.columns()
    let complete = columns[0].indices.filter { row in columns.allSatisfy { !$0[row].isNaN } }
    let keyed = zip(scale.items, scale.keying).map { name, sign in
      let column = columns[items.firstIndex(of: name) ?? 0]
      return complete.map { sign < 0 ? 7 - column[$0] : column[$0] }
    }
    return try ItemAnswers(names: scale.items, columns: keyed)
  }
}

/// The largest difference, relative to the expected number where that is above 1.
func largestDifference(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  return zip(found, expected).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
}

func largestDifference(_ found: [[Double]], _ expected: [[Double]]) -> Double {
  largestDifference(found.flatMap { $0 }, expected.flatMap { $0 })
}

/// Loadings and factor correlations with the factors put into the order and signs in which they
/// agree best with expected loadings: factors have no natural order or sign.
func aligned(
  _ loadings: [[Double]], _ correlations: [[Double]], to expected: [[Double]]
) -> (loadings: [[Double]], correlations: [[Double]]) {
  let factors = correlations.indices
  var left = Array(factors)
  var order: [Int] = []
  var signs: [Double] = []
  for target in factors {
    func product(_ factor: Int) -> Double {
      zip(loadings, expected).reduce(0) { $0 + $1.0[factor] * $1.1[target] }
    }
    let best = left.max { abs(product($0)) < abs(product($1)) } ?? 0
    order.append(best)
    signs.append(product(best) < 0 ? -1 : 1)
    left.removeAll { $0 == best }
  }
  return (
    loadings.map { row in factors.map { signs[$0] * row[order[$0]] } },
    factors.map { i in factors.map { signs[i] * signs[$0] * correlations[order[i]][order[$0]] } }
  )
}

/// Answers to `items` items that two correlated factors stand behind.
func twoFactorAnswers(seed: UInt64, rows: Int = 400, items: Int = 8) -> [[Double]] {
  var stream = RandomStream(seed: seed)
  var columns = Array(repeating: [Double](), count: items)
  for _ in 0..<rows {
    let first = stream.normal()
    let second = 0.3 * first + stream.normal()
    for item in 0..<items {
      let loading = 0.5 + 0.05 * Double(item % 4)
      columns[item].append(loading * (item < items / 2 ? first : second) + 0.7 * stream.normal())
    }
  }
  return columns
}

func itemNames(_ count: Int) -> [String] { (0..<count).map { "Q\($0 + 1)" } }

func twoFactorCovariance(seed: UInt64) throws -> ItemCovariance {
  try ItemCovariance(
    ItemAnswers(names: itemNames(8), columns: twoFactorAnswers(seed: seed)), missing: .listwise)
}
