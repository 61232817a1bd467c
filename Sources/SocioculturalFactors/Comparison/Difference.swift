import Estimation
import SurveyAnalysis

/// A difference of two values, tested within a family of comparisons.
public struct Difference: Hashable, Sendable {
  /// The difference, in the unit of the values; its degrees of freedom are those of both designs.
  public var estimate: Estimate
  /// At 95 %; nil where there is none.
  public var interval: ConfidenceInterval?
  /// Satterthwaite's for independent samples, on which interval, p value and verdict rest; R's sum of
  /// both designs' stands in ``estimate``. Nil where no test is possible.
  public var degreesOfFreedom: Double?
  /// The smallest difference that this comparison alone would have found in four cases of five, in the
  /// unit of the values; nil where no test is possible.
  public var smallestDetectable: Double?
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

  /// The same comparison from the other side.
  func mirrored(as estimate: Estimate) -> Difference {
    var mirrored = self
    mirrored.estimate = estimate
    mirrored.interval = interval.map {
      ConfidenceInterval(lower: -$0.upper, upper: -$0.lower, level: $0.level)
    }
    switch verdict {
    case .higher: mirrored.verdict = .lower
    case .lower: mirrored.verdict = .higher
    default: break
    }
    return mirrored
  }

  /// Higher or lower, beyond the equivalence zone, the many comparisons considered.
  public var isEstablished: Bool { verdict == .higher || verdict == .lower }
}

/// Comparisons whose p values are adjusted together: by Holm for the index, whose single false finding
/// would be the study's, by Benjamini and Hochberg for all others.
public struct ComparisonFamily: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The index of each city against the other cities of a wave.
    case profileOfIndex = "profile-of-index"
    /// The index of each pair of cities of a wave.
    case cityPairsOfIndex = "city-pairs-of-index"
    /// Changes of the index between two waves, all cities together.
    case indexChanges = "index-changes"
    /// Changes of the index between two waves, each pair of cities.
    case indexChangePairs = "index-change-pairs"
    /// Factors and facets of each city against the other cities of a wave.
    case profile
    /// Factors and facets of each pair of cities of a wave.
    case cityPairs = "city-pairs"
    /// Questions of scores that are not compared, each city against the others of a wave.
    case questionProfile = "question-profile"
    /// Changes of factors and facets between two waves, all cities together.
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

  public var adjustment: Adjustment {
    switch kind {
    case .profileOfIndex, .cityPairsOfIndex, .indexChanges, .indexChangePairs: .holm
    default: .benjaminiHochberg
    }
  }

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
    _ family: [UntestedDifference], by conventions: AnalysisConventions,
    adjustment: Adjustment = .benjaminiHochberg
  ) -> [Difference] {
    let tests = family.map { DifferenceTest($0.estimate) }
    let adjusted = adjustment.adjusted(tests.map { $0?.pValue ?? .nan })
    return family.indices.map {
      family[$0].told(
        by: tests[$0], adjusted: adjusted[$0], significance: conventions.significance)
    }
  }

  /// Tests differences of scores: those of the index are a family of their own, by Holm.
  ///
  /// - Parameter isOfIndex: For each difference, whether it is one of the index.
  static func tested(
    _ differences: [UntestedDifference], isOfIndex: [Bool], by conventions: AnalysisConventions
  ) -> [Difference] {
    func some(_ kind: Bool, _ adjustment: Adjustment) -> [Difference] {
      tested(
        zip(differences, isOfIndex).filter { $0.1 == kind }.map(\.0), by: conventions,
        adjustment: adjustment)
    }
    var index = some(true, .holm)[...]
    var others = some(false, .benjaminiHochberg)[...]
    return isOfIndex.compactMap { $0 ? index.popFirst() : others.popFirst() }
  }

  /// Tests those that belong to the family; the others stand beside them without a test.
  ///
  /// - Parameter isInFamily: For each difference, whether it is one of the family.
  static func tested(
    _ differences: [UntestedDifference], isInFamily: [Bool], by conventions: AnalysisConventions
  ) -> [Difference] {
    var family = tested(
      zip(differences, isInFamily).filter(\.1).map(\.0), by: conventions)[...]
    return zip(differences, isInFamily).map { difference, isMember in
      (isMember ? family.popFirst() : nil) ?? difference.untested(by: conventions)
    }
  }

  /// What belongs to no family: the difference with its interval, and no test.
  private func untested(by conventions: AnalysisConventions) -> Difference {
    var difference = told(
      by: DifferenceTest(estimate), adjusted: .nan, significance: conventions.significance)
    difference.pValue = nil
    if !estimate.isFixedByWeighting { difference.verdict = .notTested }
    return difference
  }

  private func told(
    by test: DifferenceTest?, adjusted: Double, significance: Double
  ) -> Difference {
    // Without a test (nothing varies, or weighting fixes it) an interval would have no width.
    let interval = test == nil ? nil : DifferenceTest(inZoneUnit)?.interval
    let isInside = interval.map { liesInZone($0) } ?? false
    let pValue = test?.pValue ?? .nan
    return Difference(
      estimate: estimate, interval: test?.interval, degreesOfFreedom: test?.degreesOfFreedom,
      smallestDetectable: test?.smallestDetectable, pValue: test?.pValue,
      adjustedPValue: adjusted.isNaN ? nil : adjusted,
      zone: zone, isInsideZone: isInside,
      canShowEquality: interval.map { isNarrowerThanZone($0) } ?? false,
      verdict: estimate.isFixedByWeighting
        ? .setByWeighting
        : Verdict(
          difference: estimate.value, isInsideZone: isInside, pValue: pValue,
          adjustedP: adjusted, significance: significance))
  }

  private func liesInZone(_ interval: ConfidenceInterval) -> Bool {
    zone.halfWidth.map { interval.isInside(-$0...$0) } ?? false
  }

  private func isNarrowerThanZone(_ interval: ConfidenceInterval) -> Bool {
    zone.halfWidth.map { interval.upper - interval.lower < 2 * $0 } ?? false
  }
}
