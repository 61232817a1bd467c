/// A pattern as instructions of a machine that follows all ways through it at once.
struct PatternProgram: Sendable {
  enum Instruction: Hashable, Sendable {
    /// Takes this scalar.
    case scalar(Unicode.Scalar)
    /// Takes a scalar of the set at this place.
    case set(Int)
    case assertion(PatternAssertion)
    /// Goes on at both places.
    case split(Int, Int)
    case jump(Int)
    case accept
  }

  /// Patterns of more instructions, their counted repeats written out, are not compiled.
  static let sizeLimit = 10_000

  private(set) var instructions: [Instruction] = []
  private(set) var sets: [ScalarSet] = []
  private var places: [ScalarSet: Int] = [:]
  /// For each set a bit for each scalar below ``tableEnd``.
  private var tables: [UInt64] = []

  /// - Throws: ``PatternProblem`` for a program above ``sizeLimit``, before any of it is made.
  init(_ node: PatternNode) throws(PatternProblem) {
    guard node.size < Self.sizeLimit else {
      throw PatternProblem(
        .notChecked, "repeats that come to more than \(Self.sizeLimit) steps written out",
        offset: 0)
    }
    add(node)
    instructions.append(.accept)
  }

  private mutating func add(_ node: PatternNode) {
    switch node {
    case .empty: break
    case .scalar(let scalar): instructions.append(.scalar(scalar))
    case .set(let set): instructions.append(.set(place(of: set)))
    case .assertion(let assertion): instructions.append(.assertion(assertion))
    case .sequence(let parts): for part in parts { add(part) }
    case .choice(let parts): add(choiceOf: parts)
    case .repetition(let part, let least, let most): add(part, atLeast: least, atMost: most)
    }
  }

  private mutating func place(of set: ScalarSet) -> Int {
    if let place = places[set] { return place }
    places[set] = sets.count
    sets.append(set)
    tables += Self.table(of: set)
    return sets.count - 1
  }

  private mutating func add(choiceOf parts: [PatternNode]) {
    var jumps: [Int] = []
    for part in parts.dropLast() {
      let branch = reserve()
      add(part)
      jumps.append(reserve())
      instructions[branch] = .split(branch + 1, instructions.count)
    }
    if let last = parts.last { add(last) }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
  }

  private mutating func add(_ part: PatternNode, atLeast least: Int, atMost most: Int?) {
    for _ in 0..<least { add(part) }
    guard let most else { return addLoop(part) }
    let branches = (least..<most).map { _ in
      let branch = reserve()
      add(part)
      return branch
    }
    for branch in branches { instructions[branch] = .split(branch + 1, instructions.count) }
  }

  /// A part any number of times.
  private mutating func addLoop(_ part: PatternNode) {
    let branch = reserve()
    add(part)
    instructions.append(.jump(branch))
    instructions[branch] = .split(branch + 1, instructions.count)
  }

  /// The place of an instruction that is written later.
  private mutating func reserve() -> Int {
    instructions.append(.accept)
    return instructions.count - 1
  }
}

// Sets are asked for the scalars of most texts, Latin, Greek and Cyrillic ones, beforehand.
extension PatternProgram {
  private static let tableEnd: UInt32 = 0x500
  private static let wordsOfTable = Int(tableEnd) / UInt64.bitWidth

  private static func table(of set: ScalarSet) -> [UInt64] {
    var table = [UInt64](repeating: 0, count: wordsOfTable)
    for value in 0..<tableEnd {
      guard let scalar = Unicode.Scalar(value), set.contains(scalar) else { continue }
      table[Int(value >> 6)] |= 1 << UInt64(value & 63)
    }
    return table
  }

  /// Whether a scalar is in the set at a place; nil for scalars beyond the table.
  func tabulated(_ scalar: Unicode.Scalar, in set: Int) -> Bool? {
    guard scalar.value < Self.tableEnd else { return nil }
    let word = tables[set * Self.wordsOfTable + Int(scalar.value >> 6)]
    return word >> UInt64(scalar.value & 63) & 1 == 1
  }
}
