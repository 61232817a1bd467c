extension PatternParser {
  /// What follows an opening bracket, to its closing one.
  mutating func characterClass() throws(PatternProblem) -> ScalarSet {
    let start = place - 1
    let isNegated = skip("^")
    var (ranges, sets): ([ScalarSet], [ScalarSet]) = ([], [])
    while !skip("]") {
      guard peek() != nil else { throw malformed("the bracket '[' is not closed", at: start) }
      switch try member() {
      case .scalar(let scalar): ranges.append(try range(from: scalar))
      case .set(let set): sets.append(set)
      }
    }
    guard !(ranges.isEmpty && sets.isEmpty) else {
      throw malformed("the class has no members; write \\] for a bracket", at: start)
    }
    if flags.ignoresCase { ranges = [.eitherCase(.union(ranges))] }
    return isNegated ? .complement(.union(ranges + sets)) : .union(ranges + sets)
  }

  private enum Member {
    case scalar(Unicode.Scalar)
    case set(ScalarSet)
  }

  private mutating func member() throws(PatternProblem) -> Member {
    try requireOneReading()
    let first = scalars[place]
    place += 1
    guard first == "\\" else { return .scalar(first) }
    let start = place - 1
    switch try escape(inClass: true) {
    case .scalar(let scalar): return .scalar(scalar)
    case .set(let set): return .set(set)
    case .assertion: throw malformed("an anchor stands within a class", at: start)
    }
  }

  /// Java and JavaScript read some classes differently.
  private func requireOneReading() throws(PatternProblem) {
    switch (peek(), peek(1)) {
    case ("[", _): throw notChecked("a '[' within a class (write \\[ if it stands for itself)")
    case ("&", "&"): throw notChecked("a '&&' within a class")
    case ("-", "-"): throw notChecked("a '--' within a class (write \\- if it stands for itself)")
    default: break
    }
  }

  /// The range that a member begins, or the member alone; a hyphen before `]` or an escape for
  /// several scalars stands for itself.
  private mutating func range(from low: Unicode.Scalar) throws(PatternProblem) -> ScalarSet {
    guard peek() == "-", let next = peek(1), next != "]" else { return .scalar(low) }
    try requireOneReading()
    let hyphen = place
    place += 1
    guard case .scalar(let high) = try member() else {
      place = hyphen
      return .scalar(low)
    }
    guard low <= high else {
      throw malformed("the range \(low)-\(high) runs backwards", at: hyphen - 1)
    }
    return .range(low.value...high.value)
  }
}
