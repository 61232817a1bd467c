import Estimation
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

// What the city is set against.
extension CityReport {
  private var otherCities: [String] {
    (context.findings.profile(wave: wave.name)?.cities ?? []).filter { $0 != city.name }
  }

  /// The other city where there is one, else all of them together.
  var othersName: String {
    otherCities.count == 1
      ? context.cityName(otherCities[0])
      : language.pick("среднее остальных городов", "mean of the other cities")
  }

  /// «Петрозаводска», «среднего остальных городов».
  var othersGenitive: String {
    guard otherCities.count == 1, let other = study.city(otherCities[0]) else {
      return language.pick("среднего остальных городов", "the mean of the other cities")
    }
    return language == .ru ? other.ofPlace(.ru) : other.name(in: .en)
  }
}

extension CityReport {
  private var profileTitle: String {
    language.pick("Профиль социокультурных факторов", "Profile of sociocultural factors")
  }

  /// This city's comparisons with the mean of the others, those of factors only.
  var profileEntries: [WaveProfile.Entry] {
    let entries = context.findings.profile(wave: wave.name)?.entries(of: city.name) ?? []
    let factors = Set(factorScores.map(\.id))
    return entries.filter { factors.contains($0.definition.id) }
  }

  var profileSection: Section {
    guard !factorScores.isEmpty else {
      return emptySection(
        "profile", profileTitle,
        because: language.pick(
          "Ни один фактор из factors.csv не удалось рассчитать по ответам этой волны.",
          "No factor of factors.csv could be scored from this wave’s answers."))
    }
    var blocks: [Block] = [.chart(profileChart)]
    blocks += comparisonBlocks
    blocks.append(.table(scoreTable(factorsWithFacets, caption: factorsCaption)))
    blocks += context.reliabilityWarnings(
      for: factorScores.map(\.id), city: city.name, wave: wave.name)
    return Section("profile", profileTitle, blocks)
  }

  private var factorsCaption: String {
    language.pick(
      "Факторы и их составляющие, баллы 0–100", "Factors and their facets, points 0–100")
  }

  /// Each factor's facets follow it.
  private var factorsWithFacets: [ScoreEstimate] {
    var scores: [ScoreEstimate] = []
    for factor in study.factors where factor.layer != .outcome {
      let own = sample.scores.filter { $0.id.factor == factor.name }
      func isFacet(_ score: ScoreEstimate) -> Bool {
        if case .facet = score.id.part { true } else { false }
      }
      scores += own.filter { $0.id.part == .whole } + own.filter(isFacet)
      scores += own.filter { $0.id.part != .whole && !isFacet($0) }
    }
    return scores
  }

  private var profileChart: Chart {
    let others = othersByScore
    let layers: [(Factor.Layer, String)] = [
      (.place, language.pick("Место: устойчивое", "Place: slow to change")),
      (.time, language.pick("Время: подвижное", "Time: quick to change")),
    ]
    let groups = layers.compactMap { layer, title -> IntervalPlot.Group? in
      let rows = factorScores.filter { $0.definition.layer == layer }.map { row($0, others) }
      return rows.isEmpty ? nil : IntervalPlot.Group(title, rows)
    }
    let plot = IntervalPlot(
      axis: scoreAxis(language), series: citySeries(hasOthers: !others.isEmpty), groups: groups)
    var chart = Chart(
      Prose(
        language.pick(
          "Факторы: средние баллы \(city.ofPlace(.ru)) и 95-процентные интервалы",
          "Factors: mean points \(city.ofPlace(.en)) with 95% intervals")),
      message: listOfMeans(factorScores), .intervals(plot))
    if !others.isEmpty { chart.footnotes += comparability(of: factorScores.map(\.id)).footnotes }
    return chart
  }

  private var comparisonBlocks: [Block] {
    guard let profile = context.findings.profile(wave: wave.name), profile.cities.count > 1 else {
      return [
        language.remark(
          "Город в этой волне один: сравнивать не с чем.",
          "There is one city in this wave: nothing to compare with.")
      ]
    }
    guard !profileEntries.isEmpty else { return [.paragraph(nothingIsCompared)] }
    let table = profileTable(family: profile.profileFamily, index: profile.profileIndexFamily)
    return [.paragraph(comparisonStatement), .table(table)]
  }

  /// Said where the wave has other cities, and no factor's mean may be set against theirs.
  var nothingIsCompared: Prose {
    Prose(
      language.pick(
        "Ни по одному фактору \(city.name(in: .ru)) с другими городами не сопоставляется. ",
        "\(city.name(in: .en)) is not compared with the other cities on any factor. "))
      + comparability(of: factorScores.map(\.id)).remark
  }

