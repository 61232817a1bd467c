import SurveyModel

extension ChoiceDifference {
  /// What follows from the choices.
  var findings: [QuestionFinding] {
    replaced + relabelled + (isIncomplete ? [] : coded) + missingFindings
  }

  private var replaced: [QuestionFinding] {
    if isRescaled {
      return [
        QuestionFinding(
          .choices, .rescaled, ru: "шкала с другим числом делений при тех же концах",
          en: "the scale has another number of points between the same ends")
      ]
    }
    return [
      Self.finding(
        .notComparable, added, ru: "добавлены варианты ответа", en: "choices were added"),
      Self.finding(
        .notComparable, removed, ru: "исключены варианты ответа", en: "choices were removed"),
    ].compactMap(\.self)
  }

  private var relabelled: [QuestionFinding] {
    let findings = [
      Self.finding(
        .notComparable, reworded.map(\.laterCode), ru: "изменены слова вариантов ответа",
        en: "words of choices differ"),
      Self.finding(
        .notComparable, unknownLabels, ru: "подписи вариантов ответа есть не в обеих волнах",
        en: "labels of choices are not known in both waves"),
    ].compactMap(\.self)
    guard hasCosmeticLabels else { return findings }
    return findings + [
      QuestionFinding(
        .choices, .cosmetic, ru: "в вариантах ответа другие регистр, знаки или нумерация",
        en: "case, punctuation or numbering of choices differ")
    ]
  }

  private var coded: [QuestionFinding] {
    var findings = [
      Self.finding(
        .recodable, split, ru: "варианты ответа разделены", en: "choices were split"),
      Self.finding(
        .recodable, merged, ru: "варианты ответа объединены", en: "choices were merged"),
    ].compactMap(\.self)
    if isReversed {
      findings.append(
        QuestionFinding(
          .choices, .recodable, ru: "шкала перевёрнута", en: "the scale was reversed"))
    } else if !recoded.isEmpty {
      findings.append(
        QuestionFinding(
          .choices, .recodable, ru: "у тех же ответов другие коды: \(map(recoded))",
          en: "the same answers have other codes: \(map(recoded))"))
    }
    if !changedMeaning.isEmpty {
      findings.append(
        QuestionFinding(
          .missingCodes, .recodable,
          ru:
            "то, что в одной волне ответ, в другой — отсутствие ответа: \(Self.codes(changedMeaning))",
          en: "what is an answer in one wave is none in the other: \(Self.codes(changedMeaning))"))
    }
    if isReordered {
      findings.append(
        QuestionFinding(
          .choices, .cosmetic, ru: "варианты ответа стоят в другом порядке",
          en: "the choices stand in another order"))
    }
    return findings
  }

  /// "Don't know" that is offered draws answers; other reasons are noted by interviewers.
  private var missingFindings: [QuestionFinding] {
    let changed = addedMissing + removedMissing
    guard !changed.isEmpty else { return [] }
    guard changed.contains(.dontKnow) else {
      return [
        QuestionFinding(
          .missingCodes, .cosmetic, ru: "другие коды отсутствия ответа",
          en: "other codes for no answer")
      ]
    }
    return [
      QuestionFinding(
        .missingCodes, .baseDiffers,
        ru: "ответ «затрудняюсь ответить» предлагался только в одной из волн",
        en: "“don't know” was offered in one of the waves alone")
    ]
  }

  /// A finding that names codes; nil where there are none.
  private static func finding(
    _ verdict: QuestionVerdict, _ codes: [String], ru: String, en: String
  ) -> QuestionFinding? {
    let listed = self.codes(codes)
    return codes.isEmpty
      ? nil : QuestionFinding(.choices, verdict, ru: "\(ru): \(listed)", en: "\(en): \(listed)")
  }

  /// A finding that names choices which became several or one; nil where there are none.
  private static func finding(
    _ verdict: QuestionVerdict, _ divisions: [Division], ru: String, en: String
  ) -> QuestionFinding? {
    let listed = self.divisions(divisions)
    return divisions.isEmpty
      ? nil : QuestionFinding(.choices, verdict, ru: "\(ru): \(listed)", en: "\(en): \(listed)")
  }

  private func map(_ entries: [AnswerMap.Entry]) -> String {
    let shown = entries.prefix(8).map { "\($0.code)→\($0.target)" }.joined(separator: ", ")
    return entries.count > 8 ? "\(shown) …" : shown
  }

  private static func codes(_ codes: [String]) -> String {
    let shown = codes.prefix(8).joined(separator: ", ")
    return codes.count > 8 ? "\(shown) …" : shown
  }

  private static func divisions(_ divisions: [Division]) -> String {
    divisions.prefix(4).map { "\($0.whole) ↔ \($0.parts.joined(separator: " + "))" }
      .joined(separator: "; ")
  }
}
