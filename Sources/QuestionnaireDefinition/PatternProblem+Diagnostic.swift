import SurveyModel

extension PatternProblem {
  /// The problem where a form is read; the form is used, and no answer is judged by the pattern.
  ///
  /// - Parameter column: `constraint`, `relevant` or `calculation`.
  func diagnostic(_ column: String, at location: SourceLocation) -> Diagnostic {
    let place = "regex() at character \(offset + 1) of '\(column)'"
    let effect = Self.effects[column] ?? "no answer is judged by it"
    switch kind {
    case .malformed:
      return Diagnostic(
        .warning, "invalid-pattern",
        "the pattern of \(place) cannot be understood: \(message); \(effect)",
        fix: "correct the pattern", at: location)
    case .notChecked:
      return Diagnostic(
        // What a form computed stands in its data: nothing is lost.
        column == "calculation" ? .note : .warning, "pattern-not-checked",
        "the pattern of \(place) is not checked here, because of \(message); \(effect)",
        fix: "write it without, if you can, such as two regex() joined by 'and' in place of a "
          + "look-ahead; or check these answers by hand", at: location)
    }
  }

  private static let effects = [
    "constraint": "answers are not checked by it",
    "relevant": "a blank answer is not taken as 'not asked' on its account",
    "calculation": "its result is taken as the data have it",
  ]
}
