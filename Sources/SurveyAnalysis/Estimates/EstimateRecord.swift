import Estimation
import MeasurementInvariance
import SurveyModel

/// One estimate as `loci estimate`, JSON and `tables/*.csv` give it.
public struct EstimateRecord: Sendable {
  public enum Statistic: Hashable, Sendable {
    case mean, proportion, total
    case quantile(Double)
    /// Of the question to another one, whose name is given.
    case ratio(to: String)
    /// Σ c × a statistic of several cells, as it was written.
    case contrast(String)

    /// `mean`, `proportion`, `total`, `quantile(0.5)`, `ratio(SD5)`, `contrast(1 - 2)`.
    public var name: String {
      switch self {
      case .mean: "mean"
      case .proportion: "proportion"
      case .total: "total"
      case .quantile(let probability): "quantile(\(probability))"
      case .ratio(let name): "ratio(\(name))"
      case .contrast(let expression): "contrast(\(expression))"
      }
    }
  }

  /// A category of a group that the estimate is limited to.
  public struct Cell: Hashable, Sendable {
    public var group: String
    public var category: String

    public init(group: String, category: String) {
      self.group = group
      self.category = category
    }
  }

  /// The question's name, or that of a score: `INN`, `INN.A`.
  public var question: String
  /// The choice, or the reason of a missing answer; nil where the statistic is of numbers.
  public var choice: String?
  public var city: String
  public var wave: String
  public var by: [Cell]
  public var statistic: Statistic
  /// Points 0…100 of scores and of ordinal questions, the answers' unit of other numbers, shares
  /// 0…1 of proportions; nil, like all that follows from it, where there are no answers or
  /// ``suppression`` says why not.
  public var estimate: Double?
  public var standardError: Double?
  public var degreesOfFreedom: Int?
  public var lower: Double?
  public var upper: Double?
  public var level: Double
  public var designEffect: Double?
  /// Interviews in the base, unweighted; see ``shownCount``.
  public var count: Int
  public var weightedCount: Double
  /// The base, unless the figure is hidden: then its base is too, but for nobody.
  public var shownCount: Int? { suppression == nil || count == 0 ? count : nil }
  /// The weight of the base, unless the figure is hidden.
  public var shownWeightedCount: Double? { shownCount == nil ? nil : weightedCount }
  public var base: EstimateBase
  /// Of a share or of a total of people: interviews that are in no base since their answer is not
  /// recorded; nil for other figures, where the base is hidden, and for a few in the strict mode.
  public var notRecordedCount: Int?
  /// Whether a program made the answers.
  public var isSynthetic: Bool
  public var suppression: Suppression?
  /// What the figures were rounded to, lest they tell of few people; nil where they are exact.
  public var step: Double?
  /// Whether weighting fixes the value, so that it has no error.
  public var isFixedByWeighting: Bool
  /// Of a score's mean: whether it may be compared with those of other samples; nil for other
  /// estimates, and where there are no others.
  public var comparability: ComparabilityVerdict?
  /// Questions of the score that measure something else in some sample: the estimate is made
  /// without them.
  public var freed: [String]
  /// Whether the interval rests on a model, since the sample was not drawn by chance.
  public var isModelBased: Bool

  /// Whether the estimate is not shown, since it would be compared with others.
  public var isWithheld: Bool { comparability?.withholdsMeans ?? false }
  /// Of a contrast: that it is 0, two-sided; nil where there is no test.
  public var pValue: Double?
  /// Of a contrast, adjusted for the other contrasts of the same figure.
  public var adjustedPValue: Double?
  /// Why the figures of this cell are empty, or say less than they seem to.
  public var remark: EstimateRemark?
  /// What errors rest on, where replicates were asked for; nil otherwise.
  public var replicates: SampleErrors.Replicates?
  /// Where the errors of the sample come from; nil for a contrast of several samples.
  public var errors: SampleErrors?
  /// The figure of the same interviews without weights, where it was asked for.
  public var unweighted: Double?
  public var unweightedStandardError: Double?
  /// What the error is made of where the answers are imputed several times; nil otherwise.
  public var imputation: ImputationSpread?
  /// Those of the interval and the test: fractions where answers are imputed several times.
  public var testedDegreesOfFreedom: Double? {
    imputation?.degreesOfFreedom ?? degreesOfFreedom.map(Double.init)
  }
  var intervalRule = ProportionInterval.logit
}

extension EstimateRecord {
  /// What many records have in common.
  struct Context {
    var question: String
    var city: String
    var wave: String
    var by: [Cell] = []
    var isSynthetic: Bool
    var comparability: ComparabilityVerdict?
    var freed: [String] = []
    var level = 0.95
    var interval = ProportionInterval.logit
    var isModelBased = false
  }

  init(_ context: Context, choice: String? = nil, _ statistic: Statistic, base: EstimateBase) {
    question = context.question
    self.choice = choice
    city = context.city
    wave = context.wave
    by = context.by
    self.statistic = statistic
    level = context.level
    intervalRule = context.interval
    count = 0
    weightedCount = 0
    self.base = base
    isSynthetic = context.isSynthetic
    isFixedByWeighting = false
    comparability = context.comparability
    freed = context.freed
    isModelBased = context.isModelBased
  }

  /// The same record with an estimate in it, unless it may not be shown; no finer than a step.
  func holding(
    _ exact: Estimate, unless suppression: Suppression?, roundedTo step: Double? = nil
  ) -> EstimateRecord {
    let estimate = exact.rounded(to: step)
    var record = self
    record.count = estimate.count
    record.weightedCount = estimate.weightedCount
    record.suppression = suppression
    record.isFixedByWeighting = estimate.isFixedByWeighting
    guard suppression == nil, !isWithheld, estimate.value.isFinite else { return record }
    let interval =
      estimate.kind == .proportion
      ? estimate.confidenceInterval(level: level, by: intervalRule)
      : estimate.confidenceInterval(level: level)
    record.step = step
    record.estimate = estimate.value
    record.standardError = estimate.standardError.isFinite ? estimate.standardError : nil
    record.degreesOfFreedom = estimate.degreesOfFreedom
    record.lower = interval.map { step.map($0.lower.rounded(toStep:)) ?? $0.lower }
    record.upper = interval.map { step.map($0.upper.rounded(toStep:)) ?? $0.upper }
    record.designEffect = estimate.designEffect
    record.imputation = estimate.imputation
    return record
  }

  /// The same with a total that is no finer than its mean.
  func holding(
    _ total: Estimate, roundedToStepOfMean step: Double?, unless suppression: Suppression?
  ) -> EstimateRecord {
    var record = holding(total.rounded(toStepOfMean: step), unless: suppression)
    if record.estimate != nil { record.step = step.map { $0 * total.weightedCount } }
    return record
  }

  func holding(
    _ quantile: QuantileEstimate, unless suppression: Suppression?, roundedTo step: Double?
  ) -> EstimateRecord {
    func told(_ value: Double) -> Double { step.map(value.rounded(toStep:)) ?? value }
    var record = self
    record.count = quantile.base.count
    record.weightedCount = quantile.base.weightedCount
    record.suppression = suppression
    guard suppression == nil, !isWithheld, quantile.value.isFinite else { return record }
    record.step = step
    record.estimate = told(quantile.value)
    record.standardError = quantile.standardError.isFinite ? quantile.standardError : nil
    record.degreesOfFreedom = quantile.degreesOfFreedom
    record.lower = (quantile.interval?.lower).map(told)
    record.upper = (quantile.interval?.upper).map(told)
    return record
  }
}
