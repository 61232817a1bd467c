import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import TextFormats

extension Wave.SampleKind {
  /// How the sample is named in a report.
  func name(in language: Language) -> String {
    switch self {
    case .probability: language.pick("вероятностная", "probability sample")
    case .quota: language.pick("квотная (невероятностная)", "quota sample (non-probability)")
    case .panel:
      language.pick(
        "участники онлайн-панели (невероятностная)", "online panel (non-probability sample)")
    case .open:
      language.pick(
        "открытый опрос: участники отобрали себя сами (невероятностная)",
        "open survey: respondents selected themselves (non-probability sample)")
    }
  }

  /// What the intervals of a report are, with the assumption behind them.
  ///
  /// - Parameters:
  ///   - isAdjusted: Whether weights were raked to margins.
  ///   - errors: How standard errors were made; nil where there are no samples.
  ///   - parts: What the samples’ designs have.
  func intervalNote(
    in language: Language, isAdjusted: Bool, errors: SampleErrors?, parts: DesignParts
  ) -> String {
    if case .replicateWeights(let count)? = errors {
      return language.pick(
        "Интервалы — 95-процентные; рассчитаны по репликационным весам из файла (их \(count)).",
        "Intervals are 95% intervals from the file’s replicate weights (\(count)).")
    }
    if isProbability {
      return language.pick(
        "Интервалы — 95-процентные доверительные; рассчитаны линеаризацией Тейлора "
          + (parts.considered(in: .ru).map { "с учётом \($0)." }
            ?? "в предположении, что интервью отобраны независимо."),
        "Intervals are 95% confidence intervals by Taylor linearisation; "
          + (parts.considered(in: .en).map { "they take \($0) into account." }
            ?? "interviews count as drawn independently."))
    }
    return language.pick(
      "Интервал рассчитан по модели; выборка невероятностная. Допущение: "
        + (isAdjusted ? "внутри групп, по которым выравнены веса, " : "")
        + "опрошенные отвечают так же, как ответили бы остальные жители. "
        + "Проверить его по данным опроса нельзя." + (errors?.words(in: .ru) ?? ""),
      "The interval is a model-based one; the sample is a non-probability one. The assumption: "
        + (isAdjusted ? "within the groups to which the weights are adjusted, " : "")
        + "respondents answer as the other residents would have. The survey’s own data cannot "
        + "test it." + (errors?.words(in: .en) ?? ""))
  }

  /// The name of half an interval for a share of 50 %.
  func precisionName(in language: Language) -> String {
    isProbability
      ? language.pick(
        "Предельная ошибка выборки (95 %)", "Margin of error (95%)")
      : language.pick(
        "Модельный интервал точности (95 %)", "Model-based precision interval (95%)")
  }
}

/// What designs of samples have, so that nothing is said of what was not there.
struct DesignParts: Hashable {
  var hasStrata: Bool
  var hasPoints: Bool
  var hasWeights: Bool

