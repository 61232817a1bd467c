import FactorAnalysis
import LavaanSyntax
import NumericalMethods

/// The thresholds and polychoric correlations of a table's groups, with the covariance of their
/// errors: all that diagonally weighted least squares asks of the answers.
package struct OrdinalSample: Sendable {
  /// The statistics of one group.
  struct Group: Sendable {
    let name: String
    let count: Int
    /// Thresholds, item after item, then correlations.
    let values: [Double]
    let layout: OrdinalLayout
    let correlations: PolychoricCorrelations
    /// One over the variance of each value.
    let weights: [Double]
    /// The answers that are told apart, item after item, from the lowest to the highest.
    let categories: [[Double]]

    /// n/(n − 1), by which lavaan's information is larger than its weights.
    var correction: Double { Double(count) / Double(max(1, count - 1)) }
  }

  let groups: [Group]
  let covariance: StatisticsCovariance

  var count: Int { groups.reduce(0) { $0 + $1.count } }

  /// Each group's thresholds and correlations as moments; means of latent answers are 0.
  var moments: [GroupMoments] {
    groups.map { group in
      GroupMoments(
        name: group.name, count: group.count,
        means: Array(repeating: 0, count: group.layout.counts.count),
        covariance: group.correlations.correlationMatrix)
    }
  }
}

/// The covariance of the groups' statistics: n/(n − 1) times the sum of the products of what n
/// clusters add, interviews where there are none, by strata where there are some.
enum StatisticsCovariance: Sendable {
  /// No cluster is in two groups.
  case byGroup([Matrix])
  /// Some cluster links groups: one matrix over the statistics of all groups, group after group.
  case linked(Matrix)

  var diagonal: [Double] {
    switch self {
    case .byGroup(let matrices): matrices.flatMap(\.diagonal)
    case .linked(let matrix): matrix.diagonal
    }
  }
}

extension OrdinalSample {
  /// Reads the rows once for the tables of each pair of items and once for the errors:
  /// O(rows × statistics²).
  ///
  /// - Throws: ``ModelError`` where the groups or items are others than the table's, an item is not
  ///   ordered, or the categories of the answers are not those of the model's thresholds.
  init(
    for table: ParameterTable, _ data: GroupedAnswers, _ estimator: ModelEstimator,
    missing: MissingInModel
  ) throws(ModelError) {
    guard missing != .fiml else {
      throw .estimatorNotAvailable(
        estimator, reason: "full information needs a likelihood; use pairwise or listwise answers")
    }
    if let item = table.observed.first(where: { !table.ordered.contains($0) }) {
      throw .estimatorNotAvailable(
        estimator, reason: "item '\(item)' is not ordered; declare it so, or use MLR")
    }
    let used = try OrderedGroups(
      table, data, missing: missing == .pairwise ? .pairwise : .listwise)
    let ordinal = try used.ordinalAnswers()
    let counts = try Self.thresholdCounts(table, ordinal, estimator)
    var statistics: [OrdinalStatistics] = []
    for (answers, name) in zip(ordinal, table.groups) {
      do {
        statistics.append(try OrdinalStatistics(answers))
      } catch {
        throw ModelError(error, group: name)
      }
    }
    self.init(statistics, used, counts, categories: ordinal.map(\.categories))
  }

  private init(
    _ statistics: [OrdinalStatistics], _ used: OrderedGroups, _ counts: [[Int]],
    categories: [[[Double]]]
  ) {
    let covariance = StatisticsCovariance(statistics, used.units)
    var rest = covariance.diagonal[...]
    groups = statistics.indices.map { index in
      let found = statistics[index]
      let variances = rest.prefix(found.values.count)
      rest = rest.dropFirst(found.values.count)
      return Group(
        name: used.units[index].name, count: found.count, values: found.values,
        layout: OrdinalLayout(counts: counts[index]), correlations: found.correlations,
        weights: variances.map { $0 > 0 ? 1 / $0 : 0 }, categories: categories[index])
    }
    self.covariance = covariance
  }

  /// The number of thresholds of each item by group, which is one fewer than the answers have
  /// categories.
  private static func thresholdCounts(
    _ table: ParameterTable, _ answers: [OrdinalAnswers], _ estimator: ModelEstimator
  ) throws(ModelError) -> [[Int]] {
    var counts = table.groups.map { _ in
      Dictionary(uniqueKeysWithValues: table.observed.map { ($0, 0) })
    }
    for parameter in table.parameters where parameter.kind == .threshold {
      counts[parameter.group][parameter.left, default: 0] += 1
    }
    for (index, answers) in answers.enumerated() {
      for (item, categories) in zip(table.observed, answers.categories) {
        let found = counts[index][item] ?? 0
        guard found != categories.count - 1 else { continue }
        throw .estimatorNotAvailable(
          estimator,
          reason: "item '\(item)' has \(categories.count) categories in the answers and "
            + "\(found) thresholds in the model; it needs \(categories.count - 1)")
      }
    }
    return counts.map { counts in table.observed.map { counts[$0] ?? 0 } }
  }
}

