import SurveyModel

/// A `relevant` or `constraint` over a file's answers, evaluated once for each combination of them.
struct Condition {
  let expression: Expression
  /// Places of the questions referred to; nil for names that are no question.
  let references: [Int?]
  private var memo: [SIMD8<Int64>: Bool?] = [:]

  init(_ expression: Expression, in questionnaire: Questionnaire) {
    self.expression = expression
    references = expression.references.map(questionnaire.index(of:))
  }

  /// Whether it is true for each interview; nil where that cannot be told.
  ///
  /// - Parameter subject: The question whose answer `.` stands for; nil where it stands for none.
  mutating func outcomes(subject: Int?, in sheet: AnswerSheet) -> [Bool?] {
    let asked = (subject.map { [$0] } ?? []) + references.compactMap(\.self)
    guard asked.count <= SIMD8<Int64>.scalarCount else {
      return sheet.rows.indices.map { evaluate(row: $0, subject: subject, in: sheet) }
    }
    let states = asked.map(sheet.states)
    return sheet.rows.indices.map { row in
      var key = SIMD8<Int64>(repeating: 0)
      for place in states.indices { key[place] = states[place][row] }
      if let known = memo[key] { return known }
      let outcome = evaluate(row: row, subject: subject, in: sheet)
      memo[key] = .some(outcome)
      return outcome
    }
  }

  private func evaluate(row: Int, subject: Int?, in sheet: AnswerSheet) -> Bool? {
    let answer = subject.map { sheet.value(of: $0, row: row) } ?? .unknown
    return expression.holds(answer: answer) { name in
      guard let place = expression.references.firstIndex(of: name), let question = references[place]
      else { return .unknown }
      return sheet.value(of: question, row: row)
    }
  }
}
