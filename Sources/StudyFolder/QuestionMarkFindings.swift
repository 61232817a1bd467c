import SurveyModel

/// Rows of `questions.csv` about questions that there are not, or whose answers a report cannot show
/// as shares.
struct QuestionMarkFindings {
  private(set) var diagnostics: [Diagnostic] = []

  init(_ study: Study) {
    let questionnaires = study.questionnaires.sorted { $0.key < $1.key }.map(\.value)
    let names = Set(questionnaires.flatMap { $0.questions.map(\.name) })
    for mark in study.questionMarks ?? [] {
      guard names.contains(mark.question) else {
        let near = Spelling.nearest(to: mark.question, among: names)
        diagnostics.append(
          Diagnostic(
            .error, "unknown-question",
            "questions.csv names question '\(mark.question)', which no questionnaire has"
              + (near.map { "; did you mean '\($0)'?" } ?? ""),
            fix: "mend the name in questions.csv", at: mark.location))
        continue
      }
      let versions = questionnaires.compactMap { $0[mark.question] }
      guard mark.isKey, !versions.contains(where: { $0.choices != nil }) else { continue }
      diagnostics.append(
        Diagnostic(
          .warning, "key-without-choices",
          "'\(mark.question)' has no choices, so that no shares of its answers stand in the report",
          fix: "mark a question with choices, or write no", at: mark.location))
    }
  }
}
