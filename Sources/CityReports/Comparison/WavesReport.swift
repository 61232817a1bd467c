import Estimation
import QuestionnaireDefinition
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

/// What changed from wave to wave, in the questions and in the answers.
struct WavesReport {
  let context: ReportContext

  private var language: Language { context.language }
  private var study: Study { context.study }

  func document() -> ReportDocument {
    var document = context.document(
      title: language.pick("Что изменилось между волнами", "What changed between the waves"),
      subtitle: context.studyTitle)
    let comparisons = context.findings.waveComparisons
    guard !comparisons.isEmpty else {
      document.blocks = [
        language.remark(
          "Ни один город не опрошен в двух волнах, которые сравниваются: сравнивать не с чем.",
          "No city was surveyed in two waves that are compared: there is nothing to compare.")
      ]
      return document
    }
    if let chart = slopes { document.blocks.append(.chart(chart)) }
    document.blocks += comparisons.map { .section(section(for: $0)) }
    return document
  }

  private func section(for comparison: WaveComparison) -> Section {
    let title =
      "\(context.waveName(comparison.earlier)) → \(context.waveName(comparison.later).lowercasedFirst)"
    var blocks: [Block] = [.paragraph(pages(comparison))]
    blocks += lone(comparison).map { [.paragraph($0)] } ?? []
    if let table = changeTable(comparison) {
      blocks.append(.table(table))
    } else {
      blocks.append(
        language.remark(
          "Показателей, которые можно сравнить, нет.", "There are no scores to compare."))
    }
    if !comparison.indexContrasts.isEmpty { blocks.append(.table(contrastTable(comparison))) }
    blocks.append(.section(questionsSection(comparison)))
    return Section("change-\(comparison.earlier)-\(comparison.later)", title, blocks)
  }

  /// Links to the page of each city.
  private func pages(_ comparison: WaveComparison) -> Prose {
    let cities = comparison.cities.compactMap { study.city($0.name) }
    return cities.enumerated().reduce(
      into: Prose(language.pick("Подробно по городам: ", "By city, in detail: "))
    ) { prose, city in
      prose += city.offset > 0 ? ", " : ""
      prose += Prose([
        .link(
          Prose(city.element.name(in: language)),
          to: .page(.waves(of: city.element.name, language)))
      ])
    } + "."
  }

  /// Cities that one of the waves has alone.
  private func lone(_ comparison: WaveComparison) -> Prose? {
    func names(in wave: String, notIn other: String) -> [String] {
      study.cities.filter { city in
        context.findings.sample(city: city.name, wave: wave) != nil
          && context.findings.sample(city: city.name, wave: other) == nil
      }.map { $0.name(in: language) }
    }
    let new = names(in: comparison.later, notIn: comparison.earlier)
    let gone = names(in: comparison.earlier, notIn: comparison.later)
    let parts = [
      (
        new,
        language.pick(
          "Из двух волн опрошены только во второй", "Of the two waves, asked in the later one only")
      ),
      (
        gone,
        language.pick(
          "Из двух волн опрошены только в первой", "Of the two waves, asked in the earlier one only"
        )
      ),
    ].filter { !$0.0.isEmpty }.map { "\($0.1): \(language.listed($0.0))." }
    return parts.isEmpty ? nil : Prose(parts.joined(separator: " "))
  }

  /// The index, its facets and the factors: a row a score, the change and the verdict of each city.
  private func changeTable(_ comparison: WaveComparison) -> Table? {
    let cities = comparison.cities.map(\.name)
    let definitions = study.factors.flatMap(ScoreDefinition.scores(of:)).filter { definition in
      definition.isHeadline
        && comparison.scoreChanges.contains { $0.definition.id == definition.id }
    }.outcomeFirst { $0 }
    guard !definitions.isEmpty else { return nil }
    var table = Table(
      Prose(
        language.pick(
          "Изменения показателей по городам, баллы", "Changes of the scores by city, points")),
      columns: [Table.Column(language.pick("Показатель", "Score"))]
        + cities.flatMap { _ in
          [
            Table.Column(language.pick("Разность", "Difference"), .scoreDifference),
            Table.Column(language.pick("Вывод", "Verdict")),
          ]
        },
      rows: definitions.map { definition in
        Table.Row(
          [.text(Prose(context.rowName(of: definition)))]
            + cities.flatMap { city -> [Table.Cell] in
              let change = comparison.scoreChanges(in: city).first {
                $0.definition.id == definition.id
              }
              guard let change else {
                return [
                  .empty, .text(Prose(language.pick("не сравнивается", "not compared"))),
                ]
              }
              return [
                .number(.scoreDifference(change.difference.value)),
                .text(Prose(change.difference.verdict.inTable(.waves, language))),
              ]
            })
      })
    table.columnGroups =
      [Table.ColumnGroup("", span: 1)]
      + cities.map { Table.ColumnGroup(context.cityName($0), span: 2) }
    let shown = comparison.scoreChanges.filter(\.definition.isHeadline)
    table.footnotes =
      comparison.cities.map { comparabilityNotes($0, of: definitions.map(\.id)) } + [
        verdictRule(
          study.conventions, family: comparison.scoreFamily.size,
          index: comparison.indexFamily.size,
          .waves, language)
      ] + context.sizeRemarks(shown.map(\.difference))
    return table
  }

