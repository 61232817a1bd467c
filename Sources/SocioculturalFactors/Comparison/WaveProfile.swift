import Estimation
import SurveyAnalysis
import SurveyModel

/// The cities of one wave beside each other, score by score.
///
/// Means of different cities are independent: each city is a design of its own. All cities are
/// scored from the questions that they share, without those that measure something else in one of
/// them; where a score does not measure the same at all, no means are compared.
public struct WaveProfile: Sendable {
  /// One city's score against the equal mean of the other cities.
  public struct Entry: Sendable {
    public var city: String
    public var definition: ScoreDefinition
    public var mean: Estimate
    /// The equal mean of the other cities.
    public var others: Estimate
    /// The city minus the others.
    public var difference: Difference
    /// Questions that measure something else in one of the cities: no value here is made from them.
    public var freed: [String]
  }

  /// The first city minus the second.
  public struct Pair: Sendable {
    public var first: String
    public var second: String
    public var definition: ScoreDefinition
    public var difference: Difference
    /// Questions that measure something else in one of the cities.
    public var freed: [String]
  }

  public var wave: String
  public var cities: [String]
  /// By score, then by city. Empty where there is just one city.
  public var entries: [Entry]
  public var profileFamily: ComparisonFamily
  public var profileIndexFamily: ComparisonFamily
  /// By score, then by pair; of more than ``AnalysisConventions/mostPairedCities`` by the index only.
  public var pairs: [Pair]
  /// Whether cities are so many that their pairs are compared by the index only.
  public var arePairsOfIndexOnly: Bool
  public var pairFamily: ComparisonFamily
  public var pairIndexFamily: ComparisonFamily
  /// Questions that not all cities were asked, and that no score here uses.
  public var leftOut: [String]
  /// Scores whose means are not compared, in the order of `factors.csv`.
  public var withheld: [WithheldComparison]
  /// The questions of these scores instead.
  public var withheldQuestions: [WithheldQuestions]
  public var questionFamily: ComparisonFamily
  /// On which the comparisons rest; empty where there is just one city.
  public var comparability: [ScoreComparability]

  public func entries(of city: String) -> [Entry] { entries.filter { $0.city == city } }

  /// - Parameter findings: On the comparability of the wave's cities.
  init(
    wave: String, _ samples: [AnalysedSample], in study: Study, findings: [ScoreComparability]
  ) {
    let common = CommonScores(samples, factors: study.factors, findings: findings)
    let conventions = study.conventions
    let table = common.comparable.compactMap { definition in
      ScoreRow(definition, common, samples)
    }
    self.wave = wave
    cities = samples.map(\.city)
    leftOut = common.leftOut
    withheld = samples.count > 1 ? common.withheld : []
    comparability = samples.count > 1 ? findings : []
    (withheldQuestions, questionFamily) = Self.withheldQuestions(
      withheld, samples, wave: wave, findings: findings, conventions)
    (entries, profileFamily, profileIndexFamily) = Self.entries(of: table, wave: wave, conventions)
    let isIndexOnly = samples.count > conventions.mostPairedCities
    arePairsOfIndexOnly = isIndexOnly
    (pairs, pairFamily, pairIndexFamily) = Self.pairs(
      of: isIndexOnly ? table.filter(\.definition.isOutcome) : table, wave: wave, conventions)
  }
}

extension WaveProfile {
  /// A score's mean in each city where it may be shown; nil unless there are two.
  private struct ScoreRow {
    var definition: ScoreDefinition
    var cities: [String]
    var means: [Estimate]
    var freed: [String]

    init?(
      _ definition: ScoreDefinition, _ common: CommonScores, _ samples: [AnalysedSample]
    ) {
      self.definition = definition
      freed = common.freed(from: definition)
      let shown = samples.indices.compactMap { place -> (city: String, mean: Estimate)? in
        guard let score = common.score(definition, in: place) else { return nil }
        let mean = samples[place].design.mean(of: score.values)
        guard samples[place].disclosure.suppression(ofBase: mean.count) == nil else { return nil }
        return (samples[place].city, mean)
      }
      guard shown.count > 1 else { return nil }
      cities = shown.map(\.city)
      means = shown.map(\.mean)
    }

    func others(than city: Int) -> Estimate {
      let others = means.indices.filter { $0 != city }
      return .combination(
        ofIndependent: others.map { (1 / Double(others.count), means[$0]) })
    }

    var pairs: [(Int, Int)] {
      means.indices.flatMap { first in
        means.indices.dropFirst(first + 1).map { (first, $0) }
      }
    }
  }

  private static func entries(
    of table: [ScoreRow], wave: String, _ conventions: AnalysisConventions
  ) -> ([Entry], ComparisonFamily, index: ComparisonFamily) {
    let places = table.flatMap { row in row.cities.indices.map { (row, $0) } }
    // Of two cities one is the other's mirror: one comparison, as far as adjustment goes.
    let isDistinct = places.map { row, city in row.cities.count > 2 || city == 0 }
    let tested = zip(places, isDistinct).filter(\.1).map(\.0)
    var found = UntestedDifference.tested(
      tested.map { row, city in
        UntestedDifference(
          row.means[city].difference(fromIndependent: row.others(than: city)),
          zone: conventions.scoreZone)
      }, isOfIndex: tested.map(\.0.definition.isOutcome), by: conventions)[...]
    var differences: [Difference] = []
    for (place, isNew) in zip(places, isDistinct) {
      let (row, city) = place
      if isNew, let next = found.popFirst() {
        differences.append(next)
      } else if let last = differences.last {
        differences.append(
          last.mirrored(as: row.means[city].difference(fromIndependent: row.others(than: city))))
      }
    }
    let entries = zip(places, differences).map { place, difference in
      let (row, city) = place
      return Entry(
        city: row.cities[city], definition: row.definition, mean: row.means[city],
        others: row.others(than: city), difference: difference, freed: row.freed)
    }
    let distinct = zip(zip(places, differences), isDistinct).filter(\.1).map(\.0)
    func some(_ isIndex: Bool) -> [Difference] {
      distinct.filter { $0.0.0.definition.isOutcome == isIndex }.map(\.1)
    }
    return (
      entries, ComparisonFamily(.profile, [wave], some(false)),
      index: ComparisonFamily(.profileOfIndex, [wave], some(true))
    )
  }

  private static func pairs(
    of table: [ScoreRow], wave: String, _ conventions: AnalysisConventions
  ) -> ([Pair], ComparisonFamily, index: ComparisonFamily) {
    let places = table.flatMap { row in row.pairs.map { (row, $0.0, $0.1) } }
    let differences = UntestedDifference.tested(
      places.map { row, first, second in
        UntestedDifference(
          row.means[first].difference(fromIndependent: row.means[second]),
          zone: conventions.scoreZone)
      }, isOfIndex: places.map(\.0.definition.isOutcome), by: conventions)
    let pairs = zip(places, differences).map { place, difference in
      let (row, first, second) = place
      return Pair(
        first: row.cities[first], second: row.cities[second], definition: row.definition,
        difference: difference, freed: row.freed)
    }
    func some(_ isIndex: Bool) -> [Difference] {
      pairs.filter { $0.definition.isOutcome == isIndex }.map(\.difference)
    }
    return (
      pairs, ComparisonFamily(.cityPairs, [wave], some(false)),
      index: ComparisonFamily(.cityPairsOfIndex, [wave], some(true))
    )
  }
}

extension ComparisonFamily {
  init(_ kind: Kind, _ waves: [String], _ differences: [Difference]) {
    self.init(kind: kind, waves: waves, size: differences.count { $0.pValue != nil })
  }
}
