/// A quantile with Woodruff's interval, which need not be symmetric.
public struct QuantileEstimate: Hashable, Sendable {
  /// Such as 0.5 for the median.
  public let probability: Double
  public let value: Double
  /// The interval's width divided by 2t, as R reports it; NaN where there is no interval.
  public let standardError: Double
  /// Nil without answers or degrees of freedom.
  public let interval: ConfidenceInterval?
  public let degreesOfFreedom: Int
  public let base: Estimate.Base
}

extension SurveyDesign {
  /// The smallest answer that at least a share p of the population does not exceed.
  ///
  ///     q̂ = min { y : F̂(y) ≥ p },  F̂(y) = Σ wᵢ[yᵢ ≤ y] / Σ wᵢ
  ///
  /// This is R's `svyquantile(qrule = "math", interval.type = "mean")`, its default: the interval
  /// inverts F̂ at F̂(q̂) ± t · SE(F̂(q̂)).
  ///
  /// - Returns: The quantile, always one of the answers; O(n log n).
  /// > R. Woodruff (1952). "Confidence intervals for medians and other position measures".
  /// > *JASA* 47.
  public func quantile(
    _ probability: Double, of values: [Double], level: Double = 0.95
  ) -> QuantileEstimate {
    precondition(probability > 0 && probability < 1, "a quantile's probability is 0…1")
    let base = base(answering: [values])
    let rows = values.indices.filter { base.contains[$0] }.sorted { values[$0] < values[$1] }
    guard !rows.isEmpty else {
      return QuantileEstimate(
        probability: probability, value: .nan, standardError: .nan, interval: nil,
        degreesOfFreedom: base.degreesOfFreedom, base: base.estimateBase)
    }
    let value = smallestAnswer(reaching: probability, among: rows, values, base)
    let below = mean(of: values.map { $0.isFinite ? ($0 <= value ? 1 : 0) : .nan })
    var interval: ConfidenceInterval?
    var standardError = Double.nan
    if base.degreesOfFreedom > 0 {
      let t = quantileOfT(base.degreesOfFreedom, level)
      let margin = t * below.standardError
      let lower = smallestAnswer(reaching: below.value - margin, among: rows, values, base)
      let upper = smallestAnswer(reaching: below.value + margin, among: rows, values, base)
      interval = ConfidenceInterval(lower: lower, upper: upper, level: level)
      standardError = (upper - lower) / (2 * t)
    }
    return QuantileEstimate(
      probability: probability, value: value, standardError: standardError, interval: interval,
      degreesOfFreedom: base.degreesOfFreedom, base: base.estimateBase)
  }

  /// - Parameter rows: By ascending answer, not empty.
  private func smallestAnswer(
    reaching probability: Double, among rows: [Int], _ values: [Double], _ base: AnswerBase
  ) -> Double {
    let goal = probability * base.weightedCount * (1 - 1e-12)
    var sum = 0.0
    for row in rows {
      sum += weights[row]
      if sum >= goal { return values[row] }
    }
    return values[rows[rows.count - 1]]
  }
}
