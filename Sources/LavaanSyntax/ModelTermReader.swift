import SurveyModel

/// A mistake in one formula.
struct ModelSyntaxFault: Error {
  let finding: Diagnostic

  init(
    _ message: String, fix: String, at location: SourceLocation, code: String = "model-syntax"
  ) {
    finding = Diagnostic(.error, code, message, fix: fix, at: location)
  }
}

/// Walks over some words of a formula.
struct ModelTermReader {
  private let tokens: [ModelToken]
  /// Where it ends, for messages.
  let end: SourceLocation
  private var place = 0

  init(_ tokens: ArraySlice<ModelToken>, end: SourceLocation) {
    self.tokens = Array(tokens)
    self.end = end
  }

  var current: ModelToken? { place < tokens.count ? tokens[place] : nil }
  var next: ModelToken? { place + 1 < tokens.count ? tokens[place + 1] : nil }
  var location: SourceLocation { current?.location ?? end }
  /// The word as the text has it, for messages.
  var found: String { current.map { "'\($0.source)'" } ?? "the end of the formula" }

  mutating func advance() { place += 1 }

  mutating func skip(_ symbol: String) -> Bool {
    guard current?.is(symbol) == true else { return false }
    place += 1
    return true
  }

  func fault(expected: String, fix: String) -> ModelSyntaxFault {
    ModelSyntaxFault("expected \(expected), found \(found)", fix: fix, at: location)
  }

  mutating func expect(_ symbol: String, fix: String) throws(ModelSyntaxFault) {
    guard skip(symbol) else { throw fault(expected: "'\(symbol)'", fix: fix) }
  }
}

// The arithmetic of constraints and definitions.
extension ModelTermReader {
  /// All the words as one expression.
  mutating func wholeArithmetic() throws(ModelSyntaxFault) -> ModelArithmetic {
    guard tokens.count <= ModelLimits.expressionWords else {
      throw ModelSyntaxFault(
        "an expression of \(tokens.count) words: it may have \(ModelLimits.expressionWords)",
        fix: "define its parts by ':='", at: location, code: "model-too-large")
    }
    let expression = try arithmetic(above: 0, depth: 0)
    guard current == nil else {
      throw fault(expected: "an operator", fix: "write +, -, *, / or ^ between two terms")
    }
    return expression
  }

  private mutating func arithmetic(
    above limit: Int, depth: Int
  ) throws(ModelSyntaxFault) -> ModelArithmetic {
    var left = try value(depth: depth)
    while case .symbol(let symbol) = current?.kind,
      let operation = ModelArithmetic.Operation(rawValue: symbol), operation.precedence > limit
    {
      advance()
      let isRightToLeft = operation == .power
      let right = try arithmetic(
        above: operation.precedence - (isRightToLeft ? 1 : 0), depth: depth + 1)
      left = .operation(operation, left, right)
    }
    return left
  }

  private mutating func value(depth: Int) throws(ModelSyntaxFault) -> ModelArithmetic {
    guard depth < 100 else {
      throw ModelSyntaxFault(
        "the expression is nested more than 100 deep", fix: "define its parts by ':='",
        at: location)
    }
    if skip("-") {
      return .operation(.minus, .number(0), try arithmetic(above: 2, depth: depth + 1))
    }
    if skip("+") { return try arithmetic(above: 2, depth: depth + 1) }
    if skip("(") { return try closed(depth: depth) }
    guard let token = current else { throw missingValue }
    switch token.kind {
    case .number(let number):
      advance()
      return .number(number)
    case .name(let name): return try named(name, depth: depth)
    case .text(let name):
      advance()
      return .parameter(name)
    case .symbol: throw missingValue
    }
  }

  private var missingValue: ModelSyntaxFault {
    fault(expected: "a label or a number", fix: "write a label such as a, a number or '('")
  }

  private mutating func closed(depth: Int) throws(ModelSyntaxFault) -> ModelArithmetic {
    let inside = try arithmetic(above: 0, depth: depth + 1)
    try expect(")", fix: "close the parenthesis")
    return inside
  }

  private mutating func named(
    _ name: String, depth: Int
  ) throws(ModelSyntaxFault) -> ModelArithmetic {
    guard next?.is("(") == true else {
      advance()
      return .parameter(name)
    }
    guard let function = ModelArithmetic.Function(rawValue: name) else {
      throw ModelSyntaxFault(
        "expected one of exp(), log(), sqrt(), found '\(name)('",
        fix: "write the expression with + - * / ^ and these functions", at: location)
    }
    place += 2
    return .function(function, try closed(depth: depth))
  }
}
