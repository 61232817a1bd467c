import NumericalMethods

/// The test of a difference, with the interval that belongs to it and what it could have found.
public struct DifferenceTest: Hashable, Sendable {
  /// Satterthwaite's where the difference is one of independent estimates, else the design's.
  public let degreesOfFreedom: Double
  /// Two-sided, that the difference is 0.
  public let pValue: Double
  /// At 95 %.
  public let interval: ConfidenceInterval
  /// The smallest difference that a test at 5 % finds in four cases of five,
  /// (t₀.₉₇₅ + t₀.₈₀) SE, without regard to other comparisons.
  ///
  /// > H. Bloom (1995). "Minimum detectable effects". *Evaluation Review* 19(5).
  public let smallestDetectable: Double

  /// - Returns: Nil where there is no standard error above 0, no degree of freedom, or the value is
  ///   fixed by weighting.
  public init?(_ difference: Estimate) {
    guard difference.tTest() != nil else { return nil }
    let freedom =
      difference.satterthwaiteDegreesOfFreedom ?? Double(difference.degreesOfFreedom)
    let distribution = Distribution.studentT(degreesOfFreedom: freedom)
    let error = difference.standardError
    degreesOfFreedom = freedom
    pValue = min(1, 2 * distribution.upperTail(abs(difference.value) / error))
    let limit = distribution.quantile(0.975)
    interval = ConfidenceInterval(
      lower: difference.value - limit * error, upper: difference.value + limit * error, level: 0.95)
    smallestDetectable = (limit + distribution.quantile(0.8)) * error
  }
}
