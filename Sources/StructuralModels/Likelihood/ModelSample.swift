import FactorAnalysis
import NumericalMethods

/// The interviews of one group that a model is fitted to, sorted by which items they answer.
package struct ModelSample: Sendable {
  let name: String
  package let itemCount: Int
  /// One where every interview answers every item.
  package let patterns: [AnswerPattern]
  /// The number of interviews.
  package let count: Int
  /// The cluster of each interview, pattern after pattern; nil where they were drawn singly.
  let clusters: [Int]?
  /// The stratum of each interview, pattern after pattern; nil where the sample was not
  /// stratified.
  let strata: [Int]?
  /// What was drawn.
  private(set) var units: SamplingUnits
  /// Of complete answers in clusters; nil where sums over interviews cost no more.
  private(set) var unitMoments: UnitMoments?
  /// How clusters link the group to the others of its model; nil where none does.
  private(set) var links: UnitLinks?

  init(
    name: String, itemCount: Int, patterns: [AnswerPattern], count: Int, clusters: [Int]?,
    strata: [Int]?
  ) {
    self.name = name
    self.itemCount = itemCount
    self.patterns = patterns
    self.count = count
    self.clusters = clusters
    self.strata = strata
    units = .none
    units = SamplingUnits([self])
    if isComplete, clusters != nil, units.areFew(for: count) {
      unitMoments = UnitMoments(patterns[0], units)
    }
  }

  package var isComplete: Bool { patterns.count == 1 && patterns[0].items.count == itemCount }
}

extension ModelSample {
  /// The samples of a table's groups, in the table's order. O(rows × items²).
  ///
  /// - Throws: ``ModelError`` where the groups or items are others than the table's, or a group
  ///   has too few interviews or an item that does not vary.
  package static func samples(
    for table: ParameterTable, _ data: GroupedAnswers, missing: MissingInModel
  ) throws(ModelError) -> [ModelSample] {
    let names = data.groups.map(\.name)
    let isSingle = table.groups.count == 1 && names.count == 1
    guard isSingle || (Set(names) == Set(table.groups) && names.count == table.groups.count)
    else { throw .otherGroups(model: table.groups, data: names) }
    var samples: [ModelSample] = []
    for (index, name) in table.groups.enumerated() {
      let group = data.groups[isSingle ? index : names.firstIndex(of: name) ?? index]
      samples.append(try ModelSample(group, items: table.observed, missing: missing))
    }
    guard let links = UnitLinks(samples) else { return samples }
    for place in samples.indices { samples[place].links = links }
    return samples
  }

  private init(
    _ group: GroupedAnswers.Group, items: [String], missing: MissingInModel
  ) throws(ModelError) {
    let columns = try Self.columns(of: group, items)
    let weights = group.answers.weights
    let used = Self.rows(of: columns, weights, missing: missing)
    try Self.check(columns, items, rows: used, group: group.name)
    let scale = Double(used.count) / used.reduce(0) { $0 + weights[$1] }
    let sorted =
      missing == .listwise
      ? [(items: Array(items.indices), rows: used)]
      : AnswerPattern.rows(used, byItemsAnsweredIn: columns)
    let order = sorted.flatMap(\.rows)
    self.init(
      name: group.name, itemCount: items.count,
      patterns: sorted.map { items, rows in
        AnswerPattern(
          of: columns, items: items, rows: rows, weights: rows.map { scale * weights[$0] })
      },
      count: used.count, clusters: group.clusters.map { labels in order.map { labels[$0] } },
      strata: group.strata.map { labels in order.map { labels[$0] } })
    if isComplete, CholeskyFactor(patterns[0].covariance.asCorrelations) == nil {
      throw .itemsRepeat(group: group.name)
    }
  }

  private static func rows(
    of columns: [[Double]], _ weights: [Double], missing: MissingInModel
  ) -> [Int] {
    let isListwise = missing == .listwise
    var isUsed = Array(repeating: isListwise, count: weights.count)
    for column in columns {
      for (row, answer) in column.enumerated() {
        isUsed[row] = isListwise ? isUsed[row] && answer.isFinite : isUsed[row] || answer.isFinite
      }
    }
    return weights.indices.filter { isUsed[$0] && weights[$0] > 0 }
  }

  private static func columns(
    of group: GroupedAnswers.Group, _ items: [String]
  ) throws(ModelError) -> [[Double]] {
    var columns: [[Double]] = []
    for item in items {
      guard let place = group.answers.names.firstIndex(of: item) else {
        throw .itemUnknown(item, group: group.name)
      }
      columns.append(group.answers.columns[place])
    }
    return columns
  }

  private static func check(
    _ columns: [[Double]], _ items: [String], rows: [Int], group: String
  ) throws(ModelError) {
    for (item, column) in zip(items, columns) {
      guard let first = rows.first(where: { column[$0].isFinite }).map({ column[$0] }) else {
        guard columns.allSatisfy({ column in column.contains { $0.isFinite } }), rows.isEmpty
        else { throw .itemWithoutAnswers(item, group: group) }
        continue
      }
      guard rows.contains(where: { column[$0].isFinite && column[$0] != first }) || rows.count < 2
      else { throw .itemWithoutVariance(item, group: group) }
    }
    guard rows.count > items.count else {
      throw .tooFewInterviews(group: group, found: rows.count, needed: items.count + 1)
    }
  }
}

extension Matrix {
  /// A covariance matrix scaled to a diagonal of ones, with 1e-10 taken off: positive definite
  /// only where the correlations are so beyond rounding.
  fileprivate var asCorrelations: Matrix {
    var scaled = scaled(by: diagonal.map { 1 / $0.squareRoot() })
    scaled.setDiagonal(to: 1 - 1e-10)
    return scaled
  }
}
