/// A question's distribution in the population, and each interview's answer to it.
///
/// A crossed margin (sex × age) is one whose categories are pairs, such as `1*25-34`.
public struct PopulationMargin: Hashable, Sendable {
  public struct Target: Hashable, Sendable {
    public var category: String
    /// Number of people (or any measure in proportion to it) in the population.
    public var population: Double
    /// The categories that were merged into this one because it was asked for; empty for none.
    public var mergedFrom: [String]

    public init(category: String, population: Double, mergedFrom: [String] = []) {
      self.category = category
      self.population = population
      self.mergedFrom = mergedFrom
    }
  }

  public var name: String
  /// Each interview's category; −1 where it is not known.
  public var answers: CategoricalAnswers
  public var targets: [Target]
  /// Where the targets come from, and of what date; empty where it is not told.
  public var source: String
  public var date: String

  public init(
    name: String, answers: CategoricalAnswers, targets: [Target], source: String = "",
    date: String = ""
  ) {
    self.name = name
    self.answers = answers
    self.targets = targets
    self.source = source
    self.date = date
  }

  /// For each interview its category; nil where it is not known.
  public var categories: [String?] {
    answers.codes.map { $0 < 0 ? nil : answers.categories[Int($0)] }
  }

  /// - Parameter categories: For each interview its category; nil where it is not known.
  public init(name: String, categories: [String?], targets: [Target]) {
    var coder = Coder(codes: targets.map(\.category))
    let codes = categories.map { $0.map { coder.code($0) } ?? -1 }
    self.init(
      name: name, answers: CategoricalAnswers(categories: coder.names, codes: codes),
      targets: targets)
  }
}

/// A number whose sum over the population is known, such as the members of households.
public struct PopulationTotal: Hashable, Sendable {
  public var name: String
  /// One for each interview; every interview that counts has one.
  public var values: [Double]
  /// The sum over the population.
  public var total: Double

  public init(name: String, values: [Double], total: Double) {
    self.name = name
    self.values = values
    self.total = total
  }
}
