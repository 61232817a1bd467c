import Estimation
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

// Why two cities differ in the index.
extension ComparisonReport {
  /// More pairs stand in one table, without the parts of composition and levels.
  private var mostWholePairs: Int { 3 }

  /// A section of the wave's; nothing where its cities are not compared by an index.
  func decompositionBlocks(_ wave: String) -> [Block] {
    guard let found = context.findings.decompositions(wave: wave) else { return [] }
    let made = found.pairs.compactMap { pair in
      (try? pair.result.get()).map { (pair: pair, parts: $0) }
    }
    var blocks: [Block] = []
    if found.isOfEstablishedOnly { blocks.append(choiceRemark(found)) }
    if let first = made.first {
      blocks.append(.paragraph(decompositionIntroduction(first.parts.account)))
    }
    if made.count > mostWholePairs {
      blocks.append(.table(pairsTable(made.map(\.parts))))
    } else {
      for (pair, parts) in made {
        blocks.append(.paragraph(lead(pair, parts)))
        blocks.append(.chart(chart(parts)))
        blocks.append(.table(table(pair, parts)))
      }
    }
    for pair in found.pairs {
      if case .failure(let reason) = pair.result {
        blocks.append(.note(Note(.information, Prose(words(for: reason, pair)))))
      }
    }
    return [
      .section(
        Section(
          "decomposition-\(wave)",
          language.pick(
            "Из чего складывается разность индексов",
            "What the difference of the indices is made up of"),
          blocks))
    ]
  }

  private func decompositionIntroduction(_ account: IndexDecomposition.Account) -> Prose {
    let groups = language.listed(
      account.parts.filter { !$0.source.isScore }.map { name(of: $0.source).lowercasedFirst })
    let beginning =
      groups.isEmpty
      ? language.pick("Уровни", "Levels")
      : language.pick(
        "Состав — доли групп жителей (\(groups)); уровни",
        "Composition is the shares of groups (\(groups)); levels")
    let caution: Prose =
      language == .ru
      ? "Разложение показывает, с чем разность связана, а не чем она вызвана"
      : "The parts say what the difference goes together with, not what made it"
    return switch language {
    case .ru:
      """
      Разность индексов двух городов разложена на части (метод Китагавы — Оаксаки — Блайндера). \
      \(beginning) — средние баллы факторов. Эти части показывают, какой была бы разность, если бы \
      индекс в обоих городах был связан с ними так, как во втором. Не объяснено моделью то, что \
      остаётся при одинаковых составе и уровнях: иные связи и всё, чего в модели нет. \
      \(strong: caution).
      """
    case .en:
      """
      The difference of two cities’ indices is divided into parts (Kitagawa, Oaxaca and Blinder). \
      \(beginning) are the factors’ means. These parts say what the difference would be if the index \
      went together with them in both cities as it does in the second one. Unexplained by the model is \
      what remains at the same composition and levels: other associations, and all that the model \
      lacks. \(strong: caution).
      """
    }
  }

  private func choiceRemark(_ found: WaveDecompositions) -> Block {
    let shown = found.pairs.count
    return language.remark(
      shown == 0
        ? "Разложения нет: пар городов \(found.pairCount), и ни в одной из них различие по индексу не "
          + "установлено."
        : "Пар городов \(found.pairCount): разложены только установленные различия по индексу, начиная "
          + "с наибольших (\(shown)). Наибольшие из многих разностей обычно несколько завышены.",
      shown == 0
        ? "Nothing is decomposed: of \(found.pairCount) pairs of cities none has an established "
          + "difference in the index."
        : "There are \(found.pairCount) pairs of cities: only established differences in the index are "
          + "decomposed, the greatest first (\(shown)). The greatest of many differences tend to be "
          + "overstated.")
  }

  // MARK: One pair

  private func names(_ parts: IndexDecomposition) -> (first: String, second: String) {
    (context.cityName(parts.first), context.cityName(parts.second))
  }

