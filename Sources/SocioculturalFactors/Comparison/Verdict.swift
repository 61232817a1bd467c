import SurveyAnalysis

/// What may be said of a difference, in the fixed words of the project.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
  /// «выше», «выросло».
  case higher
  /// «ниже», «снизилось».
  case lower
  /// «практически не различаются», «практически не изменилось»: the interval lies inside the zone
  /// within which a difference counts as none.
  case practicallyEqual = "practically-equal"
  /// «различие есть, но меньше порога»: practically equal, and yet the adjusted p is small.
  case differsBelowThreshold = "differs-below-threshold"
  /// «различие, если и есть, меньше порога»: practically equal, and yet the p of this comparison alone is
  /// small.
  case belowThresholdIfAny = "below-threshold-if-any"
  /// «различие не установлено», «изменение не установлено»: the data can tell neither a difference
  /// nor equality.
  case notEstablished = "not-established"
  /// «задано взвешиванием»: the shares are those that the samples were weighted to.
  case setByWeighting = "set-by-weighting"
  /// «не проверяется»: what is compared describes the sample (sex, age, …), and is in no family.
  case notTested = "not-tested"

  /// Equality is looked at first, then the direction.
  ///
  /// - Parameters:
  ///   - difference: Its sign gives the direction.
  ///   - isInsideZone: Whether the interval of the difference lies inside the equivalence zone.
  ///   - pValue: p of this comparison alone; NaN where there is no test.
  ///   - adjustedP: p over the whole family; NaN where there is no test.
  ///   - significance: Under which it establishes a difference.
  public init(
    difference: Double, isInsideZone: Bool, pValue: Double, adjustedP: Double,
    significance: Double
  ) {
    let isEstablished = adjustedP < significance
    self =
      switch (isInsideZone, isEstablished) {
      case (true, true): .differsBelowThreshold
      case (true, false): pValue < significance ? .belowThresholdIfAny : .practicallyEqual
      case (false, true): difference > 0 ? .higher : .lower
      case (false, false): .notEstablished
      }
  }
}

/// How small a difference counts as practically none.
public enum EquivalenceZone: Hashable, Sendable {
  /// ± so many points of a 0–100 score.
  case points(Double)
  /// |h| below this, h = 2·asin √p₁ − 2·asin √p₂, for shares.
  case cohenH(Double)
  /// None: nothing counts as equal in a unit that the study gives no zone for.
  case none

  /// Half the zone's width, in its unit.
  public var halfWidth: Double? {
    switch self {
    case .points(let width), .cohenH(let width): width
    case .none: nil
    }
  }
}

extension AnalysisConventions {
  /// The zone of scores.
  var scoreZone: EquivalenceZone { .points(equivalenceZone) }
}
