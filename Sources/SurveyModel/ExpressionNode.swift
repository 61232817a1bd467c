/// The tree of an ``Expression``.
indirect enum ExpressionNode: Sendable {
  case number(Double)
  case text(String)
  /// `.`
  case answer
  /// `${name}`
  case reference(String)
  /// All hold: `and`.
  case all([ExpressionNode])
  /// One holds: `or`.
  case any([ExpressionNode])
  case negation(ExpressionNode)
  case operation(ExpressionOperator, ExpressionNode, ExpressionNode)
  case call(ExpressionFunction, [ExpressionNode])
  /// `regex()` with a pattern that stands in the form.
  case match(ExpressionNode, RegularExpression)
  /// `regex()` with a pattern that is computed.
  case computedMatch(ExpressionNode, ExpressionNode, CompiledPatterns)
  /// `regex()` with a pattern that is not matched here, and with what is to be matched.
  case unmatched(PatternProblem, ExpressionNode)
  /// A function or path that cannot be evaluated here, with what stands inside it.
  case unsupported(String, [ExpressionNode])
}

/// An operator between two values; `and` and `or` are nodes of their own.
enum ExpressionOperator: String, Sendable {
  case equal = "="
  case unequal = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divided = "div"
  case remainder = "mod"

  /// How closely it binds, from 1 for `or` and 2 for `and`.
  var precedence: Int {
    switch self {
    case .equal, .unequal: 3
    case .less, .lessOrEqual, .greater, .greaterOrEqual: 4
    case .plus, .minus: 5
    case .times, .divided, .remainder: 6
    }
  }
}

extension ExpressionNode {
  typealias Value = Expression.Value

  /// What a value depends on.
  struct Context {
    let answer: Value
    let lookup: (String) -> Value
  }

  /// What is mentioned in a tree, each once, in the order of the text.
  struct Mentions {
    private(set) var references: [String] = []
    private(set) var unsupported: [String] = []
    private(set) var patternProblems: [PatternProblem] = []

    mutating func add(reference: String) {
      if !references.contains(reference) { references.append(reference) }
    }

    mutating func add(unsupported name: String) {
      if !unsupported.contains(name) { unsupported.append(name) }
    }

    mutating func add(_ problem: PatternProblem) { patternProblems.append(problem) }
  }

  func collect(into mentions: inout Mentions) {
    switch self {
    case .number, .text, .answer: break
    case .reference(let name): mentions.add(reference: name)
    case .negation(let inner), .match(let inner, _): inner.collect(into: &mentions)
    case .unmatched(let problem, let inner):
      mentions.add(problem)
      Self.unsupported("regex", [inner]).collect(into: &mentions)
    case .operation(_, let left, let right), .computedMatch(let left, let right, _):
      left.collect(into: &mentions)
      right.collect(into: &mentions)
    case .all(let parts), .any(let parts), .call(_, let parts):
      for part in parts { part.collect(into: &mentions) }
    case .unsupported(let name, let parts):
      mentions.add(unsupported: name)
      var inner = Mentions()
      for part in parts { part.collect(into: &inner) }
      for reference in inner.references { mentions.add(reference: reference) }
      for problem in inner.patternProblems { mentions.add(problem) }
    }
  }

  func value(in context: Context) -> Value {
    switch self {
    case .number(let number): .number(number)
    case .text(let text): .text(text)
    case .answer: context.answer
    case .reference(let name): context.lookup(name)
    case .all(let parts): Self.decide(parts, by: false, in: context)
    case .any(let parts): Self.decide(parts, by: true, in: context)
    case .negation(let inner): Value(number: inner.value(in: context).number.map { -$0 })
    case .operation(let sign, let left, let right):
      sign.applied(to: left.value(in: context), right.value(in: context))
    case .call(let function, let arguments): function.value(of: arguments, in: context)
    case .match(let inner, let pattern):
      Value(truth: inner.value(in: context).text.map(pattern.matches))
    case .computedMatch(let inner, let pattern, let compiled):
      Value(truth: compiled.match(inner.value(in: context), pattern.value(in: context)))
    case .unmatched, .unsupported: .unknown
    }
  }

  /// One part that is `decisive` settles it, whatever is unknown in the others.
  private static func decide(
    _ parts: [ExpressionNode], by decisive: Bool, in context: Context
  ) -> Value {
    var isUnknown = false
    for part in parts {
      switch part.value(in: context).truth {
      case decisive: return .boolean(decisive)
      case nil: isUnknown = true
      default: break
      }
    }
    return isUnknown ? .unknown : .boolean(!decisive)
  }
}

extension Expression.Value {
  init(number: Double?) { self = number.map { .number($0) } ?? .unknown }
  init(text: String?) { self = text.map { .text($0) } ?? .unknown }
  init(truth: Bool?) { self = truth.map { .boolean($0) } ?? .unknown }
}

extension ExpressionOperator {
  func applied(to left: Expression.Value, _ right: Expression.Value) -> Expression.Value {
    switch self {
    case .equal: return Expression.Value(truth: Self.areEqual(left, right))
    case .unequal: return Expression.Value(truth: Self.areEqual(left, right).map { !$0 })
    default: break
    }
    guard let a = left.number, let b = right.number else { return .unknown }
    return result(a, b)
  }

  private func result(_ a: Double, _ b: Double) -> Expression.Value {
    switch self {
    case .less: .boolean(a < b)
    case .lessOrEqual: .boolean(a <= b)
    case .greater: .boolean(a > b)
    case .greaterOrEqual: .boolean(a >= b)
    case .plus: .number(a + b)
    case .minus: .number(a - b)
    case .times: .number(a * b)
    case .divided: .number(a / b)
    case .remainder: .number(a.truncatingRemainder(dividingBy: b))
    case .equal: .boolean(a == b)
    case .unequal: .boolean(a != b)
    }
  }

  /// As truths where one of them is, as numbers where one of them is, else as texts.
  private static func areEqual(_ left: Expression.Value, _ right: Expression.Value) -> Bool? {
    switch (left, right) {
    case (.unknown, _), (_, .unknown): nil
    case (.boolean, _), (_, .boolean): left.truth == right.truth
    case (.codesInAnyOrder(let codes), let other), (let other, .codesInAnyOrder(let codes)):
      Set(other.codes ?? []) == Set(codes) ? nil : false
    case (.number(let a), .number(let b)): a == b
    case (.number(let a), _): a == right.number
    case (_, .number(let b)): left.number == b
    default: left.text == right.text
    }
  }
}