  /// What is said first: the difference, and its parts.
  private func lead(_ pair: WaveDecompositions.Pair, _ parts: IndexDecomposition) -> Prose {
    let (first, second) = names(parts)
    let account = parts.account
    let verdict = pair.compared.verdict
    var prose: Prose =
      switch language {
      case .ru:
        "\(strong: "\(first) минус \(second)"): \(parts.difference.figure(.scoreDifference))"
      case .en:
        "\(strong: "\(first) minus \(second)"): \(parts.difference.figure(.scoreDifference))"
      }
    if let composition = account.composition {
      prose +=
        language == .ru
        ? "; с составом жителей связано \(composition.figure(.scoreDifference))"
        : "; composition goes with \(composition.figure(.scoreDifference))"
    }
    let rest: Prose =
      switch language {
      case .ru:
        """
        , с уровнями факторов — \(account.levels.figure(.scoreDifference)); не объяснено моделью \
        \(account.unexplained.figure(.scoreDifference)).
        """
      case .en:
        """
        , levels of the factors with \(account.levels.figure(.scoreDifference)); the model leaves \
        \(account.unexplained.figure(.scoreDifference)) unexplained.
        """
      }
    prose += rest
    guard verdict != .higher, verdict != .lower else { return prose }
    return prose
      + Prose(
        language.pick(
          " Вывод по самому индексу: \(verdict.inTable(.cities, .ru)); части разности могут"
            + " уравновешивать друг друга.",
          " The verdict on the index itself: \(verdict.inTable(.cities, .en)); parts of the difference"
            + " may balance each other."
        ))
  }

  /// The main parts with their names, in the order of the table.
  private func mainParts(
    _ account: IndexDecomposition.Account
  ) -> [(name: String, estimate: Estimate)] {
    let composition = account.composition.map {
      (name: language.pick("Состав жителей", "Composition of residents"), estimate: $0)
    }
    return (composition.map { [$0] } ?? []) + [
      (language.pick("Уровни факторов", "Levels of the factors"), account.levels),
      (language.pick("Не объяснено моделью", "Unexplained by the model"), account.unexplained),
      (
        language.pick("Состав и уровни вместе с иными связями", "Both together: interaction"),
        account.interaction
      ),
    ]
  }

  private func chart(_ parts: IndexDecomposition) -> Chart {
    let (first, second) = names(parts)
    let whole = IntervalPlot.Row(
      language.pick("Разность индексов", "Difference of the indices"), [parts.difference.point])
    var plot = IntervalPlot(
      axis: Axis(language.pick("баллы индекса", "index points"), .scoreDifference),
      groups: [
        IntervalPlot.Group("", [whole]),
        IntervalPlot.Group(
          language.pick("Из неё", "Of it"),
          mainParts(parts.account).map { IntervalPlot.Row($0.name, [$0.estimate.point]) }),
      ])
    plot.reference = IntervalPlot.Reference(0, language.pick("нет разности", "no difference"))
    var message: Prose = ""
    for part in mainParts(parts.account) {
      if !message.isEmpty { message += "; " }
      message += "\(part.name.lowercasedFirst) — \(part.estimate.figure(.scoreDifference))"
    }
    return Chart(
      Prose(
        language.pick(
          "Части разности индексов: \(first) минус \(second), 95-процентные интервалы",
          "Parts of the difference of indices: \(first) minus \(second), 95% intervals")),
      message: message + ".", .intervals(plot))
  }

