/// Whom a share is a share of.
public enum EstimateBase: String, Hashable, Sendable, CaseIterable {
  /// All who were asked and whose answer is recorded, "don't know" and refusals included: the rule of
  /// the house for shares.
  case asked
  /// Those who gave a substantive answer.
  case opinion = "with-opinion"
  /// Those who have the number that a mean or a quantile is made from.
  case answered
}
