/// Why there is no answer.
public enum MissingReason: String, Hashable, Sendable, CaseIterable {
  /// The questionnaire's routing did not lead here.
  case notAsked = "not-asked"
  /// "Don't know": of substance in linear distributions, missing in scores.
  case dontKnow = "dont-know"
  case refused
  /// A code says that there is no answer.
  case noAnswer = "no-answer"
  /// Blank where an answer was due.
  case lost
  /// A value that the questionnaire does not know.
  case invalid
  /// Blank where it cannot be told from the file whether an answer was due.
  case notAskedOrLost = "not-asked-or-lost"

  /// Whether the interview is in no base of a share: the question was not asked, or nothing is known
  /// of the answer. A refusal and "don't know" are known, and in the base.
  public var isOutsideBase: Bool {
    switch self {
    case .notAsked, .notAskedOrLost, .lost, .invalid: true
    case .dontKnow, .refused, .noAnswer: false
    }
  }
}

/// What may be computed from a question's answers.
public enum Measure: String, Hashable, Sendable, CaseIterable {
  case nominal, ordinal, scale
}
