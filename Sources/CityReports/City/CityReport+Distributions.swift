import Estimation
import Reporting
import SurveyAnalysis
import SurveyModel

extension CityReport {
  var distributionsSection: Section {
    let title = language.pick(
      "Анкета с линейными распределениями", "The questionnaire with its distributions")
    guard !askedDistributions.isEmpty else {
      return emptySection(
        "distributions", title,
        because: language.pick("Ответов нет.", "There are no answers."))
    }
    var blocks: [Block] = [.paragraph(distributionsIntroduction)]
    if askedDistributions.count < sample.distributions.count {
      blocks.append(.note(Note(.information, paradataNote)))
    }
    blocks += batteries.map { battery in
      .section(
        Section(
          "questions-\(battery.first?.question ?? "")", self.title(of: battery),
          self.blocks(for: battery)))
    }
    return Section("distributions", title, blocks)
  }

  private var distributionsIntroduction: Prose {
    Prose(
      language.pick(
        "Линейные распределения ответов в порядке анкеты, взвешенные. База — все, кому вопрос "
          + "задавался, включая затруднившихся и отказавшихся отвечать; её объём (n, без "
          + "взвешивания) указан у каждого вопроса. Интервью, в которых ответ не записан, в базу не "
          + "входят: их число указано под таблицей. Средние по шкалам — в баллах от 0 до 100, по содержательным ответам. "
          + "Ответы на открытые вопросы не публикуются.",
        "Weighted linear distributions in the order of the questionnaire. The base is all who were "
          + "asked, those who did not know or refused included; its size (n, unweighted) stands beside "
          + "each question. Interviews whose answer is not recorded are outside it; how many they are "
          + "stands under the table. Means of scales are points from 0 to 100, of substantive "
          + "answers only. Open answers are not published."))
  }

  private var paradataNote: Prose {
    Prose(
      language.pick(
        "Служебные сведения, которые записывает интервьюер или программа, респондентам не задавались "
          + "и здесь не приводятся; их распределения — в tables/distributions.csv.",
        "What the interviewer or the form records was not asked of respondents and is not shown "
          + "here; its distributions are in tables/distributions.csv."))
  }

  func question(_ distribution: QuestionDistribution) -> Question? {
    sample.sample.questionnaire[distribution.question]
  }

  /// Runs of scale questions with one list of answers share a chart; all others stand alone.
  func blocks(for battery: [QuestionDistribution]) -> [Block] {
    var blocks: [Block] = []
    var run: [QuestionDistribution] = []
    func close() {
      if !run.isEmpty { blocks.append(.chart(scaleChart(run))) }
      run = []
    }
    for distribution in battery {
      guard let question = question(distribution) else { continue }
      if isScale(question) {
        let list = run.last.flatMap { self.question($0) }?.choices?.name
        if list != question.choices?.name || run.count == 10 { close() }
        run.append(distribution)
      } else {
        close()
        blocks.append(block(for: distribution, question))
      }
    }
    close()
    return blocks
  }

  private func isScale(_ question: Question) -> Bool {
    guard case .selectOne(let list) = question.kind, question.measure != .nominal else {
      return false
    }
    // A list of a single question (education, income) reads better as plain bars than between the
    // colours of «не согласен» and «согласен»; a rating with many steps does not.
    let isBattery = questionsByChoiceList[list.name, default: 0] > 1
    return list.substantive.count <= 11 && (isBattery || list.substantive.count >= 7)
  }
}

// One chart for a run of scale questions.
extension CityReport {
  private func scaleChart(_ run: [QuestionDistribution]) -> Chart {
    let answers = answersGiven(in: run)
    let scale = answers.filter(\.isSubstantive)
    let isUnsure = answers.contains(.missing(.dontKnow))
    let isRest = answers.contains { !$0.isSubstantive && $0 != .missing(.dontKnow) }
    let list = run.first.flatMap(question)?.choices
    let apart =
      (isUnsure ? [name(of: .missing(.dontKnow), in: list)] : [])
      + (isRest ? [language.pick("Отказ или нет ответа", "Refused or no answer")] : [])
    let categories = StackedBarPlot.Category.scale(
      scale.map { name(of: $0, in: list) }, apart: apart)
    let bars = run.map { distribution in
      StackedBarPlot.Bar(
        label(of: distribution),
        distribution.suppression == nil
          ? shares(of: distribution, scale, isUnsure: isUnsure, isRest: isRest) : nil,
        base: distribution.shownCount,
        remark: distribution.suppression.map { $0.reason.text(in: language) })
    }
    var chart = Chart(
      Prose(scaleCaption(run)), message: scaleMessage(run, list),
      .stackedBars(StackedBarPlot(categories: categories, bars: bars)),
      table: scaleTable(run, answers: answers, list))
    chart.footnotes = baseNotes(run)
    return chart
  }

