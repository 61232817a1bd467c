import Estimation
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

/// The cities of each wave beside each other.
struct ComparisonReport {
  let context: ReportContext
  let waves: [String]

  var language: Language { context.language }
  private var study: Study { context.study }

  func document() -> ReportDocument {
    var document = context.document(
      title: language.pick("Города рядом", "Cities side by side"), subtitle: context.studyTitle)
    document.blocks = [.paragraph(introduction)]
    // The latest wave first: it is the one asked about.
    document.blocks += waves.reversed().map { .section(section(for: $0)) }
    return document
  }

  private var introduction: Prose {
    Prose(
      language.pick(
        "Города перечислены в том порядке, в каком они стоят в исследовании, а не по местам. Города "
          + "сравниваются попарно; сказано, где данные их различают, а где нет.",
        "Cities stand in the order of the study, not by rank: the report compares pairs and says "
          + "where the data can tell cities apart and where they cannot."))
  }

  private func samples(_ wave: String) -> [SampleFindings] {
    context.findings.samples.filter { $0.wave == wave }
  }

  private func section(for wave: String) -> Section {
    let samples = samples(wave)
    var blocks: [Block] = [.table(sampleTable(samples, wave))]
    guard samples.count > 1, let profile = context.findings.profile(wave: wave) else {
      blocks.append(
        language.remark(
          "В этой волне опрошен один город: сравнивать не с чем.",
          "One city was surveyed in this wave: there is nothing to compare."))
      blocks += typesBlocks(wave)
      return Section("wave-\(wave)", context.waveName(wave), blocks)
    }
    guard samples.contains(where: { !$0.scores.isEmpty }) else {
      blocks.append(
        language.remark(
          "Ни один фактор по ответам этой волны не рассчитан: сравнивать нечего.",
          "No factor could be scored from this wave’s answers: there is nothing to compare."))
      return Section("wave-\(wave)", context.waveName(wave), blocks)
    }
    blocks += charts(samples, profile)
    if profile.arePairsOfIndexOnly { blocks.append(manyPairsRemark) }
    if !(profile.arePairsOfIndexOnly && profile.pairs.isEmpty) {
      blocks.append(.table(pairsTable(profile)))
    }
    if let table = context.comparabilityTable(profile.comparability) {
      blocks.append(.table(table))
    }
    blocks += withheldBlocks(profile)
    blocks += driverBlocks(samples) + decompositionBlocks(wave) + typesBlocks(wave)
    return Section("wave-\(wave)", context.waveName(wave), blocks)
  }

  private func sampleTable(_ samples: [SampleFindings], _ wave: String) -> Table {
    let kind = study.wave(wave)?.sample ?? .open
    var table = Table(
      Prose(language.pick("Выборки городов", "Samples of the cities")),
      columns: [
        Table.Column(language.pick("Город", "City")), .base,
        Table.Column(language.pick("Точек опроса", "Sampling points"), .count),
        Table.Column(language.pick("Взвешивание", "Weighting")),
        Table.Column(language.pick("Дизайн-эффект весов", "Design effect of weights"), .decimal(2)),
      ],
      rows: samples.map { sample in
        Table.Row([
          .text(Prose(context.cityName(sample.city))),
          .number(.count(sample.sample.responses.count)),
          sample.sample.design.clusters == nil
            ? .empty : .number(.count(sample.design.clusterCount)),
          .text(
            Prose(
              sample.weighted.passport == nil
                ? language.pick("не выравнивалась", "not adjusted")
                : language.pick("выровнена по населению", "raked to the population"))),
          .number(.decimal(sample.design.weightSpread.kishDesignEffect, digits: 2)),
        ])
      })
    let isAdjusted = samples.contains { $0.weighted.passport != nil }
    table.footnotes = [
      Prose(
        kind.intervalNote(
          in: language, isAdjusted: isAdjusted, errors: samples.first?.weighted.errors,
          parts: DesignParts(samples)))
    ]
    return table
  }

