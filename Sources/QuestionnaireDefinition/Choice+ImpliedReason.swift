import SurveyModel

extension Choice {
  /// The reason of a missing answer that the wording implies; nil for an answer.
  public var impliedReason: MissingReason? {
    let wordings = label.texts.values.map { $0.lowercased().replacing("’", with: "'") }
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
