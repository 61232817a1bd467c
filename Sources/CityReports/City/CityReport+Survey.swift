import Estimation
import Reporting
import SurveyAnalysis
import SurveyModel

extension CityReport {
  var surveySection: Section {
    var blocks: [Block] = []
    if let frame = context.text("frame", city: city.name, wave: wave.name) {
      blocks.append(.paragraph(Prose(frame)))
    }
    blocks.append(.keyValues(surveyFacts))
    let isAdjusted = sample.weighted.passport != nil
    blocks.append(
      .note(
        Note(
          .information,
          Prose(
            wave.sample.intervalNote(
              in: language, isAdjusted: isAdjusted, errors: sample.weighted.errors,
              parts: DesignParts([sample]))))))
    blocks += weightingBlocks
    return Section(
      "survey", language.pick("Как проводился опрос", "How the survey was made"), blocks)
  }

  private var surveyFacts: [KeyValue] {
    var facts = [
      KeyValue(
        language.pick("Выборка", "Sample"), Prose(wave.sample.name(in: language))),
      KeyValue(
        language.pick("Сроки", "Fieldwork"),
        fieldworkDates
          ?? Prose(
            context.text("dates", city: city.name, wave: wave.name)
              ?? language.pick("не указаны", "not stated"))),
      KeyValue(language.pick("Опрошено", "Interviews"), interviewCount),
      interviewStatuses,
    ]
    if study.settings.isInterim {
      facts.append(
        KeyValue(
          language.pick("Состояние", "State"),
          Prose(
            language.pick(
              "опрос продолжается, результаты предварительные",
              "fieldwork is going on; the results are preliminary"))))
    }
    facts += [
      KeyValue(language.pick("Отбор", "Selection"), selection),
      KeyValue(language.pick("Ответы", "Response"), response),
      KeyValue(language.pick("Взвешивание", "Weighting"), weighting),
      KeyValue(language.pick("Эффект весов", "Effect of the weights"), weightEffect),
    ]
    if let precision { facts.append(precision) }
    return facts
  }

  private var interviewCount: Prose {
    let count = sample.sample.responses.count
    return language == .ru
      ? "\(count) интервью"
      : "\(count) \(plural(count, "interview", "interviews"))"
  }

  private var selection: Prose {
    let design = sample.design
    let strata = sample.sample.design.strata == nil ? 0 : design.stratumCount
    let points = sample.sample.design.clusters == nil ? 0 : design.clusterCount
    if strata == 0, points == 0 {
      return Prose(
        language.pick(
          "страты и точки опроса в файлах не указаны: интервью считаются отобранными независимо",
          "the files name neither strata nor sampling points: interviews count as drawn independently"
        ))
    }
    let strataWords = language.pick(
      "\(strata) \(plural(strata, "страта", "страты", "страт"))",
      "\(strata) \(plural(strata, "stratum", "strata"))")
    let pointWords = language.pick(
      "\(points) \(plural(points, "точка", "точки", "точек")) опроса",
      "\(points) sampling \(plural(points, "point", "points"))")
    let parts = (strata > 0 ? [strataWords] : []) + (points > 0 ? [pointWords] : [])
    return Prose(
      parts.joined(separator: ", ")
        + language.pick(
          "; степеней свободы: \(design.degreesOfFreedom)",
          "; degrees of freedom: \(design.degreesOfFreedom)"))
  }

  private var response: Prose {
    let counts = study.fieldwork.filter { $0.key == sample.key }
    let outcomes = ContactOutcomes(counts)
    guard let first = outcomes.responseRate(.rr1), let third = outcomes.responseRate(.rr3) else {
      return Prose(
        language.pick(
          "доля ответивших (RR) не рассчитывается: нет данных о контактах",
          "no response rate: there are no data on contacts"))
    }
    let name =
      wave.sample == .panel || wave.sample == .open
      ? language.pick("коэффициент участия (AAPOR)", "participation rate (AAPOR)")
      : language.pick("доля ответивших (RR, AAPOR):", "response rate (AAPOR)")
    var prose: Prose = "\(name) RR1 = \(Number.share(first)), RR3 = \(Number.share(third))"
    if let cooperation = outcomes.cooperationRate {
      prose += Prose(
        language.pick(
          "; коэффициент сотрудничества COOP1 = ",
          "; cooperation rate COOP1 = "))
      prose += Prose([.number(.share(cooperation))])
    }
    return prose
  }

