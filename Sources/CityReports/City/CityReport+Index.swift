import Estimation
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

extension CityReport {
  var indexSection: Section {
    let id = "index"
    guard let outcome = study.outcome else {
      return emptySection(
        id, language.pick("Индекс и его составляющие", "The index and its facets"),
        because: language.pick(
          "В исследовании нет итогового показателя (слой «outcome» в factors.csv), поэтому индекс "
            + "не рассчитывается.",
          "The study has no outcome factor (layer “outcome” in factors.csv), so there is no index.")
      )
    }
    let title = outcome.label.text(language, or: outcome.name)
    guard let index = sample.index, let mean = index.mean else {
      return emptySection(
        id, title,
        because: language.pick(
          "Индекс не рассчитан: в анкете этой волны нет вопросов хотя бы одной из составляющих.",
          "There is no index: this wave’s questionnaire lacks the questions of at least one facet.")
      )
    }
    var blocks: [Block] = [.paragraph(indexStatement(mean)), .paragraph(indexFormula)]
    blocks.append(.chart(indexChart(index)))
    if let histogram = indexHistogram(mean) { blocks.append(.chart(histogram)) }
    blocks += facetWarnings
    return Section(id, title, blocks)
  }

  private func indexStatement(_ mean: Estimate) -> Prose {
    switch language {
    case .ru:
      """
      Среднее значение индекса \(city.inPlace(.ru)) — \(strong: Prose([.number(.score(mean.value))])) \
      балла из 100 (95-процентный интервал \(interval(mean)); \(mean.count) интервью с полным набором \
      составляющих).
      """
    case .en:
      """
      The mean of the index \(city.inPlace(.en)) is \
      \(strong: Prose([.number(.score(mean.value))])) out of 100 (95% interval \
      \(interval(mean)); \(mean.count) interviews with all facets).
      """
    }
  }

  /// The interval of a score, or a dash.
  func interval(_ estimate: Estimate, _ unit: Number.Unit = .score) -> Prose {
    guard let interval = estimate.confidenceInterval() else { return "—" }
    return Prose([.number(.interval(interval.lower, interval.upper, unit))])
  }

  private var indexFormula: Prose {
    let facets = language.listed(
      facetScores.map { language.quoted(context.name(of: $0.definition)) })
    return switch language {
    case .ru:
      """
      Индекс — среднее составляющих с равными весами: \(facets). Он считается, только если у \
      респондента есть все составляющие. Каждая выражена в процентах от возможного размаха шкалы: \
      100·(x − min)/(max − min), где 0 — наименьший, а 100 — наибольший возможный ответ.
      """
    case .en:
      """
      The index is the mean of its facets with equal weights: \(facets). It needs all of them. Each \
      is a percentage of the scale’s possible range: 100·(x − min)/(max − min), 0 being the lowest \
      and 100 the highest possible answer.
      """
    }
  }

  private func indexChart(_ index: ScoreEstimate) -> Chart {
    let scores = [index] + facetScores
    let others = othersByScore
    var plot = IntervalPlot(
      axis: scoreAxis(language), series: citySeries(hasOthers: !others.isEmpty), groups: [])
    plot.groups = [
      IntervalPlot.Group("", [row(index, others)]),
      IntervalPlot.Group(
        language.pick("Составляющие", "Facets"), facetScores.map { row($0, others) }),
    ]
    var chart = Chart(
      Prose(
        language.pick(
          "Индекс и его составляющие, средние баллы и 95-процентные интервалы",
          "The index and its facets, mean points with 95% intervals")),
      message: listOfMeans(scores), .intervals(plot),
      table: scoreTable(scores, caption: language.pick("Индекс и составляющие", "Index and facets"))
    )
    if !others.isEmpty { chart.footnotes += comparability(of: scores.map(\.id)).footnotes }
    return chart
  }

  /// The others' mean by score; empty where the wave has one city.
  var othersByScore: [ScoreID: Estimate] {
    let entries = context.findings.profile(wave: wave.name)?.entries(of: city.name) ?? []
    return Dictionary(
      entries.map { ($0.definition.id, $0.others) }, uniquingKeysWith: { a, _ in a })
  }

  func citySeries(hasOthers: Bool) -> [IntervalPlot.Series] {
    let own = IntervalPlot.Series(city.name(in: language))
    guard hasOthers else { return [own] }
    return [own, IntervalPlot.Series(othersName, isBenchmark: true)]
  }