  /// The index with its facets, and the factors: a row a score, a mark a city.
  private func charts(_ samples: [SampleFindings], _ profile: WaveProfile) -> [Block] {
    let all = study.factors.flatMap(ScoreDefinition.scores(of:)).filter { definition in
      samples.contains { $0[definition.id] != nil }
    }
    let outcome = all.filter { $0.layer == .outcome }
    let factors = all.filter { definition in
      if case .facet = definition.id.part { return false }
      return definition.layer != .outcome
    }
    var blocks: [Block] = []
    if outcome.isEmpty {
      blocks.append(
        language.remark(
          "Итогового показателя в исследовании нет, поэтому раздела об индексе тоже нет.",
          "The study has no outcome factor, so there is no section on an index."))
    } else {
      blocks.append(
        .chart(
          chart(
            outcome, samples, profile,
            language.pick("Индекс и составляющие по городам", "The index and its facets by city"))))
    }
    if !factors.isEmpty {
      blocks.append(
        .chart(
          chart(
            factors, samples, profile,
            language.pick("Факторы по городам", "The factors by city"))))
    }
    return blocks
  }

  private func chart(
    _ definitions: [ScoreDefinition], _ samples: [SampleFindings], _ profile: WaveProfile,
    _ caption: String
  ) -> Chart {
    let rows = definitions.map { definition in
      IntervalPlot.Row(
        context.rowName(of: definition),
        samples.map { profile.mean(of: definition.id, $0).map(\.point) })
    }
    var message: Prose = ""
    for definition in definitions {
      if !message.isEmpty { message += ". " }
      message += "\(context.name(of: definition)): "
      for (place, sample) in samples.enumerated() {
        guard let mean = profile.mean(of: definition.id, sample) else { continue }
        if place > 0 { message += "; " }
        message += "\(context.cityName(sample.city)) — \(mean.figure(.score))"
      }
    }
    var chart = Chart(
      Prose(caption), message: message + ".",
      .intervals(
        IntervalPlot(
          axis: scoreAxis(language),
          series: samples.map { IntervalPlot.Series(context.cityName($0.city)) },
          groups: [IntervalPlot.Group("", rows)])),
      table: scoresTable(definitions, samples, profile, caption))
    chart.footnotes = notes(profile, of: definitions.map(\.id)).footnotes
    return chart
  }

  private func scoresTable(
    _ definitions: [ScoreDefinition], _ samples: [SampleFindings], _ profile: WaveProfile,
    _ caption: String
  ) -> Table {
    Table(
      Prose(caption),
      columns: [Table.Column(language.pick("Показатель", "Score"))]
        + samples.map { Table.Column(context.cityName($0.city), .score) },
      rows: definitions.map { definition in
        Table.Row(
          [.text(Prose(context.rowName(of: definition)))]
            + samples.map { sample in
              guard let score = sample[definition.id], !profile.withholds(definition.id) else {
                return .empty
              }
              return profile.mean(of: definition.id, sample).map { .number($0.figure(.score)) }
                ?? score.meanCell
            })
      })
  }

  private func notes(_ profile: WaveProfile, of scores: [ScoreID]) -> ComparabilityNotes {
    ComparabilityNotes(context, .cities, findings: profile.comparability, of: scores)
  }

  private var manyPairsRemark: Block {
    let most = study.conventions.mostPairedCities
    let hasIndex = study.factors.flatMap(ScoreDefinition.scores(of:)).contains(where: \.isIndex)
    return language.remark(
      "Городов больше \(most): попарно они сравниваются только по индексу, остальные показатели — с "
        + "равным средним других городов."
        + (hasIndex ? "" : " Индекса в исследовании нет, попарных сравнений тоже."),
      "There are more than \(most) cities: their pairs are compared by the index only, other scores "
        + "with the equal mean of the other cities."
        + (hasIndex ? "" : " The study has no index, and so no comparison of pairs."))
  }

