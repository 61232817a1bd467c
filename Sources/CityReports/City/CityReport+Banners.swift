import Estimation
import Reporting
import SurveyAnalysis
import SurveyModel

// Questions by groups.
extension CityReport {
  /// How the tables are to be read.
  var bannerIntroduction: [Block] {
    let least = sample.disclosure.minimumBase
    let thin = study.conventions.thinBase
    let brackets =
      least < thin
      ? language.pick(
        "Доли при базе меньше \(thin) интервью — в скобках. ",
        "Shares on a base under \(thin) interviews stand in brackets. ") : ""
    var blocks: [Block] = [
      .paragraph(
        Prose(
          language.pick(
            "Доли ответов в группах жителей: взвешенные, в целых процентах от тех в группе, кому "
              + "вопрос задавался (процент по столбцу). n — число интервью в базе столбца, n эфф. — "
              + "эффективный объём базы по Кишу, (Σw)²/Σw². \(brackets)Столбцы с базой меньше "
              + "\(least) интервью не показаны, как и те, по которым их можно было бы вычислить.",
            "Shares of answers in groups of residents: weighted, in whole per cents of those in the "
              + "group who were asked (column per cents). n is the number of interviews in the "
              + "column’s base, n eff. its effective size by Kish, (Σw)²/Σw². \(brackets)Columns on "
              + "fewer than \(least) interviews are not shown, nor those from which they could be "
              + "computed."))),
      .note(Note(.information, bannerWarning)),
    ]
    if !sample.tooWideGroups.isEmpty { blocks.append(.note(Note(.information, tooWideNote))) }
    return blocks
  }

  private var bannerWarning: Prose {
    let heading = Prose([.strong(Prose(language.pick("Разведочно.", "Exploratory.")))])
    return heading
      + Prose(
        language.pick(
          " Буквы и критерии показывают, где искать различия, и сами ничего не доказывают: сравнений "
            + "много, а гипотез до опроса не было. Поправка учитывает сравнения одной таблицы, а не всех "
            + "таблиц страницы. Столбцы, в которых ответ не дал никто или дали все, в этой строке не "
            + "сравниваются: ошибку такой доли по выборке не оценить.",
          " Letters and tests show where to look for differences and prove nothing by themselves: "
            + "there are many comparisons, and no hypotheses before the survey. The adjustment is for "
            + "the comparisons of one table, not of all tables of the page. Columns in which nobody or "
            + "everybody gave an answer are not compared in its row: the error of such a share cannot "
            + "be estimated from the sample."))
  }

  private var tooWideNote: Prose {
    let names = language.listed(
      sample.tooWideGroups.map { language.quoted(context.name(ofGroup: $0)) })
    let most = study.conventions.mostBannerColumns
    return Prose(
      language.pick(
        "Не приведены группы, в которых больше \(most) категорий: \(names).",
        "Groups of more than \(most) categories are left out: \(names)."))
  }

  /// A question by groups, or why it is not there.
  func block(of banner: QuestionBanner) -> Block {
    guard !banner.isWaiting else {
      return .note(
        Note(
          .information,
          "\(banner.question): \(Reporting.Suppression.interim.text(in: language))."))
    }
    return .table(table(of: banner))
  }

  private func table(of banner: QuestionBanner) -> Table {
    let groups = banner.groups.filter(\.isShown)
    var table = Table(
      bannerCaption(banner),
      columns: [
        Table.Column(language.pick("Ответ", "Answer")),
        Table.Column(language.pick("Все", "All"), .count),
      ]
        + groups.flatMap { group in
          group.columns.map { column in
            let name = context.name(ofCategory: column.category, in: group.name)
            return Table.Column("\(name) (\(column.letter))", .count)
          }
        })
    table.columnGroups =
      [Table.ColumnGroup("", span: 2)]
      + groups.map { Table.ColumnGroup(context.name(ofGroup: $0.name), span: $0.columns.count) }
    let list = question(banner.total)?.choices
    for (place, answer) in banner.answers.enumerated() {
      guard let row = banner.total[answer] else { continue }
      table.rows.append(
        Table.Row(
          [.text(Prose(name(of: row.answer, in: list))), totalCell(row)]
            + groups.flatMap { group in
              group.columns.indices.map { bannerCell(group.cells[place][$0], group.columns[$0]) }
            }))
    }
    table.rows += baseRows(banner, groups)
    table.footnotes = bannerNotes(banner, groups)
    return table
  }

  private func bannerCaption(_ banner: QuestionBanner) -> Prose {
    let text = question(banner.total)?.label.text(in: language.rawValue) ?? ""
    let kind =
      banner.total.allowsSeveral
      ? language.pick(
        "несколько ответов, % по столбцу; разведочно", "several answers, column %; exploratory")
      : language.pick("% по столбцу; разведочно", "column %; exploratory")
    return Prose("\(banner.question). \(language.quoted(text)) (\(kind))")
  }

  private func totalCell(_ row: QuestionDistribution.Row) -> Table.Cell {
    if let suppression = row.suppression { return .suppressed(suppression.reason) }
    return row.share.map { .text(wholePerCent($0.value)) } ?? .empty
  }

