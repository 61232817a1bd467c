import NumericalMethods

extension SurveyDesign {
  /// Pearson's correlation of two answers in the population.
  ///
  ///     r = Σ w(x − x̄)(y − ȳ) / √(Σ w(x − x̄)² Σ w(y − ȳ)²)
  ///
  /// Its error is that of the totals of w(zₓz_y − r(zₓ² + z_y²)/2)/Σw by cluster, z being the
  /// standardised answers (R: `svycontrast` of `svyvar`); see ``Estimate/correlationInterval(level:)``.
  ///
  /// - Parameters:
  ///   - first: One for each interview, NaN for none; who lacks either answer is left out.
  ///   - second: Likewise.
  /// - Returns: Nil where either answer is the same for everybody. O(interviews).
  /// > J.-C. Deville (1999). "Variance estimation for complex statistics and estimators". *Survey
  /// > Methodology* 25(2).
  public func correlation(of first: [Double], with second: [Double]) -> Estimate? {
    linearisedCorrelation(of: first, with: second).map(estimate)
  }

  /// The correlation with what each interview adds to its error.
  func linearisedCorrelation(of first: [Double], with second: [Double]) -> LinearisedStatistic? {
    let base = base(answering: [first, second])
    guard base.count > 1 else { return nil }
    let x = CentredColumn(first, weights: weights, base: base)
    let y = CentredColumn(second, weights: weights, base: base)
    guard x.deviation > 0, y.deviation > 0 else { return nil }
    var products = 0.0
    for row in x.values.indices { products += weights[row] * x.values[row] * y.values[row] }
    let scale = x.deviation * y.deviation
    let value = products / (base.weightedCount * scale)
    let contributions = x.values.indices.map { row in
      let (zx, zy) = (x.values[row] / x.deviation, y.values[row] / y.deviation)
      return base.contains[row]
        ? weights[row] * (zx * zy - value * (zx * zx + zy * zy) / 2) / base.weightedCount : 0
    }
    let own = [LinearisedStatistic(value, contributions, base)]
    return inReplicates(own) { replicate in
      replicate.linearisedCorrelation(of: first, with: second).map { [$0.value] }
    }[0]
  }
}

extension Estimate {
  /// The interval of a correlation, on Fisher's scale z = artanh r, whose error is SE/(1 − r²), so
  /// that it stays between −1 and 1.
  ///
  /// - Returns: Nil without degrees of freedom, and for a correlation of −1 or 1.
  /// > R. A. Fisher (1921). "On the probable error of a coefficient of correlation". *Metron* 1.
  public func correlationInterval(level: Double = 0.95) -> ConfidenceInterval? {
    guard abs(value) < 1 else { return nil }
    let z = Estimate(
      value: 0.5 * Elementary.log((1 + value) / (1 - value)),
      standardError: standardError / (1 - value * value), degreesOfFreedom: degreesOfFreedom,
      base: base, imputation: imputation)
    return z.confidenceInterval(level: level).map { interval in
      func correlation(_ z: Double) -> Double { 1 - 2 / (Elementary.exp(2 * z) + 1) }
      return ConfidenceInterval(
        lower: correlation(interval.lower), upper: correlation(interval.upper), level: level)
    }
  }
}