  private var weighting: Prose {
    nonresponse.map { $0 + Prose("; ") + calibration } ?? calibration
  }

  /// How base weights were made to stand for those who did not answer.
  private var nonresponse: Prose? {
    guard let nonresponse = sample.weighted.nonresponse else { return nil }
    let classes = nonresponse.adjustment.classes
    let rates = classes.map(\.responseRate).filter(\.isFinite)
    let factor = classes.map(\.factor).filter(\.isFinite).max() ?? .nan
    let columns = nonresponse.predictors.map(SampledCase.plainName).joined(separator: ", ")
    let count = classes.count
    let how =
      switch nonresponse.method {
      case .classes:
        language.pick(
          "исходные веса скорректированы на неответы в \(count) "
            + plural(count, "классе", "классах", "классах")
            + (columns.isEmpty ? "" : " (\(columns))"),
          "base weights adjusted for nonresponse in \(count) "
            + plural(count, "class", "classes") + (columns.isEmpty ? "" : " (\(columns))"))
      case .propensity:
        language.pick(
          "исходные веса скорректированы на неответы в \(count) "
            + plural(count, "группе", "группах", "группах")
            + " с близкой вероятностью ответа (логистическая модель: \(columns))",
          "base weights adjusted for nonresponse in \(count) "
            + plural(count, "class", "classes")
            + " of the estimated chance of an answer (logistic model: \(columns))")
      }
    let (low, high) = (rates.min() ?? .nan, rates.max() ?? .nan)
    return Prose(how)
      + Prose(language.pick("; доля ответивших в них от ", "; response rates in them from "))
      + Prose([.number(.share(low))]) + Prose(language.pick(" до ", " to "))
      + Prose([.number(.share(high))])
      + Prose(language.pick(", наибольший множитель ", ", largest factor "))
      + Prose([.number(.decimal(factor, digits: 2))])
  }

  private var calibration: Prose {
    switch sample.weighted.weights {
    case .base, .baseForWantOfUsableMargins: return Prose(baseWeights + noAdjustment)
    case .raked(let limits):
      return raking
        + Prose(
          language.pick("; веса удержаны в пределах от ", "; weights kept between "))
        + Prose([.number(.decimal(limits.lowerBound, digits: 1))])
        + Prose(language.pick(" до ", " and "))
        + Prose([.number(.decimal(limits.upperBound, digits: 1))])
        + Prose(language.pick(" среднего веса", " mean weights"))
    case .rakedWithoutLimits:
      return raking
        + Prose(
          language.pick(
            "; удержать веса в заданных пределах не удалось, пределы сняты",
            "; the weights could not be kept within limits, which were lifted"))
    }
  }

  private var baseWeights: String {
    if sample.weighted.nonresponse != nil {
      return language.pick("базовые веса отобранных", "base weights of the cases drawn")
    }
    return sample.sample.design.hasBaseWeights
      ? language.pick("базовые веса из файла", "base weights of the file")
      : language.pick("все веса равны 1", "all weights are 1")
  }

  private var noAdjustment: String {
    language.pick(
      "; данных о населении (margins.csv) нет, поэтому состав выборки не выравнивался",
      "; there are no population figures (margins.csv), so nothing was adjusted")
  }

  private var raking: Prose {
    guard let passport = sample.weighted.passport else { return Prose(baseWeights) }
    let names = sample.weighted.margins.map { margin in
      context.names(of: margin.group).map(\.lowercasedFirst).joined(separator: " × ")
    }
    let iterations = passport.iterations
    let isExact = passport.largestError < 1e-4
    let error =
      isExact ? Number.decimal(0.01, digits: 2) : .decimal(passport.largestError * 100, digits: 2)
    return switch language {
    case .ru:
      """
      выравнивание (рейкинг) по показателям: \(names.joined(separator: "; ")); сошлось за \
      \(iterations) \(plural(iterations, "итерацию", "итерации", "итераций")), расхождение с \
      данными о населении \(isExact ? "меньше " : "до ")\(error) % (относительных)
      """
    case .en:
      """
      raked to \(names.joined(separator: "; ")); converged in \(iterations) \
      \(plural(iterations, "iteration", "iterations")), relative \
      deviation from the population \(isExact ? "below " : "up to ")\(error)%
      """
    }
  }

