import Estimation
import SurveyModel

/// What may be shown of a quantity in a sample, or in each category of a breakdown of it.
struct ShownFigures {
  let rule: DisclosureRule
  /// Of means, totals, ratios and quantiles; nil for a whole sample.
  private let numbers: GroupDisclosure?
  private let ratios: GroupDisclosure?
  /// How coarse ratios are for the few who have only one of the two numbers; by category, the whole
  /// sample behind them.
  private let ratioBases: [RatioBase]
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
    let coarseness = ratios?.coarseness ?? 0
    if let values, let denominator {
      let places = breakdown?.membership.indices
      ratioBases =
        (breakdown?.membership.categories.indices.map { category in
          RatioBase(values, denominator, design, rule, coarseness: coarseness) {
            places?[$0] == category
          }
        } ?? []) + [RatioBase(values, denominator, design, rule, coarseness: 0) { _ in true }]
    } else {
      ratioBases = []
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
    let few = (place.map { ratioBases[$0] } ?? ratioBases.last)?.isTooCoarse ?? false
    guard let place, let ratios else {
      return rule.suppression(ofBase: count) ?? (few ? .secondary : nil)
    }
    return ratios.suppressions[place] ?? (few ? .secondary : nil)
  }

  /// What a ratio is rounded to; nil where it may be exact.
  func stepOfRatio(_ ratio: Double, in place: Int?) -> Double? {
    (place.map { ratioBases[$0] } ?? ratioBases.last)?.step(of: ratio, scale: scale)
  }

  /// Whether a quantile may be told beside those of all people: where means are coarse for the few in
  /// no category, only twentieths are, which leave their distribution open by as much.
  func isTold(quantile probability: Double, in place: Int?) -> Bool {
    guard stepOfMeans(in: place) != nil else { return true }
    let twentieths = probability * 20
    return abs(twentieths - twentieths.rounded()) < 1e-9
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

/// The people that a ratio is of, beside those who have only one of its two numbers.
///
/// The ratio and the mean of one of its numbers tell the total of the other one; where few people
/// lack one of the two, that is a figure about them.
private struct RatioBase {
  private let coarseness: Double
  /// The mean of the number that the ratio is to, and its range.
  private let mean: Double
  private let range: Double

  /// - Parameter coarseness: For the few people in no category.
  init(
    _ values: [Double], _ denominator: [Double], _ design: SurveyDesign, _ rule: DisclosureRule,
    coarseness: Double, isMember: (Int) -> Bool
  ) {
    var (both, first, second) = ((0, 0.0), (0, 0.0), (0, 0.0))
    var sum = 0.0
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for row in values.indices
    where design.isMember[row] && design.weights[row] > 0 && isMember(row) {
      let weight = design.weights[row]
      switch (values[row].isFinite, denominator[row].isFinite) {
      case (true, true):
        both = (both.0 + 1, both.1 + weight)
        sum += weight * denominator[row]
        least = min(least, denominator[row])
        greatest = max(greatest, denominator[row])
      case (true, false): first = (first.0 + 1, first.1 + weight)
      case (false, true): second = (second.0 + 1, second.1 + weight)
      case (false, false): break
      }
    }
    let few = [first, second].filter { $0.0 > 0 && $0.0 < rule.minimumBase }.map(\.1).max() ?? 0
    self.coarseness = max(coarseness, both.1 > 0 ? 0.25 * few / both.1 : 0)
    mean = both.1 > 0 ? sum / both.1 : 0
    range = max(0, greatest - least)
  }

  var isTooCoarse: Bool { coarseness > LeftOut.greatestCoarseness }

  /// - Parameter scale: That of the number above.
  func step(of ratio: Double, scale: Double) -> Double? {
    guard coarseness > 0, mean != 0, ratio.isFinite else { return nil }
    return oneTwoFive(atLeast: coarseness * max(scale, abs(ratio) * range) / abs(mean))
  }
}
