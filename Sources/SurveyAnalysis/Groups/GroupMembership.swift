import SurveyModel

/// Which category of a group each interview is in.
public struct GroupMembership: Hashable, Sendable {
  public var group: Crossing
  public var categories: [MergedCategory]
  /// Place among ``categories``, one for each interview; −1 where in none.
  public var indices: [Int]

  public init(group: Crossing, categories: [MergedCategory], indices: [Int]) {
    self.group = group
    self.categories = categories
    self.indices = indices
  }

  /// ``Crossing/name`` of the group.
  public var name: String { group.name }
  /// ``MergedCategory/name`` of each category.
  public var categoryNames: [String] { categories.map(\.name) }

  /// Interviews in each category, unweighted.
  public var counts: [Int] {
    var counts = Array(repeating: 0, count: categories.count)
    for index in indices where index >= 0 { counts[index] += 1 }
    return counts
  }

  /// Whether each interview is in a category.
  public func isMember(of category: Int) -> [Bool] { indices.map { $0 == category } }
}

extension GroupMembership {
  /// The categories of a grouping in a sample; the first whose rule fits an answer takes it.
  ///
  /// - Returns: nil where the sample has no answers to the grouping's question, or several answers
  ///   put somebody into two categories.
  public init?(_ grouping: Grouping, in sample: Sample) {
    guard let question = sample.questionnaire[grouping.question],
      let column = sample.responses[grouping.question]
    else { return nil }
    group = Crossing([grouping.name])
    categories = grouping.categories.map { MergedCategory($0.name) }
    let rules = grouping.categories.map(\.rule)
    switch (question.kind, column.values) {
    case (.selectOne(let list), .choices(let codes)):
      let places = list.choices.map { choice in
        rules.firstIndex { $0.matches(code: choice.name, value: choice.value) } ?? -1
      }
      indices = codes.map { $0 < 0 ? -1 : places[Int($0)] }
    case (.selectMultiple(let list), .choiceSets(let sets)):
      let places = grouping.places(in: list)
      guard (0..<sets.count).allSatisfy({ sets.count(of: places, row: $0) < 2 }) else { return nil }
      indices = (0..<sets.count).map { row in
        places.firstIndex { sets.contains(anyOf: $0, row: row) } ?? -1
      }
    case (_, .numbers(let numbers)):
      indices = numbers.map { number in
        number.isNaN ? -1 : rules.firstIndex { $0.matches(number: number) } ?? -1
      }
    case (_, .texts(let texts)):
      indices = texts.map { text in
        text.isEmpty ? -1 : rules.firstIndex { $0.matches(code: text, value: nil) } ?? -1
      }
    default: return nil
    }
  }

  /// How many interviews several answers put into more than one category.
  static func overlap(of grouping: Grouping, in sample: Sample) -> Int {
    guard case .selectMultiple(let list)? = sample.questionnaire[grouping.question]?.kind,
      case .choiceSets(let sets)? = sample.responses[grouping.question]?.values
    else { return 0 }
    let places = grouping.places(in: list)
    return (0..<sets.count).count { sets.count(of: places, row: $0) > 1 }
  }

  /// The crossing of several memberships of the same interviews: `sex*age`, `1*25-34`.
  ///
  /// The last membership's categories change fastest.
  ///
  /// - Precondition: There is at least one membership, and no category is merged.
  public init(crossing parts: [GroupMembership]) {
    group = Crossing(parts.flatMap(\.group.groups))
    var crossed = parts[0].crossedCategories
    indices = parts[0].indices
    for part in parts.dropFirst() {
      let own = part.crossedCategories
      crossed = crossed.flatMap { a in own.map { a.crossed(with: $0) } }
      indices = zip(indices, part.indices).map { a, b in
        a < 0 || b < 0 ? -1 : a * own.count + b
      }
    }
    categories = crossed.map { MergedCategory([$0]) }
  }

  private var crossedCategories: [CrossedCategory] {
    categories.map { category in
      precondition(!category.isMerged, "categories are crossed before they are merged")
      return category.categories[0]
    }
  }
}

extension GroupMembership {
  /// Neighbouring categories joined until each that has people has enough of them.
  ///
  /// - Parameters:
  ///   - minimum: The fewest interviews of a category.
  ///   - counts: For each interview, whether it counts.
  package func joined(to minimum: Int, among isCounted: [Bool]) -> GroupMembership {
    Self.joined([self], to: minimum, among: [isCounted])[0]
  }

  /// Neighbouring categories of one group joined alike in several samples, until each that has people
  /// in some of them has enough in all.
  ///
  /// - Precondition: All have the same categories.
  package static func joined(
    _ memberships: [GroupMembership], to minimum: Int, among isCounted: [[Bool]]
  ) -> [GroupMembership] {
    var joined = memberships
    while true {
      let counts = zip(joined, isCounted).map { $0.counts(among: $1) }
      let places = joined[0].categories.indices
      let present = places.filter { place in counts.contains { $0[place] > 0 } }
      let fewest = places.map { place in counts.map { $0[place] }.min() ?? 0 }
      guard present.count > 1, let least = present.min(by: { fewest[$0] < fewest[$1] }),
        fewest[least] < minimum, let place = present.firstIndex(of: least)
      else { return joined }
      let neighbours = [place - 1, place + 1].filter(present.indices.contains).map { present[$0] }
      guard let neighbour = neighbours.min(by: { fewest[$0] < fewest[$1] }) else { return joined }
      for sample in joined.indices {
        joined[sample].join(min(least, neighbour), with: max(least, neighbour))
      }
    }
  }

  private func counts(among isCounted: [Bool]) -> [Int] {
    var counts = Array(repeating: 0, count: categories.count)
    for (row, category) in indices.enumerated() where category >= 0 && isCounted[row] {
      counts[category] += 1
    }
    return counts
  }

  /// Joins a category with a later one, which vanishes.
  private mutating func join(_ first: Int, with second: Int) {
    categories[first] = categories[first].merged(with: categories[second])
    categories.remove(at: second)
    indices = indices.map { $0 == second ? first : $0 > second ? $0 - 1 : $0 }
  }
}

extension Grouping {
  /// The choices of each category, by their places.
  fileprivate func places(in list: ChoiceList) -> [[Int]] {
    categories.map(\.rule).map { rule in
      list.choices.indices.filter { rule.matches(code: list.choices[$0].name, value: nil) }
    }
  }
}

extension ChoiceSets {
  fileprivate func contains(anyOf choices: [Int], row: Int) -> Bool {
    choices.contains { contains($0, row: row) }
  }

  /// In how many of some sets of choices a row has one.
  fileprivate func count(of sets: [[Int]], row: Int) -> Int {
    sets.count { contains(anyOf: $0, row: row) }
  }
}

extension Grouping.Rule {
  fileprivate func matches(code: String, value: Double?) -> Bool {
    switch self {
    case .choices(let codes): codes.contains(code)
    case .range: value.map(matches(number:)) ?? false
    }
  }

  fileprivate func matches(number: Double) -> Bool {
    switch self {
    case .choices(let codes): codes.contains { Double($0) == number }
    case .range(let from, let to): (from ?? -.infinity) <= number && number <= (to ?? .infinity)
    }
  }
}
