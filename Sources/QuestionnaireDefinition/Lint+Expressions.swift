import SurveyModel

// Conditions: what they refer to, and whether they can be evaluated.
extension Questionnaire {
  func expressionRemarks() -> [Diagnostic] {
    laterReferences()
      + questions.flatMap { question in
        let expressions = [("relevant", question.relevant), ("constraint", question.constraint)]
        return expressions.flatMap { column, expression in
          guard let expression else { return [Diagnostic]() }
          return unsupported(in: expression, column, question)
            + unknownCodes(in: expression, column, question)
            + chains(in: expression, column, question)
        } + unsatisfiable(question)
      }
  }

  /// Once for each condition, since a group's stands in all its questions.
  private func laterReferences() -> [Diagnostic] {
    var seen: Set<[String]> = []
    return questions.enumerated().flatMap { place, question in
      guard let relevant = question.relevant else { return [Diagnostic]() }
      return relevant.references.filter { name in
        guard let other = index(of: name), other >= place else { return false }
        return questions[other].kind.isAsked && seen.insert([relevant.source, name]).inserted
      }.map { name in
        Diagnostic(
          .warning, "later-reference",
          name == question.name
            ? "the relevant of \(name) refers to \(name) itself"
            : "the relevant of \(question.name) refers to \(name), which is asked later",
          fix: "move \(name) before it, or correct the condition", at: question.location)
      }
    }
  }

  private func unsupported(
    in expression: Expression, _ column: String, _ question: Question
  ) -> [Diagnostic] {
    // A regex() that is not evaluated was told where the form was read, pattern and place.
    expression.unsupportedFunctions.filter { $0 != "regex" }.map { name in
      Diagnostic(
        .warning, "unsupported-function",
        "the \(column) of \(question.name) uses '\(name)', which cannot be evaluated here: "
          + (column == "relevant"
            ? "a blank answer is not taken as 'not asked' on its account"
            : "answers are not checked by it"),
        fix: "state the condition with comparisons, and, or, not(), selected() if you can",
        at: question.location)
    }
  }

  private func unknownCodes(
    in expression: Expression, _ column: String, _ question: Question
  ) -> [Diagnostic] {
    expression.comparedCodes.compactMap { name, code in
      guard let list = self[name]?.choices, !code.isEmpty, list.index(of: code) == nil else {
        return nil
      }
      return Diagnostic(
        .warning, "unknown-code",
        "the \(column) of \(question.name) compares \(name) with '\(code)', which is none of its "
          + "choices",
        fix: "write a code of the list '\(list.name)'", at: question.location)
    }
  }

  private func chains(
    in expression: Expression, _ column: String, _ question: Question
  ) -> [Diagnostic] {
    guard expression.hasChainedComparison else { return [] }
    return [
      Diagnostic(
        .warning, "chained-comparison",
        "the \(column) of \(question.name) compares twice in a row, as in 18 < . < 99; that does "
          + "not mean 'between'",
        fix: "write . > 18 and . < 99", at: question.location)
    ]
  }

  private func unsatisfiable(_ question: Question) -> [Diagnostic] {
    guard case .selectOne(let list) = question.kind, let constraint = question.constraint else {
      return []
    }
    let isHopeless = list.choices.allSatisfy {
      constraint.holds(answer: .text($0.name)) { _ in .unknown } == false
    }
    guard isHopeless else { return [] }
    return [
      Diagnostic(
        .warning, "unsatisfiable-constraint",
        "no choice of \(question.name) satisfies its constraint: every answer would be invalid",
        fix: "correct the constraint or the codes", at: question.location)
    ]
  }
}

extension Question.Kind {
  /// Whether the answer comes at the question's place in the form.
  fileprivate var isAsked: Bool {
    switch self {
    case .calculation, .metadata: false
    default: true
    }
  }
}
