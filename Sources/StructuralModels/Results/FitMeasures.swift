/// How well a model fits, with lavaan's names and definitions (`fitMeasures`).
///
/// What an estimator does not define is nil.
public struct FitMeasures: Hashable, Sendable {
  /// The number of free parameters, linear constraints taken off.
  public var npar: Int
  public var chisq: Double
  public var df: Int
  public var pvalue: Double?
  public var chisqScaled: Double?
  public var dfScaled: Double?
  public var pvalueScaled: Double?
  public var chisqScalingFactor: Double?
  public var baselineChisq: Double
  public var baselineDf: Int
  public var baselineChisqScaled: Double?
  public var baselineChisqScalingFactor: Double?
  public var cfi: Double?
  /// Tucker and Lewis's index; lavaan's `nnfi` is the same.
  public var tli: Double?
  public var cfiScaled: Double?
  public var tliScaled: Double?
  public var cfiRobust: Double?
  public var tliRobust: Double?
  public var rmsea = Approximation()
  public var rmseaScaled = Approximation()
  public var rmseaRobust = Approximation()
  public var srmr: Double
  public var logl: Double?
  public var unrestrictedLogl: Double?
  public var aic: Double?
  public var bic: Double?
  /// Sample-size adjusted BIC (Sclove 1987).
  public var bic2: Double?

  /// Root mean square error of approximation with its 90 % interval.
  public struct Approximation: Hashable, Sendable {
    public var value: Double?
    public var lower: Double?
    public var upper: Double?
    /// The p-value of "at most 0.05" (lavaan's `rmsea.pvalue`).
    public var pclose: Double?
  }
}
