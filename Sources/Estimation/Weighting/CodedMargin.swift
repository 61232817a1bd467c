/// A margin with its categories as numbers, checked against the interviews.
struct CodedMargin {
  let name: String
  let targets: [PopulationMargin.Target]
  let source: String
  let date: String
  let total: Double
  /// For each interview with a positive weight its category, −1 for unknown; −1 for the rest.
  let codes: [Int32]
  /// Interviews in each category, unweighted.
  let counts: [Int]
  let unknownCount: Int

  var categories: [String] { targets.map(\.category) }
  var categoryCount: Int { targets.count }

  func share(_ category: Int) -> Double { targets[category].population / total }

  /// - Parameter isMember: Whether each interview counts. O(interviews).
  init(_ margin: PopulationMargin, isMember: [Bool], problems: inout [WeightingError.Problem]) {
    name = margin.name
    targets = margin.targets
    source = margin.source
    date = margin.date
    total = margin.targets.reduce(0) { $0 + $1.population }
    // The targets' categories first; then those of answers that have no target.
    var coder = Coder(codes: margin.targets.map(\.category))
    let places = margin.answers.categories.map { coder.code($0) }
    var counts = Array(repeating: 0, count: max(coder.names.count, targets.count))
    var unknown = 0
    var codes = margin.answers.codes
    codes.withUnsafeMutableBufferPointer { codes in
      for row in codes.indices {
        let code = isMember[row] && codes[row] >= 0 ? places[Int(codes[row])] : -1
        if code >= 0 { counts[Int(code)] += 1 } else if isMember[row] { unknown += 1 }
        codes[row] = code
      }
    }
    self.codes = codes
    self.counts = counts
    unknownCount = unknown
    for (code, category) in coder.names.enumerated()
    where code >= targets.count && counts[code] > 0 {
      problems.append(
        .respondentsWithoutTarget(margin: name, category: category, count: counts[code]))
    }
    problems += targetProblems
  }

  private var targetProblems: [WeightingError.Problem] {
    guard counts.contains(where: { $0 > 0 }) else { return [.nobodyKnown(margin: name)] }
    return targets.indices.compactMap { index in
      let category = targets[index].category
      let population = targets[index].population
      if targets[..<index].contains(where: { $0.category == category }) {
        return .repeatedCategory(margin: name, category: category)
      }
      if !(population > 0 && population < 1e15) {
        return .invalidTarget(margin: name, category: category, population: population)
      }
      return counts[index] == 0
        ? .categoryWithoutRespondents(
          margin: name, category: category, population: population, neighbour: neighbour(of: index))
        : nil
    }
  }

  /// The category beside it in the file that has respondents, the one with fewer people of two.
  func neighbour(of index: Int) -> String? {
    let before = targets[..<index].indices.last { counts[$0] > 0 }
    let after = targets.indices[(index + 1)...].first { counts[$0] > 0 }
    return [before, after].compactMap { $0 }
      .min { targets[$0].population < targets[$1].population }.map { targets[$0].category }
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
    let unknown = Int32(categoryCount)
    let categoryOfUnit = cells.map { $0 < 0 ? unknown : $0 }
    var sums = Array(repeating: 0.0, count: categoryCount + 1)
    for (category, mass) in zip(categoryOfUnit, masses) { sums[Int(category)] += mass }
    let unknownTarget = total * sums[categoryCount] / sums.reduce(0, +)
    let absent = targets.indices.reduce(0.0) { $0 + (sums[$1] > 0 ? 0 : share($1)) }
    let goals = targets.indices.map {
      sums[$0] > 0 ? (total - unknownTarget) * share($0) / (1 - absent) : 0
    }
    return Raking.Goal(targets: goals + [unknownTarget], categoryOfUnit: categoryOfUnit)
  }
}
