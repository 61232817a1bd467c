import NumericalMethods

/// Student's t test of one number against a value.
public struct TTest: Hashable, Sendable {
  public let statistic: Double
  public let degreesOfFreedom: Double

  /// Two-sided.
  public var pValue: Double {
    2 * Distribution.studentT(degreesOfFreedom: degreesOfFreedom).upperTail(abs(statistic))
  }
}

/// An F test.
public struct FTest: Hashable, Sendable {
  public let statistic: Double
  /// Degrees of freedom; fractions after Satterthwaite's adjustment.
  public let numerator: Double
  public let denominator: Double

  public init(statistic: Double, numerator: Double, denominator: Double) {
    self.statistic = statistic
    self.numerator = numerator
    self.denominator = denominator
  }

  public var pValue: Double {
    Distribution.f(numerator: numerator, denominator: denominator).upperTail(statistic)
  }
}

extension Estimate {
  /// Tests whether the population's value could be `value`, (θ̂ − θ)/SE, with the design's degrees
  /// of freedom.
  ///
  /// - Returns: Nil where there is no standard error above 0, no degree of freedom, or the value
  ///   is fixed by weighting.
  public func tTest(against value: Double = 0) -> TTest? {
    guard degreesOfFreedom > 0, standardError.isFinite, standardError > 0, !isFixedByWeighting,
      self.value.isFinite
    else { return nil }
    return TTest(
      statistic: (self.value - value) / standardError, degreesOfFreedom: testedDegreesOfFreedom)
  }
}
