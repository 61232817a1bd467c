import FactorAnalysis
import SurveyModel

/// Why a model cannot be estimated. Every case says in words what is wrong and what to do.
public enum ModelError: Error, Hashable, Sendable {
  /// The model's text contradicts itself or does not fit the groups: each mistake with its place.
  case invalidModel([Diagnostic])
  /// The model speaks of an item that the data of this group do not have.
  case itemUnknown(String, group: String)
  /// Nobody who counts answered the item in this group.
  case itemWithoutAnswers(String, group: String)
  /// An answer to the item that nobody gave whom the model was fitted to.
  case answerUnknown(String, group: String)
  /// Everybody who counts gave the same answer in this group.
  case itemWithoutVariance(String, group: String)
  /// Fewer interviews than the group's items or the model's parameters need.
  case tooFewInterviews(group: String, found: Int, needed: Int)
  /// The items repeat one another in this group: one of them is a sum of others.
  case itemsRepeat(group: String)
  /// Cities were to count by their people, and the population of these is not known.
  case populationUnknown(cities: [String])
  /// The data have other groups than the model.
  case otherGroups(model: [String], data: [String])
  /// A parameter that no model of means and covariances has.
  case parameterWithoutPlace(String)
  /// More parameters in a group than are estimated.
  case tooManyParameters(found: Int, most: Int)
  /// More free parameters than the items have means, variances and covariances.
  case notIdentified(parameters: Int, moments: Int)
  /// The linear constraints contradict one another.
  case contradictoryConstraints
  /// The starting values give no covariance matrix.
  case unusableStart
  /// The search ended nowhere, from whatever start.
  case notConverged
  /// A statistic of the answers that the model rests on cannot be had.
  case unusableAnswers(FactorAnalysisError)
  /// The estimator cannot be used with this model or these data.
  case estimatorNotAvailable(ModelEstimator, reason: String)
}

extension ModelError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidModel(let findings): findings.map(\.description).joined(separator: "\n")
    case .itemUnknown(let item, let group):
      "item '\(item)' of the model is not among the answers\(Self.place(group)): "
        + "correct its name or add its answers"
    case .itemWithoutAnswers(let item, let group):
      "nobody answered item '\(item)'\(Self.place(group)): leave out the item or the group"
    case .answerUnknown(let item, let group):
      "item '\(item)' has an answer that the model does not know\(Self.place(group)): "
        + "fit the model to these answers too, or leave them out"
    case .itemWithoutVariance(let item, let group):
      "everybody gave item '\(item)' the same answer\(Self.place(group)): "
        + "leave out the item or the group"
    case .tooFewInterviews(let group, let found, let needed):
      "\(found) interviews\(Self.place(group)) are too few for this model: "
        + "at least \(needed) are needed; use fewer items or join groups"
    case .itemsRepeat(let group):
      "the items repeat one another\(Self.place(group)): one of them is a weighted sum of the "
        + "others; leave it out"
    case .populationUnknown(let cities):
      "the population of \(cities.joined(separator: ", ")) is not known: give it margins, or a "
        + "population in cities.csv, or let cities count by their interviews"
    case .otherGroups(let model, let data):
      "the model has the groups \(Self.list(model)), the answers have \(Self.list(data))"
    case .parameterWithoutPlace(let text):
      "'\(text)' is no parameter of a model of means and covariances: leave it out"
    case .tooManyParameters(let found, let most):
      "the model has \(found) free parameters, at most \(most) are estimated: divide the model"
    case .notIdentified(let parameters, let moments):
      "the model is not identified: it has \(parameters) free parameters, its items have only "
        + "\(moments) means, variances and covariances; fix or equate parameters, or add items"
    case .contradictoryConstraints:
      "the equality constraints contradict one another: leave out one of them"
    case .unusableStart:
      "the starting values give no covariance matrix: leave them out or make variances larger"
    case .notConverged:
      "the search did not converge from any start: leave out items that hardly hang together, or "
        + "join groups"
    case .unusableAnswers(let error): error.description
    case .estimatorNotAvailable(let estimator, let reason):
      "estimator \(estimator.rawValue) cannot be used here: \(reason)"
    }
  }

  private static func place(_ group: String) -> String {
    group.isEmpty ? "" : " in group '\(group)'"
  }

  private static func list(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: ", ")
  }
}
