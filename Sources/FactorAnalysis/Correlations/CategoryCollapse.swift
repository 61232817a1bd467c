/// A category that was merged with its neighbour, in all groups, because a group lacked it.
public struct CategoryCollapse: Hashable, Sendable, CustomStringConvertible {
  public let item: String
  /// The answer that somebody in each of ``groups`` would have had to give.
  public let category: Double
  /// The answer with which it is counted in every group.
  public let neighbour: Double
  /// The groups in which nobody gave the answer.
  public let groups: [String]

  public var description: String {
    """
    item '\(item)': nobody in \(groups.joined(separator: ", ")) answered \(category.readable); \
    \(category.readable) is counted as \(neighbour.readable) in every group
    """
  }
}

/// What is done with a category that one group lacks and another has.
public enum EmptyCategories: String, Hashable, Sendable, CaseIterable {
  /// Merged with a neighbour in all groups: at an end of the scale with the category beside it,
  /// elsewhere with the one of its two neighbours that fewer chose, all groups together. lavaan
  /// leaves this to its user, and refuses.
  case merged
  /// Refused by ``FactorAnalysisError/categoryMissingInGroup(item:category:group:)``.
  case refused
}

extension OrdinalAnswers {
  /// The answers of several groups to the same items, with the same categories in each.
  ///
  /// - Parameter groups: The same items in the same order in each.
  /// - Throws: ``FactorAnalysisError`` where an item has one category only in a group, even after
  ///   merging, or more than ``mostCategories``.
  public static func aligned(
    _ groups: [(name: String, answers: ItemAnswers)], missing: MissingAnswers = .pairwise,
    emptyCategories: EmptyCategories = .merged
  ) throws(FactorAnalysisError) -> [OrdinalAnswers] {
    guard let names = groups.first?.answers.names else { return [] }
    precondition(groups.allSatisfy { $0.answers.names == names }, "the same items in each group")
    var tallies: [[CategoryTally]] = []
    var counted: [ItemAnswers] = []
    for group in groups {
      counted.append(try group.answers.counted(missing))
      tallies.append(try counted[counted.count - 1].categoryTallies(in: group.name))
    }
    var categories: [[Double]] = []
    var collapses: [CategoryCollapse] = []
    for (index, item) in names.enumerated() {
      var alignment = CategoryAlignment(
        item: item, groups: groups.map(\.name), tallies: tallies.map { $0[index] })
      categories.append(alignment.categories)
      collapses += try alignment.collapses(emptyCategories)
    }
    var aligned: [OrdinalAnswers] = []
    for answers in counted {
      aligned.append(
        try OrdinalAnswers(
          answers, missing: missing, categories: categories, collapses: collapses))
    }
    return aligned
  }
}

/// The weight of each answer that a group gave to an item.
typealias CategoryTally = [Double: Double]

extension ItemAnswers {
  fileprivate func categoryTallies(in group: String) throws(FactorAnalysisError) -> [CategoryTally]
  {
    let mean = weights.reduce(0, +) / Double(max(1, weights.count { $0 > 0 }))
    var tallies: [CategoryTally] = []
    for ((name, column), categories) in zip(zip(names, columns), try answeredCategories()) {
      guard categories.count <= OrdinalAnswers.mostCategories else {
        throw .tooManyCategories(
          item: name, found: categories.count, most: OrdinalAnswers.mostCategories)
      }
      var sums = Array(repeating: 0.0, count: categories.count)
      for (answer, weight) in zip(column, weights) where weight > 0 {
        if let place = categories.firstIndex(of: answer) { sums[place] += weight / mean }
      }
      let tally = CategoryTally(uniqueKeysWithValues: zip(categories, sums))
      guard tally.count >= 2 else { throw .itemWithoutVarianceInGroup(item: name, group: group) }
      tallies.append(tally)
    }
    return tallies
  }
}

/// The categories of one item in several groups.
private struct CategoryAlignment {
  let item: String
  let groups: [String]
  var tallies: [CategoryTally]

  var categories: [Double] { Set(tallies.flatMap(\.keys)).sorted() }

  mutating func collapses(_ rule: EmptyCategories) throws(FactorAnalysisError) -> [CategoryCollapse]
  {
    var collapses: [CategoryCollapse] = []
    while let (category, lacking) = firstGap {
      guard rule == .merged else {
        throw .categoryMissingInGroup(item: item, category: category, group: groups[lacking[0]])
      }
      let neighbour = neighbour(of: category)
      collapses.append(
        CategoryCollapse(
          item: item, category: category, neighbour: neighbour, groups: lacking.map { groups[$0] })
      )
      for group in tallies.indices {
        if let weight = tallies[group].removeValue(forKey: category) {
          tallies[group][neighbour, default: 0] += weight
        }
      }
    }
    guard let group = tallies.firstIndex(where: { $0.count < 2 }) else { return collapses }
    throw .itemWithoutVarianceInGroup(item: item, group: groups[group])
  }

  /// The lowest category that some group lacks, and the groups that lack it.
  private var firstGap: (Double, [Int])? {
    for category in categories {
      let lacking = tallies.indices.filter { tallies[$0][category] == nil }
      if !lacking.isEmpty { return (category, lacking) }
    }
    return nil
  }

  private func neighbour(of category: Double) -> Double {
    let categories = categories
    let place = categories.firstIndex(of: category) ?? 0
    guard place > 0 else { return categories[1] }
    guard place + 1 < categories.count else { return categories[place - 1] }
    let (below, above) = (categories[place - 1], categories[place + 1])
    return weight(above) < weight(below) ? above : below
  }

  private func weight(_ category: Double) -> Double {
    tallies.reduce(0) { $0 + ($1[category] ?? 0) }
  }
}

extension [CategoryCollapse] {
  /// The answer under which a category is counted in the end.
  func target(of category: Double) -> Double {
    reduce(category) { $1.category == $0 ? $1.neighbour : $0 }
  }

  /// The categories of one item that are still counted apart.
  func remaining(of categories: [Double]) -> [Double] {
    categories.filter { category in !contains { $0.category == category } }
  }

  func remaining(of categories: [[Double]], names: [String]) -> [[Double]] {
    zip(categories, names).map { categories, name in
      filter { $0.item == name }.remaining(of: categories)
    }
  }
}

extension Double {
  /// Whole numbers without their fraction.
  var readable: String {
    self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self)
  }
}
