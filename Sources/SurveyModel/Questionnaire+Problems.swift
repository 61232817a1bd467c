extension Questionnaire {
  /// What keeps questions from being a questionnaire.
  static func problems(in questions: [Question]) -> [Diagnostic] {
    var seen: Set<String> = []
    return questions.filter { !seen.insert($0.name).inserted }.map {
      Diagnostic(
        .error, "duplicate-question", "a second question is named '\($0.name)'",
        fix: "give each question a name of its own", at: $0.location)
    }
  }
}
