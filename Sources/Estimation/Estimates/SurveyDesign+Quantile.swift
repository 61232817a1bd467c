/// A quantile with Woodruff's interval, which need not be symmetric.
public struct QuantileEstimate: Hashable, Sendable {
  /// Such as 0.5 for the median.
  public let probability: Double
  /// Which number is called the quantile.
  public let rule: QuantileRule
  public let value: Double
  /// The interval's width divided by 2t, as R reports it; NaN where there is no interval.
  public let standardError: Double
  /// Nil without answers or degrees of freedom.
  public let interval: ConfidenceInterval?
  public let degreesOfFreedom: Int
  public let base: Estimate.Base
}

extension SurveyDesign {
  /// The number that a share p of the population does not exceed; by the rule ``QuantileRule/math``
  /// the smallest such answer.
  ///
  ///     q̂ = min { y : F̂(y) ≥ p },  F̂(y) = Σ wᵢ[yᵢ ≤ y] / Σ wᵢ
  ///
  /// This is R's `svyquantile(qrule = "math", interval.type = "mean")`, its default: the interval
  /// inverts F̂ at the ends of the interval of the share F̂(q̂), by the same rule as the quantile.
  ///
  /// Where p is under the share of the smallest answer, R 4.1 takes the second one; here it is the
  /// smallest, as the formula says.
  ///
  /// - Parameter interval: Of the share that is inverted: p̂ ± t · SE, or one that keeps inside 0…1
  ///   (R: `interval.type`, `xlogit` for the logit, `beta` for Korn and Graubard's).
  /// - Returns: The quantile; O(n log n).
  /// > R. Woodruff (1952). "Confidence intervals for medians and other position measures".
  /// > *JASA* 47.
  public func quantile(
    _ probability: Double, of values: [Double], level: Double = 0.95,
    by rule: QuantileRule = .math, interval kind: ProportionInterval = .linear
  ) -> QuantileEstimate {
    precondition(probability > 0 && probability < 1, "a quantile's probability is 0…1")
    let base = base(answering: [values])
    let ordered = OrderedAnswers(values, weights: weights, base: base)
    let value = ordered.values.isEmpty ? .nan : ordered.quantile(probability, by: rule)
    let interval = woodruffInterval(around: value, of: values, level: level, kind).map {
      ConfidenceInterval(
        lower: ordered.quantile($0.lower, by: rule), upper: ordered.quantile($0.upper, by: rule),
        level: level)
    }
    return QuantileEstimate(
      probability: probability, rule: rule, value: value,
      standardError: interval.map {
        ($0.upper - $0.lower) / (2 * quantileOfT(Double(base.degreesOfFreedom), level))
      } ?? .nan, interval: interval, degreesOfFreedom: base.degreesOfFreedom,
      base: base.estimateBase)
  }

  /// A quantile with what each interview adds to its error, so that quantiles of several domains have
  /// a covariance: the contributions of the share F̂(q̂), turned and scaled to Woodruff's error.
  ///
  ///     wᵢ(F̂(q̂) − [yᵢ ≤ q̂])/Σw · SE(q̂)/SE(F̂(q̂))
  ///
  /// - Parameter level: Of the interval that gives the error.
  public func linearisedQuantile(
    _ probability: Double, of values: [Double], level: Double = 0.95
  ) -> LinearisedStatistic {
    let quantile = quantile(probability, of: values, level: level)
    let below = linearisedProportion(
      of: values.map { $0.isFinite ? ($0 <= quantile.value ? 1 : 0) : .nan })
    let error = estimate(below).standardError
    let scale = error > 0 ? quantile.standardError / error : 0
    var statistic = LinearisedStatistic(
      quantile.value, below.contributions.map { -scale * $0 }, below.base)
    statistic.denominator = below.denominator
    return statistic
  }

  /// The interval of the share of those whose answer is at most `value`; where that is everybody,
  /// a single point.
  private func woodruffInterval(
    around value: Double, of values: [Double], level: Double, _ kind: ProportionInterval
  ) -> ConfidenceInterval? {
    let below = proportion(of: values.map { $0.isFinite ? ($0 <= value ? 1 : 0) : .nan })
    guard below.value.isFinite, below.degreesOfFreedom > 0 else { return nil }
    guard below.standardError > 0, let interval = below.confidenceInterval(level: level, by: kind)
    else { return ConfidenceInterval(lower: below.value, upper: below.value, level: level) }
    return interval
  }
}
