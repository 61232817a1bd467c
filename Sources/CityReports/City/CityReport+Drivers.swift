import Estimation
import InnovationPotential
import Reporting
import SurveyModel

extension CityReport {
  private var driversTitle: String {
    language.pick("Что связано с инновационным потенциалом", "What goes together with the index")
  }

  var driversSection: Section {
    switch sample.drivers {
    case .notEstimable(let reason):
      return emptySection("drivers", driversTitle, because: context.words(for: reason))
    case .estimated(let models):
      var blocks: [Block] = [.paragraph(driversIntroduction(models.full))]
      blocks.append(.chart(driversChart(models.full)))
      blocks.append(.table(context.driversTable(models.full)))
      blocks += overlapBlocks(models)
      return Section("drivers", driversTitle, blocks)
    }
  }

  private func driversIntroduction(_ model: DriverModel) -> Prose {
    let controls = language.listed(
      model.controls.map { context.name(ofGroup: $0.group).lowercasedFirst })
    let held =
      controls.isEmpty
      ? ""
      : language.pick(
        " при равных прочих условиях (\(controls))", ", holding equal: \(controls)")
    let caution: Prose =
      language == .ru
      ? "Это связь при прочих равных, а не причина" : "This is association, not a cause"
    return switch language {
    case .ru:
      """
      Взвешенная линейная регрессия индекса на факторы\(held): \(model.count) интервью, \
      R² = \(Number.coefficient(model.rSquared)). Коэффициент показывает, на сколько баллов индекса \
      отличаются жители, у которых фактор выше на 10 баллов. \(strong: caution): опрос одного момента \
      времени причин не устанавливает.
      """
    case .en:
      """
      Weighted linear regression of the index on the factors\(held); \(model.count) interviews, \
      R² = \(Number.coefficient(model.rSquared)). A coefficient says by how many index points \
      residents differ whose factor is 10 points higher. \(strong: caution): a survey of one moment \
      does not establish causes.
      """
    }
  }

  private func driversChart(_ model: DriverModel) -> Chart {
    let terms = model.scores
    var plot = IntervalPlot(
      axis: Axis(
        language.pick("баллов индекса на 10 баллов фактора", "index points per 10 factor points"),
        .scoreDifference),
      groups: [
        IntervalPlot.Group(
          "", terms.map { IntervalPlot.Row(context.name(of: $0), [$0.slope.point]) })
      ])
    plot.reference = IntervalPlot.Reference(0, language.pick("нет связи", "no association"))
    return Chart(
      Prose(
        language.pick(
          "Связь факторов с индексом при прочих равных, 95-процентные интервалы",
          "Association of the factors with the index, other things equal, 95 % intervals")),
      message: driversMessage(terms), .intervals(plot))
  }

  private func driversMessage(_ terms: [DriverModel.Term]) -> Prose {
    let established = terms.filter(\.isEstablished).sorted {
      abs($0.slope.value) > abs($1.slope.value)
    }
    guard !established.isEmpty else {
      return Prose(
        language.pick(
          "Связь ни одного фактора с индексом не установлена.",
          "No factor’s association with the index is established."))
    }
    var prose: Prose = ""
    for term in established {
      if !prose.isEmpty { prose += "; " }
      prose += "\(context.name(of: term)) — \(term.slope.figure(.scoreDifference))"
    }
    return prose + "."
  }

  private func overlapBlocks(_ models: DriverModels) -> [Block] {
    guard !models.overlaps.isEmpty else { return [] }
    let pairs = models.overlaps.map { overlap in
      language.pick(
        "\(overlap.question) и \(language.listed(overlap.with))",
        "\(overlap.question) and \(language.listed(overlap.with))")
    }
    let note = Note(
      .warning,
      Prose(
        language.pick(
          "Некоторые вопросы факторов близки по смыслу к вопросам индекса: "
            + pairs.joined(separator: "; ")
            + ". Часть связи может объясняться сходством слов, поэтому модель пересчитана без них.",
          "Some questions of the factors are close in meaning to those of the index: "
            + pairs.joined(separator: "; ")
            + ". Part of the association may be one of words, so the model is rerun without them."))
    )
    guard let reduced = models.withoutOverlaps else { return [.note(note)] }
    var table = context.driversTable(reduced)
    table.caption = Prose(
      language.pick(
        "Та же модель без пересекающихся вопросов", "The same model without overlapping questions"))
    return [.note(note), .table(table)]
  }
}

