/// Why a statistic of items cannot be had. Every case says it in words as its `description`.
public enum FactorAnalysisError: Error, Hashable, Sendable {
  /// Fewer items than the statistic is defined for.
  case tooFewItems(found: Int, needed: Int)
  /// Fewer rows than the statistic needs, after rows with missing answers were left out.
  case tooFewRows(found: Int, needed: Int)
  /// Nobody answered the item.
  case itemWithoutAnswers(String)
  /// Everybody who counts gave the same answer.
  case itemWithoutVariance(String)
  /// Everybody who counts in the group gave the same answer.
  case itemWithoutVarianceInGroup(item: String, group: String)
  /// An item with so many different answers is not taken as ordered categories.
  case tooManyCategories(item: String, found: Int, most: Int)
  /// Nobody in the group gave an answer that others gave, and merging was not allowed.
  case categoryMissingInGroup(item: String, category: Double, group: String)
  /// Too few rows answered both items, or one of them does not vary there.
  case pairWithoutCovariance(String, String)
  /// The weight of this row, counted from 0, is negative or no finite number.
  case unusableWeight(row: Int)
  /// The sum of the items does not vary: they cancel each other out.
  case sumWithoutVariance
  /// The correlations are not positive definite: items repeat one another, or pairwise
  /// correlations contradict one another.
  case notPositiveDefinite(smallestEigenvalue: Double)
  /// So many items cannot identify so many factors.
  case tooManyFactors(asked: Int, most: Int)
  /// The target of a rotation is missing (0 × 0), or has not a row for each item and a column for
  /// each factor.
  case unusableTarget(items: Int, factors: Int, neededItems: Int, neededFactors: Int)
  /// The iterations ended before the gradient was small enough.
  case notConverged(gradient: Double)
  /// The fit rises with the number of factors without an elbow.
  case noElbow
  /// Even the model with the most factors that the items identify is rejected.
  case everyModelRejected(most: Int)
  /// What it takes was not given.
  case notAskedFor
  /// More items than the statistic is computed for.
  case tooManyItems(found: Int, most: Int)
  /// Several factors were not rotated, or others fit as well nearby: loadings have no errors.
  case rotationNotDetermined
  /// The groups of items do not correlate as one factor behind them all would make them.
  case noGeneralFactor
  /// What an interview adds to such correlations is not known here.
  case influenceUnknown(CorrelationKind)
  /// Scores take answers as numbers; these correlations are of something else.
  case scoresOfNumbersOnly(CorrelationKind)
  /// Full information is for correlations of numbers.
  case notByFullInformation
}

extension FactorAnalysisError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooFewItems(let found, let needed):
      "\(found) item\(found == 1 ? " is" : "s are") too few: at least \(needed) are needed"
    case .tooFewRows(let found, let needed):
      "\(found) complete interviews are too few: at least \(needed) are needed"
    case .itemWithoutAnswers(let item): "item '\(item)' has no answers"
    case .itemWithoutVariance(let item): "item '\(item)' has the same answer in every interview"
    case .itemWithoutVarianceInGroup(let item, let group):
      "item '\(item)' has the same answer in every interview of '\(group)': leave it out there"
    case .tooManyCategories(let item, let found, let most):
      "item '\(item)' has \(found) different answers: ordered items have at most \(most)"
    case .categoryMissingInGroup(let item, let category, let group):
      "item '\(item)': nobody in '\(group)' answered \(category.readable), "
        + "which others did: leave the item out, or take the groups together"
    case .pairWithoutCovariance(let first, let second):
      "items '\(first)' and '\(second)' vary together in too few interviews"
    case .unusableWeight(let row): "the weight of row \(row + 1) is negative or not a number"
    case .sumWithoutVariance: "the sum of the items does not vary"
    case .notPositiveDefinite:
      "the correlations are not positive definite: items repeat or contradict one another"
    case .tooManyFactors(let asked, let most):
      "\(asked) factors are not identified by these items: at most \(most) are"
    case .unusableTarget(let items, let factors, let neededItems, let neededFactors):
      items == 0
        ? "a rotation to a target needs one: give it a row for each item, a column for each factor"
        : "the target has \(items) items and \(factors) factors, the loadings \(neededItems) and "
          + "\(neededFactors): give it a row for each item, a column for each factor"
    case .notConverged(let gradient):
      "the search did not converge\(Self.rest(of: gradient)): leave out items that hardly hang "
        + "together"
    case .noElbow: "the fit rises with every factor alike: the Hull method suggests no number"
    case .everyModelRejected(let most):
      "even \(most) factors are rejected: so many items and interviews leave nothing to accept"
    case .notAskedFor: "not asked for"
    case .tooManyItems(let found, let most):
      "not computed of \(found) items: name a factor of at most \(most)"
    case .rotationNotDetermined:
      "the loadings have no standard errors: several factors were not rotated, or others fit as well"
    case .noGeneralFactor:
      "the group factors do not correlate as one general factor would make them"
    case .influenceUnknown(let kind):
      "\(kind.rawValue) correlations have no standard errors here: take pearson or polychoric"
    case .notByFullInformation:
      "full information gives correlations of numbers, not of ranks or categories: take pairs of "
        + "answers or complete interviews"
    case .scoresOfNumbersOnly(let kind):
      "scores add up answers as numbers, and \(kind.rawValue) correlations are not those of the "
        + "answers: take pearson correlations"
    }
  }

  /// How far from the solution a search ended, where that is known.
  private static func rest(of gradient: Double) -> String {
    gradient.isFinite ? " (gradient \(gradient.readable))" : ""
  }
}
