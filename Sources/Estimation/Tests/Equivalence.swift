import NumericalMethods

extension ConfidenceInterval {
  /// Whether the whole interval lies in a zone that counts as practically none.
  ///
  /// > D. Schuirmann (1987). "A comparison of the two one-sided tests procedure and the power
  /// > approach". *Journal of Pharmacokinetics and Biopharmaceutics* 15, with 1 − 2α = level.
  public func isInside(_ zone: ClosedRange<Double>) -> Bool {
    zone.lowerBound < lower && upper < zone.upperBound
  }
}

extension Estimate {
  /// Cohen's arcsine of a share, 2 arcsin √p, in which differences of shares are compared.
  ///
  ///     SE(φ) = SE(p) / √(p(1 − p))
  ///
  /// The difference of two is Cohen's h; |h| < 0.10 counts as practically none here.
  ///
  /// - Returns: A number in radians, 0…π; its standard error is NaN where the share is 0 or 1.
  /// > J. Cohen (1988). *Statistical Power Analysis for the Behavioral Sciences*, §6.2.
  public var arcsine: Estimate {
    let spread = (value * (1 - value)).squareRoot()
    let share = min(1, max(0, value))
    return Estimate(
      value: 2 * Elementary.asin(share.squareRoot()),
      standardError: spread > 0 ? standardError / spread : .nan,
      degreesOfFreedom: degreesOfFreedom, base: base, isFixedByWeighting: isFixedByWeighting)
  }
}
