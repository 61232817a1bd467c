import Estimation
import SurveyModel

/// How a figure of a city changed over three waves and more.
public struct FigureTrend: Sendable {
  /// Why there is no trend. Every case says it in words as its `description`.
  public enum Reason: Hashable, Sendable, CustomStringConvertible {
    case fewWaves(Int)
    /// Figures of these waves may not be shown.
    case hidden

    public var description: String {
      switch self {
      case .fewWaves(let count):
        "a trend needs three waves with answers; there \(count == 1 ? "is 1" : "are \(count)")"
      case .hidden: "a wave's figure is of few people"
      }
    }
  }

  public var question: String
  /// Nil where the figure is of numbers.
  public var choice: String?
  public var city: String
  /// The category that it is limited to, in the order of the query's groups.
  public var by: [EstimateRecord.Cell]
  /// Nil where it cannot be made; ``reason`` says why.
  public var trend: Trend?
  public var reason: Reason?
  /// What the waves' figures were rounded to; nil where they are exact.
  public var step: Double?
  /// Of the test of any change, by Benjamini and Hochberg over all figures of the query.
  public var adjustedPValue: Double?
  /// Questions of the score that measure something else in some sample.
  public var freed: [String]
  /// Whether the errors rest on a model, some wave's sample not being drawn by chance.
  public var isModelBased: Bool
  /// The waves that it is of: all with answers, or those between two breaks.
  public var waves: [String] = []
  /// The break before its first wave.
  public var brokenBefore: TrendBreak?
}

extension FigureTrend {
  /// Whether another trend is of the same figure, in other waves.
  public func isOfSameFigure(as other: FigureTrend) -> Bool {
    question == other.question && choice == other.choice && city == other.city && by == other.by
  }
}

/// Two waves between which the answers to a question, or to an item of a score, cannot be compared.
public struct TrendBreak: Hashable, Sendable {
  public var earlier: String
  public var later: String
  /// Why, without a full stop, in Russian and English.
  public var reason: Label

  public init(from earlier: String, to later: String, reason: Label) {
    self.earlier = earlier
    self.later = later
    self.reason = reason
  }
}

/// The breaks of figures by question or score and by city.
public struct TrendBreaks: Sendable {
  private var breaks: [[String]: [TrendBreak]] = [:]

  public init() {}

  public mutating func note(_ found: TrendBreak, in name: String, city: String) {
    breaks[[name, city], default: []].append(found)
  }

  /// Runs of waves without a break between them, each with the break before it.
  func segments(
    of waves: [Wave], _ names: [String], city: String, among all: [Wave]
  ) -> [(waves: [Wave], brokenBefore: TrendBreak?)] {
    let own = names.flatMap { breaks[[$0, city]] ?? [] }
    func place(_ wave: String) -> Int { all.firstIndex { $0.name == wave } ?? 0 }
    return waves.reduce(into: []) { segments, wave in
      let last = segments.last?.waves.last
      let found = last.flatMap { last in
        own.first { place(last.name) < place($0.later) && place($0.later) <= place(wave.name) }
      }
      if segments.isEmpty || found != nil {
        segments.append(([wave], found))
      } else {
        segments[segments.count - 1].waves.append(wave)
      }
    }
  }
}

/// What time is counted in.
public enum TrendUnit: String, Hashable, Sendable {
  /// From the middle of one fieldwork to that of the next.
  case year
  /// Each wave a unit after the one before: the days of fieldwork are not known.
  case wave
}

extension WeightedStudy {
  /// What time trends are counted in: years where `waves.csv` gives the days of all waves.
  public var trendUnit: TrendUnit {
    study.waves.allSatisfy { $0.middle != nil } ? .year : .wave
  }

