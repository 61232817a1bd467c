/// A margin with its categories as numbers, checked against the interviews.
struct CodedMargin {
  let name: String
  let categories: [String]
  /// As given, and as shares.
  let populations: [Double]
  let total: Double
  /// For each interview with a positive weight its category, −1 for unknown; −1 for the rest.
  let codes: [Int32]
  /// Interviews in each category, unweighted.
  let counts: [Int]
  let unknownCount: Int

  func share(_ category: Int) -> Double { populations[category] / total }

  /// - Parameter isMember: Whether each interview counts.
  init(_ margin: RakingMargin, isMember: [Bool], problems: inout [RakingError.Problem]) {
    name = margin.name
    categories = margin.targets.map(\.category)
    populations = margin.targets.map(\.population)
    total = populations.reduce(0, +)
    var coder = Coder(codes: categories)
    codes = zip(margin.categories, isMember).map { category, isMember in
      guard isMember, let category else { return -1 }
      return coder.code(category)
    }
    var counts = Array(repeating: 0, count: coder.names.count)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    self.counts = counts
    unknownCount = zip(margin.categories, isMember).count { $0 == nil && $1 }
    for code in categories.count..<max(categories.count, counts.count) {
      problems.append(
        .respondentsWithoutTarget(margin: name, category: coder.names[code], count: counts[code]))
    }
    problems += targetProblems
  }

  private var targetProblems: [RakingError.Problem] {
    guard counts.contains(where: { $0 > 0 }) else { return [.nobodyKnown(margin: name)] }
    return categories.indices.compactMap { index in
      let category = categories[index]
      let population = populations[index]
      if categories[..<index].contains(category) {
        return .repeatedCategory(margin: name, category: category)
      }
      if !(population > 0 && population < 1e15) {
        return .invalidTarget(margin: name, category: category, population: population)
      }
      return counts[index] == 0
        ? .categoryWithoutRespondents(margin: name, category: category, population: population)
        : nil
    }
  }
}

extension CodedMargin {
  /// The targets at a population's total: units of unknown category keep their share of the mass,
  /// and the known categories share the rest as the population does, those without any mass (in a
  /// replicate) left out.
  ///
  /// - Parameters:
  ///   - cells: The category of each unit, −1 for unknown.
  ///   - masses: The base weights of each unit together.
  func goal(cells: [Int32], masses: [Double], total: Double) -> Raking.Goal {
    let unknown = categories.count
    let categoryOfUnit = cells.map { $0 < 0 ? unknown : Int($0) }
    var sums = Array(repeating: 0.0, count: categories.count + 1)
    for (category, mass) in zip(categoryOfUnit, masses) { sums[category] += mass }
    let unknownTarget = total * sums[unknown] / sums.reduce(0, +)
    let absent = categories.indices.reduce(0.0) { $0 + (sums[$1] > 0 ? 0 : share($1)) }
    let targets = categories.indices.map {
      sums[$0] > 0 ? (total - unknownTarget) * share($0) / (1 - absent) : 0
    }
    return Raking.Goal(targets: targets + [unknownTarget], categoryOfUnit: categoryOfUnit)
  }
}
