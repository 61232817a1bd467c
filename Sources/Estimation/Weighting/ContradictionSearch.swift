import NumericalMethods

/// The search for a certificate that margins cannot be met; see ``MarginContradiction``.
///
/// One linear programme over the cells for each question; O(programmes × pivots × categories ×
/// cells). It is asked only after weighting has failed.
struct ContradictionSearch {
  /// Cell by cell: its category in each margin, the unknown one last.
  private let goals: [Raking.Goal]
  private let margins: [CodedMargin]
  /// The base weights of each cell together, at the population's total.
  private let masses: [Double]
  /// The smallest and largest sum of weights that each cell may have.
  private let lower: [Double]
  private let upper: [Double]
  private let options: WeightingOptions
  private let total: Double

  /// - Parameters:
  ///   - goals: By unit.
  ///   - bounds: The smallest and largest factor of each unit; nil for free.
  init(
    task: WeightingTask, goals: [Raking.Goal], masses: [Double], bounds: [ClosedRange<Double>]?
  ) {
    let units = task.units
    var cellMasses = Array(repeating: 0.0, count: units.cellCount)
    var lower = cellMasses
    var upper = cellMasses
    for (unit, cell) in units.cellOfUnit.enumerated() {
      cellMasses[Int(cell)] += masses[unit]
      lower[Int(cell)] += masses[unit] * max(0, bounds?[unit].lowerBound ?? 0)
      upper[Int(cell)] += masses[unit] * (bounds?[unit].upperBound ?? .infinity)
    }
    self.goals = task.margins.indices.map { margin in
      let unknown = Int32(task.margins[margin].categoryCount)
      return Raking.Goal(
        targets: goals[margin].targets,
        categoryOfUnit: units.categoriesOfCell[margin].map { $0 < 0 ? unknown : $0 })
    }
    margins = task.margins
    options = task.options
    total = task.populationTotal
    self.masses = cellMasses
    self.lower = lower
    self.upper = upper
  }

  private var isLimited: Bool { upper.contains { $0 < .infinity } || lower.contains { $0 > 0 } }

  /// - Returns: Nil where weights exist after all, and only the iterations were too few.
  func contradiction() -> MarginContradiction? {
    let free = violation(goals, lower: masses.map { _ in 0 }, upper: masses.map { _ in .infinity })
    if isViolated(free) { return contradiction(free) }
    if isLimited {
      let limited = violation(goals, lower: lower, upper: upper)
      return isViolated(limited) ? limitContradiction(limited) : nil
    }
    let positive = masses.map { 1e-4 * $0 }
    let strict = violation(goals, lower: positive, upper: masses.map { _ in .infinity })
    return isViolated(strict, 1e-9) ? boundaryContradiction(strict) : nil
  }

  private func isViolated(_ answer: LeastViolation, _ tolerance: Double = 1e-7) -> Bool {
    answer.violation > tolerance
  }

  /// In shares of the total, so that one tolerance fits all. A last equation, which nothing is
  /// gained by violating, keeps the total: targets are moved within their margin.
  private func violation(
    _ goals: [Raking.Goal], lower: [Double], upper: [Double]
  ) -> LeastViolation {
    let offsets = goals.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.targets.count) }
    let last = offsets[goals.count]
    var matrix = Matrix(rows: last + 1, columns: lower.count)
    var right = goals.flatMap { $0.targets.map { $0 / total } } + [wholeFactor]
    for (goal, offset) in zip(goals, offsets) {
      for (cell, category) in goal.categoryOfUnit.enumerated() {
        matrix[offset + Int(category), cell] = 1
        right[offset + Int(category)] -= lower[cell] / total
      }
    }
    for cell in lower.indices {
      matrix[last, cell] = wholeFactor
      right[last] -= wholeFactor * lower[cell] / total
    }
    return LeastViolation(
      of: matrix, equals: right, bounds: zip(lower, upper).map { ($1 - $0) / total })
  }

  private var wholeFactor: Double { 10 + Double(goals.count) }
}

extension ContradictionSearch {
  private func contradiction(_ answer: LeastViolation) -> MarginContradiction {
    var result = certificate(answer)
    result.changes = changes(answer)
    result.merge = smallestMerge(lower: masses.map { _ in 0 }, upper: masses.map { _ in .infinity })
    return result
  }

  private func limitContradiction(_ answer: LeastViolation) -> MarginContradiction {
    var result = certificate(answer)
    result.limits = options.limits ?? options.bounds
    result.excess = answer.violation * total / 2
    result.changes = changes(answer)
    result.merge = smallestMerge(lower: lower, upper: upper)
    if let limits = result.limits { result.sufficientLimit = sufficientLimit(limits) }
    return result
  }

  private func boundaryContradiction(_ answer: LeastViolation) -> MarginContradiction {
    var result = certificate(answer)
    result.excess = 0
    result.emptiedCells = masses.indices.filter { sum(answer.multipliers, cell: $0) < -1e-6 }
      .map { self.name(ofCell: $0) }
    return result
  }

  /// Categories by the sign of their multipliers.
  private func certificate(_ answer: LeastViolation) -> MarginContradiction {
    var needed: [MarginContradiction.Category] = []
    var available = needed
    let multipliers = normalised(answer.multipliers)
    let used = goals.indices.flatMap { self.places(of: $0) }
    let unit = used.map { abs(multipliers[$0]) }.filter { $0 > 1e-6 }.min() ?? 1
    forEachCategory { place, margin, category in
      let factor = multipliers[place] / unit
      guard abs(factor) > 1e-3, isUsed(margin, category) else { return }
      let own = MarginContradiction.Category(
        margin: margins[margin].name, category: categoryName(margin, category),
        population: goals[margin].targets[category], factor: (abs(factor) * 1e6).rounded() / 1e6)
      if factor > 0 { needed.append(own) } else { available.append(own) }
    }
    let people = (
      needed.map { $0.factor * $0.population }, available.map { $0.factor * $0.population }
    )
    return MarginContradiction(
      needed: needed, available: available,
      excess: people.0.reduce(0, +) - people.1.reduce(0, +), emptiedCells: [], changes: [])
  }

