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
    var findings: [QuestionFinding] = []
    if !added.isEmpty {
      findings.append(
        QuestionFinding(
          .choices, .notComparable, ru: "добавлены варианты ответа: \(Self.codes(added))",
          en: "choices were added: \(Self.codes(added))"))
    }
    if !removed.isEmpty {
      findings.append(
        QuestionFinding(
          .choices, .notComparable, ru: "исключены варианты ответа: \(Self.codes(removed))",
          en: "choices were removed: \(Self.codes(removed))"))
    }
    return findings
  }

  private var relabelled: [QuestionFinding] {
    var findings: [QuestionFinding] = []
    if !reworded.isEmpty {
      let codes = Self.codes(reworded.map(\.laterCode))
      findings.append(
        QuestionFinding(
          .choices, .notComparable, ru: "изменены слова вариантов ответа: \(codes)",
          en: "words of choices differ: \(codes)"))
    }
    if !unknownLabels.isEmpty {
      let codes = Self.codes(unknownLabels)
      findings.append(
        QuestionFinding(
          .choices, .notComparable,
          ru: "подписи вариантов ответа есть не в обеих волнах: \(codes)",
          en: "labels of choices are not known in both waves: \(codes)"))
    }
    if hasCosmeticLabels {
      findings.append(
        QuestionFinding(
          .choices, .cosmetic, ru: "в вариантах ответа другие регистр, знаки или нумерация",
          en: "case, punctuation or numbering of choices differ"))
    }
    return findings
  }

  private var coded: [QuestionFinding] {
    var findings: [QuestionFinding] = []
    if !split.isEmpty {
      findings.append(
        QuestionFinding(
          .choices, .recodable, ru: "варианты ответа разделены: \(Self.divisions(split))",
          en: "choices were split: \(Self.divisions(split))"))
    }
    if !merged.isEmpty {
      findings.append(
        QuestionFinding(
          .choices, .recodable, ru: "варианты ответа объединены: \(Self.divisions(merged))",
          en: "choices were merged: \(Self.divisions(merged))"))
    }
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
