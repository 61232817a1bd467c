import Estimation
import SurveyModel

/// What may be shown of a quantity in a sample, or in each category of a breakdown of it.
struct ShownFigures {
  let rule: DisclosureRule
  /// Of means, totals, ratios and quantiles; nil for a whole sample.
  private let numbers: GroupDisclosure?
  private let ratios: GroupDisclosure?
  /// Of shares; nil for a whole sample, and for a score.
  private let columns: [CrosstabColumn]?
  /// Of a whole sample's distribution.
  private let answers: [Suppression?]
  /// From the least to the greatest value that a mean can have.
  private let scale: Double

  init(
    _ quantity: AnalysedSample.Quantity, denominator: [Double]?, _ breakdown: Breakdown?,
    base: EstimateBase, design: SurveyDesign, rule: DisclosureRule
  ) {
    var rule = rule
    if case .question(let column) = quantity { rule = rule.concerning(column.question) }
    if breakdown?.isDelicate ?? false { rule = rule.strict }
    self.rule = rule
    let values = quantity.values
    scale = quantity.scale
    numbers = breakdown.flatMap { breakdown in
      values.map {
        breakdown.disclosure(of: $0.map(\.isFinite), weights: design.weights, rule: rule)
      }
    }
    ratios = breakdown.flatMap { breakdown in
      guard let values, let denominator else { return nil }
      return breakdown.disclosure(
        of: zip(values, denominator).map { $0.isFinite && $1.isFinite },
        weights: design.weights, rule: rule)
    }
    guard case .question(let column) = quantity else {
      (columns, answers) = (nil, [])
      return
    }
    let places = column.places(in: base)
    let isInBase = column.isInBase(base)
    columns = breakdown?.columns(
      of: column, places: places, isInBase: isInBase, weights: design.weights, rule: rule)
    let rows = isInBase.indices.filter { isInBase[$0] && design.isMember[$0] }
    answers = rule.suppressions(
      ofAnswers: places.map { place in rows.count { column.indicators[place][$0] == 1 } },
      base: rows.count, areExclusive: column.codes != nil)
  }

  /// Whether a mean, total or quantile of numbers may be shown.
  ///
  /// - Parameters:
  ///   - count: Interviews that it rests on.
  ///   - place: The category; nil for the whole sample.
  func suppression(ofNumbersOver count: Int, in place: Int?) -> Suppression? {
    // A mean beside all shares but some of a question would tell these.
    let hidesCells =
      place.map { place in
        columns?[place].suppressions.contains { suppression in
          if case .cell = suppression { true } else { false }
        } ?? false
      } ?? answers.contains { $0 != nil }
    if hidesCells { return rule.suppression(ofBase: count) ?? .secondary }
    guard let place, let numbers else { return rule.suppression(ofBase: count) }
    return numbers.suppressions[place]
  }

  func suppression(ofRatioOver count: Int, in place: Int?) -> Suppression? {
    guard let place, let ratios else { return rule.suppression(ofBase: count) }
    return ratios.suppressions[place]
  }

  /// What a mean is rounded to; nil where it may be exact.
  func stepOfMeans(in place: Int?) -> Double? {
    place == nil ? nil : numbers?.step(onScale: scale)
  }

  func column(_ place: Int?) -> CrosstabColumn? { place.flatMap { columns?[$0] } }

  /// Whether the share of an answer may be shown, and how coarse.
  func share(of row: Int, in place: Int?) -> (suppression: Suppression?, step: Double?) {
    guard let column = column(place) else {
      return (answers.indices.contains(row) ? answers[row] : nil, nil)
    }
    return (column.suppressions[row], column.step)
  }
}

extension AnalysedSample.Quantity {
  /// From the least to the greatest value: 100 points of scores and of scale questions.
  var scale: Double {
    switch self {
    case .score: return 100
    case .question(let column):
      guard column.unit == .own, let values = column.values?.filter(\.isFinite),
        let least = values.min(), let greatest = values.max(), greatest > least
      else { return 100 }
      return greatest - least
    }
  }
}
