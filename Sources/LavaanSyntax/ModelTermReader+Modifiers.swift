import SurveyModel

/// One term of a formula's right-hand side: a variable with what stands before it.
struct ModelTerm {
  var modifiers = ModelSyntax.Modifiers()
  let variable: ModelToken
}

// `modifier * … * variable`.
extension ModelTermReader {
  mutating func term() throws(ModelSyntaxFault) -> ModelTerm {
    var modifiers = ModelSyntax.Modifiers()
    while true {
      if current == nil {
        throw fault(expected: "a variable", fix: "write a variable, or leave out the sign before")
      }
      if isVariable { break }
      let location = location
      let modifier = try modifier()
      try modifiers.merge(modifier, at: location)
      try expect("*", fix: "write '*' between a modifier and its variable")
    }
    let term = ModelTerm(modifiers: modifiers, variable: try variable())
    if current != nil {
      throw fault(
        expected: "'+' or the end of the formula",
        fix: "join the terms by '+', or begin a new formula with an operator such as '=~'")
    }
    return term
  }

  /// Whether the word is not followed by `*` or an opening parenthesis.
  private var isVariable: Bool {
    switch current?.kind {
    case .name, .number: !(next?.is("*") == true || next?.is("(") == true)
    default: false
    }
  }

  private mutating func variable() throws(ModelSyntaxFault) -> ModelToken {
    guard let token = current, token.kind != .name("NA") else {
      throw fault(expected: "a variable", fix: "write NA* before the variable to set free")
    }
    advance()
    return token
  }

  private mutating func modifier() throws(ModelSyntaxFault) -> ModelSyntax.Modifiers {
    switch current?.kind {
    case .name(let name) where next?.is("(") == true: return try call(name)
    default: return ModelSyntax.Modifiers([try element()])
    }
  }

  /// A value, NA or a label.
  private mutating func element() throws(ModelSyntaxFault) -> ModelModifierElement {
    let isNegative = skip("-")
    guard let token = current else {
      throw fault(expected: "a value or a label", fix: "write a number, NA or a label")
    }
    switch token.kind {
    case .number(let number):
      advance()
      return .value(isNegative ? -number : number)
    case .name(let name) where !isNegative:
      advance()
      return name == "NA" ? .free : .text(name)
    case .text(let text) where !isNegative && !text.isEmpty:
      advance()
      return .text(text)
    default: throw fault(expected: "a value or a label", fix: "write a number, NA or a label")
    }
  }

  /// What stands in the parentheses: one element, or `c(…)` for groups.
  private mutating func elements(
    of function: String, depth: Int = 0
  ) throws(ModelSyntaxFault) -> [ModelModifierElement] {
    var elements: [ModelModifierElement] = []
    let advice = "separate the groups by ',' and close the parenthesis of \(function)("
    guard depth < 10 else {
      throw fault(expected: "a value or a label", fix: "write the groups in one c(…)")
    }
    repeat {
      if current?.kind == .name("c"), next?.is("(") == true {
        place(after: 2)
        elements += try self.elements(of: "c", depth: depth + 1)
      } else {
        elements.append(try element())
      }
    } while skip(",")
    guard skip(")") else { throw fault(expected: "',' or ')'", fix: advice) }
    return elements
  }

  private mutating func place(after count: Int) {
    for _ in 0..<count { advance() }
  }

  private mutating func call(_ name: String) throws(ModelSyntaxFault) -> ModelSyntax.Modifiers {
    let location = location
    if let fault = Self.refusal(name, location) { throw fault }
    place(after: 2)
    let elements = try elements(of: name)
    switch name {
    case "start":
      let starts = elements.compactMap(\.number)
      guard starts.count == elements.count else {
        throw ModelSyntaxFault(
          "start() takes numbers, one for all groups or one for each", fix: "write start(0.8)",
          at: location)
      }
      return ModelSyntax.Modifiers(starts: starts)
    case "label", "equal":
      let texts = elements.compactMap(\.text)
      guard texts.count == elements.count else {
        throw ModelSyntaxFault(
          "\(name)() takes quoted texts", fix: "write \(name)(\"f=~x1\")", at: location)
      }
      return name == "label"
        ? ModelSyntax.Modifiers(labels: texts)
        : ModelSyntax.Modifiers(equals: texts.map { $0.filter { !$0.isWhitespace } })
    default: return ModelSyntax.Modifiers(elements)
    }
  }

  /// Why a function cannot stand before a variable; nil where it can.
  private static func refusal(_ name: String, _ location: SourceLocation) -> ModelSyntaxFault? {
    switch name {
    case "c", "start", "equal", "label": return nil
    case "с":
      return ModelSyntaxFault(
        "found the Cyrillic letter 'с(' in the place of the Latin 'c('", fix: "write a Latin c(",
        at: location)
    case "lower", "upper", "prior", "efa", "rv":
      return ModelSyntaxFault(
        "\(name)() is not supported", fix: "leave out \(name)()", at: location,
        code: "unsupported-in-model")
    default:
      return ModelSyntaxFault(
        "expected c(), start(), equal() or label(), found '\(name)('",
        fix: "write a number, a label or one of these functions before '*'", at: location)
    }
  }
}

/// What may stand before a variable: `0.5`, `NA`, `a`.
enum ModelModifierElement: Hashable {
  case value(Double)
  case free
  case text(String)

  var number: Double? { if case .value(let number) = self { number } else { nil } }
  var text: String? { if case .text(let text) = self { text } else { nil } }

  fileprivate var restriction: ModelSyntax.Modifiers.Restriction? {
    switch self {
    case .value(let value): .fixed(value)
    case .free: .free
    case .text: nil
    }
  }
}

extension ModelSyntax.Modifiers {
  /// Values and labels by group; NA among labels is a parameter without one.
  init(_ elements: [ModelModifierElement]) {
    if elements.contains(where: { $0.number != nil || $0 == .free }) {
      restrictions = elements.map(\.restriction)
    }
    if elements.contains(where: { $0.text != nil }) { labels = elements.map(\.text) }
  }

  /// Adds what another modifier of the same variable says.
  mutating func merge(
    _ other: Self, at location: SourceLocation
  ) throws(ModelSyntaxFault) {
    restrictions = try Self.merged(restrictions, other.restrictions, "value", location)
    labels = try Self.merged(labels, other.labels, "label", location)
    starts = try Self.merged(starts, other.starts, "starting value", location)
    equals = try Self.merged(equals, other.equals, "equal()", location)
  }

  private static func merged<Value: Hashable>(
    _ old: [Value?], _ new: [Value?], _ what: String, _ location: SourceLocation
  ) throws(ModelSyntaxFault) -> [Value?] {
    guard !old.isEmpty, !new.isEmpty, old != new else { return old.isEmpty ? new : old }
    throw ModelSyntaxFault(
      "a second \(what) for the same parameter", fix: "leave one of the two", at: location)
  }
}
