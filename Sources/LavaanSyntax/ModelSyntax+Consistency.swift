import SurveyModel

// What the text alone shows to be wrong or worth a remark.
extension ModelSyntax {
  package var inconsistencies: [Diagnostic] { contradictions + omissions }

  /// What is wrong whatever else the text may say.
  var contradictions: [Diagnostic] { crossedItems + circularFactors + labelFindings }

  /// What is wrong unless a formula that could not be read makes it good.
  private var omissions: [Diagnostic] {
    lonelyItems + unknownEquals + definitionFindings + constraintFindings
  }

  private var loadings: [Formula] { formulas.filter { $0.kind == .loading } }

  /// Items of two factors: allowed, but a slip more often than not.
  private var crossedItems: [Diagnostic] {
    var factor: [String: String] = [:]
    return loadings.compactMap { formula in
      guard let other = factor[formula.right] else {
        factor[formula.right] = formula.left
        return nil
      }
      return Diagnostic(
        .warning, "item-in-two-factors",
        "'\(formula.right)' is an item of '\(other)' and of '\(formula.left)'",
        fix: "keep it in one of them, unless both are meant", at: formula.location)
    }
  }

  /// Factors that are one item without error of measurement.
  private var lonelyItems: [Diagnostic] {
    let residuals = Set(
      formulas.filter { $0.kind == .covariance && $0.left == $0.right }.map(\.left))
    let itemsOfFactor = Dictionary(grouping: loadings, by: \.left)
    return latent.compactMap { factor in
      let items = itemsOfFactor[factor] ?? []
      guard items.count == 1, !residuals.contains(items[0].right) else { return nil }
      return Diagnostic(
        .warning, "factor-with-one-item",
        "factor '\(factor)' has one item, '\(items[0].right)', and is taken to be that item "
          + "without error of measurement",
        fix: "add items, or use '\(items[0].right)' itself", at: items[0].location)
    }
  }

  /// Factors that are, by way of others, their own items.
  private var circularFactors: [Diagnostic] {
    let items = Dictionary(grouping: loadings, by: \.left)
    return loadings.compactMap { formula in
      guard items[formula.right] != nil else { return nil }
      var reached: Set<String> = []
      var open = [formula.right]
      while let name = open.popLast() {
        for next in items[name] ?? [] where reached.insert(next.right).inserted {
          open.append(next.right)
        }
      }
      guard reached.contains(formula.left) else { return nil }
      return Diagnostic(
        .error, "model-syntax",
        "factor '\(formula.left)' is measured by '\(formula.right)', which it measures itself",
        fix: "leave out one of the two", at: formula.location)
    }
  }

  /// The labels of parameters.
  var labels: Set<String> {
    Set(formulas.flatMap { $0.modifiers.labels.compactMap { $0 } })
  }

  /// Labels that stand both at a fixed and at a free parameter.
  private var labelFindings: [Diagnostic] {
    var fixed: [String: Set<Modifiers.Restriction?>] = [:]
    var findings: [Diagnostic] = []
    for formula in formulas {
      for (label, restriction) in formula.modifiers.labelled {
        fixed[label, default: []].insert(restriction == .free ? nil : restriction)
        guard fixed[label]?.count == 2 else { continue }
        findings.append(
          Diagnostic(
            .error, "label-fixed-and-free",
            "label '\(label)' stands for parameters of different values: one is fixed, the "
              + "other is free or fixed elsewhere",
            fix: "give them different labels, or the same value", at: formula.location))
        break
      }
    }
    return findings
  }

  private var unknownEquals: [Diagnostic] {
    let known = Set(formulas.map(\.name))
    return formulas.flatMap { formula in
      formula.modifiers.equals.compactMap { reference in
        guard let reference else { return nil }
        if let name = ModelSyntax.target(of: reference)?.name, known.contains(name) { return nil }
        return Diagnostic(
          .error, "model-syntax", "equal(\"\(reference)\") names no parameter of this model",
          fix: "write it as it stands in a formula, such as equal(\"f=~x1\")",
          at: formula.location)
      }
    }
  }

  /// The parameter and the group of `f=~x1.g2`; the first group where none is said.
  package static func target(of reference: String) -> (name: ParameterName, group: Int)? {
    var (text, group) = (Substring(reference), 0)
    if let mark = text.firstRange(of: /\.g[1-9][0-9]*$/) {
      group = (Int(text[mark].dropFirst(2)) ?? 1) - 1
      text = text[..<mark.lowerBound]
    }
    if text.hasSuffix("~1") { return (ParameterName(String(text.dropLast(2)), .intercept), group) }
    for sign in ["~*~", "=~", "~~", "~", "|"] {
      if let range = text.firstRange(of: sign), let kind = Parameter.Operator(rawValue: sign) {
        let (left, right) = (text[..<range.lowerBound], text[range.upperBound...])
        return (ParameterName(String(left), kind, String(right)), group)
      }
    }
    return nil
  }

