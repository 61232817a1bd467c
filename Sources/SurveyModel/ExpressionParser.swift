/// Reads an ``Expression`` by the precedence of its operators.
struct ExpressionParser {
  /// Parentheses and operators nested deeper than this are refused.
  static let depthLimit = 100

  fileprivate let tokens: [ExpressionLexer.Placed]
  fileprivate let characters: [Character]
  fileprivate var place = 0
  fileprivate var depth = 0

  init(_ source: String) throws(ExpressionError) {
    var lexer = ExpressionLexer(source)
    tokens = try lexer.tokens()
    characters = Array(source)
  }

  /// The whole text as one expression.
  mutating func expression() throws(ExpressionError) -> ExpressionNode {
    let node = try parse(above: 0)
    guard current == .end else {
      let isWord = ["and", "or", "div", "mod"].contains(found.lowercased().filter(\.isLetter))
      throw fault(
        "expected an operator, found \(found)"
          + (isWord ? ": operators are written in small letters" : ""))
    }
    return node
  }

  fileprivate var current: ExpressionLexer.Token { tokens[place].token }

  /// The token as the form has it, for messages.
  fileprivate var found: String {
    let token = tokens[place]
    return token.token == .end ? "the end" : "'\(String(characters[token.start..<token.end]))'"
  }

  fileprivate func fault(_ message: String) -> ExpressionError {
    ExpressionError(message: message, offset: tokens[place].start)
  }

  fileprivate mutating func skip(_ symbol: String) -> Bool {
    guard current == .symbol(symbol) else { return false }
    place += 1
    return true
  }

  fileprivate mutating func expect(_ symbol: String) throws(ExpressionError) {
    guard skip(symbol) else { throw fault("expected '\(symbol)', found \(found)") }
  }

  fileprivate mutating func descend() throws(ExpressionError) {
    depth += 1
    guard depth <= Self.depthLimit else {
      throw fault("nested more than \(Self.depthLimit) deep")
    }
  }

  // MARK: Operators

  fileprivate mutating func parse(above limit: Int) throws(ExpressionError) -> ExpressionNode {
    let outer = depth
    defer { depth = outer }
    try descend()
    var left = try unary()
    while true {
      if limit < 6, let operation = infix(), operation.precedence > limit {
        try descend()
        place += 1
        left = .operation(operation, left, try parse(above: operation.precedence))
      } else if limit < 2, current == .name("and") {
        left = .all(try parts(of: "and", first: left, above: 2))
      } else if limit < 1, current == .name("or") {
        left = .any(try parts(of: "or", first: left, above: 1))
      } else if skip("|") {
        left = .unsupported("|", [left, try unary()])
      } else {
        return left
      }
    }
  }

  fileprivate mutating func parts(
    of word: String, first: ExpressionNode, above limit: Int
  ) throws(ExpressionError) -> [ExpressionNode] {
    var parts = [first]
    while current == .name(word) {
      place += 1
      parts.append(try parse(above: limit))
    }
    return parts
  }

  fileprivate func infix() -> ExpressionOperator? {
    switch current {
    case .symbol(let symbol): ExpressionOperator(rawValue: symbol)
    case .name("div"), .name("mod"): current == .name("div") ? .divided : .remainder
    default: nil
    }
  }

  fileprivate mutating func unary() throws(ExpressionError) -> ExpressionNode {
    guard skip("-") else { return try path() }
    let outer = depth
    defer { depth = outer }
    try descend()
    return .negation(try unary())
  }
}

// Values: literals, questions, function calls and paths.
extension ExpressionParser {
  /// A value, and the steps of a path that may follow it; paths are not evaluated.
  fileprivate mutating func path() throws(ExpressionError) -> ExpressionNode {
    let (start, isCall) = (place, isCallAhead)
    var base = current == .symbol("/") || current == .symbol("//") ? nil : try primary()
    let end = place
    let inside = try steps()
    guard place > end || base == nil else { return base ?? .answer }
    if case .unsupported(let name, let arguments) = base {
      if isCall { return .unsupported(name, arguments + inside) }
      base = nil
    }
    return .unsupported(text(from: start), [base].compactMap(\.self) + inside)
  }

  private var isCallAhead: Bool {
    guard case .name = current, place + 1 < tokens.count else { return false }
    return tokens[place + 1].token == .symbol("(")
  }

  /// The form's text from a token to the last one read, without predicates.
  private func text(from start: Int) -> String {
    let text = characters[tokens[start].start..<tokens[place - 1].end]
    return String(text.prefix { $0 != "[" })
  }