  func row(_ score: ScoreEstimate, _ others: [ScoreID: Estimate]) -> IntervalPlot.Row {
    let remark = score.suppression.map { $0.reason.text(in: language) }
    let own = (reducedMean(of: score.id) ?? score.mean).map(\.point)
    let points = others.isEmpty ? [own] : [own, others[score.id].map { Point($0.value) }]
    return IntervalPlot.Row(context.name(of: score.definition), points, remark: remark)
  }

  /// What is said of comparisons of these scores with other cities.
  func comparability(of scores: [ScoreID]) -> ComparabilityNotes {
    ComparabilityNotes(
      context, .cities,
      findings: context.findings.profile(wave: wave.name)?.comparability ?? [], of: scores)
  }

  /// The mean beside those of other cities where it is made without freed questions.
  private func reducedMean(of score: ScoreID) -> Estimate? {
    context.findings.profile(wave: wave.name)?.entries(of: city.name)
      .first { $0.definition.id == score && !$0.freed.isEmpty }?.mean
  }

  /// «доверие — 51,2 (49,0–53,4); …».
  func listOfMeans(_ scores: [ScoreEstimate]) -> Prose {
    var prose: Prose = ""
    for score in scores {
      guard let mean = reducedMean(of: score.id) ?? score.mean else { continue }
      if !prose.isEmpty { prose += "; " }
      prose += "\(context.name(of: score.definition)) — \(mean.figure(.score))"
    }
    return prose + "."
  }

  func scoreTable(_ scores: [ScoreEstimate], caption: String) -> Table {
    var table = Table(
      Prose(caption),
      columns: [
        Table.Column(language.pick("Показатель", "Score")),
        Table.Column(language.pick("Среднее", "Mean"), .score),
        Table.Column(language.pick("Интервал 95\u{A0}%", "95% interval"), .score),
        Table.Column(language.pick("Дизайн-эффект", "Design effect"), .decimal(2)),
        .base,
      ],
      rows: scores.map { score in
        Table.Row([
          .text(Prose(context.rowName(of: score.definition))), score.meanCell,
          score.intervalCell(language),
          score.mean?.designEffect.map { .number(.decimal($0, digits: 2)) } ?? .empty,
          score.count.map { .number(.count($0)) } ?? .empty,
        ])
      })
    table.footnotes = scores.compactMap(twoValues)
    return table
  }

  /// Why a score has one mean here and another beside other cities; nil where it has one.
  private func twoValues(of score: ScoreEstimate) -> Prose? {
    let entry = context.findings.profile(wave: wave.name)?.entries(of: city.name)
      .first { $0.definition.id == score.id && !$0.freed.isEmpty }
    guard let entry, score.mean != nil else { return nil }
    let name = language.quoted(context.name(of: score.definition))
    let items = entry.freed.joined(separator: ", ")
    let compared = Number.score(entry.mean.value)
    return language == .ru
      ? """
      \(name): здесь — среднее по всем вопросам; рядом с другими городами — \(compared), без \
      \(entry.freed.count == 1 ? "вопроса" : "вопросов") \(items).
      """
      : """
      \(name): here the mean of all its questions; beside other cities \(compared), without \(items).
      """
  }

  /// How the index is spread over the residents: weighted shares by ten points.
  private func indexHistogram(_ mean: Estimate) -> Chart? {
    guard
      let distribution = IndexDistribution(sample.analysed)
    else { return nil }
    let shares = distribution.shares
    let histogram = Histogram(
      axis: scoreAxis(language), edges: IndexDistribution.edges, shares: shares,
      reference: IntervalPlot.Reference(mean.value, language.pick("среднее", "mean")))
    let most = distribution.fullest
    let message: Prose =
      switch language {
      case .ru:
        """
        Чаще всего индекс жителя лежит между \(most * 10) и \(most * 10 + 10) баллами: так у \
        \(Number.share(shares[most])) жителей.
        """
      case .en:
        """
        A resident’s index most often lies between \(most * 10) and \(most * 10 + 10) points: \
        \(Number.share(shares[most])) of residents.
        """
      }
    return Chart(
      Prose(
        language.pick(
          "Как распределён индекс: доли жителей по десятибалльным промежуткам",
          "How the index is distributed: shares of residents by steps of ten points")),
      message: message, .histogram(histogram))
  }

  private var facetWarnings: [Block] {
    context.reliabilityWarnings(for: facetScores.map(\.id), city: city.name, wave: wave.name)
  }
}