  private func table(_ pair: WaveDecompositions.Pair, _ parts: IndexDecomposition) -> Table {
    let (first, second) = names(parts)
    let (account, other) = (parts.account, parts.withoutOverlaps)
    func row(
      _ name: String, _ own: Estimate?, _ other: Estimate?, _ kind: Table.Row.Kind = .plain
    ) -> Table.Row {
      let cells = ([own] + (parts.withoutOverlaps == nil ? [] : [other])).flatMap { estimate in
        [
          estimate.map { Table.Cell.number(.scoreDifference($0.value)) } ?? .empty,
          estimate?.intervalCell(.scoreDifference, language) ?? .empty,
        ]
      }
      return Table.Row([.text(Prose(name))] + cells, kind)
    }
    func rows(_ isKind: (IndexDecomposition.Source) -> Bool) -> [Table.Row] {
      account.parts.filter { isKind($0.source) }.map { part in
        row(
          "– " + name(of: part.source), part.estimate,
          other?.parts.first { $0.source == part.source }?.estimate)
      }
    }
    var table = Table(
      Prose(
        language.pick(
          "Разложение разности индексов: \(first) минус \(second), баллы",
          "The difference of indices decomposed: \(first) minus \(second), points")),
      columns: [Table.Column(language.pick("Часть", "Part"))] + estimateColumns)
    if other != nil {
      table.columnGroups = [
        Table.ColumnGroup("", span: 1),
        Table.ColumnGroup(language.pick("Вся модель", "Whole model"), span: 2),
        Table.ColumnGroup(
          language.pick("Без близких вопросов", "Without overlapping questions"), span: 2),
      ]
      table.columns += estimateColumns
    }
    let main = mainParts(account)
    table.rows = [
      row(
        language.pick("Разность индексов", "Difference of the indices"), parts.difference,
        parts.difference, .emphasized)
    ]
    if let composition = account.composition {
      table.rows.append(row(main[0].name, composition, other?.composition, .emphasized))
      table.rows += rows { !$0.isScore }
    }
    let levels = main[main.count - 3]
    table.rows.append(row(levels.name, levels.estimate, other?.levels, .emphasized))
    table.rows += rows(\.isScore)
    table.rows.append(
      row(main[main.count - 2].name, account.unexplained, other?.unexplained, .emphasized))
    table.rows.append(row(main[main.count - 1].name, account.interaction, other?.interaction))
    table.footnotes = footnotes(pair, parts)
    return table
  }

  private var estimateColumns: [Table.Column] {
    [
      Table.Column(language.pick("Баллы", "Points"), .scoreDifference),
      Table.Column(language.pick("Интервал 95\u{A0}%", "95% interval"), .scoreDifference),
    ]
  }

  private func footnotes(
    _ pair: WaveDecompositions.Pair, _ parts: IndexDecomposition
  ) -> [Prose] {
    let (first, second) = names(parts)
    let compared = Number.scoreDifference(pair.compared.value)
    let (one, two) = (parts.counts[0], parts.counts[1])
    var notes: [Prose] = [
      language == .ru
        ? """
        Интервью, в которых есть индекс и все признаки модели: \(first) — \(one), \(second) — \(two). \
        Разность по всем интервью с индексом — \(compared): она стоит в таблице разностей.
        """
        : """
        Interviews with an index and all that is in the model: \(first) \(one), \(second) \(two). The \
        difference over all interviews with an index is \(compared), as in the table of differences.
        """,
      Prose(
        language.pick(
          "Необъяснённая часть между признаками не делится: это зависело бы от того, где у шкалы ноль и "
            + "с какой категорией сравнивают.",
          "The unexplained part is not divided among predictors: that would depend on where a scale has "
            + "its zero, and on the category that others are set against.")),
    ]
    if parts.withoutOverlaps != nil {
      var seen: Set<String> = []
      let factors = parts.overlaps.map(\.factor).filter { seen.insert($0).inserted }
        .map { language.quoted(context.name(of: ScoreID(factor: $0))) }
      notes.append(
        Prose(
          language.pick(
            "Близкие вопросы — вопросы факторов, похожие по смыслу на вопросы самого индекса: "
              + "\(language.listed(factors)).",
            "Overlapping questions are those of factors that ask nearly what the index itself asks: "
              + "\(language.listed(factors)).")))
    }
    if !parts.leftOut.isEmpty {
      let list = language.listed(parts.leftOut.map { language.quoted(name(of: $0)) })
      notes.append(
        Prose(
          language.pick(
            "В модель не вошли: \(list) — ответы почти одинаковы или следуют из других признаков.",
            "Not in the model: \(list); answers hardly differ, or follow from other predictors.")))
    }
    if let step = parts.step {
      let rounded = Number.decimal(step, digits: step < 1 ? 1 : 0)
      notes.append(
        language == .ru
          ? """
          Числа округлены до \(rounded) балла, чтобы по ним нельзя было узнать ответы тех немногих, кто \
          ответил не на всё; поэтому части могут не сложиться в разность.
          """
          : """
          Figures are rounded to \(rounded) points, so that they do not tell the answers of the few who \
          did not answer everything; parts may not add up.
          """)
    }
    return notes
  }

