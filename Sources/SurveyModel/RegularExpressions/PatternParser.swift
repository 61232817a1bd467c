/// Reads a pattern into its tree.
struct PatternParser {
  /// Groups nested deeper than this are not read.
  static let depthLimit = 100

  /// Flags as `(?i)` sets them: to the end of the group in which they stand.
  struct Flags {
    var ignoresCase = false
    var isMultiline = false
    var dotTakesLineEnds = false
  }

  let scalars: [Unicode.Scalar]
  var place = 0
  var flags = Flags()
  private var depth = 0
  private var names: Set<String> = []

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  /// The whole pattern.
  mutating func pattern() throws(PatternProblem) -> PatternNode {
    let node = try choice()
    guard peek() == nil else { throw malformed("')' closes no group") }
    return node
  }

  // MARK: Scalars

  func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    place + distance < scalars.count ? scalars[place + distance] : nil
  }

  mutating func skip(_ text: String) -> Bool {
    let wanted = text.unicodeScalars
    guard scalars[place...].starts(with: wanted) else { return false }
    place += wanted.count
    return true
  }

  /// The scalars up to a mark, which is skipped; nil where there is no such mark.
  mutating func text(upTo mark: Unicode.Scalar) -> String? {
    guard let end = scalars[place...].firstIndex(of: mark) else { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[place..<end])
    place = end + 1
    return String(text)
  }

  func malformed(_ message: String, at offset: Int? = nil) -> PatternProblem {
    PatternProblem(.malformed, message, offset: offset ?? place)
  }

  func notChecked(_ feature: String, at offset: Int? = nil) -> PatternProblem {
    PatternProblem(.notChecked, feature, offset: offset ?? place)
  }

  // MARK: Structure

  private mutating func choice() throws(PatternProblem) -> PatternNode {
    var parts = [try sequence()]
    while skip("|") { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func sequence() throws(PatternProblem) -> PatternNode {
    var parts: [PatternNode] = []
    while let next = peek(), next != "|", next != ")" {
      parts.append(try quantified(try atom(next)))
    }
    return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
  }

  private mutating func atom(_ first: Unicode.Scalar) throws(PatternProblem) -> PatternNode {
    if let quantifier = quantifier() {
      throw malformed("'\(quantifier.text)' has nothing to repeat")
    }
    place += 1
    switch first {
    case "(": return try group()
    case "[": return .set(try characterClass())
    case "\\": return try escape()
    case ".": return .set(flags.dotTakesLineEnds ? .all : .complement(.lineEnd))
    case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
    case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
    default: return literal(first)
    }
  }

  func literal(_ scalar: Unicode.Scalar) -> PatternNode {
    flags.ignoresCase ? .set(.eitherCase(.scalar(scalar))) : .scalar(scalar)
  }

  // MARK: Groups

  /// What follows an opening parenthesis.
  private mutating func group() throws(PatternProblem) -> PatternNode {
    let (start, outer) = (place - 1, flags)
    if skip("?"), try !openSpecial(start) { return .empty }
    depth += 1
    guard depth <= Self.depthLimit else {
      throw notChecked("groups nested more than \(Self.depthLimit) deep", at: start)
    }
    let node = try choice()
    guard skip(")") else { throw malformed("the group is not closed", at: start) }
    depth -= 1
    flags = outer
    // A part of its own, so that a quantifier is allowed after anchors in parentheses.
    if case .assertion = node { return .sequence([node]) }
    return node
  }

  /// Reads what a `(?` begins with.
  ///
  /// - Returns: Whether a group begins; false after `(?i)` and comments, which hold nothing.
  private mutating func openSpecial(_ start: Int) throws(PatternProblem) -> Bool {
    if skip(":") { return true }
    if skip("#") {
      guard text(upTo: ")") != nil else { throw malformed("the comment is not closed", at: start) }
      return false
    }
    for (opening, feature) in Self.unmatched where skip(opening) {
      throw notChecked(feature, at: start)
    }
    if let digit = peek(), ("0"..."9").contains(digit) { throw notChecked("recursion", at: start) }
    if skip("P<") || skip("<") {
      try takeName(start)
      return true
    }
    return try takeFlags(start)
  }

  private static let unmatched = [
    ("=", "look-ahead"), ("!", "look-ahead"), ("<=", "look-behind"), ("<!", "look-behind"),
    (">", "an atomic group"), ("(", "a conditional"), ("R", "recursion"), ("&", "recursion"),
    ("P>", "recursion"), ("P=", "a back-reference"), ("+", "recursion"), ("|", "a branch reset"),
    ("'", "a name in quotes"),
    ("^", "flags that are reset"), ("C", "a callout"),
  ]

  private mutating func takeName(_ start: Int) throws(PatternProblem) {
    guard let name = text(upTo: ">"), let first = name.first, first.isLetter || first == "_",
      name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    else { throw malformed("the group's name is no name between '<' and '>'", at: start) }
    guard names.insert(name).inserted else {
      throw malformed("a second group is named '\(name)'", at: start)
    }
  }

  /// - Returns: Whether a group begins, as after `(?i:`; false after `(?i)`.
  private mutating func takeFlags(_ start: Int) throws(PatternProblem) -> Bool {
    var isOn = true
    while let flag = peek() {
      place += 1
      switch flag {
      case ")": return false
      case ":": return true
      case "-": isOn = false
      case "i": flags.ignoresCase = isOn
      case "m": flags.isMultiline = isOn
      case "s": flags.dotTakesLineEnds = isOn
      case "u": break
      case "x", "d", "n", "U", "J", "D", "S", "W", "P":
        throw notChecked("the flag '\(flag)'", at: place - 1)
      default: throw malformed("'\(flag)' is no flag of a pattern", at: place - 1)
      }
    }
    throw malformed("the group is not closed", at: start)
  }
}
