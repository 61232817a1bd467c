import SurveyModel

extension Drawing {
  /// Whether a routing leads on; where an answer that it needs is lost, it does not.
  func isAsked(_ relevant: Expression, row: Int) -> Bool {
    relevant.holds { value(of: $0, row: row) } ?? false
  }

  /// An answer as the questionnaire's expressions see it.
  private func value(of name: String, row: Int) -> Expression.Value {
    guard let question = scenario.questionnaire[name], let column = columns[name] else {
      return .unknown
    }
    switch column.missing[row] {
    case .notAsked: return .blank
    case .lost, .notAskedOrLost, .invalid: return .unknown
    case .some(let reason): return .text(code(for: reason, of: question))
    case nil: return value(of: question, column, row: row)
    }
  }

  private func value(of question: Question, _ column: Column, row: Int) -> Expression.Value {
    switch column.values {
    case .choices(let codes):
      return question.choices.map { .text($0.choices[Int(codes[row])].name) } ?? .unknown
    case .choiceSets(let sets):
      let chosen = sets.choices(row: row)
      return .codes(chosen.compactMap { question.choices?.choices[$0].name })
    case .numbers(let numbers): return .number(numbers[row])
    case .texts(let texts): return texts[row].isEmpty ? .blank : .text(texts[row])
    }
  }

  private func code(for reason: MissingReason, of question: Question) -> String {
    missingCode(for: reason, of: question, []) ?? ""
  }
}
