/// Why a design cannot be weighted to the given margins: everything found before the start, or a
/// certificate that no weights exist, or why the iterations came to no end.
public struct WeightingError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Problem: Hashable, Sendable {
    case noMargins
    /// A domain, or a design that has been raked before.
    case notTheWholeBaseDesign
    case invalidLimits
    case invalidBounds
    /// Post-stratification takes one margin, which may be crossed.
    case severalMargins([String])
    /// Fitting margins one after the other knows categories only.
    case totalNeedsCalibration(String)
    /// The logit method is defined by its bounds; limits of weights would be other ones.
    case logitNeedsBounds
    /// Interviews that count have no value of a continuous total.
    case totalUnknown(total: String, count: Int)
    case differentLengths(margin: String, count: Int, expected: Int)
    case invalidTarget(margin: String, category: String, population: Double)
    case repeatedCategory(margin: String, category: String)
    /// `neighbour` is the category beside it that it could be merged with.
    case categoryWithoutRespondents(
      margin: String, category: String, population: Double, neighbour: String?)
    case respondentsWithoutTarget(margin: String, category: String, count: Int)
    case nobodyKnown(margin: String)
    case totalsDiffer(margin: String, total: Double, first: String, firstTotal: Double)
    /// A category's mean weight would have to lie outside the limits; in mean weights.
    case limitsTooTight(margin: String, category: String, mean: Double, limits: ClosedRange<Double>)
    /// No weights at all, or none within the limits, agree with all margins.
    indirect case contradiction(MarginContradiction)
    /// The largest relative difference that was left, and where.
    case notConverged(iterations: Int, error: Double, margin: String, category: String)
  }

  public let problems: [Problem]

  public var description: String {
    listed(problems)
  }
}

extension WeightingError.Problem: CustomStringConvertible {
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
        + "give both for the same population and date"
    case .notConverged(let iterations, let error, let margin, let category):
      "weighting does not converge: after \(iterations) iterations margin '\(margin)', category "
        + "'\(category)' is still off by \(readable(error)) of its target: weights exist, but are far from the base "
        + "weights; allow more iterations, or merge small categories"
    case .invalidTarget(let margin, let category, let population):
      "\(place(margin, category)) has the population \(readable(population)): give a number above 0, "
        + "and leave out a category that nobody belongs to"
    case .repeatedCategory(let margin, let category):
      "\(place(margin, category)) has more than one target; keep one"
    case .categoryWithoutRespondents(let margin, let category, let population, let neighbour):
      "\(place(margin, category)) has \(readable(population)) people in the population but no respondent: "
        + "merge it with "
        + (neighbour.map { "'\($0)'" } ?? "a category that has some")
    case .contradiction(let contradiction): contradiction.description
    case .invalidBounds:
      "factors are bounded by numbers around 1, such as 0.5 and 2"
    case .severalMargins(let names):
      "post-stratification takes one margin, given are \(names.joined(separator: ", ")): "
        + "cross them (a*b) where the population's table is known, or rake"
    case .totalNeedsCalibration(let total):
      "'\(total)' is a total of numbers, which raking cannot meet: use the method greg, raking or logit"
    case .logitNeedsBounds:
      "the logit method is defined by finite bounds of the factors, such as 0.5 and 2: give bounds, "
        + "and no limits of weights"
    case .totalUnknown(let total, let count):
      "'\(total)' is not known for \(count) interviews that count: give them a value, or the weight 0"
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
