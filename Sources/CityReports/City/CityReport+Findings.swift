import Estimation
import Reporting
import SurveyAnalysis
import SurveyModel

extension CityReport {
  /// Five to seven numbered sentences; each says what the data say, and no more.
  var findingsSection: Section {
    let findings = [
      indexFinding, facetFinding ?? factorLevelFinding, cityFinding, factorFinding, driverFinding,
      changeFinding, baseFinding,
    ].compactMap(\.self)
    var blocks: [Block] = [.numberedList(findings)]
    for (section, title) in [
      ("conclusions", language.pick("Выводы исследователя", "The researcher’s conclusions")),
      ("options", language.pick("Возможные шаги", "Options")),
    ] {
      if let text = context.text(section, city: city.name, wave: wave.name) {
        blocks.append(.paragraph("\(strong: Prose(title)). \(text)"))
      }
    }
    return Section("findings", language.pick("Что выяснилось", "What was found"), blocks)
  }

  private var indexFinding: Prose? {
    guard let outcome = study.outcome else {
      return Prose(
        language.pick(
          "В исследовании нет итогового показателя, поэтому индекс инновационного потенциала не "
            + "рассчитывается; описаны факторы.",
          "The study has no outcome factor, so there is no index of innovation potential; the factors "
            + "are described."))
    }
    guard let index = sample.index, let mean = index.mean else { return nil }
    let name = outcome.label.text(language, or: outcome.name)
    return switch language {
    case .ru:
      """
      \(strong: Prose(name)) \(city.inPlace(.ru)) — \(Number.score(mean.value)) балла из 100 \
      (95-процентный интервал \(interval(mean)); n = \(mean.count)).
      """
    case .en:
      """
      \(strong: Prose(name)) \(city.inPlace(.en)) is \(Number.score(mean.value)) points out of 100 \
      (95% interval \(interval(mean)); n = \(mean.count)).
      """
    }
  }

  private var facetFinding: Prose? {
    guard let (highest, lowest) = extremes(of: facetScores) else { return nil }
    return switch language {
    case .ru:
      """
      Среди составляющих выше всего \(highest), ниже всего \(lowest). Шкалы у них разные, поэтому \
      сравнивать составляющие между собой можно лишь условно.
      """
    case .en:
      """
      Of the facets, the highest is \(highest), the lowest \(lowest). Their scales differ, so \
      facets can be compared with each other only loosely.
      """
    }
  }

  /// Said where there are no facets to speak of.
  private var factorLevelFinding: Prose? {
    guard let (highest, lowest) = extremes(of: factorScores) else { return nil }
    return switch language {
    case .ru:
      """
      Среди факторов выше всего \(highest), ниже всего \(lowest). Вопросы у факторов разные, поэтому \
      сравнивать их между собой можно лишь условно.
      """
    case .en:
      """
      Of the factors, the highest is \(highest), the lowest \(lowest). They rest on different \
      questions, so they can be compared with each other only loosely.
      """
    }
  }

  /// The highest and the lowest of some scores, each with its name and interval.
  private func extremes(of scores: [ScoreEstimate]) -> (highest: Prose, lowest: Prose)? {
    let shown = scores.compactMap { score in
      score.mean.map { (name: context.name(of: score.definition), mean: $0) }
    }
    guard shown.count > 1, let highest = shown.max(by: { $0.mean.value < $1.mean.value }),
      let lowest = shown.min(by: { $0.mean.value < $1.mean.value })
    else { return nil }
    return (
      "\(language.quoted(highest.name)) \(language.pick("—", "at")) \(highest.mean.figure(.score))",
      "\(language.quoted(lowest.name)) \(language.pick("—", "at")) \(lowest.mean.figure(.score))"
    )
  }

  /// What weak scales do not let us say.
  private var weakness: Prose {
    let weak = context.weakScales(
      among: factorScores.map(\.id), city: city.name, wave: wave.name
    ).map(\.id)
    guard !weak.isEmpty else { return "" }
    let names = language.listed(weak.map { language.quoted(context.name(of: $0)) })
    let (alpha, items) = (context.leastAlpha, context.fewestItems)
    return switch language {
    case .ru:
      """
       С осторожностью следует читать показатели, измеренные ненадёжно (α ниже \(alpha) или меньше \
      \(items) вопросов): \(names).
      """
    case .en:
      """
       To be read with caution, as they are measured unreliably (α below \(alpha) or fewer than \
      \(items) questions): \(names).
      """
    }
  }

  /// On what all of this rests.
  private var baseFinding: Prose? {
    let effect = Number.decimal(sample.design.weightSpread.kishDesignEffect, digits: 2)
    let isAdjusted = sample.weighted.passport != nil
    return switch language {
    case .ru:
      """
      Выводы опираются на \(sample.sample.responses.count) интервью\(indexBase); выборка \
      \(wave.sample.name(in: .ru)), \
      \(isAdjusted ? "состав выровнен по данным о населении" : "состав не выравнивался: данных о населении нет") \
      (дизайн-эффект весов \(effect)).\(weakness)
      """
    case .en:
      """
      All this rests on \(sample.sample.responses.count) interviews\(indexBase); \
      \(wave.sample.name(in: .en)), \
      \(isAdjusted ? "adjusted to population figures" : "not adjusted, as there are no population figures") \
      (design effect of the weights \(effect)).\(weakness)
      """
    }
  }

  /// How many of the interviews the index rests on, and why not all.
  private var indexBase: Prose {
    guard let count = sample.index?.count, count < sample.sample.responses.count else { return "" }
    return language == .ru
      ? " (индекс — на \(count): ему нужны ответы по всем составляющим)"
      : " (the index on \(count): it needs answers on all facets)"
  }
}

extension String {
  /// The text with a capital first letter, for the beginning of a sentence.
  var uppercasedFirst: String { prefix(1).uppercased() + dropFirst() }
}
