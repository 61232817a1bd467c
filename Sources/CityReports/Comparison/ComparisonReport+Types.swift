import Estimation
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import Typology

// Types of residents.
extension ComparisonReport {
  /// Shares by city stand in columns of as many cities.
  private var mostCityColumns: Int { 6 }

  /// A section of the wave's; nothing where types were not looked for.
  func typesBlocks(_ wave: String) -> [Block] {
    guard let finding = context.findings.types(wave: wave) else { return [] }
    let blocks: [Block]
    switch finding {
    case .types(let types):
      blocks = [
        .paragraph(typesLead(types)), .chart(typesChart(types)), .table(sharesTable(types)),
        .table(portraitsTable(types)),
      ]
    case .none(.notMade(.noScores)): return []
    case .none(let reason): blocks = [.paragraph(Prose(words(for: reason)))]
    }
    return [
      .section(
        Section("types-\(wave)", language.pick("Типы жителей", "Types of residents"), blocks))
    ]
  }

  private func words(for reason: TypesFinding.NoTypes) -> String {
    func tried(_ search: TypesFinding.Search) -> String {
      language.pick(
        "на \(search.types.lowerBound)–\(search.types.upperBound) групп",
        "into \(search.types.lowerBound) to \(search.types.upperBound) groups")
    }
    func number(_ value: Double) -> String { Number.decimal(value, digits: 2).text(in: language) }
    let greatest = number(ResidentTypes.Borders.greatestDensity)
    switch reason {
    case .oneCloud(let search):
      let least = number(search.leastDensity)
      return language.pick(
        "Ответы не образуют типов жителей: при делении \(tried(search)) между соседними группами нет "
          + "разрежения (плотность там не ниже \(least) от плотности в центрах групп, а у типов она была "
          + "бы не выше \(greatest)), поэтому типы не выделены.",
        "The answers form no types of residents: divided \(tried(search)), people do not thin out between "
          + "neighbouring groups (they are at least \(least) times as dense as at the centres; of types "
          + "they would be \(greatest) at most), and so no types are made.")
    case .cutAsWell(let search, let pValue):
      let chance = pValue.map { "p = " + Number.pValue($0).text(in: language) }
      return language.pick(
        "Ответы не образуют типов жителей: при делении \(tried(search)) облако ответов без типов, с теми "
          + "же распределениями и корреляциями, делится не хуже"
          + (chance.map { " (\($0))" } ?? "") + ", поэтому типы не выделены.",
        "The answers form no types of residents: divided \(tried(search)), a cloud of answers without "
          + "types, of the same distributions and correlations, is cut as well"
          + (chance.map { " (\($0))" } ?? "") + ", and so no types are made.")
    case .notFoundAgain(let search):
      return language.pick(
        "Ответы не образуют устойчивых типов жителей: при делении \(tried(search)) повторные выборки "
          + "точек опроса дают другие группы, поэтому типы не выделены.",
        "The answers form no stable types of residents: divided \(tried(search)), other samples of the "
          + "sampling points give other groups, and so no types are made.")
    case .tooMany(let interviews, let most):
      return language.pick(
        "Ответы, возможно, образуют типы жителей, но в отчёте они не ищутся: интервью \(interviews), а "
          + "поиск рассчитан на \(most). Их ищет команда loci factors types.",
        "The answers may form types of residents, but the report does not look for them: there are "
          + "\(interviews) interviews, and the search is made for \(most). loci factors types looks for "
          + "them.")
    case .notMade:
      return language.pick(
        "Типы жителей не искались: какой-то показатель у всех одинаков, или разных ответов слишком мало.",
        "Types of residents were not looked for: everybody has the same score of some factor, or too few "
          + "answers differ.")
    }
  }

  // MARK: Types that were found

  /// «Тип 1: выше среднего — …», a name that says no more than the scores do.
  private func name(of type: Int, in types: ResidentTypes) -> String {
    let number = language.pick("Тип \(type + 1)", "Type \(type + 1)")
    guard let marks = marks(of: type, in: types) else { return number }
    return "\(number): \(marks)"
  }