  /// The trends of questions and scores in each city, over all its waves; see `Trend`. What returning
  /// points have in common is taken into account.
  ///
  /// - Parameter breaks: Where a figure is not the same from one wave to the next: there its trend ends,
  ///   and another one begins.
  /// - Throws: ``EstimateQuery/Failure``.
  public func trends(
    _ query: EstimateQuery, breaks: TrendBreaks = TrendBreaks()
  ) throws(EstimateQuery.Failure) -> [FigureTrend] {
    try check(query)
    guard query.statistic != .quantile, query.quantiles.isEmpty else { throw .noContrast }
    let beside = sideBySide(query.names)
    try beside.checkComparable(query.names)
    var crossed = query
    crossed.by = [ModelScope.everyWave] + query.by
    var trends: [FigureTrend] = []
    for name in query.names {
      for city in study.cities.map(\.name) {
        let own = samples.filter { $0.city == city }
        let segments = breaks.segments(
          of: study.waves.filter { wave in own.contains { $0.wave == wave.name } },
          [name] + [query.denominator].compactMap(\.self), city: city, among: study.waves)
        for segment in segments {
          let part = own.filter { sample in segment.waves.contains { $0.name == sample.wave } }
          guard
            let cells = CrossedCells(part, name, crossed, of: self, without: beside.freed(of: name))
          else { continue }
          trends += self.trends(of: name, cells, query, city: city, freed: beside.freed(of: name))
            .map { trend in
              var trend = trend
              trend.waves = segment.waves.map(\.name)
              trend.brokenBefore = segment.brokenBefore
              return trend
            }
        }
      }
    }
    let tested = trends.indices.filter { trends[$0].trend?.test != nil }
    let adjusted = adjustedByBenjaminiHochberg(tested.compactMap { trends[$0].trend?.test?.pValue })
    for (place, pValue) in zip(tested, adjusted) { trends[place].adjustedPValue = pValue }
    return trends
  }

  private func trends(
    of name: String, _ cells: CrossedCells, _ query: EstimateQuery, city: String, freed: [String]
  ) -> [FigureTrend] {
    let waves = study.waves.filter { wave in cells.names.contains { $0.isOf(wave) } }
    let categories = cells.names.filter { name in waves.first.map(name.isOf) ?? false }.map {
      String($0.dropFirst((waves.first?.name ?? "").count))
    }
    let unit = trendUnit
    let isModelBased = waves.contains { !$0.sample.isProbability }
    return categories.flatMap { category in
      cells.slots.map { slot -> FigureTrend in
        let parts = category.split(separator: ":").map(String.init)
        var result = FigureTrend(
          question: name, choice: slot.choice, city: city,
          by: zip(query.by, parts).map { EstimateRecord.Cell(group: $0, category: $1) },
          freed: freed, isModelBased: isModelBased)
        let own = waves.filter { cells.figures([$0.name + category], slot)?.isMade ?? false }
        guard own.count > 2,
          let figures = cells.figures(own.map { $0.name + category }, slot)
        else {
          result.reason = .fewWaves(own.count)
          return result
        }
        guard figures.isShown else {
          result.reason = .hidden
          return result
        }
        let exact = cells.design.estimates(figures.statistics, names: own.map(\.name))
        result.step = figures.step
        result.trend = Trend(
          figures.step == nil ? exact : exact.having(figures.told),
          times: own.map { $0.time(in: unit, among: study.waves) },
          degreesOfFreedom: cells.design.degreesOfFreedom)
        return result
      }
    }
  }
}

extension CrossedCells.Figures {
  /// Whether somebody gave an answer.
  fileprivate var isMade: Bool { statistics.allSatisfy { $0.contributions.contains { $0 != 0 } } }
}

extension String {
  /// Whether a cell is a wave's.
  fileprivate func isOf(_ wave: Wave) -> Bool { self == wave.name || hasPrefix(wave.name + ":") }
}

extension Wave {
  /// The day in the middle of the fieldwork, since 1970-01-01; nil where it is not known.
  fileprivate var middle: Double? {
    guard let day = start ?? end else { return nil }
    return Double(day.daysSince1970 + (end ?? day).daysSince1970) / 2
  }

  fileprivate func time(in unit: TrendUnit, among waves: [Wave]) -> Double {
    switch unit {
    case .year: (middle ?? 0) / 365.25
    case .wave: Double(waves.firstIndex { $0.name == name } ?? 0)
    }
  }
}