  // MARK: Definitions and constraints

  private var definitionFindings: [Diagnostic] {
    var seen = labels
    let known = knownLabels
    return definitions.flatMap { definition -> [Diagnostic] in
      guard seen.insert(definition.name).inserted else {
        return [
          Diagnostic(
            .error, "model-syntax", "'\(definition.name)' already stands for something else",
            fix: "give the defined parameter another name", at: definition.location)
        ]
      }
      return unknownLabels(definition.expression, known, definition.location)
    } + (orderedDefinitions == nil ? [circularity] : [])
  }

  private var circularity: Diagnostic {
    Diagnostic(
      .error, "model-syntax", "the defined parameters are defined by one another",
      fix: "define each by labels of the model",
      at: definitions.first?.location ?? file)
  }

  private var knownLabels: Set<String> { labels.union(definitions.map(\.name)) }

  private func unknownLabels(
    _ expression: ModelArithmetic, _ known: Set<String>, _ location: SourceLocation
  ) -> [Diagnostic] {
    expression.labels.filter { !known.contains($0) }.map {
      Diagnostic(
        .error, "model-syntax", "'\($0)' is no label of this model",
        fix: "label the parameter meant: write \($0)* before its variable", at: location)
    }
  }

  /// The defined parameters, each after those it is defined by; nil where they go in a circle.
  var orderedDefinitions: [Definition]? {
    var (ordered, open) = ([Definition](), definitions)
    while !open.isEmpty {
      let names = Set(open.map(\.name))
      let ready = open.filter { names.isDisjoint(with: $0.expression.labels) }
      guard !ready.isEmpty else { return nil }
      ordered += ready
      open.removeAll { definition in ready.contains { $0.name == definition.name } }
    }
    return ordered
  }

  private var constraintFindings: [Diagnostic] {
    let known = knownLabels
    let forms = orderedDefinitions.map { _ in definitionForms }
    return constraints.flatMap { constraint -> [Diagnostic] in
      let unknown =
        unknownLabels(constraint.left, known, constraint.location)
        + unknownLabels(constraint.right, known, constraint.location)
      guard unknown.isEmpty, let forms else { return unknown }
      guard let form = constraint.linearForm(forms) else {
        return [Self.nonlinear(constraint.location)]
      }
      guard form.coefficients.isEmpty else { return [] }
      return [
        Diagnostic(
          .error, "model-syntax", "the constraint says nothing about a parameter",
          fix: "leave it out", at: constraint.location)
      ]
    }
  }

  private static func nonlinear(_ location: SourceLocation) -> Diagnostic {
    Diagnostic(
      .error, "unsupported-in-model", "nonlinear constraints are not supported",
      fix: "write a linear one, such as a == b or a + b == 1; for a product's value use ':='",
      at: location)
  }

  /// The defined parameters in terms of labels, nil for one that is not linear in them.
  package var definitionForms: [String: LinearForm?] {
    var forms: [String: LinearForm?] = [:]
    for definition in orderedDefinitions ?? [] {
      forms[definition.name] = .some(definition.expression.linearForm(forms))
    }
    return forms
  }
}

extension ModelSyntax.Constraint {
  /// left − right in terms of labels; nil where it is not linear.
  ///
  /// - Parameter definitions: The forms of the defined parameters.
  package func linearForm(_ definitions: [String: LinearForm?]) -> LinearForm? {
    guard let left = left.linearForm(definitions), let right = right.linearForm(definitions)
    else { return nil }
    return left - right
  }
}

extension ModelSyntax.Modifiers {
  /// Each label with the restriction of its group.
  fileprivate var labelled: [(String, Restriction?)] {
    let groups = max(labels.count, restrictions.count)
    return (0..<groups).compactMap { group in
      labels.ofGroup(group).map { ($0, restrictions.ofGroup(group)) }
    }
  }
}

extension Array {
  /// The element of a group in a list of none, one for all, or one for each.
  package func ofGroup<Value>(_ group: Int) -> Value? where Element == Value? {
    count == 1 ? self[0] : group < count ? self[group] : nil
  }
}