extension ReportContext {
  func name(of term: DriverModel.Term) -> String {
    switch term.predictor {
    case .score(let id): name(of: id)
    case .category(let group, let category):
      "\(name(ofGroup: group)): \(name(ofCategory: category, in: group))"
    }
  }

  /// Why there is no model, in a sentence.
  func words(for reason: Drivers.NotEstimable) -> String {
    switch reason {
    case .noOutcome:
      language.pick(
        "В исследовании нет итогового показателя: связывать факторы не с чем.",
        "The study has no outcome factor: there is nothing to relate the factors to.")
    case .noIndex:
      language.pick(
        "В этой волне индекс не рассчитан, поэтому связи не оцениваются.",
        "There is no index in this wave, so no associations are estimated.")
    case .noFactors:
      language.pick(
        "Ни один фактор не рассчитан: связывать с индексом нечего.",
        "No factor could be scored: there is nothing to relate to the index.")
    case .notFitted:
      language.pick(
        "Модель не оценивается: точек опроса меньше, чем нужно для стольких факторов, или ответы "
          + "почти не различаются.",
        "The model cannot be estimated: there are fewer sampling points than so many factors need, "
          + "or the answers hardly differ.")
    }
  }

  /// The coefficients of a model: factors first, then the groups held equal.
  func driversTable(_ model: DriverModel) -> Table {
    var table = Table(
      Prose(
        language.pick(
          "Коэффициенты: баллы индекса на 10 баллов фактора; для групп — разность с первой категорией",
          "Coefficients: index points per 10 factor points; for groups, the difference from the "
            + "first category")),
      columns: [
        Table.Column(language.pick("Показатель", "Predictor")),
        Table.Column(language.pick("Коэффициент", "Coefficient"), .decimal(2)),
        Table.Column(language.pick("Интервал 95\u{A0}%", "95% interval"), .decimal(2)),
        Table.Column(language.pick("Стандартизованный", "Standardised"), .coefficient),
        Table.Column(language.pick("его интервал", "its interval"), .coefficient),
        Table.Column(language.pick("p с поправкой", "adjusted p"), .pValue),
      ],
      rows: model.terms.map { term in
        Table.Row([
          .text(Prose(name(of: term))), .number(.decimal(term.slope.value, digits: 2)),
          term.slope.intervalCell(.decimal(2), language),
          .number(.coefficient(term.standardised.value)),
          term.standardised.intervalCell(.coefficient, language),
          term.adjustedPValue.map { .number(.pValue($0)) } ?? .empty,
        ])
      })
    table.footnotes = [driversFootnote(model)]
    return table
  }

  private func driversFootnote(_ model: DriverModel) -> Prose {
    let count = model.family.size
    var text = language.pick(
      "Ошибки учитывают дизайн выборки (\(model.degreesOfFreedom) степеней свободы); p с поправкой "
        + "Бенджамини — Хохберга по \(count) \(plural(count, "фактору", "факторам", "факторам")).",
      "Errors take the design into account (\(model.degreesOfFreedom) degrees of freedom); p is "
        + "adjusted by Benjamini–Hochberg over \(count) \(plural(count, "factor", "factors")).")
    if !model.leftOut.isEmpty {
      text += language.pick(
        " Не вошли (постоянны или следуют из других): ",
        " Left out (constant, or implied by others): ")
      text +=
        model.leftOut.map { predictor in
          switch predictor {
          case .score(let id): name(of: id)
          case .category(let group, let category): name(ofCategory: category, in: group)
          }
        }.joined(separator: ", ") + "."
    }
    return Prose(text)
  }
}

extension String {
  /// The text with a small first letter, for the middle of a sentence.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
