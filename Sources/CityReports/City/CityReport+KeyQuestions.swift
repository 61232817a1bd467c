import Reporting
import SurveyAnalysis
import SurveyModel

// Questions that the report itself shows.
extension CityReport {
  /// The page of all questions by groups.
  var crosstabs: PageID { .crosstabs(city.name, wave: wave.name, language) }

  /// Distributions of the key questions, in their order; those with choices that were asked.
  private var keyDistributions: [QuestionDistribution] {
    study.keyQuestions.compactMap { name in
      askedDistributions.first { $0.question == name && question($0)?.choices != nil }
    }
  }

  /// How the key questions were answered; nil where there is none in the study.
  var keyQuestionsSection: Section? {
    guard !study.keyQuestions.isEmpty else { return nil }
    let shown = keyDistributions
    var blocks: [Block] = [.paragraph(keyIntroduction)]
    blocks += self.blocks(for: shown)
    let absent = study.keyQuestions.filter { name in !shown.contains { $0.question == name } }
    if !absent.isEmpty {
      blocks.append(
        .note(
          Note(
            .information,
            Prose(
              language.pick(
                "Среди закрытых вопросов этой волны нет: ", "No closed question of this wave: ")
                + absent.joined(separator: ", ") + "."))))
    }
    return Section("questions-key", language.pick("Ключевые вопросы", "Key questions"), blocks)
  }

  private var keyIntroduction: Prose {
    let source =
      study.questionMarks == nil
      ? language.pick(
        "Как жители ответили на вопросы индекса. ",
        "How residents answered the questions of the index. ")
      : language.pick(
        "Как жители ответили на вопросы, которые исследователь отметил как ключевые. ",
        "How residents answered the questions that the researcher marked as key ones. ")
    return Prose(
      source
        + language.pick(
          "Доли — от всех, кому вопрос задавался; остальные вопросы — в конце отчёта.",
          "Shares are of all who were asked; all other questions stand at the end of the report."))
  }

  /// The key questions by groups, and the way to all others.
  var keyBannersSection: Section? {
    guard !sample.banners.isEmpty else { return nil }
    let banners = study.keyQuestions.compactMap(sample.banner(of:))
    let link = Prose([
      .link(
        Prose(language.pick("Все вопросы по группам", "All questions by groups")),
        to: .page(crosstabs))
    ])
    let way =
      link
      + Prose(language.pick(" — на отдельной странице.", " are on a page of their own."))
    let blocks: [Block] =
      banners.isEmpty
      ? [.paragraph(way)] : bannerIntroduction + [.paragraph(way)] + banners.map(block(of:))
    return Section(
      "crosstabs-key",
      language.pick("Ключевые вопросы по группам жителей", "Key questions by groups of residents"),
      blocks)
  }
}
