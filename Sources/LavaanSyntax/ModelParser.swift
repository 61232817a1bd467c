import SurveyModel

/// Reads the statements of a model; a mistake in one leaves the others readable.
struct ModelParser {
  private(set) var syntax: ModelSyntax
  private(set) var findings: [Diagnostic]
  /// Where each parameter already stands in the formulas.
  private var known: [ParameterName: Int] = [:]
  /// Pairs of variables that the formulas related so far.
  private var pairCount = 0

  init(at start: SourceLocation, findings: [Diagnostic]) {
    syntax = ModelSyntax(at: start)
    self.findings = findings
  }

  mutating func read(_ statement: [ModelToken]) {
    guard let last = statement.last else { return }
    let relations = statement.indices.filter { statement[$0].isRelation }
    guard let place = relations.first, case .symbol(let relation) = statement[place].kind else {
      return report(
        ModelSyntaxFault(
          "expected a formula such as 'f =~ x1 + x2', found '\(statement[0].source)' without "
            + "an operator", fix: "write an operator: =~, ~~, ~, |, := or ==",
          at: statement[0].location))
    }
    if relations.count > 1 {
      let second = statement[relations[1]]
      return report(
        ModelSyntaxFault(
          "one formula has one operator, found a second, '\(second.source)'",
          fix: "end the formula before it: begin a new line or write ';'", at: second.location))
    }
    let left = ModelTermReader(statement[..<place], end: statement[place].location)
    let right = ModelTermReader(statement[(place + 1)...], end: last.end)
    attempt { parser throws(ModelSyntaxFault) in
      try parser.read(left, relation, right, at: statement[place].location)
    }
  }

  private mutating func read(
    _ left: ModelTermReader, _ relation: String, _ right: ModelTermReader,
    at location: SourceLocation
  ) throws(ModelSyntaxFault) {
    var (left, right) = (left, right)
    switch relation {
    case ":=": try define(&left, &right)
    case "==":
      let constraint = ModelSyntax.Constraint(
        left: try left.wholeArithmetic(), right: try right.wholeArithmetic(), location: location)
      syntax.constraints.append(constraint)
    case "=~", "~~", "~", "|", "~*~": try relate(left, relation, right)
    default: throw Self.refusal(relation, location)
    }
  }

  private mutating func define(
    _ left: inout ModelTermReader, _ right: inout ModelTermReader
  ) throws(ModelSyntaxFault) {
    guard let token = left.current, case .name(let name) = token.kind, left.next == nil else {
      throw left.fault(
        expected: "one name before ':='", fix: "write a name such as 'indirect := a*b'")
    }
    syntax.definitions.append(
      ModelSyntax.Definition(
        name: name, expression: try right.wholeArithmetic(), location: token.location))
  }

  /// Operators that lavaan has and that are refused, or signs that are none.
  private static func refusal(_ relation: String, _ location: SourceLocation) -> ModelSyntaxFault {
    let code = "unsupported-in-model"
    return switch relation {
    case "<", ">", "<=", ">=":
      ModelSyntaxFault(
        "inequality constraints are not supported",
        fix: "leave out the line; improper estimates are named in the results", at: location,
        code: code)
    case "<~":
      ModelSyntaxFault(
        "formative factors, '<~', are not supported", fix: "use the mean of the items instead",
        at: location, code: code)
    case ":":
      ModelSyntaxFault(
        "interactions and blocks, ':', are not supported",
        fix: "compute a product as a variable; give groups apart from the model", at: location,
        code: code)
    default:
      ModelSyntaxFault(
        "'=' is no operator", fix: "write =~ for a factor's items, == for a constraint",
        at: location)
    }
  }

  // MARK: Relations

  private mutating func relate(
    _ left: ModelTermReader, _ relation: String, _ right: ModelTermReader
  ) throws(ModelSyntaxFault) {
    let names = try left.parts(aside: "before '\(relation)'").map {
      part throws(ModelSyntaxFault) in try part.singleName()
    }
    let parts = try right.parts(aside: "after '\(relation)'")
    let isFirstExcess = pairCount <= ModelLimits.pairs
    pairCount += names.count * parts.count
    guard pairCount <= ModelLimits.pairs else {
      guard isFirstExcess else { return }
      throw ModelSyntaxFault(
        "the formulas relate more than \(ModelLimits.pairs) pairs of variables",
        fix: "divide the model", at: right.location, code: "model-too-large")
    }
    for part in parts {
      attempt { parser throws(ModelSyntaxFault) in
        var part = part
        let term = try part.term()
        for name in names { try parser.add(name, relation, term) }
      }
    }
  }