  /// All margins have one total, so that a number may be added to one's multipliers and taken from
  /// another's: those of all but the last that takes part are made to begin at 0.
  private func normalised(_ multipliers: [Double]) -> [Double] {
    var result = Array(multipliers.dropLast())
    // The equation of the total is one of each margin's: it goes to the first.
    for place in goals[0].targets.indices {
      result[place] += wholeFactor * multipliers[result.count]
    }
    let multipliers = result
    let places = goals.indices.map { self.places(of: $0) }
    let differing = goals.indices.filter { goal in
      let own = places[goal].map { multipliers[$0] }
      return (own.max() ?? 0) - (own.min() ?? 0) > 1e-6
    }
    guard let last = differing.last else { return result }
    for goal in goals.indices where goal != last {
      let least = places[goal].map { multipliers[$0] }.min() ?? 0
      for place in places[goal] { result[place] -= least }
      for place in places[last] { result[place] += least }
    }
    return result
  }

  /// The multipliers of a margin's categories that somebody is in.
  private func places(of goal: Int) -> [Int] {
    let offset = goals[..<goal].reduce(0) { $0 + $1.targets.count }
    return goals[goal].targets.indices.filter { isUsed(goal, $0) }.map { offset + $0 }
  }

  private func isUsed(_ margin: Int, _ category: Int) -> Bool {
    goals[margin].targets[category] > 0
      || goals[margin].categoryOfUnit.contains(Int32(category))
  }

  private func changes(_ answer: LeastViolation) -> [MarginContradiction.Change] {
    var changes: [MarginContradiction.Change] = []
    forEachCategory { place, margin, category in
      guard abs(answer.residuals[place]) > 1e-9 else { return }
      let target = goals[margin].targets[category]
      changes.append(
        MarginContradiction.Change(
          margin: margins[margin].name, category: categoryName(margin, category),
          population: target,
          possible: max(0, target - answer.residuals[place] * total)))
    }
    return changes
  }

  private func forEachCategory(_ body: (_ place: Int, _ margin: Int, _ category: Int) -> Void) {
    var place = 0
    for margin in goals.indices {
      for category in goals[margin].targets.indices {
        body(place, margin, category)
        place += 1
      }
    }
  }

  private func categoryName(_ margin: Int, _ category: Int) -> String {
    let targets = margins[margin].targets
    return category < targets.count ? targets[category].category : "unknown"
  }

  private func name(ofCell cell: Int) -> String {
    goals.indices.map { categoryName($0, Int(goals[$0].categoryOfUnit[cell])) }.joined(
      separator: " × ")
  }

  private func sum(_ multipliers: [Double], cell: Int) -> Double {
    var offset = 0
    var sum = wholeFactor * multipliers[multipliers.count - 1]
    for goal in goals {
      sum += multipliers[offset + Int(goal.categoryOfUnit[cell])]
      offset += goal.targets.count
    }
    return sum
  }
}

extension ContradictionSearch {
  /// Of the merges of neighbours that help, the one with the fewest people; without one, of all
  /// pairs.
  private func smallestMerge(lower: [Double], upper: [Double]) -> MarginContradiction.Merge? {
    let pairs = margins.indices.flatMap { margin in
      placePairs(of: margins[margin].categoryCount).map { (margin, $0.0, $0.1) }
    }
    for distanceIsOne in [true, false] {
      let candidates = pairs.filter { ($0.2 - $0.1 == 1) == distanceIsOne }
        .sorted { people($0) < people($1) }
      let found = candidates.prefix(200).first {
        !isViolated(violation(merged($0), lower: lower, upper: upper))
      }
      if let (margin, first, second) = found {
        return MarginContradiction.Merge(
          margin: margins[margin].name,
          categories: [first, second].map { margins[margin].targets[$0].category })
      }
    }
    return nil
  }

  private func placePairs(of count: Int) -> [(Int, Int)] {
    guard count > 2 else { return [] }
    return (0..<count).flatMap { first in (first + 1..<count).map { (first, $0) } }
  }

  private func people(_ pair: (margin: Int, first: Int, second: Int)) -> Double {
    min(goals[pair.margin].targets[pair.first], goals[pair.margin].targets[pair.second])
  }

  private func merged(_ pair: (margin: Int, first: Int, second: Int)) -> [Raking.Goal] {
    var merged = goals
    var targets = goals[pair.margin].targets
    targets[pair.first] += targets[pair.second]
    targets[pair.second] = 0
    merged[pair.margin] = Raking.Goal(
      targets: targets,
      categoryOfUnit: goals[pair.margin].categoryOfUnit.map {
        $0 == Int32(pair.second) ? Int32(pair.first) : $0
      })
    return merged
  }

  /// By halving, to three digits.
  private func sufficientLimit(_ limits: ClosedRange<Double>) -> Double? {
    func works(_ limit: Double) -> Bool {
      let factor = limit / limits.upperBound
      return !isViolated(violation(goals, lower: lower, upper: upper.map { factor * $0 }))
    }
    var (low, high) = (limits.upperBound, 100.0)
    guard high > low, works(high) else { return nil }
    while high / low > 1.005 {
      let middle = (low * high).squareRoot()
      if works(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
