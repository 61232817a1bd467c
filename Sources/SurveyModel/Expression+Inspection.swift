extension Expression {
  /// Codes that answers are set against: `selected(${uses}, '3')`, `${sex} = 1`; in the order of
  /// the text.
  package var comparedCodes: [(question: String, code: String)] {
    var codes: [(String, String)] = []
    node.visit { node in
      switch node {
      case .call(.selected, let arguments): codes += Self.pair(arguments[0], arguments[1])
      case .operation(.equal, let left, let right), .operation(.unequal, let left, let right):
        codes += Self.pair(left, right) + Self.pair(right, left)
      default: break
      }
    }
    return codes
  }

  /// Questions of which the order of the choices matters: `selected-at(${uses}, 0)`.
  package var orderedReferences: [String] {
    var names: [String] = []
    node.visit { node in
      if case .call(.selectedAt, let arguments) = node, case .reference(let name) = arguments[0] {
        names.append(name)
      }
    }
    return names
  }

  /// Whether a comparison is compared again: `18 < . < 99`, which is true of every number.
  package var hasChainedComparison: Bool {
    var found = false
    node.visit { node in
      if case .operation(let outer, .operation(let inner, _, _), _) = node,
        outer.precedence == 4, inner.precedence == 4
      {
        found = true
      }
    }
    return found
  }

  private static func pair(
    _ question: ExpressionNode, _ code: ExpressionNode
  ) -> [(String, String)] {
    guard case .reference(let name) = question else { return [] }
    switch code {
    case .text(let text): return [(name, text)]
    case .number(let number): return Value.number(number).text.map { [(name, $0)] } ?? []
    default: return []
    }
  }
}

extension ExpressionNode {
  /// Calls `body` with each node, outer ones first.
  fileprivate func visit(_ body: (ExpressionNode) -> Void) {
    body(self)
    switch self {
    case .number, .text, .answer, .reference: break
    case .negation(let inner), .match(let inner, _), .unmatched(_, let inner): inner.visit(body)
    case .operation(_, let left, let right), .computedMatch(let left, let right, _):
      left.visit(body)
      right.visit(body)
    case .all(let parts), .any(let parts), .call(_, let parts), .unsupported(_, let parts):
      for part in parts { part.visit(body) }
    }
  }
}
