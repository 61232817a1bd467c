/// A function of the XLSForm reference whose value depends on its arguments alone.
enum ExpressionFunction: String, Sendable {
  case ifElse = "if"
  case coalesce, once, selected
  case countSelected = "count-selected"
  case selectedAt = "selected-at"
  case regex, not
  case isTrue = "true"
  case isFalse = "false"
  case boolean
  case booleanFromString = "boolean-from-string"
  case string
  case stringLength = "string-length"
  case concat, join
  case substr
  case substringBefore = "substring-before"
  case substringAfter = "substring-after"
  case contains
  case startsWith = "starts-with"
  case endsWith = "ends-with"
  case normalizeSpace = "normalize-space"
  case translate
  case number, int, round, abs, floor, ceiling, pow, sqrt, min, max, sum, count
  case countNonEmpty = "count-non-empty"
  case date
  case dateTime = "date-time"
  case decimalDateTime = "decimal-date-time"
  case decimalTime = "decimal-time"
  case checklist

  /// How many arguments it takes.
  var arity: ClosedRange<Int> {
    switch self {
    case .isTrue, .isFalse: 0...0
    case .not, .countSelected, .boolean, .booleanFromString, .string, .number, .int, .abs,
      .floor, .ceiling, .sqrt, .count, .once, .date, .dateTime, .decimalDateTime, .decimalTime:
      1...1
    case .stringLength, .normalizeSpace: 0...1
    case .round: 1...2
    case .selected, .selectedAt, .regex, .substringBefore, .substringAfter, .contains,
      .startsWith, .endsWith, .pow:
      2...2
    case .substr: 2...3
    case .ifElse, .translate: 3...3
    case .checklist: 3...Int.max
    case .coalesce, .concat, .join, .min, .max, .sum, .countNonEmpty: 1...Int.max
    }
  }
}

extension ExpressionFunction {
  typealias Value = Expression.Value

  /// The value for arguments that are evaluated only as far as needed.
  func value(of arguments: [ExpressionNode], in context: ExpressionNode.Context) -> Value {
    switch self {
    case .selected:
      return Value(
        truth: arguments[0].value(in: context).selects(arguments[1].value(in: context)))
    case .not: return Value(truth: arguments[0].value(in: context).truth.map { !$0 })
    case .ifElse: return Self.choose(arguments, in: context)
    case .coalesce: return Self.firstAnswer(arguments, in: context)
    case .once: return Self.firstAnswer([.answer] + arguments, in: context)
    default: break
    }
    let takesAnswer = arity == 0...1 && arguments.isEmpty
    let values = takesAnswer ? [context.answer] : arguments.map { $0.value(in: context) }
    if values.contains(where: \.isUnknown) { return .unknown }
    return value(of: values)
  }

  /// `if(condition, a, b)`; known without the condition where both branches agree.
  private static func choose(
    _ arguments: [ExpressionNode], in context: ExpressionNode.Context
  ) -> Value {
    switch arguments[0].value(in: context).truth {
    case true: return arguments[1].value(in: context)
    case false: return arguments[2].value(in: context)
    default:
      let first = arguments[1].value(in: context)
      return first == arguments[2].value(in: context) ? first : .unknown
    }
  }

  private static func firstAnswer(
    _ arguments: [ExpressionNode], in context: ExpressionNode.Context
  ) -> Value {
    for argument in arguments {
      let value = argument.value(in: context)
      if value.text != "" { return value }
    }
    return .blank
  }

  private func value(of values: [Value]) -> Value {
    if let value = choiceValue(of: values) { return value }
    let texts = values.compactMap(\.text)
    guard texts.count == values.count else { return .unknown }
    return numericValue(of: values.map { $0.number ?? .nan }) ?? textValue(of: texts) ?? .unknown
  }

  /// Functions of choices and truths; nil for others.
  private func choiceValue(of values: [Value]) -> Value? {
    switch self {
    case .countSelected: .number(Double(values[0].codes?.count ?? 0))
    case .selectedAt: Self.element(of: values[0], at: values[1].number ?? .nan)
    case .boolean: Value(truth: values[0].truth)
    case .isTrue: .boolean(true)
    case .isFalse: .boolean(false)
    case .count: .number(1)
    case .countNonEmpty: .number(Double(values.count { $0.text != "" }))
    case .checklist: Self.checklist(values)
    default: nil
    }
  }

  private static func element(of chosen: Value, at place: Double) -> Value {
    let codes = chosen.codes ?? []
    guard let index = Int(exactly: place), codes.indices.contains(index) else { return .blank }
    if case .codesInAnyOrder = chosen { return .unknown }
    return .text(codes[index])
  }

  /// Whether at least `min` and at most `max` (−1 for no limit) of the others are true.
  private static func checklist(_ values: [Value]) -> Value {
    let limits = values[0...1].map { $0.number ?? .nan }
    let count = Double(values.dropFirst(2).count { $0.truth == true })
    return .boolean((limits[0] < 0 || count >= limits[0]) && (limits[1] < 0 || count <= limits[1]))
  }
}
