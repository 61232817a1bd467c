import Estimation
import SurveyModel

/// How the samples of a study are weighted: what `loci weigh` may be asked for.
///
/// The default is what all reports and estimates use: raking, each weight kept within 0.3 and 3
/// mean weights inside the loop.
public struct WeightingPlan: Hashable, Sendable {
  /// Categories of a group that are to count as one.
  public struct Merge: Hashable, Sendable {
    /// As in `margins.csv`.
    public var group: Crossing
    public var category: MergedCategory

    public init(group: Crossing, category: MergedCategory) {
      self.group = group
      self.category = category
    }
  }

  public var method: WeightingMethod
  /// In mean weights; nil for none.
  public var limits: ClosedRange<Double>?
  /// Of the factors that base weights are multiplied by; nil for none.
  public var bounds: ClosedRange<Double>?
  public var merges: [Merge]
  /// Whether limits that cannot be kept are given up, which a diagnostic says, or the base weights
  /// stand instead.
  public var givesUpLimits: Bool
  /// How weights make up for those who did not answer, in place of what `study.csv` says.
  public var nonresponse: StudySettings.Nonresponse?

  /// The limits that weights are kept in, in mean weights.
  ///
  /// > M. Battaglia, D. Hoaglin, M. Frankel (2009). "Practical considerations in raking survey
  /// > data". *Survey Practice* 2 (5).
  public static let usualLimits = 0.3...3.0

  public init(
    method: WeightingMethod = .iterative, limits: ClosedRange<Double>? = WeightingPlan.usualLimits,
    bounds: ClosedRange<Double>? = nil, merges: [Merge] = [], givesUpLimits: Bool = true,
    nonresponse: StudySettings.Nonresponse? = nil
  ) {
    self.method = method
    self.limits = limits
    self.bounds = bounds
    self.merges = merges
    self.givesUpLimits = givesUpLimits
    self.nonresponse = nonresponse
  }

  var options: WeightingOptions {
    var options = WeightingOptions(method: method, limits: limits)
    options.bounds = bounds
    return options
  }
}
