import StructuralModels

/// How a ladder of invariance is climbed.
public struct LadderOptions: Hashable, Sendable {
  /// What the answers are taken for.
  public enum AnswerScale: Hashable, Sendable {
    /// Numbers: MLR.
    case continuous
    /// Ordered categories, the different answers being their scores: WLSMV, thresholds first.
    case ordered
  }

  public var scale: AnswerScale
  public var missing: MissingInModel
  /// The thresholds; those for the number of groups where nil.
  public var criteria: InvarianceCriteria?
  /// Half the width of the zone within which a difference of means counts as none, in the
  /// answers' unit: 5 points of 0–100.
  public var equivalenceZone: Double
  /// The last level that is tried: scalar, or strict.
  public var highestLevel: InvarianceLevel
  /// The largest share of a factor's items that may be freed. At least two stay invariant anyway.
  public var largestShareFreed: Double

  public init(
    scale: AnswerScale = .continuous, missing: MissingInModel = .listwise,
    equivalenceZone: Double = 5
  ) {
    self.scale = scale
    self.missing = missing
    self.equivalenceZone = equivalenceZone
    criteria = nil
    highestLevel = .scalar
    largestShareFreed = 0.5
  }
}
