extension SurveyDesign {
  /// Tests whether the answers to a question have given shares in the population.
  ///
  ///     X² = Σ (Oⱼ − Eⱼ)²/Eⱼ,  F = X²/tr Δ,  with ν = (tr Δ)²/tr Δ² and ν · df degrees of freedom
  ///
  /// O are the weighted totals of the answers, E = p ΣO, Δ the covariance of (O − E)/√E by
  /// linearisation. R's `svygofchisq` has the same X² and ν and takes χ² in the place of F, as if the
  /// design had no end of degrees of freedom: with few points it rejects too often.
  ///
  /// - Parameters:
  ///   - indicators: A column for each answer, 1 or 0 for each interview, NaN outside of the base.
  ///   - shares: Greater than 0; only their ratios matter.
  /// - Returns: Nil without answers or degrees of freedom. O(interviews × answers).
  /// > J. Rao, A. Scott (1981). "The analysis of categorical data from complex sample surveys:
  /// > chi-squared tests for goodness of fit and independence". *JASA* 76.
  public func fitTest(of indicators: [[Double]], to shares: [Double]) -> FTest? {
    precondition(indicators.count == shares.count, "a share for each answer")
    precondition(shares.allSatisfy { $0 > 0 }, "shares are above 0")
    let base = base(answering: indicators)
    guard indicators.count > 1, base.weightedCount > 0, base.degreesOfFreedom > 0 else {
      return nil
    }
    let all = base.weightedCount
    let total = shares.reduce(0, +)
    var statistic = 0.0
    let deviations = zip(indicators, shares).map { indicator, given -> [Double] in
      let share = given / total
      let observed = sum(of: indicator, over: base)
      let expected = share * all
      let root = expected.squareRoot()
      let distance = observed - expected
      statistic += distance * distance / expected
      let drift = share / root + 0.5 * distance * share / (expected * root)
      return self.deviations(
        of: indicator.indices.map { row in
          base.contains[row] ? weights[row] * (indicator[row] / root - drift) : 0
        }
      ).byCluster
    }
    let covariances = crossProducts(deviations)
    let trace = (0..<shares.count).reduce(0) { $0 + covariances[$1 * shares.count + $1] }
    let squares = covariances.reduce(0) { $0 + $1 * $1 }
    guard trace > 0, squares > 0 else { return nil }
    let freedom = trace * trace / squares
    return FTest(
      statistic: statistic / trace, numerator: freedom,
      denominator: freedom * Double(base.degreesOfFreedom))
  }
}
