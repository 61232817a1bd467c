import QuestionnaireDefinition
import Reporting
import SocioculturalFactors
import SurveyModel

/// The questions of two waves side by side, with the words marked that one of them lacks.
public struct QuestionChangesPage: Sendable {
  private let waves: [WaveQuestions]
  private let study: Study
  private let language: Language

  /// - Parameter waves: In the order of the page.
  public init(_ waves: [WaveQuestions], in study: Study) {
    self.waves = waves
    self.study = study
    language = study.settings.languages.lazy.compactMap(Language.init(rawValue:)).first ?? .ru
  }

  /// The page as one file that needs no other.
  public var html: String { document.html(at: .index) }

  public var document: ReportDocument {
    var document = ReportDocument(
      language: language,
      title: language.pick("Что изменилось в вопросах", "What changed in the questions"),
      subtitle: study.settings.title.text(in: language.rawValue) ?? study.settings.id)
    document.stamp = stamp(of: study, in: language)
    document.blocks = waves.map { .section(section($0)) }
    return document
  }

  private func section(_ questions: WaveQuestions) -> Section {
    var blocks: [Block] = []
    let circumstances = questions.circumstances.differences.compactMap {
      $0.text(in: language.rawValue)
    }
    if !circumstances.isEmpty { blocks.append(.list(circumstances.map { Prose($0) })) }
    for (versions, forms) in zip(questions.versions, questions.forms) {
      blocks.append(.paragraph(counts(versions.difference)))
      blocks += tables(versions.difference, forms.earlier, forms.later).map { .table($0) }
    }
    if questions.versions.isEmpty {
      blocks.append(
        .paragraph(
          Prose(
            language.pick(
              "Ни один город не опрошен в обеих волнах.", "No city was asked in both waves."))))
    }
    return Section(
      "questions-\(questions.earlier)-\(questions.later)",
      "\(name(questions.earlier)) → \(name(questions.later))", blocks)
  }

  private func name(_ wave: String) -> String {
    study.wave(wave)?.label.text(in: language.rawValue) ?? wave
  }

  private func counts(_ difference: QuestionnaireDifference) -> Prose {
    let parts = QuestionVerdict.allCases.map { verdict in
      "\(verdict.words(in: language)): \(difference.pairs(verdict).count)"
    }
    let none = language.pick("нет", "none")
    func list(_ names: [String]) -> String { names.isEmpty ? none : language.listed(names) }
    return Prose(
      parts.joined(separator: "; ")
        + language.pick(
          ". Добавлены: \(list(difference.added)). Исключены: \(list(difference.removed)).",
          ". Added: \(list(difference.added)). Removed: \(list(difference.removed))."))
  }

  private func tables(
    _ difference: QuestionnaireDifference, _ before: Questionnaire, _ after: Questionnaire
  ) -> [Table] {
    let changed = QuestionVerdict.allCases.reversed().flatMap { verdict in
      difference.pairs(verdict).filter { $0.foundVerdict > .identical || $0.decision != nil }
    }
    let rows = changed.map { row($0, before, after, score: nil) }
    let proposed = difference.proposals.map { row($0.pair, before, after, score: $0.score) }
    return [
      (
        rows,
        language.pick("Вопросы, которые изменились", "Questions that are not the same")
      ),
      (
        proposed,
        language.pick(
          "Возможно, те же вопросы под другим именем: подтвердите в crosswalk.csv",
          "Perhaps the same questions under other names: confirm in crosswalk.csv")
      ),
    ].filter { !$0.0.isEmpty }.map { rows, title in
      Table(
        Prose(title),
        columns: [
          Table.Column(language.pick("Вопрос", "Question")),
          Table.Column(language.pick("Решение", "Verdict")),
          Table.Column(language.pick("Почему", "Why")),
          Table.Column(language.pick("Раньше", "Before")),
          Table.Column(language.pick("Теперь", "Now")),
        ], rows: rows)
    }
  }

  private func row(
    _ pair: QuestionPair, _ before: Questionnaire, _ after: Questionnaire, score: Double?
  ) -> Table.Row {
    let wording =
      pair.wordings.first { $0.language == language.rawValue } ?? pair.wordings.first
    let own = after[pair.later]?.label.text(in: language.rawValue) ?? ""
    let names = pair.earlier == pair.later ? pair.later : "\(pair.earlier) → \(pair.later)"
    let alike = score.map { " (\(Number.decimal($0, digits: 2).text(in: language)))" } ?? ""
    return Table.Row([
      .text(Prose(names + alike)), .text(Prose(verdict(pair))), .text(Prose(reasons(pair))),
      .text(wording.map { marked($0.markedBefore) } ?? Prose(own)),
      .text(wording.map { marked($0.markedAfter) } ?? Prose(own)),
    ])
  }

  private func verdict(_ pair: QuestionPair) -> String {
    guard let decision = pair.decision else { return pair.verdict.words(in: language) }
    let found = pair.foundVerdict.words(in: language)
    let words = pair.verdict.words(in: language)
    guard pair.isOverruled else {
      return language.pick(
        "\(words) — подтверждено: \(decision.by)", "\(words), confirmed by \(decision.by)")
    }
    return language.pick(
      "\(words) — решение: \(decision.by) (найдено: \(found))",
      "\(words), decided by \(decision.by) (found: \(found))")
  }

  private func reasons(_ pair: QuestionPair) -> String {
    let found = pair.reasons(in: language.rawValue).joined(separator: "; ")
    guard let reason = pair.decision?.reason, !reason.isEmpty else { return found }
    return "\(found); \(reason)"
  }

  private func marked(_ runs: [WordingDifference.Run]) -> Prose { Prose(marking: runs) }
}

extension Prose {
  /// Words of a text, those that the other text lacks in bold.
  init(marking runs: [WordingDifference.Run]) {
    self = runs.enumerated().reduce(into: Prose("")) { prose, run in
      if run.offset > 0 { prose += " " }
      prose += run.element.isMarked ? "\(strong: Prose(run.element.text))" : Prose(run.element.text)
    }
  }
}

extension QuestionVerdict {
  /// The verdict as a report says it.
  func words(in language: Language) -> String {
    switch self {
    case .identical: language.pick("без изменений", "identical")
    case .cosmetic: language.pick("смысл не затронут", "cosmetic")
    case .recodable: language.pick("сравнивается в общих кодах", "compared in common codes")
    case .rescaled: language.pick("другая длина шкалы", "a scale of another length")
    case .baseDiffers: language.pick("другая база", "another base")
    case .notComparable: language.pick("не сравнивается", "not comparable")
    }
  }
}
