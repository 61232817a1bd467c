import Synchronization

/// The patterns of a `regex()` whose pattern is computed from answers, each compiled once.
///
/// A class, since all copies of an expression share what one of them has compiled.
final class CompiledPatterns: Sendable {
  /// Where more patterns are met, those so far are forgotten.
  static let limit = 64

  private let compiled = Mutex<[String: RegularExpression?]>([:])

  /// Whether a text matches; nil where one of the two is unknown or the pattern is not matched here.
  func match(_ text: Expression.Value, _ pattern: Expression.Value) -> Bool? {
    guard let text = text.text, let pattern = pattern.text else { return nil }
    return expression(pattern)?.matches(text)
  }

  /// Number of patterns at hand.
  var count: Int { compiled.withLock(\.count) }

  private func expression(_ pattern: String) -> RegularExpression? {
    compiled.withLock { patterns in
      if let known = patterns[pattern] { return known }
      if patterns.count >= Self.limit { patterns.removeAll(keepingCapacity: true) }
      let made = try? RegularExpression(pattern)
      patterns[pattern] = .some(made)
      return made
    }
  }
}
