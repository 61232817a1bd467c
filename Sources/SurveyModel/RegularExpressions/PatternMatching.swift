/// One run of a program over a text: all ways through the program are followed side by side, each
/// place in it at most once for a scalar.
struct PatternMatching {
  /// Instructions looked at: at most two for each instruction and place in the text.
  private(set) var steps = 0

  private let program: PatternProgram
  /// Places that wait for a scalar: now, and after it.
  private var waiting: [Int] = []
  private var following: [Int] = []
  /// Places to be looked at yet.
  private var open: [Int] = []
  /// The place in the text, from 1, at which each instruction was reached last.
  private var reached: [Int]
  /// For each set twice the place in the text at which it was asked last, and 1 for yes.
  private var answers: [Int]
  private var surroundings = Surroundings()
  private var place = 1
  private var isAccepted = false

  /// The scalars around a place; nil beyond the text.
  private struct Surroundings {
    var before: Unicode.Scalar?
    var after: Unicode.Scalar?
    var beyond: Unicode.Scalar?
  }

  init(_ program: PatternProgram) {
    self.program = program
    let size = program.instructions.count
    reached = Array(repeating: 0, count: size)
    answers = Array(repeating: 0, count: program.sets.count)
    waiting.reserveCapacity(size)
    following.reserveCapacity(size)
    open.reserveCapacity(size)
  }

  /// Whether the whole text matches.
  ///
  /// - Complexity: O(*n* · *m*) for *n* scalars and *m* instructions; nothing is allocated.
  mutating func matches(_ text: String) -> Bool {
    var scalars = text.unicodeScalars.makeIterator()
    surroundings.after = scalars.next()
    surroundings.beyond = scalars.next()
    enter(0)
    while let scalar = surroundings.after {
      swap(&waiting, &following)
      following.removeAll(keepingCapacity: true)
      guard !waiting.isEmpty else { return false }
      surroundings = Surroundings(
        before: scalar, after: surroundings.beyond, beyond: scalars.next())
      take(scalar)
    }
    return isAccepted
  }

  /// Goes over a scalar from all places that wait for it.
  private mutating func take(_ scalar: Unicode.Scalar) {
    place += 1
    isAccepted = false
    for index in waiting.indices {
      let instruction = waiting[index]
      steps += 1
      let isTaken =
        switch program.instructions[instruction] {
        case .scalar(let wanted): wanted == scalar
        case .set(let set): contains(scalar, set)
        default: false
        }
      if isTaken { enter(instruction + 1) }
    }
  }

  private mutating func contains(_ scalar: Unicode.Scalar, _ set: Int) -> Bool {
    if let known = program.tabulated(scalar, in: set) { return known }
    if answers[set] >> 1 != place {
      answers[set] = place << 1 | (program.sets[set].contains(scalar) ? 1 : 0)
    }
    return answers[set] & 1 == 1
  }

  /// Follows all ways from an instruction to those that wait for a scalar.
  private mutating func enter(_ instruction: Int) {
    reach(instruction)
    while let next = open.popLast() {
      steps += 1
      switch program.instructions[next] {
      case .scalar, .set: following.append(next)
      case .jump(let target): reach(target)
      case .split(let first, let second):
        reach(second)
        reach(first)
      case .assertion(let assertion): if holds(assertion) { reach(next + 1) }
      case .accept: isAccepted = true
      }
    }
  }

  private mutating func reach(_ instruction: Int) {
    guard reached[instruction] != place else { return }
    reached[instruction] = place
    open.append(instruction)
  }

  private func holds(_ assertion: PatternAssertion) -> Bool {
    let (before, after) = (surroundings.before, surroundings.after)
    return switch assertion {
    case .textStart: before == nil
    case .textEnd: after == nil
    case .lastLineEnd:
      after.map { surroundings.beyond == nil && ScalarSet.lineEnd.contains($0) } ?? true
    case .lineStart: before.map(ScalarSet.lineEnd.contains) ?? true
    case .lineEnd: after.map(ScalarSet.lineEnd.contains) ?? true
    case .wordBoundary: Self.isWord(before) != Self.isWord(after)
    case .noWordBoundary: Self.isWord(before) == Self.isWord(after)
    }
  }

  private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map(ScalarSet.word.contains) ?? false
  }
}
