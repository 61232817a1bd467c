import Estimation
import Reporting
import SurveyAnalysis

/// What is said of a trend: whether anything changed, in which direction, and whether by a line.
package struct TrendWords {
  private let figure: FigureTrend
  private let unit: TrendUnit
  private let significance: Double

  package init(_ figure: FigureTrend, unit: TrendUnit, significance: Double) {
    self.figure = figure
    self.unit = unit
    self.significance = significance
  }

  package func sentence(in language: Language) -> String {
    name + ": " + broken(in: language) + words(in: language)
  }

  /// That the trend begins anew, and why.
  private func broken(in language: Language) -> String {
    guard let found = figure.brokenBefore else { return "" }
    let reason = found.reason.text(in: language.rawValue) ?? ""
    return language.pick(
      "ряд прерван между волнами \(found.earlier) и \(found.later) (\(reason)); дальше — ",
      "broken between waves \(found.earlier) and \(found.later) (\(reason)); from there on, ")
  }

  private var name: String {
    let cell = figure.by.map { "\($0.group)=\($0.category)" }
    return ([figure.question + (figure.choice.map { "=\($0)" } ?? ""), figure.city] + cell)
      .joined(separator: ", ")
  }

  private func words(in language: Language) -> String {
    guard let trend = figure.trend else {
      switch figure.reason {
      case .fewWaves(let count)?:
        return language.pick(
          "для динамики нужны три волны с ответами, есть \(count).",
          "a trend needs three waves with answers; there \(count == 1 ? "is 1" : "are \(count)").")
      case .hidden?, nil:
        return language.pick(
          "динамика не показана: значение одной из волн относится к немногим людям.",
          "no trend is shown: a wave's figure is of few people.")
      }
    }
    let p = figure.adjustedPValue ?? trend.test?.pValue ?? 1
    guard p < significance else {
      return language.pick(
        "изменение за волны \(span(trend)) не установлено.",
        "change over the waves \(span(trend)) is not established.")
    }
    let (rises, falls) = trend.established(significance: significance)
    if let rise = rises.first, let fall = falls.first {
      return language.pick(
        "направление менялось: выросло (\(pair(rise, trend))) и снизилось (\(pair(fall, trend))).",
        "the direction turned: it rose (\(pair(rise, trend))) and fell (\(pair(fall, trend))).")
    }
    let direction: String
    switch (rises.first, falls.first) {
    case (let rise?, _):
      direction = language.pick("выросло (\(pair(rise, trend)))", "it rose (\(pair(rise, trend)))")
    case (_, let fall?):
      direction = language.pick(
        "снизилось (\(pair(fall, trend)))", "it fell (\(pair(fall, trend)))")
    default:
      direction = language.pick(
        "изменялось, но между какими волнами, не установлено",
        "it changed, but between which waves is not established")
    }
    return direction + line(trend, language)
  }

  /// Whether a line describes the change: a departure that is not established is no proof of a line.
  private func line(_ trend: Trend, _ language: Language) -> String {
    guard trend.slope != nil else {
      return language.pick(
        "; по трём волнам прямая не проводится.", "; through three waves no line is drawn.")
    }
    guard let departure = trend.departure else { return "." }
    guard departure.pValue >= significance else {
      return language.pick(
        "; изменение неравномерно, прямая его не описывает.",
        "; the change is uneven: a line does not describe it.")
    }
    return language.pick(
      "; отклонение от равномерного изменения не установлено.",
      "; a departure from even change is not established.")
  }

  private func span(_ trend: Trend) -> String {
    "\(trend.names.first ?? "") – \(trend.names.last ?? "")"
  }

  private func pair(_ change: Trend.Change, _ trend: Trend) -> String {
    "\(trend.names[change.from]) → \(trend.names[change.to])"
  }
}
