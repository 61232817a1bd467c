import Estimation
import QuestionnaireDefinition
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

// Levels in each wave.
extension CityWavesReport {
  var levels: Section {
    let definitions = shownDefinitions
    var blocks: [Block] = []
    let outcome = definitions.filter { $0.layer == .outcome }
    if let chart = slopes(outcome.isEmpty ? Array(definitions.prefix(5)) : outcome) {
      blocks.append(.chart(chart))
    }
    if !definitions.isEmpty { blocks.append(.table(levelTable(definitions))) }
    if blocks.isEmpty {
      blocks.append(
        language.remark(
          "Ни один показатель не рассчитан.", "No score could be made."))
    }
    return Section(
      "levels", language.pick("Показатели по волнам", "Scores by wave"), blocks)
  }

  private var samples: [SampleFindings?] {
    study.waves.map { context.findings.sample(city: city.name, wave: $0.name) }
  }

  /// What some wave has a mean of, the index and its facets first.
  private var shownDefinitions: [ScoreDefinition] {
    study.factors.flatMap(ScoreDefinition.scores(of:)).filter { definition in
      definition.isHeadline && samples.contains { $0?[definition.id]?.mean != nil }
    }.outcomeFirst { $0 }
  }

  /// Waves that a score's line does not lead to: it is not compared with the wave before, or both are
  /// made from other questions than the means shown.
  func breaks(of score: ScoreID) -> Set<Int> {
    Set(
      study.waves.indices.dropFirst().filter { place in
        let pair = comparisons.first {
          $0.earlier == study.waves[place - 1].name && $0.later == study.waves[place].name
        }
        let change = pair?.scoreChanges(in: city.name).first { $0.definition.id == score }
        return change.map { !$0.leftOut.isEmpty || !$0.freed.isEmpty } ?? true
      })
  }

  private func slopes(_ definitions: [ScoreDefinition]) -> Chart? {
    let lines = definitions.map { definition in
      SlopePlot.Line(
        context.name(of: definition), samples.map { $0?[definition.id]?.point },
        breaks: breaks(of: definition.id))
    }.filter { $0.points.compactMap(\.self).count > 1 }
    guard !lines.isEmpty else { return nil }
    let message = lines.reduce(into: Prose("")) { prose, line in
      if !prose.inlines.isEmpty { prose += "; " }
      prose += Prose(line.name) + ": "
      for (place, point) in line.points.compactMap(\.self).enumerated() {
        prose += (place > 0 ? " → " : "") + Prose([.number(.score(point.value))])
      }
    }
    var chart = Chart(
      Prose(
        language.pick(
          "Средние по волнам с 95-процентными интервалами", "Means by wave with 95% intervals")),
      message: message + ".",
      .slopes(
        SlopePlot(
          axis: scoreAxis(language, limits: lines.limitsOfAtLeastThirtyPoints),
          waves: study.waves.map { $0.name(in: language) }, lines: lines)))
    if lines.contains(where: { !$0.breaks.isEmpty }) { chart.footnotes.append(context.breakRemark) }
    return chart
  }

  /// The mean of each score in each wave as its own page has it, with its base.
  private func levelTable(_ definitions: [ScoreDefinition]) -> Table {
    var table = Table(
      Prose(
        language.pick(
          "Средние и число ответивших по волнам, баллы", "Means and bases by wave, points")),
      columns: [Table.Column(language.pick("Показатель", "Score"))]
        + study.waves.flatMap {
          [Table.Column($0.name(in: language), .score), Table.Column.base]
        },
      rows: definitions.map { definition in
        let broken = breaks(of: definition.id).isEmpty ? "" : "\u{A0}‡"
        return Table.Row(
          [.text(Prose(context.rowName(of: definition) + broken))]
            + samples.flatMap { sample -> [Table.Cell] in
              guard let score = sample?[definition.id] else { return [.empty, .empty] }
              return [
                score.meanCell, score.mean.map { .number(.count($0.count)) } ?? .empty,
              ]
            })
      })
    table.footnotes = [
      Prose(
        language.pick(
          "Средние — те же, что в отчёте о городе за каждую волну.",
          "The means are those of the city’s report on each wave."))
    ]
    if definitions.contains(where: { !breaks(of: $0.id).isEmpty }) {
      table.footnotes.append(
        Prose(
          language.pick(
            "‡ Соседние волны не сравниваются, или их значения рассчитаны по разным вопросам: разности — "
              + "в разделах о парах волн.",
            "‡ The values of neighbouring waves are made from other questions, or are not compared: for "
              + "differences see the sections on pairs of waves.")))
    }
    return table
  }
}

extension ReportContext {
  /// Why a line over waves has gaps.
  var breakRemark: Prose {
    Prose(
      language.pick(
        "Линия прервана там, где соседние волны не сравниваются или показанные средние рассчитаны по "
          + "разным вопросам.",
        "A line is broken where neighbouring waves are not compared, or the means shown are made from "
          + "other questions."))
  }
}

extension [SlopePlot.Line] {
  /// At least 30 points on the axis: a narrower one makes a steep line of a small change.
  var limitsOfAtLeastThirtyPoints: ClosedRange<Double> {
    let points = flatMap(\.points).compactMap(\.self)
    let low = points.map { $0.lower ?? $0.value }.min() ?? 0
    let high = points.map { $0.upper ?? $0.value }.max() ?? 100
    let margin = Swift.max(0, 30 - (high - low)) / 2
    return Swift.max(
      0, ((low - margin) / 10).rounded(.down) * 10)...Swift.min(
        100, ((high + margin) / 10).rounded(.up) * 10)
  }
}
