import SurveyModel

/// The simulated population of one city in one wave: how many people are in each cell of the
/// groups crossed, and how likely they are to give an interview.
struct Population: Sendable {
  /// People alike in all groups.
  struct Cell: Sendable {
    /// Place of the category in each of ``Population/groups``.
    var categories: [Int]
    /// Number of people.
    var size: Double
    /// Probability of an interview, once selected.
    var response: Double
  }

  /// Groups in the order of the cells' categories.
  var groups: [Grouping]
  /// The groups whose counts are given jointly come first; this many.
  var jointCount: Int
  var cells: [Cell]
  /// Place of the group that the strata are made of.
  var stratum: Int

  var size: Double { cells.reduce(0) { $0 + $1.size } }

  /// The number of people in each category of a group.
  func sizes(of group: Int) -> [Double] {
    var sizes = Array(repeating: 0.0, count: groups[group].categories.count)
    for cell in cells { sizes[cell.categories[group]] += cell.size }
    return sizes
  }
}

/// Makes a ``Population`` from the rows `population`, `share`, `response` and `design` of the truth.
struct PopulationBuilder {
  var truth: TruthTable
  let study: Study
  let place: SampleKey

  init(_ truth: TruthTable, _ study: Study, _ place: SampleKey) {
    self.truth = truth
    self.study = study
    self.place = place
  }

  /// nil where the truth does not give a population; the table says why.
  mutating func population() -> Population? {
    guard var population = jointGroups() else { return nil }
    for grouping in study.groupings
    where !population.groups.contains(where: { $0.name == grouping.name }) && hasShares(grouping) {
      extend(&population, by: grouping)
    }
    let name = truth.text("design", "stratum", at: place) ?? ""
    guard let stratum = population.groups.firstIndex(where: { $0.name == name }) else {
      truth.noteAbsent(
        "the truth names no group of the population as 'design' 'stratum'",
        fix: "add a row: design, stratum, and the name of a group with shares")
      return nil
    }
    population.stratum = stratum
    for index in population.cells.indices { setResponse(&population, index) }
    return population.cells.isEmpty ? nil : population
  }

  /// The cells of the rows `population`: `sex:1 age:18-24`.
  private mutating func jointGroups() -> Population? {
    var population = Population(groups: [], jointCount: 0, cells: [], stratum: 0)
    for name in truth.names(of: "population") {
      let parts = name.split(separator: " ").map { $0.split(separator: ":").map(String.init) }
      let groups = parts.compactMap { part in
        part.first.flatMap(study.grouping)
      }
      let categories = zip(groups, parts).compactMap { group, part in
        group.categories.firstIndex { $0.name == part.last }
      }
      if population.groups.isEmpty { population.groups = groups }
      guard categories.count == parts.count, groups == population.groups,
        let size = truth.number("population", name, at: place)
      else { continue }
      if !(0...1e10).contains(size) {
        truth.note(
          "value-out-of-range", "'population' of '\(name)' must be 0…1e10, found \(size)",
          fix: "write the number of people", at: truth.location("population", name, at: place))
      }
      population.cells.append(Population.Cell(categories: categories, size: size, response: 1))
    }
    population.jointCount = population.groups.count
    if population.cells.isEmpty {
      truth.noteAbsent(
        "the truth gives no population for \(place.city) in \(place.wave)",
        fix: "add rows 'population' with names such as 'sex:1 age:18-24'")
      return nil
    }
    if population.size == 0 {
      truth.note(
        "value-out-of-range", "'population' is 0 in every cell of \(place.city) in \(place.wave)",
        fix: "write the number of people",
        at: truth.location("population", anyOf: truth.names(of: "population"), at: place))
    }
    return population
  }

  private func hasShares(_ grouping: Grouping) -> Bool {
    truth.names(of: "share").contains { $0.hasPrefix("\(grouping.name):") }
  }

  private mutating func extend(_ population: inout Population, by grouping: Grouping) {
    var cells: [Population.Cell] = []
    for cell in population.cells {
      let conditions = population.groups.conditions(of: cell.categories)
      let names = grouping.categories.map { "\(grouping.name):\($0.name)" }
      let given = names.map { truth.share($0, given: conditions, at: place) }
      let shares = given.map { $0?.value ?? 0 }
      // A share that is none is told, and the sum is no news then.
      if given.allSatisfy({ $0.map { (0...1).contains($0.value) } ?? true }),
        abs(shares.reduce(0, +) - 1) > 1e-9
      {
        let rows = given.compactMap { $0?.name } + names
        truth.note(
          "shares-do-not-add-up",
          "the shares of '\(grouping.name)' must add up to 1, and come to \(total(of: shares))",
          fix: "give each category of '\(grouping.name)' its share",
          at: truth.location("share", anyOf: rows, at: place))
      }
      for (category, share) in shares.enumerated() where share > 0 {
        cells.append(
          Population.Cell(
            categories: cell.categories + [category], size: cell.size * share, response: 1))
      }
    }
    population.groups.append(grouping)
    population.cells = cells
  }

  private mutating func setResponse(_ population: inout Population, _ index: Int) {
    let conditions = population.groups.conditions(of: population.cells[index].categories)
    let factors = (["*"] + conditions).compactMap { name in
      truth.number("response", name, at: place).map { (name: name, value: $0) }
    }
    let response = factors.reduce(1) { $0 * $1.value }
    if !(Self.leastResponse...1).contains(response) {
      let isLow = response < Self.leastResponse
      let cause = isLow ? factors.min { $0.value < $1.value } : factors.max { $0.value < $1.value }
      let people = conditions.isEmpty ? "everybody" : conditions.joined(separator: " ")
      truth.note(
        "value-out-of-range",
        "the probability of an interview must be \(Self.leastResponse)…1, found \(response) for"
          + " \(people)",
        fix: "\(isLow ? "raise" : "lower") the factors of 'response'",
        at: truth.location("response", cause?.name ?? "*", at: place))
    }
    population.cells[index].response = response
  }

  /// Where fewer answer, the visits for an interview would not end.
  private static let leastResponse = 0.001
}

extension [Grouping] {
  /// The names of the categories of a cell: `sex:1`, `age:18-24`, ….
  func conditions(of categories: [Int]) -> [String] {
    zip(self, categories).map { "\($0.name):\($0.categories[$1].name)" }
  }
}

extension TruthTable {
  /// A share that may depend on a category: `SD5:7@age:65+` goes before `SD5:7`.
  ///
  /// - Returns: The name of the row that holds, and its value: one outside 0…1 has been told.
  mutating func share(
    _ name: String, given conditions: [String], at place: SampleKey
  ) -> (name: String, value: Double)? {
    for row in conditions.map({ "\(name)@\($0)" }) + [name] {
      guard let value = number("share", row, at: place) else { continue }
      noteUnlessProbability(value, "share", row, at: place)
      return (row, value)
    }
    return nil
  }
}

/// A sum to print, without the last digits' noise.
func total(of shares: [Double]) -> Double {
  (shares.reduce(0, +) * 1e9).rounded() / 1e9
}
