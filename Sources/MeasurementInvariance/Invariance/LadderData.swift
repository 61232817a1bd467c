import FactorAnalysis
import LavaanSyntax
import NumericalMethods
import StructuralModels

/// What a ladder is climbed with: the items and groups that can be used, and remarks on the rest.
struct LadderData: Sendable {
  /// What effects need to know of a group besides its model.
  struct Group: Sendable {
    var name: String
    /// Interviews that count.
    var count: Int
    /// Clusters minus strata; interviews minus strata without clusters.
    var degreesOfFreedom: Int
    var weightSum: Double
    /// Kish's.
    var effectiveCount: Double
    /// Of each item, with the sum of weights as divisor.
    var deviations: [String: Double]
  }

  private(set) var model: MeasurementModel
  /// Of each group; in a panel, of each wave, the same people in the same order.
  var answers: GroupedAnswers
  /// Whether the groups are the waves of a panel.
  let isPanel: Bool
  private(set) var remarks: [LadderRemark] = []
  /// The different answers to each ordered item, from the lowest to the highest.
  private(set) var scores: [String: [Double]] = [:]
  /// Nil where nothing stands in the way.
  var problem: UntestedReason?

  var table: LadderTable {
    LadderTable(
      model: model, groups: answers.groups.map(\.name), categories: scores.mapValues(\.count),
      isPanel: isPanel)
  }

  init(
    _ model: MeasurementModel, _ data: GroupedAnswers, _ options: LadderOptions,
    isPanel: Bool = false
  ) {
    self.isPanel = isPanel
    self.model = model
    answers = data
    problem = Self.repeatedItem(in: model).map { .itemInTwoPlaces($0) }
    guard problem == nil else { return }
    leaveOutSilentGroups()
    leaveOutItemsNotAsked()
    if isPanel { leaveOutPeople(options.missing) }
    guard problem == nil else { return }
    leaveOutItemsWithoutVariance(options.missing)
    problem = itemsMissing ?? problem
    guard problem == nil else { return }
    if !isPanel { leaveOutSmallGroups(options.missing) }
    if options.scale == .ordered { joinCategories(options.missing) }
    if answers.groups.count < 2 { problem = .tooFewGroups(found: answers.groups.count) }
    if isPanel, problem == nil { problem = peopleMissing(options.missing) }
  }

  private static func repeatedItem(in model: MeasurementModel) -> String? {
    var seen: Set<String> = []
    return model.items.first { !seen.insert($0).inserted }
  }

  /// One factor needs three items; several that are correlated, two each.
  private var itemsMissing: UntestedReason? {
    let needed = model.factors.count == 1 ? 3 : 2
    return model.factors.first { $0.items.count < needed }
      .map { .tooFewItems(factor: $0.name, items: $0.items) }
  }

  /// Groups in which none of the items was asked.
  private mutating func leaveOutSilentGroups() {
    let silent = answers.groups.filter { group in
      !model.items.contains { group.answers.hasAnswers(to: $0) }
    }
    for group in silent {
      remarks.append(.groupLeftOut(group.name, interviews: 0, needed: neededInterviews))
    }
    let names = Set(silent.map(\.name))
    answers.groups.removeAll { names.contains($0.name) }
  }

  private mutating func leaveOutItemsNotAsked() {
    drop { item, group in
      !group.answers.hasAnswers(to: item)
    } remark: {
      .itemNotAsked($0, groups: $1)
    }
  }

  private mutating func leaveOutItemsWithoutVariance(_ missing: MissingInModel) {
    // Interviews that count change with the items that are left.
    var last = -1
    while last != model.items.count, itemsMissing == nil {
      last = model.items.count
      let items = model.items
      let spreads = Dictionary(
        answers.groups.map { ($0.name, $0.answers.varyingItems(items, missing)) },
        uniquingKeysWith: { first, _ in first })
      drop { item, group in
        !(spreads[group.name]?.contains(item) ?? false)
      } remark: {
        .itemWithoutVariance($0, groups: $1)
      }
    }
  }

  private mutating func drop(
    where isUnusable: (String, GroupedAnswers.Group) -> Bool,
    remark: (String, [String]) -> LadderRemark
  ) {
    var dropped: Set<String> = []
    for item in model.items {
      let groups = answers.groups.filter { isUnusable(item, $0) }.map(\.name)
      // What fails in every group that is left says nothing of the item alone.
      guard !groups.isEmpty else { continue }
      remarks.append(remark(item, groups))
      dropped.insert(item)
    }
    model = model.without(dropped)
  }

  /// What one group's part of the configural model has to be estimated from.
  private var neededInterviews: Int {
    let factors = model.factors.count
    return 3 * model.items.count + factors * (factors - 1) / 2
      + model.residualCovariances.count + 1
  }

  private mutating func leaveOutSmallGroups(_ missing: MissingInModel) {
    let items = model.items
    let needed = neededInterviews
    answers.groups = answers.groups.compactMap { group in
      let count = group.answers.countingRows(items, missing).count
      guard count < needed else { return group.restricted(to: items) }
      remarks.append(.groupLeftOut(group.name, interviews: count, needed: needed))
      return nil
    }
  }
}

// Ordered answers.
extension LadderData {
  /// Joins categories that some group lacks; an item that is left with one is left out.
  private mutating func joinCategories(_ missing: MissingInModel) {
    while problem == nil, answers.groups.count > 1 {
      do throws(FactorAnalysisError) {
        let aligned = try OrdinalAnswers.aligned(
          answers.groups.map { ($0.name, $0.answers) },
          missing: missing == .listwise ? .listwise : .pairwise)
        if let first = aligned.first { take(first.names, first.categories, first.collapses) }
        return
      } catch {
        guard case .itemWithoutVarianceInGroup(let item, let group) = error else {
          problem = .unusableAnswers(error)
          return
        }
        remarks.append(.itemWithoutVariance(item, groups: [group]))
        model = model.without([item])
        let items = model.items
        answers.groups = answers.groups.map { $0.restricted(to: items) }
        problem = itemsMissing
      }
    }
  }