  private func name(of source: IndexDecomposition.Source) -> String {
    switch source {
    case .group(let group): context.name(ofGroup: group)
    case .score(let score): context.name(of: score)
    }
  }

  // MARK: Many pairs

  private func pairsTable(_ made: [IndexDecomposition]) -> Table {
    func cell(_ estimate: Estimate?) -> Table.Cell {
      estimate.map { .number($0.figure(.scoreDifference)) } ?? .empty
    }
    var table = Table(
      Prose(
        language.pick(
          "Разложение разностей индекса: первый город минус второй, баллы и 95-процентные интервалы",
          "Differences of the index decomposed: the first city minus the second, points with 95% "
            + "intervals")),
      columns: [
        Table.Column(language.pick("Города", "Cities")),
        Table.Column(language.pick("Разность", "Difference"), .scoreDifference),
        Table.Column(language.pick("Состав", "Composition"), .scoreDifference),
        Table.Column(language.pick("Уровни факторов", "Levels"), .scoreDifference),
        Table.Column(language.pick("Не объяснено", "Unexplained"), .scoreDifference),
      ],
      rows: made.map { parts in
        let (first, second) = names(parts)
        return Table.Row([
          .text(Prose("\(first) – \(second)")), cell(parts.difference),
          cell(parts.account.composition), cell(parts.account.levels),
          cell(parts.account.unexplained),
        ])
      })
    table.footnotes = [
      Prose(
        language.pick(
          "Части по отдельным признакам, совместная часть и модель без вопросов, близких к вопросам "
            + "индекса, — в tables/decomposition.csv.",
          "Parts by predictor, the interaction, and the model without questions that overlap with the "
            + "index are in tables/decomposition.csv."))
    ]
    return table
  }

  /// Why there is no decomposition, in a sentence.
  private func words(for reason: NoDecomposition, _ pair: WaveDecompositions.Pair) -> String {
    let cities = "\(context.cityName(pair.first)) – \(context.cityName(pair.second))"
    let why: String
    switch reason {
    case .noFactors:
      why = language.pick(
        "нет факторов, которые измерены в обоих городах одинаково и различаются между жителями.",
        "no factor measures the same in both cities and differs between residents.")
    case .fewInterviews(let city, let minimum):
      why = language.pick(
        "на все вопросы модели ответили меньше \(minimum) человек (\(context.cityName(city))).",
        "fewer than \(minimum) people answered all of the model (\(context.cityName(city))).")
    case .fewIncomplete(let city, let minimum):
      why = language.pick(
        "людей, ответивших не на всё, меньше \(minimum) (\(context.cityName(city))), и по числам можно "
          + "было бы узнать их ответы.",
        "fewer than \(minimum) people did not answer everything (\(context.cityName(city))), and the "
          + "figures would tell their answers.")
    case .notFitted:
      why = language.pick(
        "точек опроса меньше, чем нужно для стольких факторов, или ответы почти не различаются.",
        "there are fewer sampling points than so many factors need, or the answers hardly differ.")
    }
    return language.pick("\(cities): разность не разложена — ", "\(cities): not decomposed, since ")
      + why
  }
}

extension IndexDecomposition.Source {
  fileprivate var isScore: Bool { if case .score = self { true } else { false } }
}
