extension Question {
  /// What a condition sees of an answer: a code, a number, codes, nothing where the question was not
  /// asked; unknown where the answer was lost or cannot be told.
  package func value(in column: Column, row: Int) -> Expression.Value {
    if let reason = column.missing[row] { return value(of: reason, column.missingCodes?[row]) }
    switch column.values {
    case .choices(let places):
      let place = Int(places[row])
      guard let list = choices, list.choices.indices.contains(place) else { return .unknown }
      return .text(list.choices[place].name)
    case .choiceSets(let sets):
      guard let list = choices else { return .unknown }
      let codes = sets.choices(row: row).map { list.choices[$0].name }
      return codes.count > 1 ? .codesInAnyOrder(codes) : .codes(codes)
    case .numbers(let numbers):
      switch kind {
      case .integer, .decimal, .range, .calculation: return .number(numbers[row])
      default: return .unknown
      }
    case .texts(let texts): return .text(texts[row])
    }
  }

  /// The code that says why there is no answer, where one choice does.
  private func value(of reason: MissingReason, _ code: String?) -> Expression.Value {
    switch reason {
    case .notAsked: return .blank
    case .lost, .invalid, .notAskedOrLost: return .unknown
    case .dontKnow, .refused, .noAnswer:
      if let code, choices?.index(of: code) != nil { return .text(code) }
      let named = choices?.choices.filter { $0.missing == reason } ?? []
      return named.count == 1 ? .text(named[0].name) : .unknown
    }
  }
}
