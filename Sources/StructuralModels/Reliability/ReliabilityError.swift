import FactorAnalysis

/// Why a scale has no such coefficient.
public enum ReliabilityError: Error, Hashable, Sendable {
  /// The coefficient is not among those that were wanted.
  case notAskedFor
  /// A statistic of the items cannot be had.
  case items(FactorAnalysisError)
  /// The model behind the coefficient gives nothing to rest on.
  case model(EstimationFailure)
}

extension ReliabilityError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notAskedFor: "not asked for"
    case .items(let error): error.description
    case .model(.error(let error)): "its model gives nothing to rest on: \(error)"
    case .model(.improper):
      "its model gives nothing to rest on: one factor does not fit these items"
    }
  }
}