  /// Which scores are above and below the mean of all who have a type, by the zone and more.
  private func marks(of type: Int, in types: ResidentTypes) -> String? {
    let own = types.portraits[type].means
    guard types.portraits.allSatisfy({ $0.suppression == nil }) else { return nil }
    let distances = own.indices.map { score -> Double in
      let all = types.portraits.reduce(0) {
        $0 + ($1.share?.value ?? 0) * ($1.means[score]?.value ?? 0)
      }
      return (own[score]?.value ?? all) - all
    }
    let zone = context.study.conventions.equivalenceZone
    func strongest(_ sign: Double) -> [String] {
      distances.indices.filter { sign * distances[$0] >= zone }
        .sorted { abs(distances[$0]) > abs(distances[$1]) }
        .map { context.name(of: types.scores[$0]).lowercasedFirst }
    }
    let (above, below) = (strongest(1), strongest(-1))
    switch (above.count, below.count) {
    case (0, 0): return language.pick("близок к среднему", "near the mean")
    case (distances.count, 0): return language.pick("всё выше среднего", "all above the mean")
    case (0, distances.count): return language.pick("всё ниже среднего", "all below the mean")
    default:
      func words(_ names: [String], _ russian: String, _ english: String) -> [String] {
        guard !names.isEmpty else { return [] }
        return [language.pick(russian, english) + " — " + language.listed(Array(names.prefix(2)))]
      }
      return
        (words(above, "выше среднего", "above the mean")
        + words(below, "ниже среднего", "below the mean")).joined(separator: "; ")
    }
  }

  private func typesLead(_ types: ResidentTypes) -> Prose {
    let count = types.portraits.count
    var prose = Prose(
      language.pick(
        "По баллам факторов жители делятся на \(count) "
          + "\(plural(count, "тип", "типа", "типов")), между которыми людей мало. ",
        "By the factors’ scores residents make up \(count) types with few people between them. "))
    for (place, portrait) in types.portraits.enumerated() {
      guard let share = portrait.share else { continue }
      if place > 0 { prose += "; " }
      prose += "\(name(of: place, in: types)) — \(share.figure(.share))"
    }
    return prose + "."
  }

  private func typesChart(_ types: ResidentTypes) -> Chart {
    let caption = language.pick(
      "Средние баллы типов, 95-процентные интервалы", "Mean scores of the types, 95% intervals")
    let rows = types.scores.indices.map { score in
      IntervalPlot.Row(
        context.name(of: types.scores[score]), types.portraits.map { $0.means[score]?.point })
    }
    return Chart(
      Prose(caption),
      message: Prose(
        language.pick(
          "Названия типов повторяют баллы и больше ничего о людях не говорят.",
          "The types’ names repeat the scores and say nothing else of people.")),
      .intervals(
        IntervalPlot(
          axis: scoreAxis(language),
          series: types.portraits.indices.map {
            IntervalPlot.Series(language.pick("Тип \($0 + 1)", "Type \($0 + 1)"))
          }, groups: [IntervalPlot.Group("", rows)])))
  }