  /// Where the city stands above and below the others, in one paragraph.
  private var comparisonStatement: Prose {
    let entries = profileEntries
    var parts: [Prose] = []
    func names(_ verdicts: Verdict...) -> [String] {
      entries.filter { verdicts.contains($0.difference.verdict) }
        .map { language.quoted(context.name(of: $0.definition)) }
    }
    let higher = names(.higher)
    let lower = names(.lower)
    let equal = names(.practicallyEqual)
    let small = names(.differsBelowThreshold)
    let smallIfAny = names(.belowThresholdIfAny)
    let open = names(.notEstablished)
    if !higher.isEmpty {
      parts.append(
        Prose(language.pick("выше: ", "higher: ") + language.listed(higher)))
    }
    if !lower.isEmpty {
      parts.append(Prose(language.pick("ниже: ", "lower: ") + language.listed(lower)))
    }
    if !equal.isEmpty {
      parts.append(
        Prose(
          language.pick("практически не различаются: ", "practically equal: ")
            + language.listed(equal)))
    }
    if !small.isEmpty {
      parts.append(
        Prose(
          language.pick(
            "различие есть, но меньше порога: ", "there is a difference, below the threshold: ")
            + language.listed(small)))
    }
    if !smallIfAny.isEmpty {
      parts.append(
        Prose(
          Verdict.belowThresholdIfAny.inTable(.cities, language) + ": "
            + language.listed(smallIfAny)))
    }
    if !open.isEmpty {
      parts.append(
        Prose(
          language.pick("различие не установлено: ", "difference not established: ")
            + language.listed(open) + " (\(Verdict.notEstablishedMeans(.cities, language)))"))
    }
    var prose = Prose(
      language.pick(
        "\(city.name(in: .ru)) относительно \(othersGenitive) — ",
        "\(city.name(in: .en)) compared with \(othersGenitive) — "))
    for (place, part) in parts.enumerated() { prose += (place > 0 ? "; " : "") + part }
    return prose + ". " + comparability(of: factorScores.map(\.id)).remark
  }
}

extension CityReport {
  /// The city's factors beside the others', with verdicts.
  private func profileTable(family: ComparisonFamily, index: ComparisonFamily) -> Table {
    let entries = profileEntries
    var table = Table(
      Prose(
        language.pick(
          "\(city.name(in: .ru)) и \(othersName): факторы, баллы",
          "\(city.name(in: .en)) and \(othersName): factors, points")),
      columns: [
        Table.Column(language.pick("Показатель", "Score")),
        Table.Column(city.name(in: language), .score),
        Table.Column(othersName.uppercasedFirst, .score),
        Table.Column(language.pick("Разность", "Difference"), .scoreDifference),
        Table.Column(language.pick("Интервал 95\u{A0}%", "95% interval"), .scoreDifference),
        Table.Column(language.pick("p с поправкой", "adjusted p"), .pValue),
        Table.Column(language.pick("Вывод", "Verdict")),
      ],
      rows: entries.map { entry in
        Table.Row([
          .text(Prose(context.name(of: entry.definition) + freedMark(entry.freed))),
          .number(.score(entry.mean.value)),
          .number(.score(entry.others.value)),
          .number(.scoreDifference(entry.difference.value)),
          entry.difference.intervalCell(.scoreDifference), entry.difference.adjustedPCell,
          .text(Prose(entry.difference.verdict.inTable(.cities, language))),
        ])
      })
    table.footnotes = comparability(of: factorScores.map(\.id)).footnotes
    table.footnotes.append(
      verdictRule(
        study.conventions, family: family.size,
        index: entries.contains { $0.definition.isOutcome } ? index.size : 0, .cities, language))
    table.footnotes += context.sizeRemarks(entries.map(\.difference))
    return table
  }
}

extension ReportContext {
  /// What samples of this size can find, and where they are too small for equality to be established.
  func sizeRemarks(_ differences: [Difference]) -> [Prose] {
    detectableRemark(differences, .decimal(1)) + equalityRemark(differences)
  }

  /// The smallest difference that each comparison would have found; the smallest and the largest of the
  /// table's.
  ///
  /// - Parameter unit: Of the differences.
  func detectableRemark(_ differences: [Difference], _ unit: Number.Unit) -> [Prose] {
    let sizes = differences.compactMap(\.smallestDetectable)
    guard let least = sizes.min(), let most = sizes.max() else { return [] }
    let isShare = unit == .share
    func text(_ value: Double) -> String {
      Number.decimal(isShare ? 100 * value : value, digits: 1).text(in: language)
    }
    let (unitRu, unitEn) = isShare ? ("п. п.", "percentage points") : ("балла", "points")
    let isOne = text(least) == text(most)
    let range = language.pick(
      isOne
        ? "\(text(least)) \(unitRu)" : "\(text(least))–\(text(most)) \(unitRu), смотря по строке",
      isOne ? "\(text(least)) \(unitEn)" : "\(text(least)) to \(text(most)) \(unitEn), by row")
    return [
      Prose(
        language.pick(
          "Наименьшая разность, которую при таком объёме выборок можно было обнаружить с вероятностью "
            + "80\u{A0}% (уровень значимости 5\u{A0}%, без поправки на число сравнений): \(range).",
          "The smallest difference that samples of this size would have found with 80% power (5% "
            + "level, not adjusted for the number of comparisons): \(range)."))
    ]
  }

  /// Said where the samples are too small for equality to be established.
  private func equalityRemark(_ differences: [Difference]) -> [Prose] {
    let unable = differences.count { !$0.canShowEquality }
    guard unable > 0 else { return [] }
    return [
      Prose(
        language.pick(
          "В \(unable) из \(differences.count) сравнений интервал шире зоны равенства: при таком "
            + "объёме выборки установить, что различия практически нет, нельзя.",
          "In \(unable) of \(differences.count) comparisons the interval is wider than the zone of "
            + "equality: samples of this size cannot establish practical equality."))
    ]
  }
}
