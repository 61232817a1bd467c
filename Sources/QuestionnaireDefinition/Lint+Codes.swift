import SurveyModel

// Codes that stand for a missing answer.
extension Questionnaire {
  func codeRemarks() -> [Diagnostic] {
    questions.flatMap { missingCodesInRange($0) }
      + choiceLists.flatMap { missingCodesInScale($0) + sameLabels($0) }
  }

  /// Codes 97–99, and those that this questionnaire's lists use for missing answers up to 99.
  private func missingCodesInRange(_ question: Question) -> [Diagnostic] {
    guard question.kind.isNumber else { return [] }
    let possible = [97.0, 98, 99].filter { question.allows($0) }
    guard !possible.isEmpty else { return [] }
    let codes = possible.map { String(Int($0)) }.joined(separator: ", ")
    return [
      Diagnostic(
        .warning, "missing-code-in-range",
        "\(question.name) may be \(codes): as codes of a missing answer they could not be told from "
          + "numbers" + (question.constraint == nil ? "; it has no constraint" : ""),
        fix: "state the possible numbers in its constraint, and use codes outside them, such as -1",
        at: question.location)
    ]
  }

  private func missingCodesInScale(_ list: ChoiceList) -> [Diagnostic] {
    guard let limits = list.numericLimits, list.substantive.count > 1 else { return [] }
    return list.choices.filter { choice in
      choice.missing != nil && choice.value.map(limits.contains) == true
    }.map { choice in
      Diagnostic(
        .warning, "missing-code-in-scale",
        "the code \(choice.name) of \(list.name) means '\(choice.missing?.rawValue ?? "")' and lies "
          + "within the scale of the other codes",
        fix: "use a code outside the scale, such as 97", at: choice.location)
    }
  }

  private func sameLabels(_ list: ChoiceList) -> [Diagnostic] {
    languages.flatMap { language -> [Diagnostic] in
      var first: [String: String] = [:]
      return list.choices.compactMap { choice in
        guard let label = choice.label[language]?.lowercased() else { return nil }
        guard let earlier = first[label] else {
          first[label] = choice.name
          return nil
        }
        return Diagnostic(
          .warning, "same-label",
          "the choices '\(earlier)' and '\(choice.name)' of \(list.name) have the same label in the "
            + "language '\(language)'",
          fix: "reword one of them", at: choice.location)
      }
    }
  }
}

extension Question {
  /// Whether a number would be accepted as an answer, as far as can be told.
  fileprivate func allows(_ number: Double) -> Bool {
    if case .range(let start, let end, _) = kind { return (start...end).contains(number) }
    return constraint?.holds(answer: .number(number)) { _ in .unknown } ?? (constraint == nil)
  }
}

extension Question.Kind {
  fileprivate var isNumber: Bool {
    switch self {
    case .integer, .decimal, .range: true
    default: false
    }
  }
}