  private func sharesTable(_ types: ResidentTypes) -> Table {
    let cities = types.cities.count <= mostCityColumns && types.cities.count > 1 ? types.cities : []
    var table = Table(
      Prose(language.pick("Доли типов", "Shares of the types")),
      columns: [
        Table.Column(language.pick("Тип", "Type")),
        Table.Column(language.pick("Доля", "Share"), .share),
        Table.Column(language.pick("Интервал 95\u{A0}%", "95% interval"), .share),
        Table.Column(language.pick("Сходство (Жаккар)", "Similarity (Jaccard)"), .decimal(2)),
        Table.Column(language.pick("Устойчивость", "Stability")),
      ] + cities.map { Table.Column(context.cityName($0), .share) },
      rows: types.portraits.enumerated().map { place, portrait in
        func cell(_ estimate: Estimate?) -> Table.Cell {
          if let estimate { return .number(.share(estimate.value)) }
          return portrait.suppression.map { .suppressed($0.reason) } ?? .empty
        }
        let stability = types.chosen.stability
        return Table.Row(
          [
            .text(Prose(name(of: place, in: types))), cell(portrait.share),
            portrait.share?.intervalCell(.share, language) ?? .empty,
            .number(.decimal(stability.meanJaccard[place], digits: 2)),
            .text(Prose(word(for: stability.verdicts[place]))),
          ] + (cities.isEmpty ? [] : portrait.cityShares.map(cell)))
      })
    table.footnotes = typesFootnotes(types)
    if cities.isEmpty, types.cities.count > 1 {
      table.footnotes.append(
        Prose(
          language.pick(
            "Доли по городам — в tables/types.csv.", "Shares by city are in tables/types.csv.")))
    }
    return table
  }

  private func word(for verdict: ClusterStability.Verdict) -> String {
    switch verdict {
    case .stable: language.pick("находится снова", "found again")
    case .doubtful: language.pick("сомнительна", "doubtful")
    case .unstable: language.pick("снова не находится", "not found again")
    }
  }

  private func typesFootnotes(_ types: ResidentTypes) -> [Prose] {
    func number(_ value: Double) -> String { Number.decimal(value, digits: 2).text(in: language) }
    var notes = [
      Prose(
        language.pick(
          "Метод k-средних по стандартизованным баллам; число типов выбрано по чёткости границ (силуэт). "
            + "Интервью, в которых есть все баллы, — \(types.count), без какого-либо из них — "
            + "\(types.incompleteCount). Принадлежность к типу в интервалах долей считается известной.",
          "k-means of the standardised scores; the number of types is that with the clearest borders "
            + "(silhouette). \(types.count) interviews have all scores, \(types.incompleteCount) lack one. "
            + "Intervals of shares take the types as known."))
    ]
    if let borders = types.borders {
      let resamples = types.chosen.stability.resamples
      notes.append(
        Prose(
          language.pick(
            "Типы показаны, потому что \(resamples) повторных выборок точек опроса находят их снова, облако "
              + "без типов с теми же распределениями и корреляциями делится хуже"
              + (borders.pValue.map { " (p = \(Number.pValue($0).text(in: .ru)))" } ?? "")
              + ", а плотность между соседними типами — \(number(borders.density)) от плотности в центрах.",
            "Types are shown because \(resamples) samples of the sampling points find them again, a cloud "
              + "without types of the same distributions and correlations is not cut as well"
              + (borders.pValue.map { " (p = \(Number.pValue($0).text(in: .en)))" } ?? "")
              + ", and between neighbouring types people are \(number(borders.density)) times as dense as "
              + "at their centres.")))
    }
    return notes
  }

  private func portraitsTable(_ types: ResidentTypes) -> Table {
    var table = Table(
      Prose(language.pick("Портреты типов: средние баллы", "Portraits of the types: mean scores")),
      columns: [Table.Column(language.pick("Показатель", "Score"))]
        + types.portraits.indices.map {
          Table.Column(language.pick("Тип \($0 + 1)", "Type \($0 + 1)"), .score)
        },
      rows: types.scores.indices.map { score in
        Table.Row(
          [.text(Prose(context.rowName(of: types.scores[score])))]
            + types.portraits.map { portrait in
              portrait.means[score].map { .number($0.figure(.score)) }
                ?? portrait.suppression.map { .suppressed($0.reason) } ?? .empty
            })
      })
    if types.cities.count > 1, let profile = context.findings.profile(wave: types.wave) {
      let notes = ComparabilityNotes(
        context, .cities, findings: profile.comparability, of: types.scores.map(\.id))
      table.footnotes = [notes.remark]
    }
    return table
  }
}
