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
          "Ни один город не опрошен в двух волнах подряд: сравнивать не с чем.",
          "No city was surveyed in two consecutive waves: there is nothing to compare.")
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
    var blocks: [Block] = [.section(questionsSection(comparison))]
    blocks += comparison.cities.compactMap { city in
      study.city(city.name).map { .section(citySection($0, comparison)) }
    }
    return Section("change-\(comparison.earlier)-\(comparison.later)", title, blocks)
  }

  private func citySection(_ city: City, _ comparison: WaveComparison) -> Section {
    let changes = comparison.headlineChanges(in: city.name)
    var blocks: [Block] = []
    if changes.isEmpty {
      blocks.append(
        .paragraph(
          Prose(
            language.pick(
              "Показателей, которые можно сравнить, нет.", "There are no scores to compare."))))
    } else {
      blocks = [
        .paragraph(
          context.changeStatement(
            changes, since: study.wave(comparison.earlier), in: city, comparison)),
        .chart(context.changeChart(changes, comparison)),
        .table(context.changeTable(changes, comparison)),
      ]
    }
    blocks.append(.paragraph(context.dependenceStatement(comparison, city: city.name)))
    if let findings = comparison.cities.first(where: { $0.name == city.name })?.comparability,
      let table = context.comparabilityTable(findings)
    {
      blocks.append(.table(table))
    }
    let questions = comparison.questionChanges(in: city.name)
    if !questions.isEmpty {
      blocks.append(questionBlock(questions, family: comparison.questionFamily))
    }
    return Section("\(city.name)-\(comparison.later)", city.name(in: language), blocks)
  }
}

// Changes of the questionnaire.
extension WavesReport {
  private func questionsSection(_ comparison: WaveComparison) -> Section {
    var blocks: [Block] = []
    for versions in comparison.versions {
      blocks.append(.paragraph(versionsStatement(versions)))
      if let table = rewordedTable(versions) { blocks.append(.table(table)) }
    }
    if let table = crosswalkTable(comparison) { blocks.append(.table(table)) }
    return Section(
      "questions-\(comparison.later)",
      language.pick("Изменения в анкете", "Changes of the questionnaire"), blocks)
  }

  /// What changed, kind by kind; kinds that did not occur are passed over.
  private func versionsStatement(_ versions: WaveComparison.Versions) -> Prose {
    let difference = versions.difference
    func names(_ verdict: QuestionVerdict) -> [String] {
      difference.pairs(verdict).map(\.later)
    }
    let kinds: [(ru: String, en: String, names: [String])] = [
      ("Добавлены вопросы", "Questions added", difference.added),
      ("Исключены", "Removed", difference.removed),
      (
        "Возможно, те же вопросы под другим именем", "Perhaps the same under another name",
        difference.proposals.map { "\($0.pair.earlier) → \($0.pair.later)" }
      ),
      ("Не сравниваются", "Not compared", names(.notComparable)),
      ("Другая длина шкалы", "With a scale of another length", names(.rescaled)),
      ("Заданы не тем же людям", "Asked of other people", names(.baseDiffers)),
      ("Сравниваются в общих кодах", "Compared in common codes", names(.recodable)),
    ]
    let unchanged = difference.pairs(.identical).count + difference.pairs(.cosmetic).count
    let sentences = kinds.filter { !$0.names.isEmpty }.map {
      "\(language.pick($0.ru, $0.en)): \(language.listed($0.names))."
    }
    let rest = language.pick(
      "Без изменений или с изменениями, не затрагивающими смысла: \(unchanged) "
        + plural(unchanged, "вопрос", "вопроса", "вопросов") + ".",
      "Unchanged, or with changes that leave the meaning: \(unchanged) "
        + plural(unchanged, "question", "questions") + ".")
    return Prose((sentences + [rest]).joined(separator: " "))
  }

  /// Questions that are not compared as they are, each with its reasons and its words before and now;
  /// what a person decided otherwise is said.
  private func rewordedTable(_ versions: WaveComparison.Versions) -> Table? {
    let pairs = versions.difference.pairs.filter {
      $0.foundVerdict > .recodable || $0.isOverruled
    }
    guard !pairs.isEmpty else { return nil }
    return Table(
      Prose(
        language.pick("Вопросы, которые изменились", "Questions that are not the same")),
      columns: [
        Table.Column(language.pick("Вопрос", "Question")),
        Table.Column(language.pick("Почему", "Why")),
        Table.Column(language.pick("Раньше", "Before")),
        Table.Column(language.pick("Теперь", "Now")),
      ],
      rows: pairs.map { pair in
        let wording = pair.wordings.first {
          $0.isOfSubstance && ($0.language == language.rawValue || $0.language.isEmpty)
        }
        return Table.Row([
          .text(Prose(pair.later)), .text(Prose(reasons(pair))),
          .text(Prose(marking: wording?.markedBefore ?? [])),
          .text(Prose(marking: wording?.markedAfter ?? [])),
        ])
      })
  }

