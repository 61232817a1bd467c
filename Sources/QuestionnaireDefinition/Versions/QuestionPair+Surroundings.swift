import SurveyModel

// What stands around the question's own text: its instruction, the text that leads its battery, notes and
// the title of its group.
extension QuestionPair {
  /// An instruction that names another time, unit or subject, or denies, is part of the question. It is
  /// compared in the languages in which both waves ask the question.
  mutating func noteInstruction(_ old: Question, _ new: Question, _ texts: FoldedTexts) {
    guard old.hint != new.hint else { return }
    for (language, before, after) in Self.texts(old.hint, new.hint, of: old, new) {
      guard let difference = WordingDifference(before, after, in: language, texts) else {
        continue
      }
      let isPartOfIt = difference.aspects.contains { $0 != .quantity }
      guard difference.isOfSubstance, !isPartOfIt else {
        findings.append(.wording(difference, of: .instruction))
        continue
      }
      findings.append(
        QuestionFinding(
          .instruction, .cosmetic, ru: "изменено пояснение к вопросу",
          en: "the instruction was reworded"))
    }
  }

  mutating func noteBattery(
    _ before: PlacedQuestion, _ after: PlacedQuestion, _ texts: FoldedTexts
  ) {
    guard before.lead != after.lead else { return }
    let common = CommonLanguages(before.lead, after.lead)
    if common.isOneSided {
      findings.append(
        QuestionFinding(
          .battery, .notComparable, ru: "общая часть вопросов есть только в одной из волн",
          en: "one wave alone has a text that leads the battery"))
    }
    for texts in common.texts.compactMap({
      WordingDifference($0.before, $0.after, in: $0.language, texts)
    }) {
      findings.append(.wording(texts, of: .battery))
    }
  }

  /// A note or a title that denies, or names another time or unit, is part of the questions after it; any
  /// other change of it is told.
  mutating func noteSurroundings(
    _ before: PlacedQuestion, _ after: PlacedQuestion, _ texts: FoldedTexts
  ) {
    guard before.surroundings != after.surroundings else { return }
    let pairs = Self.texts(
      before.surroundings, after.surroundings, of: before.question, after.question)
    for (language, old, new) in pairs {
      guard let difference = WordingDifference(old, new, in: language, texts) else { continue }
      let marked = (difference.markedBefore + difference.markedAfter).filter(\.isMarked)
      let namesTime = marked.contains { run in
        texts[run.text].words.contains { WordKinds.isOfTime($0.folded) }
      }
      let about = difference.aspects.filter {
        $0 == .negation || $0 == .unit || $0 == .timeFrame && namesTime
      }
      guard difference.isOfSubstance, !about.isEmpty else {
        findings.append(
          QuestionFinding(
            .surroundings, .cosmetic, ru: "изменён текст перед вопросами",
            en: "the text before the questions differs"))
        continue
      }
      findings.append(
        QuestionFinding(
          .surroundings, .notComparable,
          ru: "изменены слова текста перед вопросами (\(language)): "
            + about.map(\.russian).joined(separator: ", "),
          en: "words of the text before the questions (\(language)) differ: "
            + about.map(\.english).joined(separator: ", ")))
    }
  }

  /// Texts beside a question in each language in which both versions ask it, "" where one lacks them.
  private static func texts(
    _ before: Label, _ after: Label, of old: Question, _ new: Question
  ) -> [(language: String, before: String, after: String)] {
    let own = Set(old.label.texts.keys).union(before.texts.keys)
    let other = Set(new.label.texts.keys).union(after.texts.keys)
    let common = own.intersection(other).sorted()
    guard common.isEmpty else {
      return common.map { ($0, before[$0] ?? "", after[$0] ?? "") }
    }
    return CommonLanguages(before, after).texts
  }
}
