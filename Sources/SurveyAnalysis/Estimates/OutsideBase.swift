import SurveyModel

/// Numbers of interviews that are in no base of a question's shares, by what is known of them.
public struct OutsideBase: Hashable, Sendable {
  /// Those that routing did not lead to the question.
  public var notAsked = 0
  /// Those whose answer was lost, or is recorded as a value that the questionnaire does not know.
  public var notRecorded = 0
  /// Those of which the file cannot tell whether they were asked.
  public var notAskedOrNotRecorded = 0

  /// Counts the reasons of interviews without an answer.
  ///
  /// - Complexity: O(reasons).
  init(_ reasons: some Sequence<MissingReason?>) {
    for reason in reasons {
      switch reason {
      case .notAsked: notAsked += 1
      case .lost, .invalid: notRecorded += 1
      case .notAskedOrLost: notAskedOrNotRecorded += 1
      case nil, .dontKnow, .refused, .noAnswer: break
      }
    }
  }

  /// ``notRecorded``, as far as it may be told beside a base; nil for a few in the strict mode.
  func notRecorded(under rule: DisclosureRule) -> Int? {
    rule.isStrict && rule.isSmall(notRecorded) ? nil : notRecorded
  }
}