  /// The answers of a run's list, those apart from the scale last and only where somebody gave them.
  private func answersGiven(in run: [QuestionDistribution]) -> [Answer] {
    var answers: [Answer] = []
    for distribution in run {
      for row in distribution.rows where row.isWorthARow && !answers.contains(row.answer) {
        answers.append(row.answer)
      }
    }
    return answers.filter(\.isSubstantive) + answers.filter { !$0.isSubstantive }
  }

  private func scaleCaption(_ run: [QuestionDistribution]) -> String {
    let several = run.count > 1
    return language.pick(
      several
        ? "Закрытые вопросы, один ответ, % тех, кому вопрос задавался"
        : "Закрытый вопрос, один ответ, % тех, кому вопрос задавался",
      several
        ? "Closed questions, one answer, % of those asked"
        : "Closed question, one answer, % of those asked")
  }

  /// Shares on the scale, then of those who did not know, then of all others without an answer.
  private func shares(
    of distribution: QuestionDistribution, _ scale: [Answer], isUnsure: Bool, isRest: Bool
  ) -> [Double] {
    var shares = scale.map { distribution[$0]?.share?.value ?? 0 }
    let unsure = distribution[.missing(.dontKnow)]?.share?.value ?? 0
    let apart = distribution.rows.filter { !$0.answer.isSubstantive }
      .reduce(0) { $0 + ($1.share?.value ?? 0) }
    if isUnsure { shares.append(unsure) }
    if isRest { shares.append(max(0, apart - unsure)) }
    return shares
  }

  private func label(of distribution: QuestionDistribution) -> String {
    let text = question(distribution)?.label.text(in: language.rawValue) ?? ""
    return "\(distribution.question). \(text)"
  }

  func name(of answer: Answer, in list: ChoiceList?) -> String {
    switch answer {
    case .choice(let code):
      list?.index(of: code).map { list?.choices[$0].label.text(language, or: code) ?? code } ?? code
    case .answered: language.pick("Дали ответ", "Answered")
    case .missing(let reason): name(of: reason, in: list)
    }
  }

  private func name(of reason: MissingReason, in list: ChoiceList?) -> String {
    let choice = list?.choices.first { $0.missing == reason }
    if let label = choice?.label.text(in: language.rawValue) { return label }
    return switch reason {
    case .notAsked: language.pick("Вопрос не задавался", "Not asked")
    case .dontKnow: language.pick("Затрудняюсь ответить", "Don’t know")
    case .refused: language.pick("Отказ от ответа", "Refused")
    case .noAnswer: language.pick("Нет ответа", "No answer")
    case .notAskedOrLost:
      language.pick("Не задавался или не записан", "Not asked or not recorded")
    case .lost: language.pick("Ответ не записан", "Answer not recorded")
    case .invalid: language.pick("Ошибочный код", "Invalid code")
    }
  }

  private func scaleMessage(_ run: [QuestionDistribution], _ list: ChoiceList?) -> Prose {
    var prose: Prose = ""
    for distribution in run where distribution.suppression == nil {
      let top = distribution.rows.filter { $0.answer.isSubstantive }
        .max { ($0.share?.value ?? 0) < ($1.share?.value ?? 0) }
      guard let top, let share = top.share else { continue }
      if !prose.isEmpty { prose += "; " }
      prose +=
        "\(distribution.question): \(name(of: top.answer, in: list).lowercasedFirst) — \(Number.share(share.value))"
    }
    return Prose(language.pick("Самые частые ответы. ", "Most frequent answers. ")) + prose + "."
  }

  private func scaleTable(
    _ run: [QuestionDistribution], answers: [Answer], _ list: ChoiceList?
  ) -> Table {
    var columns = [Table.Column(language.pick("Вопрос", "Question"))]
    columns += answers.map { Table.Column(name(of: $0, in: list), .share) }
    let hasMeans = run.contains { $0.mean != nil }
    if hasMeans { columns.append(Table.Column(language.pick("Среднее, 0–100", "Mean, 0–100"))) }
    columns.append(.base)
    return Table(
      Prose(scaleCaption(run)), columns: columns,
      rows: run.map { distribution in
        var cells: [Table.Cell] = [.text(Prose(distribution.question))]
        cells += answers.map { shareCell(distribution[$0]) }
        if hasMeans { cells.append(distribution.mean.map { .number($0.figure(.score)) } ?? .empty) }
        return Table.Row(cells + [baseCell(distribution)])
      })
  }

  private func baseCell(_ distribution: QuestionDistribution) -> Table.Cell {
    if let count = distribution.shownCount { return .number(.count(count)) }
    return distribution.suppression.map { .suppressed($0.reason) } ?? .empty
  }

  private func shareCell(_ row: QuestionDistribution.Row?) -> Table.Cell {
    guard let row else { return .empty }
    if let suppression = row.suppression { return .suppressed(suppression.reason) }
    return row.share.map { .number(.share($0.value)) } ?? .empty
  }
}

extension QuestionDistribution.Row {
  /// An answer of the list, or a kind of missing answer that did occur.
  var isWorthARow: Bool { answer.isSubstantive || hasOccurred }
}