  /// «страт, точек опроса и весов»; nil where there is none of them.
  func considered(in language: Language) -> String? {
    let parts = [
      hasStrata ? language.pick("страт", "strata") : nil,
      hasPoints ? language.pick("точек опроса", "sampling points") : nil,
      hasWeights ? language.pick("весов", "weights") : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? nil : language.listed(parts)
  }
}

extension DesignParts {
  /// Of one sample, or what some of several have.
  init(_ samples: [SampleFindings]) {
    hasStrata = samples.contains {
      $0.sample.design.strata != nil && $0.design.stratumCount > 1
    }
    hasPoints = samples.contains { $0.sample.design.clusters != nil }
    hasWeights = samples.contains(where: \.isWeighted)
  }
}

extension SampleFindings {
  /// Whether interviews count differently.
  var isWeighted: Bool {
    self.sample.design.hasBaseWeights || self.weighted.passport != nil
      || self.weighted.nonresponse != nil
  }
}

extension SampleErrors {
  /// How standard errors were made, as the rest of a sentence: «получены …».
  func making(_ parts: DesignParts, isRaked: Bool, in language: Language) -> String {
    let within = parts.hasStrata ? language.pick(" внутри страт", " within strata") : ""
    switch self {
    case .replicateWeights(let count):
      return language.pick(
        "рассчитаны по репликационным весам из файла (их \(count))",
        "come from the file’s replicate weights (\(count))")
    case .replicates(let replicates):
      return language.pick(
        "рассчитаны по репликационным весам (их \(replicates.count))",
        "come from replicate weights (\(replicates.count))")
    case .bootstrap(let unit, let count):
      return language.pick(
        "получены бутстрепом: \(count) повторных выборок \(unit.words(in: .ru)), веса каждой "
          + "выравнены заново",
        "come from a bootstrap: \(count) samples of the \(unit.words(in: .en)), each weighted anew")
    case .modelBased(let unit):
      return language.pick(
        "получены линеаризацией Тейлора по изменчивости между суммами \(unit.words(in: .ru))",
        "come from Taylor linearisation over the \(unit.words(in: .en))")
    case .linearised:
      let raked =
        isRaked
        ? language.pick(
          ", с поправкой на выравнивание весов", " and take the raking into account") : ""
      return language.pick(
        "получены линеаризацией Тейлора по \(parts.hasPoints ? "точкам опроса" : "интервью")",
        "come from Taylor linearisation over \(parts.hasPoints ? "sampling points" : "interviews")")
        + within + raked
    }
  }
}

extension SampleErrors {
  /// How a model-based interval was computed; nothing for other intervals.
  fileprivate func words(in language: Language) -> String {
    switch self {
    case .bootstrap(let unit, let count):
      let noise = Int((100 * (noise ?? 0)).rounded())
      return language.pick(
        " Расчёт — бутстреп: \(count) повторных выборок \(unit.words(in: .ru)), веса каждой выравнены"
          + " заново; от случайности самих повторных выборок стандартная ошибка меняется примерно на"
          + " \(noise)\u{A0}%.",
        " Computed by bootstrap: \(count) samples of the \(unit.words(in: .en)), each weighted anew;"
          + " chance in drawing them moves a standard error by about \(noise)%.")
    case .modelBased(let unit):
      return language.pick(
        " Расчёт — линеаризацией, по изменчивости между суммами \(unit.words(in: .ru)).",
        " Computed by linearisation, from the variation between \(unit.words(in: .en)).")
    case .linearised, .replicateWeights, .replicates: return ""
    }
  }
}

extension BootstrapUnit {
  /// Its name in the plural; in Russian in the genitive.
  fileprivate func words(in language: Language) -> String {
    switch self {
    case .points: language.pick("точек опроса", "sampling points")
    case .interviewers: language.pick("интервьюеров", "interviewers")
    case .interviews: language.pick("интервью", "interviews")
    }
  }
}

/// What every page and chart must say: that the study is a draft, that its answers are simulated; nil
/// where neither is so.
func stamp(of study: Study, in language: Language) -> String? {
  let synthetic = study.settings.isSynthetic ? syntheticStamp(in: language) : nil
  let stamps = [study.openQuestions.map { draftStamp(open: $0.count, in: language) }, synthetic]
  let said = stamps.compactMap(\.self)
  return said.isEmpty ? nil : said.joined(separator: " · ")
}

/// «УСЛОВНЫЙ ПРИМЕР …», on every page, chart and table made from simulated answers.
func syntheticStamp(in language: Language) -> String {
  language.pick(SyntheticData.russianStamp, SyntheticData.englishStamp)
}

/// «ЧЕРНОВИК: …», with the number of questions that nobody has answered yet.
private func draftStamp(open count: Int, in language: Language) -> String {
  guard count > 0 else {
    return language.pick(
      "ЧЕРНОВИК: исследование не подписано (draft.csv ещё не удалён)",
      "DRAFT: the study is not signed (draft.csv is still there)")
  }
  return language.pick(
    "ЧЕРНОВИК: без ответа \(count) \(plural(count, "вопрос", "вопроса", "вопросов")) о том, как"
      + " устроено исследование (draft.csv)",
    "DRAFT: \(count) \(plural(count, "question", "questions")) about the study not answered"
      + " (draft.csv)")
}

/// What every comparison of a scale's means carries until its invariance has been tested.
func untestedInvariance(between units: ComparisonUnits, in language: Language) -> String {
  switch units {
  case .cities:
    language.pick(
      "Сопоставимость шкалы между городами не проверена.",
      "Comparability of measurement between cities not tested.")
  case .waves:
    language.pick(
      "Сопоставимость шкалы между волнами не проверена.",
      "Comparability of measurement between waves not tested.")
  }
}

/// What is set side by side.
enum ComparisonUnits: Hashable, Sendable {
  case cities, waves
}

extension Language {
  /// A remark set apart from the text, in this language.
  func remark(_ russian: String, _ english: String) -> Block {
    .note(Note(.information, Prose(pick(russian, english))))
  }
}
