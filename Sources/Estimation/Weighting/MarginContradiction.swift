/// Why no weights agree with all margins, and what would have to change: a certificate that can be
/// checked by counting respondents.
///
/// > Farkas' lemma: either the margins can be met, or there is a sum of them that no weights of the
/// > respondents that there are can reach; A. Schrijver (1986). *Theory of Linear and Integer
/// > Programming*, §7.3. Wiley.
public struct MarginContradiction: Hashable, Sendable {
  public struct Category: Hashable, Sendable {
    public var margin: String
    public var category: String
    /// Its people.
    public var population: Double
    /// How often it counts in the sum; 1 nearly always.
    public var factor: Double
  }

  /// A target that would have to be another one.
  public struct Change: Hashable, Sendable {
    public var margin: String
    public var category: String
    public var population: Double
    /// The nearest number that can be met.
    public var possible: Double
  }

  /// Two categories of a margin that would have to be one.
  public struct Merge: Hashable, Sendable {
    public var margin: String
    public var categories: [String]
  }

  /// Every respondent in one of these …
  public var needed: [Category]
  /// … is also in one of these (in as many of these, where more than two margins are concerned),
  /// which have fewer people.
  public var available: [Category]
  /// By how many people the first exceed what the second allow. 0 where the margins can be met
  /// only if some respondents count for nothing.
  public var excess: Double
  /// Combinations of categories whose respondents would have to count for nothing.
  public var emptiedCells: [String]
  /// The smallest change of targets, in people moved, after which weights exist.
  public var changes: [Change]
  /// The merge of two categories with the fewest people after which weights exist.
  public var merge: Merge?
  /// The limits of weights, in mean weights, within which the targets could not be met; nil where
  /// they cannot be met with any weights.
  public var limits: ClosedRange<Double>?
  /// The smallest upper limit, in mean weights, that would do; nil where none up to 100 does.
  public var sufficientLimit: Double?
}

extension MarginContradiction: CustomStringConvertible {
  public var description: String {
    ([statement] + [changeText, mergeText, limitText].compactMap { $0 }).joined(separator: "; ")
  }

  private var statement: String {
    if let limits {
      return "within the limits \(readable(limits.lowerBound))…\(readable(limits.upperBound)) no "
        + "weights agree with all margins: the respondents in \(list(needed)) cannot stand for as "
        + "many people"
        + (available.isEmpty ? "" : " while those in \(list(available)) stand for as few")
        + ", by \(readable(excess.rounded()))"
    }
    if excess == 0 {
      return "the margins agree only if the respondents in \(emptiedText) count for nothing: all "
        + "people in \(list(needed)) are in \(list(available)) then"
    }
    let margins = Set((needed + available).map(\.margin))
    let relation =
      margins.count > 2
      ? "every respondent is in at least as many of \(list(available)) as of \(list(needed)), but "
        + "the latter are \(people(needed)) people, the former"
      : "every respondent in \(list(needed)) is also in \(list(available)), but the first are "
        + "\(people(needed)) people, the second"
    return "margins contradict each other: \(relation) \(people(available)), "
      + "\(readable(excess.rounded())) too few"
  }

  private var emptiedText: String {
    emptiedCells.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
      + (emptiedCells.count > 3 ? " and \(emptiedCells.count - 3) more combinations" : "")
  }

  private var changeText: String? {
    guard !changes.isEmpty else { return nil }
    let texts = changes.prefix(4).map {
      "\($0.margin) '\($0.category)' \(readable($0.possible.rounded())) instead of "
        + readable($0.population.rounded())
    }
    return "the smallest change that would do: " + texts.joined(separator: ", ")
  }

  private var mergeText: String? {
    merge.map {
      "or merge \($0.margin) \($0.categories.map { "'\($0)'" }.joined(separator: " and "))"
    }
  }

  private var limitText: String? {
    sufficientLimit.map { "or an upper limit of \(readable($0))" }
  }

  private func list(_ categories: [Category]) -> String {
    categories.map {
      "\($0.margin) '\($0.category)'"
        + ($0.factor == 1 ? "" : " (counted \(readable($0.factor)) times)")
    }.joined(separator: ", ")
  }

  private func people(_ categories: [Category]) -> String {
    readable(categories.reduce(0) { $0 + $1.factor * $1.population }.rounded())
  }
}