  /// Steps and predicates; returns what the predicates hold.
  private mutating func steps() throws(ExpressionError) -> [ExpressionNode] {
    var inside: [ExpressionNode] = []
    while true {
      if skip("[") {
        inside.append(try parse(above: 0))
        try expect("]")
      } else if skip("/") || skip("//") {
        inside += try step()
      } else {
        return inside
      }
    }
  }

  /// One step of a path: a name, a function of nodes, `.`, `..`, `*`, `@name`, `${name}`.
  private mutating func step() throws(ExpressionError) -> [ExpressionNode] {
    if skip(".") || skip("..") || skip("*") { return [] }
    _ = skip("@")
    switch current {
    case .name(let name):
      place += 1
      return skip("(") ? [.unsupported(name, try arguments())] : []
    case .reference(let name):
      place += 1
      return [.reference(name)]
    default: throw fault("expected the name of a step, found \(found)")
    }
  }

  private mutating func primary() throws(ExpressionError) -> ExpressionNode {
    let token = current
    switch token {
    case .number(let number):
      place += 1
      return .number(number)
    case .text(let text):
      place += 1
      return .text(text)
    case .reference(let name):
      place += 1
      return Self.reference(name)
    case .name(let name): return try named(name)
    case .symbol, .end: return try bracketedOrPath()
    }
  }

  /// `${last-saved#name}` is the answer of an earlier interview, which is not at hand.
  private static func reference(_ name: String) -> ExpressionNode {
    name.contains("#") ? .unsupported("${\(name)}", []) : .reference(name)
  }

  private mutating func bracketedOrPath() throws(ExpressionError) -> ExpressionNode {
    if skip("(") {
      let node = try parse(above: 0)
      try expect(")")
      return node
    }
    if skip(".") { return .answer }
    if skip("..") { return .unsupported("..", []) }
    if skip("*") { return .unsupported("*", []) }
    if current == .symbol("@") {
      let start = place
      let inside = try step()
      return .unsupported(text(from: start), inside)
    }
    throw fault("expected a value, found \(found)")
  }

  /// A function call, or the name of a node.
  private mutating func named(_ name: String) throws(ExpressionError) -> ExpressionNode {
    if isCallAhead {
      let start = tokens[place].start
      place += 2
      let arguments = try arguments()
      return try call(name, arguments, at: start)
    }
    guard !["and", "or", "div", "mod"].contains(name) else {
      throw fault("expected a value, found \(found)")
    }
    place += 1
    return .unsupported(name, [])
  }

  /// The arguments of a call and its closing parenthesis.
  private mutating func arguments() throws(ExpressionError) -> [ExpressionNode] {
    if skip(")") { return [] }
    var arguments = [try parse(above: 0)]
    while skip(",") { arguments.append(try parse(above: 0)) }
    guard skip(")") else { throw fault("expected ',' or ')', found \(found)") }
    return arguments
  }

  private func call(
    _ name: String, _ arguments: [ExpressionNode], at start: Int
  ) throws(ExpressionError) -> ExpressionNode {
    guard let function = ExpressionFunction(rawValue: name) else {
      return .unsupported(name, arguments)
    }
    guard function.arity.contains(arguments.count) else {
      throw ExpressionError(
        message: "\(name)() takes \(function.arityText), found \(arguments.count)", offset: start)
    }
    guard function == .regex else { return .call(function, arguments) }
    return match(arguments[0], arguments[1], at: start)
  }

  /// `regex()`, whose closing parenthesis has been read.
  private func match(
    _ text: ExpressionNode, _ pattern: ExpressionNode, at start: Int
  ) -> ExpressionNode {
    guard case .text(let source) = pattern else {
      return .computedMatch(text, pattern, CompiledPatterns())
    }
    do {
      return .match(text, try RegularExpression(source))
    } catch {
      var problem = error
      let before = String(String.UnicodeScalarView(source.unicodeScalars.prefix(error.offset)))
      let literal = tokens[place - 2]
      problem.offset = literal.token == .text(source) ? literal.start + 1 + before.count : start
      return .unmatched(problem, text)
    }
  }
}

extension ExpressionFunction {
  /// "2 arguments", "1 to 2 arguments", "at least 1 argument".
  fileprivate var arityText: String {
    let (low, high) = (arity.lowerBound, arity.upperBound)
    if high == .max { return "at least \(low) argument\(low == 1 ? "" : "s")" }
    if low == high { return low == 1 ? "1 argument" : "\(low == 0 ? "no" : "\(low)") arguments" }
    return "\(low) to \(high) arguments"
  }
}
