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
      finding(
        .notComparable, later(added), ru: "добавлены варианты ответа", en: "choices were added"),
      finding(
        .notComparable, earlier(removed), ru: "исключены варианты ответа",
        en: "choices were removed"),
    ].compactMap(\.self)
  }

  private var relabelled: [QuestionFinding] {
    let findings = [
      finding(
        .notComparable, later(reworded.map(\.laterCode)), ru: "изменены слова вариантов ответа",
        en: "words of choices differ"),
      finding(
        .notComparable, later(unknownLabels), ru: "подписи вариантов ответа есть не в обеих волнах",
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
      finding(
        .recodable, split.map { named($0, labels.earlier, labels.later) },
        ru: "варианты ответа разделены", en: "choices were split"),
      finding(
        .recodable, merged.map { named($0, labels.later, labels.earlier) },
        ru: "варианты ответа объединены", en: "choices were merged"),
    ].compactMap(\.self)
    if isReversed {
      findings.append(
        QuestionFinding(
          .choices, .recodable, ru: "шкала перевёрнута", en: "the scale was reversed"))
    } else if !recoded.isEmpty {
      let changes = recoded.map { entry in
        named(entry.code, "\(entry.code)→\(entry.target)", labels.earlier)
      }
      findings.append(
        QuestionFinding(
          .choices, .recodable,
          ru: "у тех же ответов другие коды: \(Self.listed(changes.map(\.ru)))",
          en: "the same answers have other codes: \(Self.listed(changes.map(\.en)))"))
    }
    if !changedMeaning.isEmpty {
      let changed = later(changedMeaning)
      findings.append(
        QuestionFinding(
          .missingCodes, .recodable,
          ru:
            "то, что в одной волне ответ, в другой — отсутствие ответа: \(Self.listed(changed.map(\.ru)))",
          en:
            "what is an answer in one wave is none in the other: \(Self.listed(changed.map(\.en)))")
      )
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

  /// A choice as it is named in each language.
  private typealias Named = (ru: String, en: String)

  private func later(_ codes: [String]) -> [Named] { codes.map { named($0, $0, labels.later) } }
  private func earlier(_ codes: [String]) -> [Named] { codes.map { named($0, $0, labels.earlier) } }

  /// The choice's label, with its code beside it.
  private func named(_ code: String, _ shown: String, _ labels: [String: Label]) -> Named {
    guard let label = labels[code], !label.isEmpty else { return (shown, shown) }
    func words(_ language: String) -> String {
      let text = label.text(in: language) ?? ""
      return text.count > 60 ? text.prefix(59) + "…" : text
    }
    return ("«\(words("ru"))» (\(shown))", "“\(words("en"))” (\(shown))")
  }

  private func named(
    _ division: Division, _ whole: [String: Label], _ parts: [String: Label]
  ) -> Named {
    let one = named(division.whole, division.whole, whole)
    let several = division.parts.map { named($0, $0, parts) }
    return (
      "\(one.ru) ↔ \(several.map(\.ru).joined(separator: " + "))",
      "\(one.en) ↔ \(several.map(\.en).joined(separator: " + "))"
    )
  }

  /// A finding that names choices; nil where there are none.
  private func finding(
    _ verdict: QuestionVerdict, _ choices: [Named], ru: String, en: String
  ) -> QuestionFinding? {
    choices.isEmpty
      ? nil
      : QuestionFinding(
        .choices, verdict, ru: "\(ru): \(Self.listed(choices.map(\.ru)))",
        en: "\(en): \(Self.listed(choices.map(\.en)))")
  }

  private static func listed(_ names: [String]) -> String {
    names.prefix(8).joined(separator: "; ") + (names.count > 8 ? "; …" : "")
  }
}
