import FactorAnalysis
import StructuralModels

/// What may be compared between the groups.
public enum ComparabilityVerdict: Hashable, Sendable {
  /// «средние сравнимы»: means of the scale may be compared.
  case means
  /// «средние сравнимы, если не требовать равенства названных вопросов»: only latent means of
  /// the model with these items freed, or the scale without them.
  case meansWithFreed([String])
  /// «сравнимы только связи»: correlations and regressions, no means.
  case associations
  /// «сравнивать нельзя».
  case notAtAll
  /// «не проверено».
  case notTested(UntestedReason)

  /// The items that the verdict frees.
  public var freedItems: [String] {
    if case .meansWithFreed(let items) = self { items } else { [] }
  }
}

/// Why comparability could not be tested.
public enum UntestedReason: Hashable, Sendable {
  /// Fewer than two groups have what is needed.
  case tooFewGroups(found: Int)
  /// This factor has fewer than three items that all groups were asked.
  case tooFewItems(factor: String, items: [String])
  /// The items make this factor up: they need not hang together, and nothing can be tested.
  case formative(factor: String)
  /// The answers cannot be used.
  case unusableAnswers(FactorAnalysisError)
  /// The user's own model of the factor cannot be used.
  case unusableModel(UnusableModel)
  /// Fewer people of a panel than the model has parameters.
  case tooFewPeople(found: Int, needed: Int)
  /// The same item in two factors, or twice in one.
  case itemInTwoPlaces(String)
  /// The model of this level could not be estimated.
  case notEstimated(InvarianceLevel, EstimationFailure)
}

extension UntestedReason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooFewGroups(let found):
      "\(found) groups have answers enough: at least two are needed"
    case .tooFewItems(let factor, let items):
      "factor '\(factor)' has \(items.count) items that all groups answered: invariance can be "
        + "tested from three on"
    case .formative(let factor):
      "factor '\(factor)' is made up of its items, which need not hang together: there is nothing "
        + "to test"
    case .unusableAnswers(let error): error.description
    case .unusableModel(let reason): reason.description
    case .tooFewPeople(let found, let needed):
      "\(found) people were found in two waves or more: at least \(needed) are needed"
    case .itemInTwoPlaces(let item):
      "item '\(item)' stands in the model twice: leave it in one factor"
    case .notEstimated(let level, .error(let error)):
      "the \(level) model could not be estimated: \(error)"
    case .notEstimated(let level, .improper):
      "the solution of the \(level) model cannot be used"
    }
  }
}
