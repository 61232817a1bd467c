import LavaanSyntax
import StructuralModels

/// The ladder of measurement invariance: configural → (thresholds →) metric → scalar (→ strict).
///
///     let ladder = try InvarianceLadder(
///       MeasurementModel("trust", items: ["SOC01", "SOC04", "SOC05", "SOC08"]), cities)
///     ladder.verdict        // .meansWithFreed(["SOC08"])
///     ladder.scaleBiases    // what comparing the full scale's means would do, in points
///
/// Answers are expected in one unit, such as points of 0–100, keyed so that all items of a factor
/// point the same way. The first group is the reference.
public struct InvarianceLadder: Sendable {
  /// One level that was tried.
  public struct Step: Hashable, Sendable {
    public var level: InvarianceLevel
    /// Of the model that was accepted last at this level: with the items freed at it.
    public var fit: FitMeasures
    /// Against the level before; nil for the first.
    public var change: FitChange?
    public var outcome: StepOutcome
    /// What was freed at this level, in the order of the search.
    public var freed: [FreedParameter]

    public var passed: Bool { outcome.passed }
  }

  public let model: MeasurementModel
  public let groups: [String]
  /// The thresholds that were applied.
  public let criteria: InvarianceCriteria
  public let steps: [Step]
  public let verdict: ComparabilityVerdict
  /// By item and group, against the first group; freed items only have effects other than 0.
  public let effects: [ItemEffect]
  /// By factor and group, against the first group.
  public let scaleBiases: [ScaleBias]
  /// One for each factor; empty where means cannot be compared.
  public let latentMeans: [LatentMeans]
  /// What was left out or joined before the ladder was climbed, and what else is to be known.
  public let remarks: [LadderRemark]
  /// Where the configural model misfits, pairs of items that hang together beyond the factor, the
  /// strongest first; empty else, and for ordered items.
  public let residualPairs: [ResidualPair]
  /// Of each factor by group, from the configural model: what alignment starts from. Empty where
  /// that model could not be estimated, and for ordered items.
  public let configural: [ConfiguralEstimates]

  /// Everything that was freed, level after level.
  public var freed: [FreedParameter] { steps.flatMap(\.freed) }

  /// Items that some group did not answer, or answered alike: nothing is known of them, so that
  /// means are compared without them as without the freed ones.
  public var itemsLeftOut: [String] { unique(remarks.compactMap(\.itemLeftOut)) }
}

/// Two items whose residuals covary: what the configural model lacks.
public struct ResidualPair: Hashable, Sendable {
  public var first: String
  public var second: String
  /// About what χ² would fall by if their residuals might covary in every group: the sum of the
  /// groups' modification indices.
  public var statistic: Double
  /// One for each group.
  public var df: Int
}

/// An item whose parameter is not held equal in some groups.
public struct FreedParameter: Hashable, Sendable {
  public var item: String
  /// Metric: its loading; scalar: its intercept; thresholds: its thresholds; strict: its
  /// residual variance.
  public var level: InvarianceLevel
  /// The groups in which it has a value of its own.
  public var groups: [String]

  public init(item: String, level: InvarianceLevel, groups: [String]) {
    self.item = item
    self.level = level
    self.groups = groups
  }
}

/// How much worse a level fits than the one before.
public struct FitChange: Hashable, Sendable {
  /// Δχ², scaled where the estimator is robust.
  public var chisq: Double
  public var df: Int
  public var pvalue: Double?
  public var method: DifferenceMethod
  /// CFI before minus CFI after, robust where the estimator is: positive where the fit is worse.
  public var cfi: Double
  /// RMSEA after minus RMSEA before.
  public var rmsea: Double
  /// SRMR after minus SRMR before.
  public var srmr: Double

  public init(
    test: (chisq: Double, df: Int, pvalue: Double?), method: DifferenceMethod,
    cfi: Double, rmsea: Double, srmr: Double
  ) {
    (chisq, df, pvalue) = test
    self.method = method
    self.cfi = cfi
    self.rmsea = rmsea
    self.srmr = srmr
  }
}

/// How Δχ² was scaled.
public enum DifferenceMethod: String, Hashable, Sendable, CaseIterable {
  /// The plain difference.
  case none
  /// By the difference of both models' scaling factors (Satorra & Bentler 2001).
  case satorraBentler2001 = "satorra.bentler.2001"
  /// The same with the stricter model's scaling at the looser one's estimates, never negative
  /// (Satorra & Bentler 2010): taken where the former is negative.
  case satorraBentler2010 = "satorra.bentler.2010"
  /// From the restriction itself (Satorra 2000): WLSMV.
  case satorra2000 = "satorra.2000"
}

/// How a level ended.
public enum StepOutcome: Hashable, Sendable {
  /// The configural model fits, or the level's Δχ² is not significant.
  case passed
  /// The factors have three items and nothing else to be tested by: the level holds by
  /// construction, not by evidence.
  case nothingToTest
  /// Δχ² is significant, and what it found is too small to matter.
  case passedAsNegligible
  /// The level holds with the items freed that the step names.
  case passedWithFreed
  /// More items would have to be freed than the limit allows, or the configural model misfits.
  case failed

  public var passed: Bool { self != .failed }
}

/// What is to be known about a ladder besides its steps.
public enum LadderRemark: Hashable, Sendable {
  /// These groups were not asked the item: the ladder goes on without it.
  case itemNotAsked(String, groups: [String])
  /// Everybody in these groups gave the same answer: the ladder goes on without the item.
  case itemWithoutVariance(String, groups: [String])
  /// The group has fewer interviews than the model needs: the ladder goes on without it.
  case groupLeftOut(String, interviews: Int, needed: Int)
  /// The categories of the item were joined, because these groups lack one: the new number of
  /// categories.
  case categoriesJoined(String, groups: [String], categories: Int)
  /// A factor with three items: the configural level tests nothing.
  case threeItems(factor: String)
  /// The scaled Δχ² of this level was negative, and the strictly positive form was taken.
  case negativeDifference(InvarianceLevel)
  /// An improper solution at this level.
  case improperSolution(InvarianceLevel, ImproperSolution)
  /// The model of this level could not be estimated: the climb ends below it.
  case notEstimated(InvarianceLevel, EstimationFailure)
}

extension LadderRemark {
  /// The item that the ladder went on without.
  var itemLeftOut: String? {
    switch self {
    case .itemNotAsked(let item, _), .itemWithoutVariance(let item, _): item
    default: nil
    }
  }
}