  /// «45», «<1», without the sign, which stands in the caption.
  private func wholePerCent(_ share: Double) -> Prose {
    if share > 0, share < 0.01 - 1e-9 { return "<1" }
    return Prose([.number(.decimal(100 * share, digits: 0))])
  }

  private func bannerCell(
    _ cell: QuestionBanner.Cell, _ column: QuestionBanner.Column
  ) -> Table.Cell {
    guard let share = cell.share else {
      return cell.suppression.map { .suppressed($0.reason) } ?? .empty
    }
    let figure = wholePerCent(share.value)
    let text: Prose = column.isThin ? "(\(figure))" : figure
    guard !cell.letters.isEmpty else { return .text(text) }
    return .text("\(text) \(strong: Prose(cell.letters.joined(separator: "\u{2009}")))")
  }

  private func baseRows(
    _ banner: QuestionBanner, _ groups: [QuestionBanner.Group]
  ) -> [Table.Row] {
    func row(
      _ name: String, _ total: Double?, _ size: (QuestionBanner.Column) -> Double?
    ) -> Table.Row {
      let cells = groups.flatMap(\.columns).map { column -> Table.Cell in
        if let size = size(column) { return .number(Number(size, .count)) }
        return column.suppression.map { .suppressed($0.reason) } ?? .empty
      }
      let all = total.map { Table.Cell.number(Number($0, .count)) } ?? .empty
      return Table.Row([.text(Prose(name)), all] + cells, .emphasized)
    }
    let effective = banner.total.rows.lazy.compactMap(\.share).first?.base.effectiveCount
    return [
      row("n", banner.total.shownCount.map(Double.init), { $0.count.map(Double.init) }),
      row(language.pick("n эфф.", "n eff."), effective, { $0.effectiveCount }),
    ]
  }
}

// What stands under a table.
extension CityReport {
  private func bannerNotes(
    _ banner: QuestionBanner, _ groups: [QuestionBanner.Group]
  ) -> [Prose] {
    if groups.contains(where: { $0.noTest == .sociodemographic }) {
      return [
        Prose(
          language.pick(
            "Социально-демографический вопрос: различия между группами не проверяются.",
            "A sociodemographic question: differences between groups are not tested."))
      ]
    }
    return [letterRule(banner), independenceNote(banner, groups)].compactMap(\.self)
  }

  private func letterRule(_ banner: QuestionBanner) -> Prose? {
    guard banner.comparisons > 0 else { return nil }
    let level = Prose([.number(.decimal(study.conventions.significance, digits: 2))])
    return switch language {
    case .ru:
      """
      Буква у доли — столбец того же признака, в котором доля ниже: двусторонний t-критерий с учётом \
      дизайна выборки, p < \(level) с поправкой Бенджамини — Хохберга на все сравнения таблицы (их \
      \(banner.comparisons)).
      """
    case .en:
      """
      A letter beside a share names a column of the same group whose share is lower: two-sided \
      design-based t test, p < \(level) after Benjamini and Hochberg over all \(banner.comparisons) \
      comparisons of the table.
      """
    }
  }

  private func independenceNote(
    _ banner: QuestionBanner, _ groups: [QuestionBanner.Group]
  ) -> Prose? {
    guard !banner.total.allowsSeveral else { return nil }
    let tests = groups.compactMap { group in
      independence(group).map { result -> Prose in
        "\(context.name(ofGroup: group.name).lowercasedFirst) — \(result)"
      }
    }
    guard let first = tests.first else { return nil }
    let heading = Prose(
      language.pick("Критерий Рао — Скотта: ", "Rao–Scott test: "))
    return heading + tests.dropFirst().reduce(first) { $0 + "; " + $1 } + "."
  }

  /// «F(2,7; 145,3) = 1,80, p = 0,164»; nil where no test belongs.
  private func independence(_ group: QuestionBanner.Group) -> Prose? {
    if let test = group.independence {
      let separator = language.pick("; ", ", ")
      return """
        F(\(Number.decimal(test.numerator, digits: 1))\(separator)\
        \(Number.decimal(test.denominator, digits: 1))) = \
        \(Number.decimal(test.statistic, digits: 2)), \(Number.pValue(test.pValue))
        """
    }
    if let level = group.level { return pClass(level) }
    switch group.noTest {
    case .hiddenCells:
      return Prose(
        language.pick(
          "не рассчитывается: часть ячеек скрыта", "not made, since some cells are hidden"))
    case .tooFew:
      return Prose(
        language.pick(
          "не рассчитывается: слишком мало заполненных ячеек",
          "not made, since too few cells have answers"))
    default: return nil
    }
  }

  private func pClass(_ level: QuestionBanner.Level) -> Prose {
    switch level {
    case .none: "p\u{A0}≥\u{A0}\(Number.decimal(0.05, digits: 2))"
    case .twentieth, .hundredth: "p\u{A0}<\u{A0}\(Number.decimal(level.rawValue, digits: 2))"
    case .thousandth: "p\u{A0}<\u{A0}\(Number.decimal(level.rawValue, digits: 3))"
    }
  }
}