  private mutating func take(
    _ names: [String], _ categories: [[Double]], _ collapses: [CategoryCollapse]
  ) {
    for (item, categories) in zip(names, categories) {
      scores[item] = categories
      let own = collapses.filter { $0.item == item }
      guard !own.isEmpty else { continue }
      remarks.append(
        .categoriesJoined(
          item, groups: unique(own.flatMap(\.groups)), categories: categories.count))
    }
    answers.groups = answers.groups.map { $0.merged(collapses) }
  }
}

extension ItemAnswers {
  func column(of item: String) -> [Double]? {
    names.firstIndex(of: item).map { columns[$0] }
  }

  fileprivate func hasAnswers(to item: String) -> Bool {
    column(of: item).map { zip($0, weights).contains { $0.isFinite && $1 > 0 } } ?? false
  }

  /// The rows that a model of some items would count.
  func countingRows(_ items: [String], _ missing: MissingInModel) -> [Int] {
    let isListwise = missing == .listwise
    var isCounted = Array(repeating: isListwise, count: weights.count)
    for column in items.compactMap(column) {
      for (row, answer) in column.enumerated() {
        isCounted[row] =
          isListwise ? isCounted[row] && answer.isFinite : isCounted[row] || answer.isFinite
      }
    }
    return weights.indices.filter { isCounted[$0] && weights[$0] > 0 }
  }

  /// The items to which those who count gave different answers; all of them where nobody counts,
  /// since it is not the items then that are at fault.
  fileprivate func varyingItems(_ items: [String], _ missing: MissingInModel) -> Set<String> {
    let rows = countingRows(items, missing)
    guard rows.count > 1 else { return Set(items) }
    return Set(
      items.filter { item in
        guard let column = column(of: item) else { return false }
        var first = Double.nan
        return rows.contains { row in
          guard column[row].isFinite else { return false }
          if first.isNaN { first = column[row] }
          return column[row] != first
        }
      })
  }
}

extension GroupedAnswers {
  /// Clusters minus strata of all groups together. Clusters that groups share, such as the points that
  /// two waves visited, count once; interviews that were drawn singly are clusters of their own.
  var jointDegreesOfFreedom: Int {
    var (clusters, strata): (Set<Int>, Set<Int>) = ([], [])
    var (unstratified, single) = (0, 0)
    for group in groups {
      let rows = group.answers.weights.indices.filter { group.answers.weights[$0] > 0 }
      guard let labels = group.clusters else {
        single += group.degreesOfFreedom
        continue
      }
      let own = Set(rows.map { labels[$0] })
      if let names = group.strata {
        strata.formUnion(rows.map { names[$0] })
      } else if clusters.isDisjoint(with: own) {
        unstratified += 1
      }
      clusters.formUnion(own)
    }
    return max(0, clusters.count - strata.count - unstratified) + single
  }
}

extension GroupedAnswers.Group {
  /// The group with these items only.
  func restricted(to items: [String]) -> GroupedAnswers.Group {
    guard answers.names != items else { return self }
    var group = self
    group.answers = answers.restricted(to: items)
    return group
  }

  /// The group with some categories counted as others.
  fileprivate func merged(_ collapses: [CategoryCollapse]) -> GroupedAnswers.Group {
    guard !collapses.isEmpty else { return self }
    let ofItem = Dictionary(grouping: collapses, by: \.item)
    var group = self
    group.answers = answers.recoded { item, answer in
      (ofItem[item] ?? []).reduce(answer) { $0 == $1.category ? $1.neighbour : $0 }
    }
    return group
  }

  /// Clusters minus strata; interviews minus strata without clusters.
  var degreesOfFreedom: Int {
    let rows = answers.weights.indices.filter { answers.weights[$0] > 0 }
    let strataCount = strata.map { strata in Set(rows.map { strata[$0] }).count } ?? 1
    let count = clusters.map { clusters in Set(rows.map { clusters[$0] }).count } ?? rows.count
    return max(0, count - strataCount)
  }

  /// What effects need to know of the group.
  func facts(_ missing: MissingInModel) -> LadderData.Group {
    let rows = answers.countingRows(answers.names, missing)
    let weights = rows.map { answers.weights[$0] }
    let total = weights.reduce(0, +)
    let strataCount = Set(rows.map { strata?[$0] ?? 0 }).count
    let clusterCount = clusters.map { clusters in Set(rows.map { clusters[$0] }).count }
    var deviations: [String: Double] = [:]
    for (item, column) in zip(answers.names, answers.columns) {
      deviations[item] = column.deviation(rows, answers.weights)
    }
    return LadderData.Group(
      name: name, count: rows.count,
      degreesOfFreedom: max(0, (clusterCount ?? rows.count) - strataCount), weightSum: total,
      effectiveCount: total * total / weights.reduce(0) { $0 + $1 * $1 }, deviations: deviations)
  }
}

extension [Double] {
  /// The weighted standard deviation of some rows.
  fileprivate func deviation(_ rows: [Int], _ weights: [Double]) -> Double {
    var (total, sum) = (0.0, 0.0)
    for row in rows where self[row].isFinite {
      total += weights[row]
      sum += weights[row] * self[row]
    }
    let mean = sum / total
    var squares = 0.0
    for row in rows where self[row].isFinite {
      squares += weights[row] * (self[row] - mean) * (self[row] - mean)
    }
    return (squares / total).squareRoot()
  }
}
