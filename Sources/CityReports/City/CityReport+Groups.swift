import Estimation
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

extension CityReport {
  var groupsSection: Section {
    let title = language.pick("Группы жителей", "Groups of residents")
    let groups = sample.groups.filter { $0.categories.contains(where: \.hasPeople) }
    guard !groups.isEmpty else {
      return emptySection(
        "groups", title,
        because: language.pick(
          "В исследовании нет групп (groups.csv), либо вопросы, из которых они составлены, не "
            + "задавались.",
          "The study has no groups (groups.csv), or the questions they are made from were not asked."
        ))
    }
    var blocks: [Block] = [.paragraph(groupsIntroduction)]
    if let chart = groupsChart(groups) { blocks.append(.chart(chart)) }
    blocks += groups.map { .table(groupTable($0)) }
    return Section("groups", title, blocks)
  }

  private var groupsIntroduction: Prose {
    Prose(
      language.pick(
        "Средние баллы по группам с 95-процентными интервалами. Если интервалы двух групп "
          + "перекрываются, это ещё не значит, что группы равны; если нет — различие между ними "
          + "вероятно. Группы не сравниваются формальным тестом, поэтому слов «выше» и «ниже» здесь нет.",
        "Mean points by group with 95% intervals. Overlapping intervals do not mean that groups are "
          + "equal; where they do not overlap, a difference is likely. Groups are not formally tested, "
          + "so the words “higher” and “lower” are not used here."))
  }

  /// The index by group; without an index, the first factor.
  private func groupsChart(_ groups: [GroupScores]) -> Chart? {
    guard
      let place = sample.scores.firstIndex(where: { $0.id == sample.index?.id })
        ?? sample.scores.indices.first
    else { return nil }
    let definition = sample.scores[place].definition
    var message: Prose = ""
    let plotGroups = groups.map { group in
      IntervalPlot.Group(
        context.name(ofGroup: group.group),
        group.categories.map { category in
          let score = category.scores[place]
          let name = context.name(ofCategory: category.name, in: group.group)
          if let figure = score.figure {
            if !message.isEmpty { message += "; " }
            message += "\(name) — \(figure)"
          }
          return IntervalPlot.Row(
            name, [score.point],
            remark: score.suppression.map { $0.reason.text(in: language) })
        })
    }
    return Chart(
      Prose("\(context.name(of: definition)): ")
        + Prose(
          language.pick(
            "средние баллы по группам и 95-процентные интервалы",
            "mean points by group with 95% intervals")),
      message: message + ".",
      .intervals(IntervalPlot(axis: scoreAxis(language), groups: plotGroups)))
  }

  /// Scores down, categories across.
  private func groupTable(_ group: GroupScores) -> Table {
    let places = sample.scores.indices.filter { place in
      if case .facet = sample.scores[place].id.part {
        return sample.scores[place].definition.layer == .outcome
      }
      return true
    }
    var rows = places.map { place in
      Table.Row(
        [.text(Prose(context.rowName(of: sample.scores[place].definition)))]
          + group.categories.map { cell($0.scores[place]) })
    }
    rows.append(
      Table.Row(
        [.text(Prose(shareLabel(group)))]
          + group.categories.map {
            shown($0.share.map { .share($0.value) }, unless: $0.suppression)
          },
        .emphasized))
    rows.append(
      Table.Row(
        [.text("n")]
          + group.categories.map { shown($0.count.map(Number.count), unless: $0.countSuppression) },
        .emphasized))
    var table = Table(
      Prose("\(context.name(ofGroup: group.group)): ")
        + Prose(language.pick("средние баллы, 0–100", "mean points, 0–100")),
      columns: [Table.Column(language.pick("Показатель", "Score"))]
        + group.categories.map {
          Table.Column(context.name(ofCategory: $0.name, in: group.group), .score)
        }, rows: rows)
    if group.unknownCount != 0 {
      let count = group.unknownCount.map(String.init)
      let few = sample.disclosure.minimumCell
      table.footnotes.append(
        Prose(
          language.pick(
            "Ни к одной категории не отнесено интервью: \(count ?? "меньше \(few)") (вопрос не "
              + "задавался или ответа нет). Доли посчитаны без них.",
            "Interviews in none of the categories: \(count ?? "fewer than \(few)") (not asked, or "
              + "no answer). Shares leave them out.")))
    }
    if group.categories.contains(where: { $0.scores.contains { $0.isCoarse } }) {
      table.footnotes.append(coarsenessNote)
    }
    return table
  }

  /// Why some means have no decimals.
  private var coarsenessNote: Prose {
    Prose(
      language.pick(
        "Средние округлены до целых баллов: точнее по ним можно было бы вычислить ответы немногих "
          + "людей, не отнесённых ни к одной категории.",
        "Means are rounded to whole points: finer ones would tell the answers of the few people in "
          + "none of the categories."))
  }

  private func shown(
    _ number: Number?, unless suppression: SurveyAnalysis.Suppression?
  ) -> Table.Cell {
    suppression.map { .suppressed($0.reason) } ?? number.map { .number($0) } ?? .empty
  }

  /// Shares are of all residents only where everybody is in some category.
  private func shareLabel(_ group: GroupScores) -> String {
    group.unknownCount == 0
      ? language.pick("Доля жителей", "Share of residents")
      : language.pick("Доля среди отнесённых к группам", "Share of those in a group")
  }

  private func cell(_ score: ScoreEstimate) -> Table.Cell {
    score.figure.map { .number($0) } ?? score.meanCell
  }
}
