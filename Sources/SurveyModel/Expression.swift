/// A `relevant`, `constraint` or `calculation` of a form: XLSForm's subset of XPath, parsed.
///
/// What the XLSForm reference documents is understood. Functions that depend on the day, the
/// device or another file, and paths, are parsed and named in ``unsupportedFunctions``; where
/// the outcome hangs on one of them it is ``Value/unknown``, so that no question counts as "not
/// asked" on a guess.
public struct Expression: Sendable {
  /// The expression as it stands in the form.
  public let source: String
  /// Names of the questions and groups in `${…}`, each once, in the order of the text.
  public let references: [String]
  /// Functions and paths that cannot be evaluated here, without those inside others of them; each
  /// once, in the order of the text.
  public let unsupportedFunctions: [String]
  /// What keeps a `regex()` from being evaluated here, in the order of the text; the place is
  /// that in the text that was parsed, not in one that ``all(_:)`` made.
  package let patternProblems: [PatternProblem]
  let node: ExpressionNode

  /// - Throws: ``ExpressionError`` with the place in `source`.
  public init(parsing source: String) throws(ExpressionError) {
    var parser = try ExpressionParser(source)
    self.init(source: source, node: try parser.expression())
  }

  private init(source: String, node: ExpressionNode) {
    self.source = source
    self.node = node
    var found = ExpressionNode.Mentions()
    node.collect(into: &found)
    references = found.references
    unsupportedFunctions = found.unsupported
    patternProblems = found.patternProblems
  }

  /// What the expression comes to.
  ///
  /// - Parameters:
  ///   - answer: The value of `.`, the answer that a constraint is about.
  ///   - lookup: The answer to a question by its name; `.blank` for one that was not answered or
  ///     not asked, `.unknown` for one whose answer cannot be known.
  public func evaluate(answer: Value = .unknown, lookup: (String) -> Value) -> Value {
    withoutActuallyEscaping(lookup) {
      node.value(in: ExpressionNode.Context(answer: answer, lookup: $0))
    }
  }

  /// Whether the expression is true; nil where it cannot be told.
  public func holds(answer: Value = .unknown, lookup: (String) -> Value) -> Bool? {
    evaluate(answer: answer, lookup: lookup).truth
  }

  /// The expression that holds where all parts hold, its source joined with `and`; nil for none.
  public static func all(_ parts: [Expression]) -> Expression? {
    guard parts.count > 1 else { return parts.first }
    let source = parts.map { part in
      if case .any = part.node { "(\(part.source))" } else { part.source }
    }
    return Expression(source: source.joined(separator: " and "), node: .all(parts.map(\.node)))
  }
}

extension Expression: Hashable {
  /// Expressions are the same where their texts are.
  public static func == (a: Expression, b: Expression) -> Bool { a.source == b.source }

  public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// What is wrong with an expression, and where in it.
public struct ExpressionError: Error, Hashable, Sendable {
  public let message: String
  /// Characters before the fault.
  public let offset: Int

  public init(message: String, offset: Int) {
    self.message = message
    self.offset = offset
  }
}
