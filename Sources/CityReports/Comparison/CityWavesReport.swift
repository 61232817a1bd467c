import Estimation
import QuestionnaireDefinition
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

/// What changed in one city from wave to wave: the main things on one page, then each pair of waves,
/// what is not compared and why, and the questions whose words differ.
struct CityWavesReport {
  let context: ReportContext
  let city: City
  /// Those that the city takes part in, in the order of time.
  let comparisons: [WaveComparison]

  var language: Language { context.language }
  var study: Study { context.study }

  /// - Returns: Nil where no two waves of the city are compared.
  init?(_ context: ReportContext, _ city: City) {
    comparisons = context.findings.waveComparisons.filter { comparison in
      comparison.cities.contains { $0.name == city.name }
    }
    guard !comparisons.isEmpty else { return nil }
    self.context = context
    self.city = city
  }

  func document() -> ReportDocument {
    var document = context.document(
      title: language.pick(
        "\(city.name(in: .ru)): что изменилось между волнами",
        "\(city.name(in: .en)): what changed between the waves"),
      subtitle: context.studyTitle)
    document.blocks = [.section(summary), .section(levels)]
    document.blocks += comparisons.map { .section(section(for: $0)) }
    document.blocks += [.section(refusals), .pageBreak, .section(questionnaires)]
    return document
  }

  func title(of comparison: WaveComparison) -> String {
    "\(context.waveName(comparison.earlier)) → \(context.waveName(comparison.later).lowercasedFirst)"
  }

  /// «первая волна → вторая волна», as a part of a sentence.
  func span(of comparison: WaveComparison) -> String { title(of: comparison).lowercasedFirst }
}

// What changed between two waves.
extension CityWavesReport {
  private func section(for comparison: WaveComparison) -> Section {
    let changes = comparison.headlineChanges(in: city.name)
    var blocks: [Block] = []
    if changes.isEmpty {
      blocks.append(
        language.remark(
          "Показателей, которые можно сравнить, нет.", "There are no scores to compare."))
    } else {
      blocks = [
        .chart(context.changeChart(changes, comparison)),
        .table(context.changeTable(changes, comparison)),
      ]
    }
    blocks.append(.paragraph(context.dependenceStatement(comparison, city: city.name)))
    let questions = comparison.questionChanges(in: city.name)
    if let chart = dumbbells(questions) { blocks.append(.chart(chart)) }
    if !questions.isEmpty {
      blocks.append(context.questionBlock(questions, family: comparison.questionFamily))
    }
    if let table = commonBaseTable(comparison) { blocks.append(.table(table)) }
    if let findings = comparison.cities.first(where: { $0.name == city.name })?.comparability,
      let table = context.comparabilityTable(findings)
    {
      blocks.append(.table(table))
    }
    return Section(
      "change-\(comparison.earlier)-\(comparison.later)", title(of: comparison), blocks)
  }

  /// Shares before and now of the questions whose change is established, the largest first; none where
  /// no share's is.
  private func dumbbells(_ changes: [QuestionChange]) -> Chart? {
    let shown = changes.filter { change in
      guard case .share = change.quantity else { return false }
      return change.difference.isEstablished
    }.sorted { abs($0.difference.value) > abs($1.difference.value) }.prefix(12)
    guard !shown.isEmpty else { return nil }
    var plot = IntervalPlot(
      axis: Axis(language.pick("доля, %", "share, %"), .share),
      series: [
        IntervalPlot.Series(language.pick("раньше", "before")),
        IntervalPlot.Series(language.pick("теперь", "now")),
      ],
      groups: [
        IntervalPlot.Group(
          "",
          shown.map { change in
            IntervalPlot.Row(
              context.name(of: change), [change.earlier.point, change.later.point],
              remark: Number(change.difference.value, .shareDifference).text(in: language))
          })
      ])
    plot.isConnected = true
    let message = shown.reduce(into: Prose("")) { prose, change in
      if !prose.inlines.isEmpty { prose += "; " }
      prose += Prose(context.name(of: change)) + ": "
      prose += "\(change.earlier.figure(.share)) → \(change.later.figure(.share))"
    }
    return Chart(
      Prose(
        language.pick(
          "Вопросы, по которым установлены изменения: доли раньше и теперь с 95-процентными интервалами",
          "Questions whose change is established: shares before and now with 95% intervals")),
      message: message + ".", .intervals(plot))
  }

  /// Changes of questions that not the same people were asked, on the base that both waves have.
  private func commonBaseTable(_ comparison: WaveComparison) -> Table? {
    let changes = comparison.commonBaseChanges.filter { $0.city == city.name }
    guard !changes.isEmpty else { return nil }
    return context.questionTable(
      language.pick(
        "Вопросы, заданные не тем же людям: изменения на общей базе",
        "Questions asked of other people: changes on the base that both waves have"), changes)
  }
}
