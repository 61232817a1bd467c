import Reporting
import StudyFolder
import SurveyAnalysis
import SurveyModel

extension CityReport {
  var methodSection: Section {
    var blocks: [Block] = [.list(methodStatements)]
    if let table = context.reliabilityTable(city: city.name, wave: wave.name) {
      blocks.append(.table(table))
    }
    blocks.append(.section(provenanceSection))
    return Section(
      "method", language.pick("Метод и происхождение", "Method and provenance"), blocks)
  }

  /// What was done in this sample, and nothing else.
  private var methodStatements: [Prose] {
    [scoringStatement, estimationStatement, testingStatement, hiddenFigures].compactMap(\.self)
      .map { Prose($0) }
  }

  private var scoringStatement: String? {
    guard !sample.scores.isEmpty else { return nil }
    let isTurned = sample.scores.contains {
      $0.definition.items.contains { $0.keying == .negative }
    }
    return language.pick(
      "Баллы — проценты от возможного размаха (POMP): 100·(x − min)/(max − min)"
        + (isTurned ? "; шкалы обратных вопросов перевёрнуты" : "")
        + ". Балл фактора — среднее баллов его вопросов; он считается, "
        + "если респондент ответил не менее чем на \(completeness) из них. «Затрудняюсь ответить» — "
        + "не ответ и в баллы не входит.",
      "Scores are percentages of the possible range (POMP): 100·(x − min)/(max − min); "
        + (isTurned ? "reversed questions are turned round; " : "")
        + "a factor’s score is the mean of its answers where at least "
        + "\(completeness) are there; “don’t know” does not enter scores.")
  }

  private var estimationStatement: String {
    let errors = sample.weighted.errors
    let parts = DesignParts([sample])
    let isRaked = sample.weighted.passport != nil
    let degrees = sample.design.degreesOfFreedom
    return language.pick(
      (sample.isWeighted ? "Средние и доли взвешены" : "Средние и доли не взвешены")
        + "; их стандартные ошибки \(errors.making(parts, isRaked: isRaked, in: .ru)); интервалы долей "
        + "построены на шкале логита, средних — по распределению Стьюдента (степеней свободы: "
        + "\(degrees)).",
      (sample.isWeighted ? "Means and shares are weighted" : "Means and shares are not weighted")
        + "; their standard errors \(errors.making(parts, isRaked: isRaked, in: .en)); intervals of "
        + "shares are built on the logit scale, those of means with Student’s t "
        + "(\(degrees) degrees of freedom).")
  }

  /// Nil where nothing is compared: one city, one wave, no model.
  private var testingStatement: String? {
    let isCompared =
      context.findings.profile(wave: wave.name).map { !$0.entries.isEmpty } ?? false
      || context.findings.waveComparisons.contains { comparison in
        comparison.cities.contains { $0.name == city.name }
      }
    guard isCompared else { return nil }
    return language.pick(
      "Различия и изменения проверены t-критерием с учётом дизайна выборки; значения p скорректированы "
        + "методом Бенджамини — Хохберга внутри семейства сравнений, названного под таблицей "
        + "(tables/families.csv).",
      "Differences and changes are tested with the design-based t; p values are adjusted by "
        + "Benjamini–Hochberg within the family named under the table (tables/families.csv).")
  }

  /// What part of a score's questions must be answered: «две трети».
  private var completeness: String {
    let part = study.conventions.completeness
    return switch (part.answered, part.asked) {
    case (1, 2): language.pick("половину", "half")
    case (2, 3): language.pick("две трети", "two thirds")
    case (3, 4): language.pick("три четверти", "three quarters")
    default: "\(part.answered)/\(part.asked)"
    }
  }

  /// What is not shown, by the rule of this sample.
  private var hiddenFigures: String {
    let rule = sample.disclosure
    let base = rule.minimumBase
    let always = language.pick(
      "Не показаны оценки на базе меньше \(base) интервью: они неточны, и по ним можно узнать ответы "
        + "отдельных людей. Там, где такую оценку можно было бы вычислить из других чисел, скрыты или "
        + "округлены и они. В перекрёстных таблицах даны целые проценты без числа ответивших в "
        + "ячейках.",
      "Estimates on a base under \(base) interviews are not shown: they are imprecise, and would "
        + "tell the answers of individuals. Where such an estimate could be computed from other "
        + "figures, those are hidden or rounded too. Crosstabs have whole per cents and no counts "
        + "in cells.")
    guard rule.isStrict else { return always }
    let cell = rule.minimumCell
    return always + " "
      + language.pick(
        "Кроме того, скрыты ячейки, в которых меньше \(cell) интервью, и те, по которым их можно "
          + "было бы восстановить.",
        "Cells of fewer than \(cell) interviews are hidden as well, and so are those from which "
          + "they could be recovered.")
  }

  private var provenanceSection: Section {
    let run = context.run
    let ledgers = run.ledger.filter { ledger in
      ledger.samples.contains { $0.city == city.name && $0.wave == wave.name }
    }
    let facts = [
      KeyValue(language.pick("Программа", "Program"), Prose("GeniusLoci \(run.version)")),
      KeyValue(
        language.pick("Зерно датчика случайных чисел", "Seed"), Prose(String(study.settings.seed))),
      KeyValue(
        language.pick("Версия анкеты", "Questionnaire version"),
        Prose(sample.sample.questionnaire.version)),
      KeyValue(
        language.pick("Все оценки этого отчёта", "All estimates of this report"),
        Prose([.link("tables/", to: .file("tables/scores.csv"))])),
    ]
    let table = Table(
      Prose(
        language.pick(
          "Полевые файлы: что в них было и что с этим стало",
          "Field files: what they held and what became of it")),
      columns: [
        Table.Column(language.pick("Файл", "File")),
        Table.Column(language.pick("Записей", "Records"), .count),
        Table.Column(language.pick("Принято", "Kept"), .count),
        Table.Column(language.pick("Отложено", "Quarantined"), .count),
        Table.Column("SHA-256"),
      ],
      rows: ledgers.map { ledger in
        let hash = run.inputs.first { $0.path == ledger.file }?.sha256 ?? ""
        return Table.Row([
          .text(Prose([.code(ledger.file)])), .number(.count(ledger.records)),
          .number(.count(ledger.kept.records)),
          .number(.count(ledger.quarantinedTotal.records)),
          .text(Prose([.code(String(hash.prefix(16)) + "…")])),
        ])
      })
    return Section(
      "provenance", language.pick("Из чего сделан отчёт", "What the report is made from"),
      [.keyValues(facts), .table(table)])
  }
}
