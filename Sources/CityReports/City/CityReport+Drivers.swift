import Estimation
import Reporting
import SocioculturalFactors
import SurveyAnalysis
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
      if let note = overlapNote(models) { blocks.append(.note(note)) }
      blocks.append(.chart(driversChart(models.full)))
      blocks.append(.table(context.driversTable(models.full)))
      if let reduced = models.reduced {
        var table = context.driversTable(reduced)
        table.caption = Prose(
          language.pick(
            "Та же модель без вопросов, близких к вопросам индекса",
            "The same model without the questions close to those of the index"))
        blocks.append(.table(table))
      }
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
        "; контрольные признаки: \(controls)", "; held equal: \(controls)")
    let caution: Prose =
      language == .ru
      ? "Это связь при прочих равных, а не причина" : "This is association, not a cause"
    return switch language {
    case .ru:
      """
      Взвешенная линейная регрессия индекса на факторы\(held); \(model.count) интервью с полными \
      данными, R² = \(Number.coefficient(model.rSquared)). Коэффициент показывает, на сколько баллов индекса \
      отличаются жители, у которых фактор выше на 10 баллов. \(strong: caution): одномоментный опрос \
      причин не устанавливает.
      """
    case .en:
      """
      Weighted linear regression of the index on the factors\(held); \(model.count) complete \
      interviews, R² = \(Number.coefficient(model.rSquared)). A coefficient says by how many index points \
      residents differ whose factor is 10 points higher. \(strong: caution): a cross-sectional survey \
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
          "Association of the factors with the index, other things equal, 95% intervals")),
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

  /// Said before the figures: which associations may be ones of words.
  private func overlapNote(_ models: DriverModels) -> Note? {
    guard !models.overlaps.isEmpty else { return nil }
    var pairs: [(questions: [String], with: [String])] = []
    for overlap in models.overlaps {
      if let place = pairs.firstIndex(where: { $0.with == overlap.with }) {
        pairs[place].questions.append(overlap.question)
      } else {
        pairs.append(([overlap.question], overlap.with))
      }
    }
    let list = pairs.map {
      language.pick(
        "\(range($0.questions)) — к \(range($0.with))",
        "\(range($0.questions)) to \(range($0.with))")
    }.joined(separator: "; ")
    return Note(
      .warning,
      Prose(
        language.pick(
          "Некоторые вопросы факторов близки по смыслу к вопросам самого индекса: \(list). Часть "
            + "связи может объясняться сходством формулировок\(rerunEnding(models))",
          "Some questions of the factors are close in meaning to those of the index itself: \(list). "
            + "Part of the association may be one of words\(rerunEnding(models))"
        ) + goneStatement(models)))
  }

  /// That the model is rerun without the overlapping questions, or why it is not.
  private func rerunEnding(_ models: DriverModels) -> String {
    if case .failure(let reason) = models.withoutOverlaps {
      return language.pick(
        "; пересчитать модель без этих вопросов нельзя. ", "; it cannot be rerun without them. ")
        + context.words(for: reason)
    }
    return language.pick(
      ", поэтому ниже модель пересчитана без этих вопросов.",
      ", so the model is rerun below without them.")
  }

  /// Which scores the rerun model lacks altogether.
  private func goneStatement(_ models: DriverModels) -> String {
    guard let reduced = models.reduced else { return "" }
    let kept = Set(reduced.scores.map(\.predictor))
    let gone = models.full.scores.filter { !kept.contains($0.predictor) }
      .map { language.quoted(context.name(of: $0)) }
    guard !gone.isEmpty else { return "" }
    return language.pick(
      " Показателей, у которых такими оказались все вопросы, в ней нет: \(language.listed(gone)).",
      " It lacks the scores all of whose questions are such: \(language.listed(gone))."
    )
  }

  /// OPN01–OPN06; up to two names are listed.
  private func range(_ names: [String]) -> String {
    names.count > 2 ? "\(names[0])–\(names[names.count - 1])" : language.listed(names)
  }
}

extension ReportContext {
  func name(of term: DriverModel.Term) -> String {
    switch term.predictor {
    case .score(let id): name(of: id)
    case .category(let group, let category):
      "\(name(ofGroup: group)): \(name(of: category, in: Crossing([group])))"
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
    case .fewInterviews(let needed):
      language.pick(
        "Связи не показываются: на все вопросы модели ответили меньше \(needed) человек.",
        "Associations are not shown: fewer than \(needed) people answered all questions of the model."
      )
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
        Table.Column(language.pick("β (стандарт.)", "β (standardised)"), .coefficient),
        Table.Column(language.pick("интервал β", "interval of β"), .coefficient),
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
    let degrees =
      "\(model.degreesOfFreedom) "
      + plural(model.degreesOfFreedom, "степень свободы", "степени свободы", "степеней свободы")
    var text = language.pick(
      "Стандартные ошибки учитывают дизайн выборки (\(degrees)); p с поправкой "
        + "Бенджамини — Хохберга по \(count) \(plural(count, "фактору", "факторам", "факторам")).",
      "Standard errors take the design into account (\(model.degreesOfFreedom) degrees of freedom); p is "
        + "adjusted by Benjamini–Hochberg over \(count) \(plural(count, "factor", "factors")).")
    if !model.leftOut.isEmpty {
      text += language.pick(
        " Не вошли (постоянны или следуют из других): ",
        " Left out (constant, or implied by others): ")
      text +=
        model.leftOut.map { predictor in
          switch predictor {
          case .score(let id): name(of: id)
          case .category(let group, let category): name(of: category, in: Crossing([group]))
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
