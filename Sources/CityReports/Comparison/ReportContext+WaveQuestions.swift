import Estimation
import QuestionnaireDefinition
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

// What changed in the questions of two waves.
extension ReportContext {
  /// What changed, kind by kind; kinds that did not occur are passed over.
  func versionsStatement(_ versions: WaveComparison.Versions) -> Prose {
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
  func rewordedTable(_ versions: WaveComparison.Versions) -> Table? {
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
  func crosswalkTable(_ comparison: WaveComparison) -> Table? {
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
            study.crosswalk.commonName(of: row.question), waveName(row.wave), row.from,
            row.map?.text ?? "",
            row.verdict?.words(in: language) ?? "", row.decidedBy ?? "", row.reason,
          ].map { .text(Prose($0)) })
      })
  }

  func reasons(_ pair: QuestionPair) -> String {
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
extension ReportContext {
  /// The questions whose answers changed; a sentence where there is none.
  func questionBlock(_ changes: [QuestionChange], family: ComparisonFamily) -> Block {
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

  /// Changes of single questions, with the bases of both waves.
  func questionTable(_ caption: String, _ changes: [QuestionChange]) -> Table {
    var columns = changeColumns(.decimal(1), .decimal(1))
    columns.insert(Table.Column(language.pick("n раньше", "n before"), .count), at: 1)
    columns.insert(Table.Column(language.pick("n теперь", "n now"), .count), at: 2)
    return Table(Prose(caption), columns: columns, rows: changes.map(row))
  }

  private func questionTable(
    _ established: [QuestionChange], of count: Int, family: ComparisonFamily
  ) -> Table {
    var table = questionTable(
      language.pick(
        "Отдельные вопросы: установленные изменения", "Single questions: established changes"),
      established)
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
    let shares = established.filter { if case .share = $0.quantity { true } else { false } }
    table.footnotes += detectableRemark(shares.map(\.difference), .share)
    return table
  }

  private func row(_ change: QuestionChange) -> Table.Row {
    let difference = differenceUnit(of: change)
    let unit: Number.Unit = difference == .shareDifference ? .share : .decimal(1)
    return Table.Row([
      .text(Prose(name(of: change) + (change.isReworded ? " *" : ""))),
      .number(.count(change.earlier.count)), .number(.count(change.later.count)),
      .number(Number(change.earlier.value, unit)), .number(Number(change.later.value, unit)),
      .number(Number(change.difference.value, difference)),
      change.difference.intervalCell(difference), change.difference.adjustedPCell,
      .text(Prose(change.difference.verdict.inTable(.waves, language))),
    ])
  }

  /// Percentage points of a share, points or the question's own unit of a mean.
  func differenceUnit(of change: QuestionChange) -> Number.Unit {
    if case .share = change.quantity { return .shareDifference }
    return .decimal(1)
  }

  func name(of change: QuestionChange) -> String {
    let question = findings.samples.lazy
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
}