  /// What people decided in `crosswalk.csv` of the questions of the two waves; nil where nothing.
  private func crosswalkTable(_ comparison: WaveComparison) -> Table? {
    let waves = [comparison.earlier, comparison.later]
    let rows = study.crosswalk.rows.filter { waves.contains($0.wave) && $0.isDecided }
    guard !rows.isEmpty else { return nil }
    return Table(
      Prose(
        language.pick(
          "Решения о вопросах разных волн (crosswalk.csv)",
          "Decisions on questions of the waves (crosswalk.csv)")),
      columns: [
        Table.Column(language.pick("Вопрос", "Question")),
        Table.Column(language.pick("Волна", "Wave")),
        Table.Column(language.pick("Имя в анкете", "Name in the form")),
        Table.Column(language.pick("Коды", "Codes")),
        Table.Column(language.pick("Решение", "Decision")),
        Table.Column(language.pick("Кто решил", "Decided by")),
        Table.Column(language.pick("Почему", "Why")),
      ],
      rows: rows.map { row in
        Table.Row(
          [
            study.crosswalk.commonName(of: row.question), context.waveName(row.wave), row.from,
            row.map?.text ?? "",
            row.verdict?.words(in: language) ?? "", row.decidedBy ?? "", row.reason,
          ].map { .text(Prose($0)) })
      })
  }

  private func reasons(_ pair: QuestionPair) -> String {
    var parts = pair.reasons(in: language.rawValue)
    if let decision = pair.decision, pair.isOverruled {
      let why = decision.reason.isEmpty ? "" : ": \(decision.reason)"
      parts.append(
        language.pick(
          "решение: \(decision.verdict.words(in: .ru)) — \(decision.by)\(why)",
          "decided otherwise (\(decision.verdict.words(in: .en))) by \(decision.by)\(why)"))
    }
    return parts.joined(separator: "; ")
  }
}

// Changes of single questions.
extension WavesReport {
  /// The questions whose answers changed; a sentence where there is none.
  private func questionBlock(_ changes: [QuestionChange], family: ComparisonFamily) -> Block {
    let established = changes.filter(\.difference.isEstablished)
    guard established.isEmpty else {
      return .table(questionTable(established, of: changes.count, family: family))
    }
    return .paragraph(
      Prose(
        language.pick(
          "Отдельные вопросы: ни по одному изменение не установлено (показателей: \(changes.count); "
            + "поправка на множественность — по семейству из \(family.size)). Это не значит, что "
            + "изменений не было. Все оценки — в tables/question-changes.csv.",
          "Single questions: no change is established (\(changes.count) figures; adjusted over a "
            + "family of \(family.size)). That does not mean that nothing changed. All estimates are "
            + "in tables/question-changes.csv.")))
  }

  private func questionTable(
    _ established: [QuestionChange], of count: Int, family: ComparisonFamily
  ) -> Table {
    var table = Table(
      Prose(
        language.pick(
          "Отдельные вопросы: установленные изменения", "Single questions: established changes")),
      columns: context.changeColumns(.decimal(1), .decimal(1)))
    table.rows = established.map(row)
    let rest = count - established.count
    table.footnotes = [
      Prose(
        language.pick(
          "По остальным показателям (\(rest)) изменение не установлено или его практически нет; все они "
            + "— в tables/question-changes.csv. Доли — в процентах от всех, кому вопрос задавался и чей "
            + "ответ записан; «*» — изменена формулировка вопроса или ответов.",
          "For \(rest) more, a change is not established or there is practically none; all stand in "
            + "tables/question-changes.csv. Shares are per cent of all asked whose answer is recorded; “*” "
            + "marks a reworded question or answer.")),
      Prose(untestedInvariance(between: .waves, in: language)),
      verdictRule(study.conventions, family: family.size, .waves, language),
    ]
    return table
  }

  private func row(_ change: QuestionChange) -> Table.Row {
    let isShare: Bool
    if case .share = change.quantity { isShare = true } else { isShare = false }
    let unit: Number.Unit = isShare ? .share : .decimal(1)
    let difference: Number.Unit = isShare ? .shareDifference : .decimal(1)
    return Table.Row([
      .text(Prose(name(of: change) + (change.isReworded ? " *" : ""))),
      .number(Number(change.earlier.value, unit)), .number(Number(change.later.value, unit)),
      .number(Number(change.difference.value, difference)),
      change.difference.intervalCell(difference), change.difference.adjustedPCell,
      .text(Prose(change.difference.verdict.inTable(.waves, language))),
    ])
  }

  private func name(of change: QuestionChange) -> String {
    let question = context.findings.samples.lazy
      .compactMap { $0.sample.questionnaire[change.question] }.first
    let text = question?.label.text(in: language.rawValue) ?? ""
    let name = "\(change.question). \(text)"
    switch change.quantity {
    case .mean(.points): return name + language.pick(" (среднее, баллы)", " (mean, points)")
    case .mean(.own): return name + language.pick(" (среднее)", " (mean)")
    case .share(.choice(let code)):
      let list = question?.choices
      let label = list?.index(of: code).flatMap {
        list?.choices[$0].label.text(in: language.rawValue)
      }
      return "\(name) — \(label ?? code)"
    case .share(let answer): return "\(name) — \(answer.name)"
    }
  }

  /// At least 30 points on the axis: a narrower one makes a steep line of a small change.
  private func wideLimits(_ lines: [SlopePlot.Line]) -> ClosedRange<Double> {
    let points = lines.flatMap(\.points).compactMap(\.self)
    let low = points.map { $0.lower ?? $0.value }.min() ?? 0
    let high = points.map { $0.upper ?? $0.value }.max() ?? 100
    let margin = max(0, 30 - (high - low)) / 2
    return max(
      0, ((low - margin) / 10).rounded(.down) * 10)...min(
        100, ((high + margin) / 10).rounded(.up) * 10)
  }

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
        })
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
          axis: scoreAxis(language, limits: wideLimits(lines)),
          waves: study.waves.map { $0.name(in: language) },
          lines: lines)))
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
