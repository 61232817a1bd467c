/// A question's distribution in the population, and each interview's answer to it.
///
/// A crossed margin (sex × age) is one whose categories are pairs, such as `1*25-34`.
public struct RakingMargin: Hashable, Sendable {
  public struct Target: Hashable, Sendable {
    public var category: String
    /// Number of people (or any measure in proportion to it) in the population.
    public var population: Double

    public init(category: String, population: Double) {
      self.category = category
      self.population = population
    }
  }

  public var name: String
  /// For each interview its category; nil where it is not known.
  public var categories: [String?]
  public var targets: [Target]

  public init(name: String, categories: [String?], targets: [Target]) {
    self.name = name
    self.categories = categories
    self.targets = targets
  }
}

/// How raking is done; every choice changes the weights and is stated in the passport.
public struct RakingOptions: Hashable, Sendable {
  /// What to do where margins have different totals.
  public enum Totals: Hashable, Sendable {
    /// Refuse, where they differ by more than one per cent; below that the first one holds.
    case mustAgree
    /// The first margin's total holds, the others give shares only.
    case scaledToFirst
  }

  /// Smallest and largest weight, in mean weights, such as 0.3…3; nil for no limits.
  public var limits: ClosedRange<Double>?
  public var totals: Totals
  /// The largest relative difference of a category's weighted count from its target at the end.
  public var tolerance: Double
  public var maximumIterations: Int

  public init(
    limits: ClosedRange<Double>? = nil, totals: Totals = .mustAgree, tolerance: Double = 1e-10,
    maximumIterations: Int = 1000
  ) {
    self.limits = limits
    self.totals = totals
    self.tolerance = tolerance
    self.maximumIterations = maximumIterations
  }
}
