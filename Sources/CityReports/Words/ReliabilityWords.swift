import Reporting
import ResultTables
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel

extension ReportContext {
  /// The scales among some scores that carry a warning in a city and wave.
  func weakScales(among ids: [ScoreID], city: String, wave: String) -> [ScaleReliability] {
    ids.compactMap { findings.reliability(of: $0, wave: wave, city: city) }
      .filter { !$0.warnings.isEmpty }
  }

  /// A warning in words for each weak scale.
  func reliabilityWarnings(for ids: [ScoreID], city: String, wave: String) -> [Block] {
    weakScales(among: ids, city: city, wave: wave).map { scale in
      let reasons = scale.warnings.map(words)
      var prose = Prose("\(name(of: scale.definition)): ")
      for (place, reason) in reasons.enumerated() { prose += (place > 0 ? "; " : "") + reason }
      return .note(Note(.warning, prose + "."))
    }
  }

  private func words(for warning: ScaleReliability.Warning) -> Prose {
    switch warning {
    case .lowAlpha(let alpha):
      let least = leastAlpha
      return language == .ru
        ? """
        шкала ненадёжна (α = \(Number.coefficient(alpha)), меньше \(least)), выводы по ней \
        предварительные
        """
        : """
        the scale is unreliable (α = \(Number.coefficient(alpha)), below \(least)); conclusions from \
        it are tentative
        """
    case .fewItems(let count):
      return Prose(
        language.pick(
          "в шкале \(count) \(plural(count, "вопрос", "вопроса", "вопросов")) — меньше \(fewestItems), "
            + "поэтому об её однородности сказать почти ничего нельзя",
          "the scale has \(count) \(plural(count, "question", "questions")), fewer than "
            + "\(fewestItems), so little can be said about what they share"))
    case .notComputed(let error):
      return Prose(
        language.pick(
          "надёжность шкалы не рассчитана (\(error.words(in: .ru)))",
          "the scale’s reliability is not computed (\(error))"))
    }
  }

  /// The least α that is not warned of: 0.6.
  var leastAlpha: Number { .decimal(study.conventions.leastAlpha, digits: 1) }

  /// The fewest questions of a scale that are not warned of, in the words of “fewer than three”.
  var fewestItems: String {
    let count = study.conventions.fewestItems
    return switch count {
    case 2: language.pick("двух", "two")
    case 3: language.pick("трёх", "three")
    case 4: language.pick("четырёх", "four")
    default: String(count)
    }
  }

  /// α and ω of the factors and facets of a wave in a city.
  func reliabilityTable(city: String, wave: String) -> Table? {
    let scales = findings.reliabilities.filter { $0.city == city && $0.wave == wave }
    guard !scales.isEmpty else { return nil }
    var table = Table(
      Prose(language.pick("Надёжность шкал", "Reliability of the scales")),
      columns: [
        Table.Column(language.pick("Шкала", "Scale")),
        Table.Column(language.pick("Вопросов", "Questions"), .count),
        Table.Column("α", .coefficient), Table.Column("ω", .coefficient),
        Table.Column(language.pick("Интервью", "Interviews"), .count),
      ],
      rows: scales.map { scale in
        Table.Row([
          .text(Prose(rowName(of: scale.definition))), .number(.count(scale.itemCount)),
          scale.alpha.map { .number(.coefficient($0)) } ?? .empty,
          scale.omega.map { .number(.coefficient($0)) } ?? .empty,
          scale.reliability.map { .number(.count($0.count)) } ?? .empty,
        ])
      })
    table.footnotes = [
      Prose(
        language.pick(
          "α Кронбаха = k/(k − 1)·(1 − Σsᵢ²/s²) и ω Макдональда (общая) = (Σλᵢ)²/((Σλᵢ)² + Σψᵢ) "
            + "однофакторной модели (максимальное правдоподобие); обе — по взвешенным ковариациям "
            + "интервью с ответами на все вопросы шкалы. Прочерк: для α нужны хотя бы два вопроса, для "
            + "ω — хотя бы три.",
          "Cronbach’s α = k/(k − 1)·(1 − Σsᵢ²/s²) and McDonald’s ω (total) = (Σλᵢ)²/((Σλᵢ)² + Σψᵢ) "
            + "of a one-factor maximum-likelihood model, from the weighted covariances of interviews "
            + "with answers to all questions of the scale. A dash: α needs at least two questions, "
            + "ω at least three."
        ))
    ]
    table.footnotes += scales.compactMap(omegaFootnote)
    return table
  }

  /// Why a scale of three questions and more has α and no ω.
  private func omegaFootnote(_ scale: ScaleReliability) -> Prose? {
    guard scale.itemCount > 2, let reliability = scale.reliability,
      case .failure(let error) = reliability.omega
    else { return nil }
    let name = rowName(of: scale.definition)
    return Prose(
      language.pick(
        "\(name): ω не рассчитана (\(error.words(in: .ru))).",
        "\(name): no ω (\(error.words(in: .en)))."))
  }
}
