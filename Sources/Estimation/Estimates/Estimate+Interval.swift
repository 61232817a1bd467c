import NumericalMethods

extension Estimate {
  /// The confidence interval, with the design's degrees of freedom.
  ///
  ///     value ± t(df) · SE                       of a number
  ///     logit⁻¹(logit p ± t(df) · SE/(p(1 − p)))    of a share strictly between 0 and 1
  ///
  /// A share of exactly 0 or 1 has Clopper and Pearson's interval for
  /// n* = min(n, nₑ (t(n − 1)/t(df))²) answers, nₑ being Kish's effective size.
  ///
  /// - Parameter level: Such as 0.95.
  /// - Returns: Nil where nothing can be said: no answers, no degrees of freedom, or a value that
  ///   weighting fixes.
  /// > T. Lumley (2010). *Complex Surveys*, §2.2, and `svyciprop(method = "logit")`. —
  /// > E. Korn, B. Graubard (1998). "Confidence intervals for proportions with small expected
  /// > number of positive counts". *Survey Methodology* 24(2); truncated as in J. Parker et al.
  /// > (2017). "NCHS data presentation standards for proportions". *Vital Health Stat.* 2(175).
  public func confidenceInterval(level: Double = 0.95) -> ConfidenceInterval? {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1")
    guard value.isFinite, standardError.isFinite, degreesOfFreedom > 0, !isFixedByWeighting
    else { return nil }
    switch kind {
    case .number:
      let margin = quantileOfT(testedDegreesOfFreedom, level) * standardError
      return ConfidenceInterval(lower: value - margin, upper: value + margin, level: level)
    case .proportion where min(value, 1 - value) < 1e-12: return edgeInterval(level)
    case .proportion:
      let centre = Elementary.log(value / (1 - value))
      let spread = value * (1 - value)
      let margin = quantileOfT(testedDegreesOfFreedom, level) * standardError / spread
      return ConfidenceInterval(
        lower: 1 / (1 + Elementary.exp(margin - centre)),
        upper: 1 / (1 + Elementary.exp(-margin - centre)),
        level: level)
    }
  }

  private func edgeInterval(_ level: Double) -> ConfidenceInterval {
    var answers = min(Double(count), base.effectiveCount)
    if count > 1 {
      let ratio = quantileOfT(Double(count - 1), level) / quantileOfT(testedDegreesOfFreedom, level)
      answers = min(Double(count), base.effectiveCount * ratio * ratio)
    }
    let far = 1 - Elementary.exp(Elementary.log((1 - level) / 2) / answers)
    return value < 0.5
      ? ConfidenceInterval(lower: 0, upper: far, level: level)
      : ConfidenceInterval(lower: 1 - far, upper: 1, level: level)
  }
}

/// The two-sided critical value of Student's t.
func quantileOfT(_ degreesOfFreedom: Double, _ level: Double) -> Double {
  Distribution.studentT(degreesOfFreedom: degreesOfFreedom).quantile((1 + level) / 2)
}
