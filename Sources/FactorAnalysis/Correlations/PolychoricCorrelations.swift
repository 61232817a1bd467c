import NumericalMethods
import Parallelism

/// Two items of a battery.
public struct ItemPair: Hashable, Sendable {
  public let first: String
  public let second: String
}

/// The correlations of the normal variables that stand behind ordered answers: each item is a
/// standard normal variable cut at thresholds.
///
///     τⱼ = Φ⁻¹(share of answers in the categories 1…j)
///     ρ = argmax Σ nᵢⱼ ln πᵢⱼ(ρ; τ)                       (for each pair, from its table)
///
/// These are the two-step estimates of lavaan's `lavCor`, of psych's `polychoric` (with
/// `global = TRUE`) and, without missing answers, of polycor's `polychor`; for two categories each
/// they are tetrachoric. The rows are read once for the tables of all pairs.
///
/// ```swift
/// let ordinal = try OrdinalAnswers(answers, missing: .pairwise)
/// let correlations = try PolychoricCorrelations(ordinal)
/// ```
///
/// > U. Olsson (1979). "Maximum likelihood estimation of the polychoric correlation coefficient".
/// > *Psychometrika* 44(4), §3.
public struct PolychoricCorrelations: Hashable, Sendable {
  public let names: [String]
  /// For each item, one fewer than its categories.
  public let thresholds: [[Double]]
  /// The number of rows used, unweighted; pairwise, the smallest number of rows of any pair.
  public let count: Int
  public let missing: MissingAnswers
  public let emptyCells: EmptyCells
  /// The pairs in whose table some cell was empty, whether mended or not.
  public let pairsWithEmptyCells: [ItemPair]
  /// The pairs whose correlation ran into ±0.9999: one answer follows from the other.
  public let pairsAtTheBound: [ItemPair]
  package let correlationMatrix: Matrix

  /// The correlations, items × items.
  public var correlations: [[Double]] { correlationMatrix.rowValues }

  /// - Throws: ``FactorAnalysisError`` where there are fewer than two items, or two items that
  ///   nobody answered both.
  public init(
    _ answers: OrdinalAnswers, emptyCells: EmptyCells = .mendedInTwoByTwo
  ) throws(FactorAnalysisError) {
    self.init(try OrdinalPairs(answers, emptyCells: emptyCells), emptyCells: emptyCells)
  }

  init(_ pairs: OrdinalPairs, emptyCells: EmptyCells) {
    names = pairs.answers.names
    thresholds = pairs.thresholds.map(\.values)
    count = pairs.count
    missing = pairs.answers.missing
    self.emptyCells = emptyCells
    var matrix = Matrix.identity(names.count)
    for (pair, correlation) in zip(pairs.places, pairs.correlations) {
      matrix[pair.first, pair.second] = correlation
      matrix[pair.second, pair.first] = correlation
    }
    correlationMatrix = matrix
    let bound = PolychoricPair.mostCorrelation * (1 - 1e-9)
    pairsWithEmptyCells = pairs.named { pairs.hasEmptyCell[$0] }
    pairsAtTheBound = pairs.named { abs(pairs.correlations[$0]) >= bound }
  }
}

/// The tables and correlations of all pairs of ordered items.
struct OrdinalPairs {
  let answers: OrdinalAnswers
  let thresholds: [ItemThresholds]
  /// The pairs of items, in the order of the columns below the diagonal: (0, 1), (0, 2), …, (1, 2).
  let places: [(first: Int, second: Int)]
  let tables: [PairTable]
  let correlations: [Double]
  let hasEmptyCell: [Bool]
  let count: Int

