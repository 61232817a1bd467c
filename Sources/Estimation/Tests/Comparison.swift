import NumericalMethods

/// Several means or shares compared with each other: one test of all, and one of each pair.
public struct Comparison: Sendable {
  /// Two of the compared, by their places.
  public struct Pair: Hashable, Sendable {
    public let first: Int
    public let second: Int
    /// First minus second.
    public let difference: Estimate
    /// Two-sided; nil where there is no test.
    public let pValue: Double?
    /// Over all pairs that have a test.
    public fileprivate(set) var adjustedPValue: Double?
  }

  public let names: [String]
  public let estimates: [Estimate]
  /// In the order (0, 1), (0, 2), …, (1, 2), ….
  public private(set) var pairs: [Pair]
  public let adjustment: Adjustment
  /// Wald's test that none differs from the others; nil where the differences have no covariance
  /// that could be inverted.
  public let test: FTest?

  /// Samples that were drawn independently of each other, such as cities.
  ///
  ///     F = dᵀV⁻¹d / (k − 1),  with k − 1 and Σ df degrees of freedom
  ///
  /// d being the differences from the last one. Those without an estimate take no part.
  public init(
    ofIndependent estimates: [Estimate], names: [String],
    adjustment: Adjustment = .benjaminiHochberg
  ) {
    let degrees = estimates.reduce(0) { $0 + $1.degreesOfFreedom }
    self.init(
      estimates, names, adjustment, degreesOfFreedom: degrees,
      covariance: { first, second in
        let error = estimates[first].standardError
        return first == second ? error * error : 0
      },
      difference: { estimates[$0].difference(fromIndependent: estimates[$1]) })
  }

  /// Estimates of one design, such as ages of one city, which are not independent.
  public init(of vector: EstimateVector, adjustment: Adjustment = .benjaminiHochberg) {
    let degrees = vector.estimates.map(\.degreesOfFreedom).max() ?? 0
    self.init(
      vector.estimates, vector.names, adjustment, degreesOfFreedom: degrees,
      covariance: vector.covariance, difference: vector.difference)
  }

  private init(
    _ estimates: [Estimate], _ names: [String], _ adjustment: Adjustment, degreesOfFreedom: Int,
    covariance: (Int, Int) -> Double, difference: (Int, Int) -> Estimate
  ) {
    self.estimates = estimates
    self.names = names
    self.adjustment = adjustment
    let places = estimates.indices.flatMap { first in
      ((first + 1)..<max(first + 1, estimates.count)).map { (first, $0) }
    }
    let differences = places.map { difference($0, $1) }
    let pValues = differences.map { $0.tTest()?.pValue ?? .nan }
    let adjusted = adjustment.adjusted(pValues)
    pairs = places.indices.map { place in
      Pair(
        first: places[place].0, second: places[place].1, difference: differences[place],
        pValue: pValues[place].isNaN ? nil : pValues[place],
        adjustedPValue: adjusted[place].isNaN ? nil : adjusted[place])
    }
    test = waldTest(
      ofDifferencesIn: estimates, degreesOfFreedom: degreesOfFreedom, covariance: covariance)
  }

  /// The comparisons of a table's rows, with p values adjusted over all pairs of the table together.
  ///
  /// - Parameter rows: Comparisons of one adjustment.
  public static func adjusted(overRows rows: [Comparison]) -> [Comparison] {
    guard let adjustment = rows.first?.adjustment else { return [] }
    let adjusted = adjustment.adjusted(rows.flatMap { $0.pairs.map { $0.pValue ?? .nan } })
    var next = 0
    return rows.map { row in
      var row = row
      for pair in row.pairs.indices {
        row.pairs[pair].adjustedPValue = adjusted[next].isNaN ? nil : adjusted[next]
        next += 1
      }
      return row
    }
  }

  /// For each of the compared, the letters of those that it is established to exceed: A for the
  /// first, B for the second, … , then AA; empty where there is none.
  ///
  /// - Parameter significance: The adjusted p under which a difference is established.
  public func letters(significance: Double = 0.05) -> [String] {
    exceeded(significance: significance).map { $0.map(Self.letter).joined(separator: " ") }
  }

  /// For each of the compared, the places of those that it is established to exceed.
  public func exceeded(significance: Double = 0.05) -> [[Int]] {
    var exceeded = Array(repeating: [Int](), count: estimates.count)
    for pair in pairs {
      guard let p = pair.adjustedPValue, p < significance else { continue }
      if pair.difference.value > 0 {
        exceeded[pair.first].append(pair.second)
      } else if pair.difference.value < 0 {
        exceeded[pair.second].append(pair.first)
      }
    }
    return exceeded.map { $0.sorted() }
  }

  /// A, B, …, Z, AA, AB, ….
  public static func letter(_ place: Int) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    let last = String(alphabet[place % alphabet.count])
    return place < alphabet.count ? last : letter(place / alphabet.count - 1) + last
  }
}

private func waldTest(
  ofDifferencesIn estimates: [Estimate], degreesOfFreedom: Int,
  covariance: (Int, Int) -> Double
) -> FTest? {
  let used = estimates.indices.filter {
    estimates[$0].value.isFinite && estimates[$0].standardError.isFinite
  }
  guard let last = used.last, used.count > 1, degreesOfFreedom > 0 else { return nil }
  let others = Array(used.dropLast())
  let matrix = Matrix(rows: others.count, columns: others.count) {
    covariance(others[$0], others[$1]) - covariance(others[$0], last)
      - covariance(last, others[$1]) + covariance(last, last)
  }
  let differences = others.map { estimates[$0].value - estimates[last].value }
  guard let factor = CholeskyFactor(matrix) else { return nil }
  return FTest(
    statistic: sumOfProducts(differences, factor.solve(differences)) / Double(others.count),
    numerator: Double(others.count), denominator: Double(degreesOfFreedom))
}
