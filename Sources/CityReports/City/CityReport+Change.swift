import Estimation
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

extension CityReport {
  /// The wave before this one in which the city was asked too.
  var changeSinceLastWave: WaveComparison? {
    guard let place = study.waves.firstIndex(where: { $0.name == wave.name }) else { return nil }
    let earlier = study.waves[..<place].last {
      context.findings.sample(city: city.name, wave: $0.name) != nil
    }
    return earlier.flatMap { context.findings.comparison(from: $0.name, to: wave.name) }
  }

  var changeSection: Section {
    let title = language.pick("Изменения с прошлой волны", "Change since the last wave")
    guard let comparison = changeSinceLastWave else {
      return emptySection(
        "change", title,
        because: language.pick(
          "Это первая волна опроса \(city.inPlace(.ru)); сравнивать не с чем.",
          "This is the first wave \(city.inPlace(.en)): there is nothing to compare with."))
    }
    let changes = comparison.headlineChanges(in: city.name)
    let earlier = study.wave(comparison.earlier)
    return Section(
      "change", title,
      [
        .paragraph(context.changeStatement(changes, since: earlier, in: city, comparison)),
        .chart(context.changeChart(changes, comparison)),
        .table(context.changeTable(changes, comparison)),
        .paragraph(context.dependenceStatement(comparison, city: city.name)),
      ])
  }
}

extension WaveComparison {
  /// The changes that a page shows: the index and its facets first, then the factors.
  func headlineChanges(in city: String) -> [ScoreChange] {
    scoreChanges(in: city).filter(\.definition.isHeadline).outcomeFirst(\.definition)
  }
}

extension ScoreDefinition {
  /// Whether a page shows it beside others: a facet only where it is one of the index.
  var isHeadline: Bool {
    if case .facet = id.part { return layer == .outcome }
    return true
  }
}

extension Sequence {
  /// What is of the outcome first, the order otherwise kept.
  func outcomeFirst(_ definition: (Element) -> ScoreDefinition) -> [Element] {
    filter { definition($0).layer == .outcome } + filter { definition($0).layer != .outcome }
  }
}

extension ReportContext {
  /// What rose, what fell, and what the data leave open.
  func changeStatement(
    _ changes: [ScoreChange], since earlier: Wave?, in city: City, _ comparison: WaveComparison
  ) -> Prose {
    func with(_ verdict: Verdict) -> [ScoreChange] {
      changes.filter { $0.difference.verdict == verdict }
    }
    let rose = with(.higher)
    let fell = with(.lower)
    let small = with(.differsBelowThreshold)
    let open = with(.notEstablished)
    var parts: [Prose] = []
    if rose.isEmpty && fell.isEmpty {
      parts.append(
        Prose(
          language.pick(
            "ни рост, ни снижение не установлены ни по одному показателю",
            "no score is established to have risen or fallen")))
    }
    if !rose.isEmpty { parts.append(Prose(language.pick("выросли: ", "rose: ")) + figures(rose)) }
    if !fell.isEmpty { parts.append(Prose(language.pick("снизились: ", "fell: ")) + figures(fell)) }
    if !small.isEmpty {
      parts.append(
        Prose(Verdict.differsBelowThreshold.inTable(.waves, language) + ": ") + figures(small))
    }
    let smallIfAny = with(.belowThresholdIfAny)
    if !smallIfAny.isEmpty {
      parts.append(
        Prose(Verdict.belowThresholdIfAny.inTable(.waves, language) + ": ") + figures(smallIfAny))
    }
    let equal = with(.practicallyEqual).count
    parts.append(
      Prose(
        language.pick(
          "практически не изменилось показателей: \(equal) из \(changes.count)",
          "practically unchanged: \(equal) of \(changes.count) scores")))
    if !open.isEmpty { parts.append(openStatement(open)) }
    var prose = Prose(
      language.pick(
        "\((earlier?.ofPlace(.ru) ?? "прошлой волны").withPrepositionS) \(city.inPlace(.ru)) ",
        "Since \(earlier?.afterPreposition ?? "the last wave") \(city.inPlace(.en)), "))
    for (place, part) in parts.enumerated() { prose += (place > 0 ? "; " : "") + part }
    return prose + ". " + comparability(comparison, of: changes, in: city.name).remark
  }

  /// What is said of changes of these scores.
  private func comparability(
    _ comparison: WaveComparison, of changes: [ScoreChange], in city: String
  ) -> ComparabilityNotes {
    let own = comparison.cities.first { $0.name == city }
    return ComparabilityNotes(
      self, .waves, findings: own?.comparability ?? [],
      of: changes.map(\.definition.id) + (own?.withheld.map(\.definition.id) ?? []))
  }

  /// «Доверие» (+5,1 (от +2,0 до +8,2)), …
  private func figures(_ changes: [ScoreChange]) -> Prose {
    var prose: Prose = ""
    for (place, change) in changes.enumerated() {
      if place > 0 { prose += ", " }
      prose +=
        "\(language.quoted(name(of: change.definition))) (\(change.difference.figure(.scoreDifference)))"
    }
    return prose
  }

