import FactorAnalysis
import StructuralModels

/// Why a cross-lagged model cannot be estimated.
public enum CrossLaggedError: Error, Hashable, Sendable {
  /// A model relates two variables or more, each once.
  case tooFewVariables([String])
  /// The panel has fewer waves than this kind of model needs.
  case tooFewWaves(CrossLaggedModel.Kind, found: Int)
  /// The variable is not known in this wave.
  case notAsked(String, wave: String)
  /// The variable is the same for everybody in this wave.
  case withoutVariance(String, wave: String)
  /// Fewer people with two waves or more than the model has parameters.
  case tooFewPeople(found: Int, needed: Int)
  case answers(FactorAnalysisError)
  case model(ModelError)
}

extension CrossLaggedError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooFewVariables:
      "a cross-lagged model relates two variables or more: name them, each once"
    case .tooFewWaves(.crossLagged, let found):
      "a panel of \(found) waves has nothing before or after: two waves are needed"
    case .tooFewWaves(.randomIntercept, let found):
      "a random-intercept model needs three waves, this panel has \(found): of two, nothing tells "
        + "lasting differences between people from what returns; take the cross-lagged model, which "
        + "mixes both"
    case .notAsked(let variable, let wave):
      "'\(variable)' is not known in wave '\(wave)': leave it out, or the wave"
    case .withoutVariance(let variable, let wave):
      "'\(variable)' is the same for everybody in wave '\(wave)': leave it out, or the wave"
    case .tooFewPeople(let found, let needed):
      "\(found) people were found in two waves or more: at least \(needed) are needed for as many "
        + "parameters; take fewer variables or waves"
    case .answers(let error): "\(error)"
    case .model(let error): error.description
    }
  }
}
