import SurveyModel

// Codes that stand for a missing answer.
extension Questionnaire {
  func codeRemarks() -> [Diagnostic] {
    questions.flatMap { missingCodesInRange($0) }
      + choiceLists.flatMap { missingCodesInScale($0) + unmarkedMissing($0) + sameLabels($0) }
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

  /// Choices that read like "don't know" and are not marked so.
  private func unmarkedMissing(_ list: ChoiceList) -> [Diagnostic] {
    list.choices.compactMap { choice in
      guard choice.missing == nil, let reason = choice.label.impliedReason else { return nil }
      return Diagnostic(
        .warning, "unmarked-missing",
        "the choice '\(choice.name)' of \(list.name) reads like '\(reason.rawValue)' and counts as "
          + "an answer",
        fix: "write \(reason.rawValue) in the column 'missing' if it is none", at: choice.location)
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

extension Label {
  /// The reason of a missing answer that a choice's wording implies; nil for an answer.
  fileprivate var impliedReason: MissingReason? {
    let wordings = texts.values.map { $0.lowercased().replacing("’", with: "'") }
    return Self.impliedReasons.first { _, phrases in
      wordings.contains { wording in phrases.contains { wording.says($0) } }
    }?.0
  }

  private static let impliedReasons: [(MissingReason, [String])] = [
    (
      .dontKnow,
      [
        "затрудняюсь", "затрудняется", "не знаю", "не могу сказать", "don't know", "do not know",
        "hard to say", "can't say", "not sure",
      ]
    ),
    (.refused, ["отказ", "отказываюсь", "не хочу отвечать", "refused", "prefer not to"]),
    (.noAnswer, ["нет ответа", "no answer"]),
  ]
}

extension String {
  /// Whether a wording is a phrase, with no more than another way to put it: «не знаю, с чего
  /// начать» is an answer.
  fileprivate func says(_ phrase: String) -> Bool {
    guard hasPrefix(phrase) else { return false }
    let rest = dropFirst(phrase.count)
    let more = rest.drop { !$0.isLetter }
    let endings = [
      "ответ", "от ответа", "сказать", "answer", "say", "или", "or ", "не помню", "затрудня",
      "to answer", "отвечать",
    ]
    return more.isEmpty || endings.contains { more.hasPrefix($0) }
      || rest.first.map { "/;(".contains($0) } == true
  }
}
