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

  /// Whether it is true for an interview; nil where that cannot be told.
  ///
  /// - Parameter subject: The question whose answer `.` stands for.
  mutating func holds(row: Int, subject: Int, in sheet: AnswerSheet) -> Bool? {
    guard references.count < SIMD8<Int64>.scalarCount else {
      return evaluate(row: row, subject: subject, in: sheet)
    }
    var key = SIMD8<Int64>(repeating: 0)
    key[0] = sheet.state(of: subject, row: row)
    for (place, reference) in references.enumerated() {
      key[place + 1] = reference.map { sheet.state(of: $0, row: row) } ?? -1
    }
    if let known = memo[key] { return known }
    let outcome = evaluate(row: row, subject: subject, in: sheet)
    memo[key] = .some(outcome)
    return outcome
  }

  private func evaluate(row: Int, subject: Int, in sheet: AnswerSheet) -> Bool? {
    expression.holds(answer: sheet.value(of: subject, row: row)) { name in
      guard let place = expression.references.firstIndex(of: name), let question = references[place]
      else { return .unknown }
      return sheet.value(of: question, row: row)
    }
  }
}
