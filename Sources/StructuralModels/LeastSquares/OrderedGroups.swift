import FactorAnalysis
import NumericalMethods

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
