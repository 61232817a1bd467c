import Estimation
import SurveyAnalysis

/// A difference of two values, tested within a family of comparisons.
public struct Difference: Hashable, Sendable {
  /// The difference, in the unit of the values; its degrees of freedom are those of both designs.
  public var estimate: Estimate
  /// At 95 %; nil where there is none.
  public var interval: ConfidenceInterval?
  /// Two-sided, of Student's t; nil where no test is possible.
  public var pValue: Double?
  /// Adjusted over the family; nil where no test is possible.
  public var adjustedPValue: Double?
  public var zone: EquivalenceZone
  /// Whether the interval lies inside the zone; for shares that of Cohen's h.
  public var isInsideZone: Bool
  /// Whether the samples are large enough for equality to be established at all: the interval is
  /// narrower than the zone.
  public var canShowEquality: Bool
  public var verdict: Verdict

  public var value: Double { estimate.value }

  /// Higher or lower, beyond the equivalence zone, the many comparisons considered.
  public var isEstablished: Bool { verdict == .higher || verdict == .lower }
}

/// Comparisons whose p values are adjusted together, by Benjamini and Hochberg.
public struct ComparisonFamily: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Scores of each city against the other cities of a wave.
    case profile
    /// Scores of each pair of cities of a wave.
    case cityPairs = "city-pairs"
    /// Changes of scores between two waves, all cities together.
    case scoreChanges = "score-changes"
    /// Changes of single questions between two waves, all cities together.
    case questionChanges = "question-changes"
    /// Associations of the index with the factors, in one city and wave.
    case drivers
    /// Scores of those whom a panel lost against those who stayed, in one city and two waves.
    case attrition
  }

  public var kind: Kind
  /// One wave, or two.
  public var waves: [String]
  /// Comparisons that could be tested and were adjusted for.
  public var size: Int

  public init(kind: Kind, waves: [String], size: Int) {
    self.kind = kind
    self.waves = waves
    self.size = size
  }
}

/// A difference before its family is known.
struct UntestedDifference {
  var estimate: Estimate
  var zone: EquivalenceZone
  /// The difference in the unit of the zone: Cohen's h for shares.
  var inZoneUnit: Estimate

  /// A difference of scores, or of numbers in a unit of their own.
  init(_ estimate: Estimate, zone: EquivalenceZone) {
    self.estimate = estimate
    self.zone = zone
    inZoneUnit = estimate
  }

  /// A difference of two shares.
  init(shares estimate: Estimate, cohenH: Estimate, zone: Double) {
    self.estimate = estimate
    self.zone = .cohenH(zone)
    inZoneUnit = cohenH
  }

  /// Tests all differences of a family, adjusting for their number.
  static func tested(
    _ family: [UntestedDifference], by conventions: AnalysisConventions
  ) -> [Difference] {
    let pValues = family.map { $0.estimate.tTest()?.pValue ?? .nan }
    let adjusted = adjustedByBenjaminiHochberg(pValues)
    return family.indices.map {
      family[$0].tested(
        pValue: pValues[$0], adjusted: adjusted[$0], significance: conventions.significance)
    }
  }

  private func tested(pValue: Double, adjusted: Double, significance: Double) -> Difference {
    // Without a test (nothing varies, or weighting fixes it) an interval would have no width.
    let isTested = !pValue.isNaN
    let interval = isTested ? inZoneUnit.confidenceInterval() : nil
    let isInside = interval.map { liesInZone($0) } ?? false
    return Difference(
      estimate: estimate, interval: isTested ? estimate.confidenceInterval() : nil,
      pValue: isTested ? pValue : nil, adjustedPValue: adjusted.isNaN ? nil : adjusted,
      zone: zone, isInsideZone: isInside,
      canShowEquality: interval.map { isNarrowerThanZone($0) } ?? false,
      verdict: Verdict(
        difference: estimate.value, isInsideZone: isInside, pValue: pValue,
        adjustedP: adjusted,
        significance: significance))
  }

  private func liesInZone(_ interval: ConfidenceInterval) -> Bool {
    zone.halfWidth.map { interval.isInside(-$0...$0) } ?? false
  }

  private func isNarrowerThanZone(_ interval: ConfidenceInterval) -> Bool {
    zone.halfWidth.map { interval.upper - interval.lower < 2 * $0 } ?? false
  }
}