  private func pairsTable(_ profile: WaveProfile) -> Table {
    let isOnePair = profile.cities.count == 2
    var columns = [Table.Column(language.pick("Показатель", "Score"))]
    if !isOnePair { columns.append(Table.Column(language.pick("Города", "Cities"))) }
    columns += [
      Table.Column(language.pick("Разность", "Difference"), .scoreDifference),
      Table.Column(language.pick("Интервал 95\u{A0}%", "95% interval"), .scoreDifference),
      Table.Column(language.pick("p с поправкой", "adjusted p"), .pValue),
      Table.Column(language.pick("Вывод", "Verdict")),
    ]
    let shown = profile.pairs.filter(\.definition.isHeadline).outcomeFirst(\.definition)
    let first = profile.cities.first.map(context.cityName) ?? ""
    let second = profile.cities.last.map(context.cityName) ?? ""
    var table = Table(
      Prose(
        isOnePair
          ? language.pick(
            "Разности: \(first) минус \(second), баллы",
            "Differences: \(first) minus \(second), points")
          : language.pick(
            "Разности: первый город минус второй, баллы",
            "Differences: the first city minus the second, points")),
      columns: columns,
      rows: shown.map { pair in
        var cells: [Table.Cell] = [
          .text(Prose(context.rowName(of: pair.definition) + freedMark(pair.freed)))
        ]
        if !isOnePair {
          cells.append(
            .text(Prose("\(context.cityName(pair.first)) – \(context.cityName(pair.second))")))
        }
        return Table.Row(
          cells + [
            .number(.scoreDifference(pair.difference.value)),
            pair.difference.intervalCell(.scoreDifference), pair.difference.adjustedPCell,
            .text(Prose(pair.difference.verdict.inTable(.cities, language))),
          ])
      })
    let compared = Set(shown.map(\.definition.id))
    let withheld = profile.withheld.filter(\.definition.isHeadline).map(\.definition.id)
    table.footnotes = notes(profile, of: Array(compared) + withheld).footnotes
    table.footnotes.append(
      verdictRule(
        study.conventions, family: profile.pairFamily.size,
        index: shown.contains { $0.definition.isOutcome } ? profile.pairIndexFamily.size : 0,
        .cities,
        language))
    table.footnotes += context.sizeRemarks(shown.map(\.difference))
    return table
  }

  /// The factors' associations with the index, city by city.
  private func driverBlocks(_ samples: [SampleFindings]) -> [Block] {
    let models = samples.compactMap { sample in sample.drivers.models.map { (sample, $0.full) } }
    guard models.count > 1, let first = models.first else { return [] }
    let predictors = first.1.scores.map(\.predictor)
    let rows = predictors.map { predictor in
      let terms = models.map { $0.1.terms.first { $0.predictor == predictor } }
      let name = terms.compactMap(\.self).first.map(context.name(of:)) ?? ""
      return IntervalPlot.Row(name, terms.map { $0?.slope.point })
    }
    var plot = IntervalPlot(
      axis: Axis(
        language.pick("баллов индекса на 10 баллов фактора", "index points per 10 factor points"),
        .scoreDifference),
      series: models.map { IntervalPlot.Series(context.cityName($0.0.city)) },
      groups: [IntervalPlot.Group("", rows)])
    plot.reference = IntervalPlot.Reference(0, language.pick("нет связи", "no association"))
    let chart = Chart(
      Prose(
        language.pick(
          "Что связано с индексом при прочих равных, по городам",
          "What goes together with the index, other things equal, by city")),
      message: Prose(
        language.pick(
          "Коэффициенты регрессии в каждом городе; подробно — в отчётах городов. Связь не означает "
            + "причины.",
          "Regression coefficients in each city; details are in the city reports. Association does "
            + "not mean cause.")), .intervals(plot))
    return [.chart(chart)]
  }
}
