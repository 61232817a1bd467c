import MeasurementInvariance
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

// What stands in for scores whose means are not compared.
extension ComparisonReport {
  /// Means by city stand in columns of as many cities.
  private var mostCityColumns: Int { 6 }

  /// A section of the wave's; nothing where all means are compared.
  func withheldBlocks(_ profile: WaveProfile) -> [Block] {
    guard !profile.withheldQuestions.isEmpty else { return [] }
    var blocks: [Block] = [
      .paragraph(
        Prose(
          language.pick(
            "Средние этих показателей между городами не сопоставляются, поэтому сопоставлены ответы на "
              + "каждый вопрос отдельно. Такие сравнения не говорят об уровне показателя.",
            "Means of these scores are not set against each other between the cities, and so answers to "
              + "each question are compared by themselves. They say nothing of the score’s level."))
      )
    ]
    for score in profile.withheldQuestions {
      if score.isConfigural { blocks.append(.list(advice(score))) }
      blocks.append(.table(table(score, profile)))
    }
    return [
      .section(
        Section(
          "questions-instead-\(profile.wave)",
          language.pick("Вопросы вместо шкал", "Questions instead of scales"), blocks))
    ]
  }

  /// What could be done with questions that do not make up one scale.
  private func advice(_ score: WithheldQuestions) -> [Prose] {
    let name = language.quoted(context.name(of: score.definition))
    let file = score.definition.id.factor
    let formative = language.pick(
      "\(name): вопросы не складываются в одну шкалу. Что можно сделать: если показатель — перечень "
        + "разного, что не обязано быть связано, объявить его формативным (kind formative в "
        + "factors.csv) и читать как сумму;",
      "\(name): the questions do not make up one scale. What could be done: if the score is a list of "
        + "different things that need not hang together, call it formative (kind formative in "
        + "factors.csv) and read it as a sum;")
    let pairs = (score.finding.ladder?.residualPairs ?? []).map { pair in
      let statistic = Number.decimal(pair.statistic, digits: 1).text(in: language)
      return language.pick(
        "\(pair.first) и \(pair.second) (χ² уменьшится примерно на \(statistic))",
        "\(pair.first) and \(pair.second) (χ² would fall by about \(statistic))")
    }
    let line = (score.finding.ladder?.residualPairs.first).map { "\($0.first) ~~ \($0.second)" }
    let residuals =
      pairs.isEmpty
      ? language.pick(
        "ни одна пара вопросов не связана сверх шкалы настолько, чтобы освободить её остатки; можно "
          + "разделить шкалу (loci factors explore);",
        "no pair of questions hangs together so much beyond the scale that its residuals might be freed;"
          + " the scale may be divided (loci factors explore);")
      : language.pick(
        "если вопросы похожи по содержанию, разрешить связь их остатков: \(pairs.joined(separator: "; "))"
          + (line.map { " — в модели фактора \(file) строкой \($0)" } ?? "") + ";",
        "if questions are alike in content, let their residuals covary: \(pairs.joined(separator: "; "))"
          + (line.map { ", as \($0) in the model of \(file)" } ?? "") + ";")
    let ordinal = language.pick(
      "проверить порядковую модель, которая не считает ответы числами: loci factors invariance --ordinal "
        + "--factor \(file).",
      "try the ordinal model, which does not take answers for numbers: loci factors invariance --ordinal "
        + "--factor \(file).")
    return [formative, residuals, ordinal].map { Prose($0) }
  }

  private func table(_ score: WithheldQuestions, _ profile: WaveProfile) -> Table {
    let isOnePair = profile.cities.count == 2
    let cities = profile.cities.count <= mostCityColumns ? Array(profile.cities.indices) : []
    var table = Table(
      Prose(
        language.pick(
          "\(context.name(of: score.definition)): средние ответов на вопросы, баллы 0–100",
          "\(context.name(of: score.definition)): mean answers to the questions, points of 0–100")),
      columns: [Table.Column(language.pick("Вопрос", "Question"))]
        + cities.map { Table.Column(context.cityName(profile.cities[$0]), .score) }
        + (isOnePair
          ? [
            Table.Column(language.pick("Разность", "Difference"), .scoreDifference),
            Table.Column(language.pick("Интервал 95\u{A0}%", "95% interval"), .scoreDifference),
            Table.Column(language.pick("p с поправкой", "adjusted p"), .pValue),
          ] : []) + [Table.Column(language.pick("Вывод", "Verdict"))],
      rows: score.rows.map { row in
        let difference = isOnePair ? row.differences.first ?? nil : nil
        let pair: [Table.Cell] =
          isOnePair
          ? [
            difference.map { .number(.scoreDifference($0.value)) } ?? .empty,
            difference?.intervalCell(.scoreDifference) ?? .empty,
            difference?.adjustedPCell ?? .empty,
          ] : []
        return Table.Row(
          [.text(questionName(row.question, profile.wave))]
            + cities.map { row.means[$0].map { .number($0.figure(.score)) } ?? .empty } + pair
            + [.text(Prose(verdict(row, profile)))])
      })
    table.footnotes = [
      Prose(
        language.pick(
          "Сопоставимость шкал здесь не предполагается: сравниваются ответы на отдельные вопросы, "
            + "повёрнутые так же, как в шкале"
            + (isOnePair
              ? ". Разность: \(context.cityName(profile.cities[0])) минус "
                + "\(context.cityName(profile.cities[1]))."
              : "; каждый город — с равным средним других (tables/scale-questions.csv)."),
          "Comparability of measurement is not presumed here: answers to single questions are compared, "
            + "turned as in the scale"
            + (isOnePair
              ? ". Difference: \(context.cityName(profile.cities[0])) minus "
                + "\(context.cityName(profile.cities[1]))."
              : "; each city with the equal mean of the others (tables/scale-questions.csv)."))),
      verdictRule(
        context.study.conventions, family: profile.questionFamily.size, .cities, language),
    ]
    return table
  }

  /// Of two cities the verdict; of more, which of them lie above or below the others.
  private func verdict(_ row: WithheldQuestions.Row, _ profile: WaveProfile) -> String {
    guard profile.cities.count > 2 else {
      return (row.differences.first ?? nil)?.verdict.inTable(.cities, language) ?? "—"
    }
    let established = zip(profile.cities, row.differences).compactMap { city, difference in
      difference.flatMap { $0.isEstablished ? $0.verdict : nil }.map {
        "\(context.cityName(city)) — \($0.inTable(.cities, language))"
      }
    }
    return established.isEmpty
      ? Verdict.notEstablished.inTable(.cities, language) : established.joined(separator: "; ")
  }

  private func questionName(_ question: String, _ wave: String) -> Prose {
    let form = context.findings.samples.first {
      $0.wave == wave && $0.sample.questionnaire[question] != nil
    }?.sample.questionnaire
    let label = form?[question]?.label.text(in: language.rawValue)
    return Prose(label.map { "\(question). \($0)" } ?? question)
  }
}
