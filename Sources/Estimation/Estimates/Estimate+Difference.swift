extension Estimate {
  /// How much this value exceeds another one from an independent sample.
  ///
  /// The variances add up, and so do the degrees of freedom. Estimates of one design, such as
  /// women's and men's of one city, are not independent: for them see
  /// ``EstimateVector/difference(_:_:)`` and ``LinearisedStatistic``.
  public func difference(fromIndependent other: Estimate) -> Estimate {
    .combination(ofIndependent: [(1, self), (-1, other)])
  }

  /// Σ c θ̂ of independent samples, such as a city minus the mean of the others.
  ///
  ///     SE² = Σ c² SE²,  df = Σ df,  ν = (Σ c² SE²)² / Σ (c⁴ SE⁴/df)
  ///
  /// ν is Satterthwaite's; the sum, which R's designs have, is larger where the variances differ.
  /// > F. Satterthwaite (1946). "An approximate distribution of estimates of variance components".
  /// > *Biometrics Bulletin* 2(6).
  public static func combination(
    ofIndependent terms: [(coefficient: Double, estimate: Estimate)]
  ) -> Estimate {
    let estimates = terms.map(\.estimate)
    let variance = terms.reduce(0.0) {
      $0 + $1.coefficient * $1.coefficient * $1.estimate.standardError * $1.estimate.standardError
    }
    return Estimate(
      value: terms.reduce(0.0) { $0 + $1.coefficient * $1.estimate.value },
      standardError: variance.squareRoot(),
      degreesOfFreedom: estimates.reduce(0) { $0 + $1.degreesOfFreedom },
      base: Base(
        count: estimates.reduce(0) { $0 + $1.base.count },
        weightedCount: estimates.reduce(0) { $0 + $1.base.weightedCount },
        effectiveCount: estimates.reduce(0) { $0 + $1.base.effectiveCount }),
      isFixedByWeighting: !estimates.isEmpty && estimates.allSatisfy(\.isFixedByWeighting),
      satterthwaiteDegreesOfFreedom: satterthwaiteDegreesOfFreedom(
        terms.map { coefficient, estimate in
          let error = coefficient * estimate.standardError
          return (
            error * error,
            estimate.satterthwaiteDegreesOfFreedom ?? Double(estimate.degreesOfFreedom)
          )
        }))
  }

  /// Of the sum of independent variances; nil where one of them rests on no degree of freedom, or all
  /// are 0.
  private static func satterthwaiteDegreesOfFreedom(
    _ variances: [(value: Double, degreesOfFreedom: Double)]
  ) -> Double? {
    let uncertain = variances.filter { $0.value > 0 }
    guard !uncertain.isEmpty, uncertain.allSatisfy({ $0.degreesOfFreedom > 0 }) else { return nil }
    let total = uncertain.reduce(0) { $0 + $1.value }
    return total * total
      / uncertain.reduce(0) { $0 + $1.value * $1.value / $1.degreesOfFreedom }
  }
}