  /// The scores whose change is not established: by name where they are few.
  private func openStatement(_ open: [ScoreChange]) -> Prose {
    let names =
      open.count > 4
      ? "\(open.count)" : language.listed(open.map { language.quoted(name(of: $0.definition)) })
    return Prose(
      "\(Verdict.notEstablished.inTable(.waves, language)): \(names) "
        + "(\(Verdict.notEstablishedMeans(.waves, language)))")
  }

  func changeChart(_ changes: [ScoreChange], _ comparison: WaveComparison) -> Chart {
    let zone = study.settings.equivalenceZone
    var plot = IntervalPlot(
      axis: Axis(language.pick("изменение, баллы", "change, points"), .scoreDifference),
      groups: [
        IntervalPlot.Group(
          "",
          changes.map {
            IntervalPlot.Row(
              rowName(of: $0.definition), [$0.difference.point],
              remark: $0.difference.verdict.inTable(.waves, language))
          })
      ])
    plot.reference = IntervalPlot.Reference(0, language.pick("без изменений", "no change"))
    plot.band = IntervalPlot.Band(
      -zone...zone, language.pick("практически не изменилось", "practically unchanged"))
    var message: Prose = ""
    for change in changes {
      if !message.isEmpty { message += "; " }
      message +=
        "\(name(of: change.definition)) — \(change.difference.figure(.scoreDifference))"
    }
    var chart = Chart(
      Prose(
        language.pick(
          "\(waveName(comparison.earlier)) → \(waveName(comparison.later).lowercasedFirst): разности "
            + "баллов и 95-процентные интервалы",
          "\(waveName(comparison.earlier)) → \(waveName(comparison.later).lowercasedFirst): "
            + "differences in points with 95% intervals")),
      message: message + ".", .intervals(plot))
    if let city = changes.first?.city {
      chart.footnotes = comparability(comparison, of: changes, in: city).footnotes
    }
    return chart
  }

  func changeTable(_ changes: [ScoreChange], _ comparison: WaveComparison) -> Table {
    var table = Table(
      Prose(language.pick("Изменения показателей, баллы", "Changes of the scores, points")),
      columns: changeColumns(.score, .scoreDifference),
      rows: changes.map { change in
        let mark = change.reworded.isEmpty && change.leftOut.isEmpty ? "" : "\u{00A0}*"
        return Table.Row([
          .text(Prose(rowName(of: change.definition) + mark + freedMark(change.freed))),
          .number(.score(change.earlier.value)), .number(.score(change.later.value)),
          .number(.scoreDifference(change.difference.value)),
          change.difference.intervalCell(.scoreDifference), change.difference.adjustedPCell,
          .text(Prose(change.difference.verdict.inTable(.waves, language))),
        ])
      })
    if let city = changes.first?.city {
      table.footnotes = comparability(comparison, of: changes, in: city).footnotes
    }
    table.footnotes.append(
      verdictRule(
        study.conventions, family: comparison.scoreFamily.size,
        index: changes.contains { $0.definition.isOutcome } ? comparison.indexFamily.size : 0,
        .waves,
        language))
    table.footnotes += sizeRemarks(changes.map(\.difference))
    table.footnotes += questionnaireRemarks(changes)
    return table
  }

  func changeColumns(_ unit: Number.Unit, _ difference: Number.Unit) -> [Table.Column] {
    [
      Table.Column(language.pick("Показатель", "Score")),
      Table.Column(language.pick("Раньше", "Before"), unit),
      Table.Column(language.pick("Теперь", "Now"), unit),
      Table.Column(language.pick("Разность", "Difference"), difference),
      Table.Column(language.pick("Интервал 95\u{A0}%", "95% interval"), difference),
      Table.Column(language.pick("p с поправкой", "adjusted p"), .pValue),
      Table.Column(language.pick("Вывод", "Verdict")),
    ]
  }

  /// Which scores do not rest on the same words in both waves.
  private func questionnaireRemarks(_ changes: [ScoreChange]) -> [Prose] {
    changes.compactMap { change in
      var parts: [String] = []
      if !change.reworded.isEmpty {
        parts.append(
          language.pick("изменена формулировка ", "reworded: ")
            + language.listed(change.reworded))
      }
      if !change.leftOut.isEmpty {
        parts.append(
          language.pick(
            "рассчитано без вопросов, которые заданы только в одной волне или изменились: ",
            "scored without questions that one wave alone asked or that are not the same: ")
            + language.listed(change.leftOut))
      }
      guard !parts.isEmpty else { return nil }
      return Prose("* \(name(of: change.definition)): \(parts.joined(separator: "; ")).")
    }
  }

  func dependenceStatement(_ comparison: WaveComparison, city: String) -> Prose {
    switch comparison.cities.first(where: { $0.name == city })?.dependence {
    case .revisited(let shared):
      Prose(
        language.pick(
          "В обеих волнах опрошены одни и те же точки (\(shared)): стандартная ошибка разности "
            + "учитывает, что оценки связаны.",
          "The same points were visited in both waves (\(shared)): the error of the difference takes "
            + "into account that the estimates hang together."))
    case .independent, nil:
      Prose(
        language.pick(
          "Выборки волн независимы: стандартная ошибка разности — корень из суммы квадратов "
            + "стандартных ошибок волн.",
          "The samples of the waves are independent: the error of the difference is the root of the "
            + "sum of both squared errors."))
    }
  }
}
