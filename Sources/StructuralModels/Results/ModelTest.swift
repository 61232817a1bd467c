import NumericalMethods

/// A test of a model against the one that fits means and covariances as they are.
public struct ModelTest: Hashable, Sendable {
  public var chisq: Double
  public var df: Int
  /// What χ² is divided by, so that its mean is the degrees of freedom; nil where the estimator
  /// scales nothing or there are no degrees of freedom.
  public var scalingFactor: Double?
  /// What is added after that.
  public var shift: Double?
  /// The degrees of freedom of the scaled χ²; nil where they are ``df``.
  public var adjustedDf: Double?

  public init(
    chisq: Double, df: Int, scalingFactor: Double? = nil, shift: Double? = nil,
    adjustedDf: Double? = nil
  ) {
    self.chisq = chisq
    self.df = df
    self.scalingFactor = scalingFactor
    self.shift = shift
    self.adjustedDf = adjustedDf
  }

  /// P(χ² of ``df`` > ``chisq``); nil without degrees of freedom.
  public var pvalue: Double? { Self.pvalue(chisq, Double(df)) }

  /// χ²/c + shift.
  public var scaledChisq: Double? { scalingFactor.map { chisq / $0 + (shift ?? 0) } }

  public var scaledDf: Double? { scalingFactor.map { _ in adjustedDf ?? Double(df) } }

  public var scaledPvalue: Double? {
    guard let scaledChisq, let scaledDf else { return nil }
    return Self.pvalue(scaledChisq, scaledDf)
  }

  private static func pvalue(_ chisq: Double, _ df: Double) -> Double? {
    df > 0 ? Distribution.chiSquared(degreesOfFreedom: df).upperTail(chisq) : nil
  }
}