  private var weightEffect: Prose {
    let spread = sample.design.weightSpread
    let deff = Number.decimal(spread.kishDesignEffect, digits: 2)
    let effective = Number(spread.effectiveCount.rounded(), .count)
    let low = Number.decimal(spread.minimum / spread.mean, digits: 2)
    let high = Number.decimal(spread.maximum / spread.mean, digits: 2)
    return switch language {
    case .ru:
      """
      дизайн-эффект весов по Кишу n·Σw²/(Σw)² = \(deff), эффективный объём (только из-за весов) — \
      \(effective); веса от \(low) до \(high) среднего
      """
    case .en:
      """
      Kish’s design effect n·Σw²/(Σw)² = \(deff), effective sample size (for the weights alone) \(effective); weights from \
      \(low) to \(high) of the mean
      """
    }
  }

  /// Half the interval of a share of 50 %, with the design effect that the scores have.
  private var precision: KeyValue? {
    let effects = factorScores.compactMap { $0.mean?.designEffect }.sorted()
    let count = sample.sample.responses.count
    guard !effects.isEmpty, sample.design.degreesOfFreedom > 0 else { return nil }
    let effect = effects[effects.count / 2]
    let half = Estimate(
      value: 0, standardError: (0.25 * effect / Double(count)).squareRoot(),
      degreesOfFreedom: sample.design.degreesOfFreedom,
      base: Estimate.Base(
        count: count, weightedCount: Double(count), effectiveCount: Double(count) / effect)
    ).confidenceInterval()?.upper
    guard let half else { return nil }
    let points = Number.decimal(half * 100, digits: 1)
    let deff = Number.decimal(effect, digits: 2)
    return KeyValue(
      wave.sample.precisionName(in: language),
      language == .ru
        ? "±\(points) п. п. для доли 50 % (с дизайн-эффектом \(deff) — медианой по факторам)"
        : "±\(points) percentage points for a share of 50% (design effect \(deff), the median of the factors)"
    )
  }

  /// Who was missing from the sample, before and after weighting.
  private var weightingBlocks: [Block] {
    let margins = sample.publishedMargins
    guard !margins.isEmpty else { return [] }
    var rows: [Table.Row] = []
    for margin in margins {
      rows.append(
        .heading(
          Prose(
            context.names(of: margin.group).joined(separator: " × ")
              + sourceOfMargin(margin.group))))
      rows += margin.categories.map { category in
        Table.Row([
          .text(Prose(context.name(of: category.category, in: margin.group))),
          .number(.share(category.target)), wholePerCents(category),
          .number(.share(category.after)),
        ])
      }
    }
    return [
      .table(
        Table(
          Prose(
            language.pick(
              "Население и выборка до и после взвешивания",
              "Population and sample before and after weighting")),
          columns: [
            Table.Column(language.pick("Категория", "Category")),
            Table.Column(language.pick("Население", "Population"), .share),
            Table.Column(language.pick("Выборка до, %", "Sample before, %"), .decimal(0)),
            Table.Column(language.pick("Выборка после", "Sample after"), .share),
          ], rows: rows))
    ]
  }

  private func wholePerCents(_ category: PublishedMargin.Category) -> Table.Cell {
    if let suppression = category.suppression { return .suppressed(suppression.reason) }
    return category.before.map { .number(.decimal($0 * 100, digits: 0)) } ?? .empty
  }

  private func sourceOfMargin(_ group: Crossing) -> String {
    let margin = study.margins.first {
      $0.key == sample.key && $0.group == group
    }
    guard let margin, !margin.source.isEmpty else { return "" }
    let date = margin.date.isEmpty ? "" : ", \(language.date(margin.date))"
    return language.pick(
      " (источник: \(margin.source)\(date))", " (source: \(margin.source)\(date))")
  }
}