// Questions that stand alone.
extension CityReport {
  private func block(for distribution: QuestionDistribution, _ question: Question) -> Block {
    let isBars = question.choices != nil && distribution.suppression == nil
    return isBars
      ? .chart(barChart(distribution, question)) : .table(plainTable(distribution, question))
  }

  private func caption(_ distribution: QuestionDistribution, _ question: Question) -> Prose {
    let text = question.label.text(in: language.rawValue) ?? ""
    return Prose("\(distribution.question). \(language.quoted(text)) (\(kindWords(question)))")
  }

  private func kindWords(_ question: Question) -> String {
    switch question.kind {
    case .selectOne:
      language.pick(
        "закрытый вопрос, один ответ, % тех, кому вопрос задавался",
        "closed question, one answer, % of those asked")
    case .selectMultiple, .rank:
      language.pick(
        "закрытый вопрос, несколько ответов, % тех, кому вопрос задавался; сумма может превышать 100 %",
        "closed question, several answers, % of those asked; may add up to more than 100%")
    case .integer, .decimal, .range:
      language.pick("числовой ответ", "a number")
    case .text:
      language.pick(
        "открытый вопрос; ответы не публикуются", "open question; answers are not published")
    case .date, .time, .dateTime:
      language.pick("дата или время; ответы не публикуются", "a date or time; not published")
    default: language.pick("ответы не публикуются", "answers are not published")
    }
  }

  private func barChart(_ distribution: QuestionDistribution, _ question: Question) -> Chart {
    let list = question.choices
    let rows = distribution.rows.filter(\.isWorthARow)
    let plot = BarPlot(
      axis: Axis(
        language.pick("% тех, кому вопрос задавался", "% of those asked"), .share, limits: nil),
      rows: rows.map { row in
        BarPlot.Row(name(of: row.answer, in: list), [row.share.map(\.point)])
      })
    let top = rows.filter { $0.answer.isSubstantive }
      .max { ($0.share?.value ?? 0) < ($1.share?.value ?? 0) }
    var message: Prose = ""
    if let top, let share = top.share {
      message =
        "\(name(of: top.answer, in: list)) — \(Number.share(share.value)); n = \(distribution.count)."
    }
    var chart = Chart(
      caption(distribution, question), message: message, .bars(plot),
      table: answerTable(distribution, question))
    chart.footnotes = baseNotes([distribution])
    return chart
  }

  private func answerTable(_ distribution: QuestionDistribution, _ question: Question) -> Table {
    var table = Table(
      caption(distribution, question),
      columns: [
        Table.Column(language.pick("Ответ", "Answer")),
        Table.Column(language.pick("Доля", "Share"), .share),
        Table.Column(language.pick("Интервал 95\u{A0}%", "95% interval"), .share),
        .base,
      ],
      rows: distribution.rows.filter(\.isWorthARow).map { row in
        Table.Row([
          .text(Prose(name(of: row.answer, in: question.choices))), shareCell(row),
          row.share.map { $0.intervalCell(.share, language) } ?? .empty,
          row.count.map { .number(.count($0)) } ?? .empty,
        ])
      })
    table.rows.append(
      Table.Row(
        [
          .text(Prose(language.pick("База", "Base"))), .empty, .empty,
          baseCell(distribution),
        ], .emphasized))
    return table
  }

  /// Numbers by their mean and quartiles; open questions by how many answered.
  private func plainTable(_ distribution: QuestionDistribution, _ question: Question) -> Table {
    var table = answerTable(distribution, question)
    let numbers = numberRows(distribution)
    if !numbers.isEmpty {
      // Shares and numbers stand in one column, so each figure carries its unit.
      table.columns[0] = Table.Column(language.pick("Показатель", "Statistic"))
      table.columns[1] = Table.Column(language.pick("Значение", "Value"))
      table.columns[2] = Table.Column(language.pick("Интервал 95\u{A0}%", "95% interval"))
      table.rows += numbers
    }
    table.footnotes += baseNotes([distribution])
    return table
  }

  private func numberRows(_ distribution: QuestionDistribution) -> [Table.Row] {
    func row(_ name: String, _ quantile: QuantileEstimate) -> Table.Row {
      Table.Row([.text(Prose(name)), .number(.decimal(quantile.value, digits: 1)), .empty, .empty])
    }
    var rows: [Table.Row] = []
    if let mean = distribution.mean {
      rows.append(
        Table.Row([
          .text(Prose(language.pick("Среднее", "Mean"))), .number(.decimal(mean.value, digits: 1)),
          mean.intervalCell(.decimal(1), language), .number(.count(mean.count)),
        ]))
    }
    if let quartiles = distribution.quartiles {
      rows += [
        quartiles.lower.map { row(language.pick("Нижний квартиль", "Lower quartile"), $0) },
        quartiles.median.map { row(language.pick("Медиана", "Median"), $0) },
        quartiles.upper.map { row(language.pick("Верхний квартиль", "Upper quartile"), $0) },
      ].compactMap(\.self)
    }
    return rows
  }
}