  private mutating func add(
    _ left: String, _ relation: String, _ term: ModelTerm
  ) throws(ModelSyntaxFault) {
    var modifiers = term.modifiers
    let kind: Parameter.Operator
    let right: String
    switch (relation, term.variable.kind) {
    case ("~", .number(let number)) where number == 1 || (number == 0 && modifiers == .init()):
      if number == 0 { modifiers.restrictions = [.fixed(0)] }
      (kind, right) = (.intercept, "")
    case (_, .name(let name)):
      (kind, right) = (Parameter.Operator(rawValue: relation) ?? .loading, name)
    default:
      throw ModelSyntaxFault(
        "expected a variable\(relation == "~" ? " or 1" : ""), found '\(term.variable.source)'",
        fix: "write the name of a variable after '\(relation)'", at: term.variable.location)
    }
    try check(left, kind, right, at: term.variable.location)
    try add(
      ModelSyntax.Formula(
        left: left, kind: kind, right: right, modifiers: modifiers,
        location: term.variable.location))
  }

  private func check(
    _ left: String, _ kind: Parameter.Operator, _ right: String, at location: SourceLocation
  ) throws(ModelSyntaxFault) {
    switch kind {
    case .threshold where right.first != "t" || (Int(right.dropFirst()) ?? 0) < 1:
      throw ModelSyntaxFault(
        "expected a threshold, t1, t2 …, found '\(right)'", fix: "write '\(left) | t1 + t2'",
        at: location)
    case .scaling where left != right:
      throw ModelSyntaxFault(
        "expected '\(left)' on both sides of '~*~', found '\(right)'",
        fix: "write '\(left) ~*~ \(left)'", at: location)
    case .loading where left == right:
      throw ModelSyntaxFault(
        "factor '\(left)' is its own item", fix: "give the factor another name than the item",
        at: location)
    case .regression where left == right:
      throw ModelSyntaxFault(
        "'\(left)' explains itself", fix: "leave it out on one side of '~'", at: location)
    default: break
    }
  }

  /// A variable that stands twice in a relation adds to what was said of it.
  private mutating func add(_ formula: ModelSyntax.Formula) throws(ModelSyntaxFault) {
    if let place = known[formula.name] {
      try syntax.formulas[place].modifiers.merge(formula.modifiers, at: formula.location)
    } else {
      known[formula.name] = syntax.formulas.count
      syntax.formulas.append(formula)
    }
  }

  // MARK: Findings

  private mutating func report(_ fault: ModelSyntaxFault) { findings.append(fault.finding) }

  private mutating func attempt(
    _ step: (inout ModelParser) throws(ModelSyntaxFault) -> Void
  ) {
    do throws(ModelSyntaxFault) { try step(&self) } catch { report(error) }
  }
}

extension ModelSyntax.Formula {
  package var name: ParameterName { ParameterName(left, kind, right) }
}

extension ModelTermReader {
  /// The parts between `+` signs outside parentheses.
  func parts(aside place: String) throws(ModelSyntaxFault) -> [ModelTermReader] {
    var parts: [ModelTermReader] = []
    var rest = self
    var words: [ModelToken] = []
    var depth = 0
    while let token = rest.current {
      rest.advance()
      if token.is("(") { depth += 1 }
      if token.is(")") { depth -= 1 }
      if depth == 0, token.is("+") {
        parts.append(ModelTermReader(words[...], end: token.location))
        words = []
      } else {
        words.append(token)
      }
    }
    parts.append(ModelTermReader(words[...], end: end))
    guard parts.count > 1 || parts[0].current != nil else {
      throw fault(expected: "a variable \(place)", fix: "write the name of a variable there")
    }
    return parts
  }

  /// The one name it consists of.
  func singleName() throws(ModelSyntaxFault) -> String {
    guard let token = current, case .name(let name) = token.kind, name != "NA" else {
      throw fault(
        expected: "a variable", fix: "write the names of variables, joined by '+', there")
    }
    var rest = self
    rest.advance()
    guard rest.current == nil else {
      throw rest.fault(
        expected: "'+' or an operator", fix: "values and labels stand on the right-hand side")
    }
    return name
  }
}
