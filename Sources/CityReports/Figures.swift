import Estimation
import Reporting
import SocioculturalFactors
import SurveyAnalysis

extension Estimate {
  /// The value with its 95% interval; the value alone where there is none.
  func figure(_ unit: Number.Unit) -> Number {
    guard let interval = confidenceInterval() else { return Number(value, unit) }
    return .estimate(value, interval.lower, interval.upper, unit)
  }

  /// The interval as a table's cell; a dash where there is none.
  func intervalCell(_ unit: Number.Unit, _ language: Language) -> Table.Cell {
    if isFixedByWeighting {
      return .text(Prose(language.pick("задано взвешиванием", "set by weighting")))
    }
    guard let interval = confidenceInterval() else { return .empty }
    return .number(.interval(interval.lower, interval.upper, unit))
  }

  /// A dot with its interval.
  var point: Point {
    let interval = confidenceInterval()
    return Point(value, interval?.lower, interval?.upper)
  }
}

extension Difference {
  /// The difference with its interval.
  func figure(_ unit: Number.Unit) -> Number {
    guard let interval else { return Number(value, unit) }
    return .estimate(value, interval.lower, interval.upper, unit)
  }

  func intervalCell(_ unit: Number.Unit) -> Table.Cell {
    interval.map { .number(.interval($0.lower, $0.upper, unit)) } ?? .empty
  }

  var adjustedPCell: Table.Cell { adjustedPValue.map { .number(.pValue($0)) } ?? .empty }

  var point: Point { Point(value, interval?.lower, interval?.upper) }
}

extension ScoreEstimate {
  /// Points, with a decimal unless the mean was rounded to whole ones.
  var unit: Number.Unit { isCoarse ? .decimal(0) : .score }

  /// The mean with its interval, in points.
  var figure: Number? { mean?.figure(unit) }

  /// A dot with its interval.
  var point: Point? {
    mean.map { mean in
      let interval = mean.confidenceInterval()
      return Point(mean.value, interval?.lower, interval?.upper, unit: isCoarse ? unit : nil)
    }
  }

  /// The mean as a table's cell, or why it is not shown.
  var meanCell: Table.Cell {
    if let mean { return .number(Number(mean.value, unit)) }
    return suppression.map { .suppressed($0.reason) } ?? .empty
  }

  func intervalCell(_ language: Language) -> Table.Cell {
    mean?.intervalCell(.score, language) ?? .empty
  }
}

extension SurveyAnalysis.Suppression {
  /// The reason as a report gives it.
  var reason: Reporting.Suppression {
    switch self {
    case .cell(let minimum): .cell(minimum: minimum)
    case .base(let minimum): .base(minimum: minimum)
    case .secondary: .secondary
    case .interim: .interim
    }
  }
}

/// The axis of a 0–100 score.
func scoreAxis(_ language: Language, limits: ClosedRange<Double>? = 0...100) -> Axis {
  Axis(language.pick("баллы, 0–100", "points, 0–100"), .score, limits: limits)
}
