/// Whether the answers to a question of two waves can be set against each other, from the most to the
/// least favourable. What is found of a pair of questions each has one; the least favourable decides.
public enum QuestionVerdict: String, Hashable, Sendable, CaseIterable, Comparable {
  /// Nothing differs.
  case identical
  /// What differs does not touch the question: case of letters, punctuation, numbering, place.
  case cosmetic
  /// The same answers under other codes: one map makes them the same.
  case recodable
  /// A scale of another length: compared in points only if somebody decides so.
  case rescaled
  /// Not the same people were asked: compared on the base that both waves have.
  case baseDiffers = "base-differs"
  /// Another question, or the same in words that may change its meaning.
  case notComparable = "not-comparable"

  public static func < (a: QuestionVerdict, b: QuestionVerdict) -> Bool { a.rank < b.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// Whether a change is computed from all answers of both waves.
  public var allowsChange: Bool { self <= .recodable }
}