  init(
    _ answers: OrdinalAnswers, emptyCells: EmptyCells
  ) throws(FactorAnalysisError) {
    guard answers.names.count >= 2 else {
      throw .tooFewItems(found: answers.names.count, needed: 2)
    }
    let places = Self.places(items: answers.names.count)
    let thresholds = answers.names.indices.map {
      ItemThresholds(weights: answers.categoryWeights(of: $0))
    }
    let interview = answers.meanWeight
    let solved = concurrentMap(Self.chunks) { chunk in
      stride(from: chunk, to: places.count, by: Self.chunks).map { index in
        Solved(answers, thresholds, places[index], emptyCells, interview: interview)
      }
    }
    let ordered = places.indices.map { solved[$0 % Self.chunks][$0 / Self.chunks] }
    for (place, pair) in zip(places, ordered) where !(pair.table.total > 0) {
      throw .pairWithoutCovariance(answers.names[place.first], answers.names[place.second])
    }
    self.answers = answers
    self.thresholds = thresholds
    self.places = places
    tables = ordered.map(\.table)
    correlations = ordered.map(\.correlation)
    hasEmptyCell = ordered.map(\.isGappy)
    count = answers.smallestPairCount
  }

  private struct Solved: Sendable {
    let table: PairTable
    let isGappy: Bool
    let correlation: Double

    init(
      _ answers: OrdinalAnswers, _ thresholds: [ItemThresholds], _ place: (first: Int, second: Int),
      _ emptyCells: EmptyCells, interview: Double
    ) {
      let counted = PairTable(answers, place.first, place.second)
      table = counted.treated(emptyCells, interview: interview)
      isGappy = counted.hasEmptyCell
      correlation = PolychoricPair(table, thresholds[place.first], thresholds[place.second])
        .estimate()
    }
  }

  /// The correlations alone, computed by one thread: for work that is shared out otherwise.
  ///
  /// - Parameter thresholds: The items', where they are known.
  static func correlationMatrix(
    _ answers: OrdinalAnswers, thresholds known: [ItemThresholds]? = nil,
    emptyCells: EmptyCells = .mendedInTwoByTwo
  ) -> Matrix {
    let items = answers.names.count
    let thresholds =
      known ?? (0..<items).map { ItemThresholds(weights: answers.categoryWeights(of: $0)) }
    let interview = answers.meanWeight
    var matrix = Matrix.identity(items)
    for place in places(items: items) {
      let solved = Solved(answers, thresholds, place, emptyCells, interview: interview)
      matrix[place.first, place.second] = solved.correlation
      matrix[place.second, place.first] = solved.correlation
    }
    return matrix
  }

  /// The parts into which the pairs are divided among the processor's cores.
  private static let chunks = 16

  static func places(items: Int) -> [(first: Int, second: Int)] {
    (0..<items).flatMap { first in (first + 1..<items).map { (first, $0) } }
  }

  func named(where isMeant: (Int) -> Bool) -> [ItemPair] {
    places.indices.filter(isMeant).map {
      ItemPair(first: answers.names[places[$0].first], second: answers.names[places[$0].second])
    }
  }
}

extension OrdinalAnswers {
  /// The weight of each category of an item.
  func categoryWeights(of item: Int) -> [Double] {
    if let weight = equalWeight {
      var tally = Array(repeating: UInt32(0), count: categories[item].count + 1)
      for code in codes[item] { tally[Int(code)] &+= 1 }
      return tally.dropLast().map { Double($0) * weight }
    }
    var sums = Array(repeating: 0.0, count: categories[item].count + 1)
    for (code, weight) in zip(codes[item], weights) { sums[Int(code)] += weight }
    return Array(sums.dropLast())
  }

  /// The mean of the positive weights.
  var meanWeight: Double {
    if let equalWeight { return equalWeight }
    return
      weights.reduce(0, +) / Double(max(1, weights.count { $0 > 0 }))
  }

  /// The smallest number of rows, unweighted, in which both items of a pair are answered.
  var smallestPairCount: Int {
    let answered = codes.indices.map { item in
      codes[item].map { Int($0) < categories[item].count }
    }
    let all = weights.indices.count { row in answered.allSatisfy { $0[row] } }
    guard missing == .pairwise, answered.contains(where: { $0.contains(false) }) else { return all }
    return OrdinalPairs.places(items: names.count).map { first, second in
      zip(answered[first], answered[second]).count { $0 && $1 }
    }.min() ?? all
  }
}
