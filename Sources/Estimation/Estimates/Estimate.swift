/// A number estimated from a sample, with what is needed to doubt it.
public struct Estimate: Hashable, Sendable {
  /// What the value is, which decides the form of its interval.
  public enum Kind: Hashable, Sendable {
    case number
    /// A share, 0…1.
    case proportion
  }

  /// The answers that an estimate rests on.
  public struct Base: Hashable, Sendable {
    /// Interviews.
    public var count: Int
    /// The sum of their weights.
    public var weightedCount: Double
    /// Kish's effective sample size, (Σw)² / Σw².
    public var effectiveCount: Double

    public init(count: Int, weightedCount: Double, effectiveCount: Double) {
      self.count = count
      self.weightedCount = weightedCount
      self.effectiveCount = effectiveCount
    }
  }

  /// NaN where there are no answers.
  public let value: Double
  /// NaN where there are no answers.
  public let standardError: Double
  /// The design's; with none (all answers from one cluster a stratum) there is no interval.
  public let degreesOfFreedom: Int
  /// Of a combination of independent estimates, what Satterthwaite's approximation gives for their
  /// variances together; nil for an estimate of one design.
  public let satterthwaiteDegreesOfFreedom: Double?
  public let base: Base
  public let kind: Kind
  /// The variance divided by that of a simple random sample with replacement of as many
  /// interviews (R: `deff = "replace"`); nil where that is 0 or not defined, or where weighting
  /// fixes the value.
  public let designEffect: Double?
  /// Whether the weights were made so that the value is the population's: then it has no
  /// sampling error and no interval.
  public let isFixedByWeighting: Bool
  /// What the error is made of where the estimate is of several completed data sets; nil for one.
  public let imputation: ImputationSpread?

  public init(
    value: Double, standardError: Double, degreesOfFreedom: Int, base: Base,
    kind: Kind = .number, designEffect: Double? = nil, isFixedByWeighting: Bool = false,
    satterthwaiteDegreesOfFreedom: Double? = nil,
    imputation: ImputationSpread? = nil
  ) {
    self.satterthwaiteDegreesOfFreedom = satterthwaiteDegreesOfFreedom
    self.value = value
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
    self.base = base
    self.kind = kind
    self.designEffect = designEffect
    self.isFixedByWeighting = isFixedByWeighting
    self.imputation = imputation
  }

  /// Interviews with an answer.
  public var count: Int { base.count }
  /// The sum of their weights.
  public var weightedCount: Double { base.weightedCount }
}