extension StatisticsCovariance {
  fileprivate init(_ statistics: [OrdinalStatistics], _ units: [ModelSample]) {
    if ScoreCovariance.areLinked(units) {
      self = .linked(Self.linked(statistics, units))
      return
    }
    self = .byGroup(
      zip(statistics, units).map { statistics, unit in
        guard unit.clusters != nil || unit.strata != nil else {
          return (1 / Double(statistics.count - 1)) * statistics.gamma
        }
        return unit.units.crossProduct(
          of: statistics.contributions(of: 0..<unit.count))
      })
  }

  private static func linked(
    _ statistics: [OrdinalStatistics], _ units: [ModelSample]
  ) -> Matrix {
    var joint = Matrix(
      rows: units.reduce(0) { $0 + $1.count },
      columns: statistics.reduce(0) { $0 + $1.values.count })
    var (row, column) = (0, 0)
    for (statistics, unit) in zip(statistics, units) {
      let part = statistics.contributions(of: 0..<unit.count)
      for place in 0..<part.columns {
        for index in 0..<part.rows { joint[row + index, column + place] = part[index, place] }
      }
      row += part.rows
      column += part.columns
    }
    return SamplingUnits(units).crossProduct(of: joint)
  }
}

/// The interviews of a table's groups that count, in the table's order of groups and items, their
/// weights scaled to mean 1 within the group.
struct OrderedGroups: Sendable {
  private let answers: [(name: String, answers: ItemAnswers)]
  private let missing: MissingAnswers
  /// The clusters and strata of the same rows.
  let units: [ModelSample]

  /// - Throws: ``ModelError`` where the groups or items are others than the table's, or a group has
  ///   too few interviews or an item that does not vary.
  init(
    _ table: ParameterTable, _ data: GroupedAnswers, missing: MissingAnswers
  ) throws(ModelError) {
    self.missing = missing
    let names = data.groups.map(\.name)
    let isSingle = table.groups.count == 1 && names.count == 1
    guard isSingle || (Set(names) == Set(table.groups) && names.count == table.groups.count)
    else { throw .otherGroups(model: table.groups, data: names) }
    var answers: [(name: String, answers: ItemAnswers)] = []
    var units: [ModelSample] = []
    for (index, name) in table.groups.enumerated() {
      let group = data.groups[isSingle ? index : names.firstIndex(of: name) ?? index]
      let (used, unit) = try Self.used(group, name, table.observed, missing)
      answers.append((name, used))
      units.append(unit)
    }
    self.answers = answers
    self.units = units
  }

  private static func used(
    _ group: GroupedAnswers.Group, _ name: String, _ items: [String], _ missing: MissingAnswers
  ) throws(ModelError) -> (ItemAnswers, ModelSample) {
    var columns: [[Double]] = []
    for item in items {
      guard let place = group.answers.names.firstIndex(of: item) else {
        throw .itemUnknown(item, group: name)
      }
      columns.append(group.answers.columns[place])
    }
    let weights = group.answers.weights
    let rows = weights.indices.filter { row in
      guard weights[row] > 0 else { return false }
      return missing == .listwise
        ? columns.allSatisfy { $0[row].isFinite } : columns.contains { $0[row].isFinite }
    }
    guard rows.count > items.count else {
      throw .tooFewInterviews(group: name, found: rows.count, needed: items.count + 1)
    }
    let scale = Double(rows.count) / rows.reduce(0) { $0 + weights[$1] }
    do {
      let answers = try ItemAnswers(
        names: items, columns: columns.map { column in rows.map { column[$0] } },
        weights: rows.map { scale * weights[$0] })
      let unit = ModelSample(
        name: name, itemCount: items.count, patterns: [], count: rows.count,
        clusters: group.clusters.map { labels in rows.map { labels[$0] } },
        strata: group.strata.map { labels in rows.map { labels[$0] } })
      return (answers, unit)
    } catch {
      throw ModelError(error, group: name)
    }
  }

  /// The answers as categories, which every group has to have alike.
  func ordinalAnswers() throws(ModelError) -> [OrdinalAnswers] {
    do {
      return try OrdinalAnswers.aligned(answers, missing: missing, emptyCategories: .refused)
    } catch {
      throw ModelError(error, group: answers[0].name)
    }
  }
}

extension ModelError {
  /// What a statistic of ordered items lacks, as what the model lacks.
  init(_ error: FactorAnalysisError, group: String) {
    switch error {
    case .itemWithoutAnswers(let item): self = .itemWithoutAnswers(item, group: group)
    case .itemWithoutVariance(let item): self = .itemWithoutVariance(item, group: group)
    case .itemWithoutVarianceInGroup(let item, let place):
      self = .itemWithoutVariance(item, group: place)
    case .tooFewRows(let found, let needed):
      self = .tooFewInterviews(group: group, found: found, needed: needed)
    default: self = .unusableAnswers(error)
    }
  }
}
