/// Why a design cannot be raked to the given margins: everything found before the start, or why
/// the iterations came to no end.
public struct RakingError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Problem: Hashable, Sendable {
    case noMargins
    /// A domain, or a design that has been raked before.
    case notTheWholeBaseDesign
    case invalidLimits
    case differentLengths(margin: String, count: Int, expected: Int)
    case invalidTarget(margin: String, category: String, population: Double)
    case repeatedCategory(margin: String, category: String)
    case categoryWithoutRespondents(margin: String, category: String, population: Double)
    case respondentsWithoutTarget(margin: String, category: String, count: Int)
    case nobodyKnown(margin: String)
    case totalsDiffer(margin: String, total: Double, first: String, firstTotal: Double)
    /// A category's mean weight would have to lie outside the limits; in mean weights.
    case limitsTooTight(margin: String, category: String, mean: Double, limits: ClosedRange<Double>)
    /// The largest relative difference that was left, and where.
    case notConverged(iterations: Int, error: Double, margin: String, category: String)
  }

  public let problems: [Problem]

  public var description: String {
    listed(problems)
  }
}

extension RakingError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noMargins:
      "there are no margins to rake to: without them the base weights stand"
    case .notTheWholeBaseDesign:
      "a domain, or a design already raked, cannot be raked: "
        + "rake the whole design once, to all margins together"
    case .invalidLimits:
      "weights are limited by numbers around 1, in mean weights, such as 0.3 and 3"
    case .differentLengths(let margin, let count, let expected):
      "margin '\(margin)' has categories for \(count) interviews, the design has \(expected)"
    case .nobodyKnown(let margin):
      "margin '\(margin)': no interview has a known category; leave the margin out"
    case .totalsDiffer(let margin, let total, let first, let firstTotal):
      "margin '\(margin)' adds up to \(readable(total)), '\(first)' to \(readable(firstTotal)): "
        + "give both for the same population and date, or let the others give shares only "
        + "(`scaledToFirst`)"
    case .notConverged(let iterations, let error, let margin, let category):
      "raking does not converge: after \(iterations) iterations margin '\(margin)', category "
        + "'\(category)' is still off by \(readable(error)) of its target; margins contradict each other, "
        + "or leave no room within the limits: merge small categories or widen the limits"
    case .invalidTarget(let margin, let category, let population):
      "\(place(margin, category)) has the population \(readable(population)): give a number above 0, "
        + "and leave out a category that nobody belongs to"
    case .repeatedCategory(let margin, let category):
      "\(place(margin, category)) has more than one target; keep one"
    case .categoryWithoutRespondents(let margin, let category, let population):
      "\(place(margin, category)) has \(readable(population)) people in the population but no respondent: "
        + "merge it with a neighbouring category in the margins and the groups"
    case .respondentsWithoutTarget(let margin, let category, let count):
      "\(place(margin, category)) has \(count) respondents but no target: "
        + "add its population, or merge it with a category that has one"
    case .limitsTooTight(let margin, let category, let mean, let limits):
      "\(place(margin, category)) needs a mean weight of \(readable(mean)) mean weights, outside the limits "
        + "\(readable(limits.lowerBound))…\(readable(limits.upperBound)): merge it with a neighbouring category, "
        + "or widen the limits"
    }
  }

  private func place(_ margin: String, _ category: String) -> String {
    "margin '\(margin)', category '\(category)'"
  }
}
