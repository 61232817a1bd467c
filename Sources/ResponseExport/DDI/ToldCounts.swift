/// The counts of a variable's codes as far as they may be told.
///
/// Beside them stands how many interviews the file has, and how many of them have an answer: what is
/// hidden is known as the difference. Few interviews are hidden, then further codes, the smallest
/// first, until those hidden among the answers, and those among what is none, are as many as the least
/// base; where they cannot be, it is not told how many have an answer.
struct ToldCounts {
  private(set) var counts: [Int?]
  /// Interviews with an answer; nil where that would tell a hidden count.
  private(set) var valid: Int?
  private(set) var invalid: Int?

  /// - Parameters:
  ///   - counts: Interviews with each code.
  ///   - isMissing: Whether a code means no answer.
  ///   - all: Interviews; those without any code are blank.
  ///   - minimum: The fewest that may be told of.
  init(_ counts: [Int], isMissing: [Bool], of all: Int, minimum: Int) {
    self.counts = counts.map { $0 == 0 || $0 >= minimum ? $0 : nil }
    let answers = counts.indices.filter { !isMissing[$0] }
    let others = counts.indices.filter { isMissing[$0] }
    let blank = all - counts.reduce(0, +)
    let areKept = hide(answers, of: counts, beside: 0, minimum)
    // Nothing says how many are blank, but what is left of all.
    let areOthersKept = hide(others, of: counts, beside: blank, minimum)
    if areKept, areOthersKept {
      valid = answers.reduce(0) { $0 + counts[$1] }
      invalid = all - (valid ?? 0)
    } else {
      _ = hide(Array(counts.indices), of: counts, beside: blank, minimum)
    }
  }

  /// Hides further codes of some.
  ///
  /// - Parameter beside: Interviews with none of them that are hidden with them.
  /// - Returns: Whether those hidden are none, or as many as the least base.
  private mutating func hide(
    _ places: [Int], of whole: [Int], beside: Int, _ minimum: Int
  ) -> Bool {
    while true {
      let hidden = places.reduce(beside) { $0 + (counts[$1] == nil ? whole[$1] : 0) }
      if hidden == 0 || hidden >= minimum { return true }
      let next = places.filter { counts[$0] ?? 0 > 0 }.min { (whole[$0], $0) < (whole[$1], $1) }
      guard let next else { return false }
      counts[next] = nil
    }
  }
}