  /// On which the comparisons of one city rest, under its name.
  private func comparabilityNotes(_ city: WaveComparison.City, of scores: [ScoreID]) -> Prose {
    let notes = ComparabilityNotes(
      context, .waves, findings: city.comparability,
      of: scores + city.withheld.filter(\.definition.isHeadline).map(\.definition.id))
    return notes.footnotes.reduce(Prose("\(context.cityName(city.name)).")) { $0 + " " + $1 }
  }

  /// Whether the index changed more in one city than in another.
  private func contrastTable(_ comparison: WaveComparison) -> Table {
    var table = Table(
      Prose(
        language.pick(
          "Где индекс изменился сильнее: разности изменений, баллы",
          "Where the index changed more: differences of changes, points")),
      columns: [
        Table.Column(language.pick("Города", "Cities")),
        Table.Column(
          language.pick("Разность изменений", "Difference of changes"), .scoreDifference),
        Table.Column(language.pick("Интервал 95\u{A0}%", "95% interval"), .scoreDifference),
        Table.Column(language.pick("p с поправкой", "adjusted p"), .pValue),
        Table.Column(language.pick("Вывод", "Verdict")),
      ],
      rows: comparison.indexContrasts.map { contrast in
        Table.Row([
          .text(
            Prose("\(context.cityName(contrast.first)) – \(context.cityName(contrast.second))")),
          .number(.scoreDifference(contrast.difference.value)),
          contrast.difference.intervalCell(.scoreDifference), contrast.difference.adjustedPCell,
          .text(Prose(contrast.difference.verdict.inTable(.cities, language))),
        ])
      })
    let index = comparison.indexContrasts.map(\.definition.id)
    table.footnotes =
      comparison.cities.map { comparabilityNotes($0, of: index) } + [
        Prose(
          language.pick(
            "Изменение в первом городе минус изменение во втором; p — с поправкой Холма (сравнений: "
              + "\(comparison.contrastFamily.size)). О причинах различий эта таблица не говорит.",
            "The change in the first city minus that in the second; p adjusted by Holm "
              + "(\(comparison.contrastFamily.size) comparisons). The table says nothing of causes."
          ))
      ] + context.sizeRemarks(comparison.indexContrasts.map(\.difference))
    return table
  }
}

// Changes of the questionnaire.
extension WavesReport {
  private func questionsSection(_ comparison: WaveComparison) -> Section {
    var blocks: [Block] = []
    for versions in comparison.versions {
      blocks.append(.paragraph(context.versionsStatement(versions)))
      if let table = context.rewordedTable(versions) { blocks.append(.table(table)) }
    }
    if let table = context.crosswalkTable(comparison) { blocks.append(.table(table)) }
    return Section(
      "questions-\(comparison.later)",
      language.pick("Изменения в анкете", "Changes of the questionnaire"), blocks)
  }
}

// The index of all cities.
extension WavesReport {
  /// The index of each city over all waves.
  private var slopes: Chart? {
    let outcome = study.outcome.map { ScoreID(factor: $0.name) }
    let id = outcome ?? study.factors.first.map { ScoreID(factor: $0.name) }
    guard let id, study.waves.count > 1 else { return nil }
    let samples = context.findings.samples
    let means = context.findings.meansSideBySide(of: id)
    let lines = study.cities.map { city in
      SlopePlot.Line(
        city.name(in: language),
        study.waves.map { wave in
          samples.firstIndex { $0.city == city.name && $0.wave == wave.name }
            .flatMap { means[$0]?.mean?.point }
        }, breaks: CityWavesReport(context, city)?.breaks(of: id) ?? [])
    }
    guard lines.contains(where: { $0.points.compactMap(\.self).count > 1 }) else { return nil }
    var message: Prose = ""
    for line in lines {
      for (wave, point) in zip(study.waves, line.points) {
        guard let point else { continue }
        if !message.isEmpty { message += "; " }
        message +=
          "\(line.name), \(wave.name(in: language).lowercasedFirst): \(Number.score(point.value))"
      }
    }
    var chart = Chart(
      Prose("\(context.name(of: id)): ")
        + Prose(
          language.pick(
            "средние по городам и волнам с 95-процентными интервалами",
            "means by city and wave with 95% intervals")),
      message: message + ".",
      .slopes(
        SlopePlot(
          axis: scoreAxis(language, limits: lines.limitsOfAtLeastThirtyPoints),
          waves: study.waves.map { $0.name(in: language) },
          lines: lines)))
    if lines.contains(where: { line in
      line.breaks.contains { line.points[$0 - 1] != nil && line.points[$0] != nil }
    }) {
      chart.footnotes.append(context.breakRemark)
    }
    let findings = context.findings.comparability.findings
    for (units, own) in [
      (ComparisonUnits.cities, findings.filter(\.comparison.isOfCities)),
      (.waves, findings.filter { !$0.comparison.isOfCities }),
    ] where !own.isEmpty {
      chart.footnotes += ComparabilityNotes(context, units, findings: own, of: [id]).footnotes
    }
    return chart
  }
}
