/// The tree of a pattern. Which group captures and which quantifier is lazy plays no part in whether
/// a text matches, and is not kept.
indirect enum PatternNode: Hashable, Sendable {
  case empty
  case scalar(Unicode.Scalar)
  case set(ScalarSet)
  case assertion(PatternAssertion)
  case sequence([PatternNode])
  case choice([PatternNode])
  /// At least so many times, and at most so many; nil for no limit.
  case repetition(PatternNode, atLeast: Int, atMost: Int?)
}

/// What must hold between two scalars.
enum PatternAssertion: Hashable, Sendable {
  /// `\A`, and `^` without the flag `m`
  case textStart
  /// `\z`, and `$` without the flag `m`
  case textEnd
  /// `\Z`: the text's end, or before a line's end that is the text's last scalar.
  case lastLineEnd
  /// `^` with the flag `m`
  case lineStart
  /// `$` with the flag `m`
  case lineEnd
  /// `\b`
  case wordBoundary
  /// `\B`
  case noWordBoundary
}

extension PatternNode {
  /// Number of instructions that the tree becomes, found without making them; `Int.max` for a
  /// number that overflows. A part without instructions counts as one where it is repeated.
  var size: Int {
    switch self {
    case .empty: 0
    case .scalar, .set, .assertion: 1
    case .sequence(let parts): Self.sum(parts)
    case .choice(let parts): Self.added(Self.sum(parts), 2 * (parts.count - 1))
    case .repetition(let part, let least, let most):
      Self.size(repeating: max(part.size, 1), atLeast: least, atMost: most)
    }
  }

  /// Copies that must be there, and a branch before each that may be, or around the last in a loop.
  private static func size(repeating part: Int, atLeast least: Int, atMost most: Int?) -> Int {
    let needed = multiplied(part, least)
    guard let most else { return added(needed, added(part, 2)) }
    return added(needed, multiplied(added(part, 1), most - least))
  }

  private static func sum(_ parts: [PatternNode]) -> Int {
    parts.reduce(0) { added($0, $1.size) }
  }

  private static func added(_ a: Int, _ b: Int) -> Int {
    let (sum, overflows) = a.addingReportingOverflow(b)
    return overflows ? .max : sum
  }

  private static func multiplied(_ a: Int, _ b: Int) -> Int {
    let (product, overflows) = a.multipliedReportingOverflow(by: b)
    return overflows ? .max : product
  }
}
