import Estimation

/// The answers to items with categories, nominal or ordinal, of any number of categories each.
///
/// A category that nobody chose is no category of the item's model; its probability is 0.
public struct CategoricalItems: Hashable, Sendable {
  /// The items' names.
  public let names: [String]
  /// One for each item, all of as many interviews.
  public let answers: [CategoricalAnswers]

  /// - Parameters:
  ///   - names: One for each item.
  ///   - answers: One for each item; −1 where an answer is missing.
  public init(names: [String], answers: [CategoricalAnswers]) {
    precondition(names.count == answers.count && !names.isEmpty, "a name for each item")
    precondition(
      answers.allSatisfy { $0.codes.count == answers[0].codes.count }, "items of one length")
    self.names = names
    self.answers = answers
  }

  /// The number of interviews.
  public var count: Int { answers[0].codes.count }
}
