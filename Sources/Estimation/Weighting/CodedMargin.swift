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
    let codeOf = Dictionary(
      zip(categories, categories.indices.map(Int32.init)), uniquingKeysWith: { first, _ in first })
    var counts = Array(repeating: 0, count: categories.count)
    var strangers = Coder<String>()
    var strangerCounts: [Int] = []
    var unknownCount = 0
    codes = zip(margin.categories, isMember).map { category, isMember in
      guard isMember else { return -1 }
      guard let category else {
        unknownCount += 1
        return -1
      }
      guard let code = codeOf[category] else {
        let code = Int(strangers.code(category))
        if code == strangerCounts.count { strangerCounts.append(0) }
        strangerCounts[code] += 1
        return -1
      }
      counts[Int(code)] += 1
      return code
    }
    self.counts = counts
    self.unknownCount = unknownCount
    problems += zip(strangers.names, strangerCounts).map {
      .respondentsWithoutTarget(margin: margin.name, category: $0, count: $1)
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
      if !(population.isFinite && population > 0) {
        return .invalidTarget(margin: name, category: category, population: population)
      }
      return counts[index] == 0
        ? .categoryWithoutRespondents(margin: name, category: category, population: population)
        : nil
    }
  }
}
