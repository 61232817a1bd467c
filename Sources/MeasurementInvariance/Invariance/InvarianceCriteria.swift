/// When a level of invariance passes: the thresholds, all of them printed with the verdict.
///
/// The configural model passes where its robust CFI and SRMR are within the limits and the 90 %
/// interval of the robust RMSEA does not lie above its limit, or where χ² does not reject it.
/// Each further level passes where the scaled Δχ² is not significant, or where everything that it
/// found is too small to matter: ΔCFI, ΔRMSEA and ΔSRMR within the limits *and* the bias of the
/// scale's mean shown to be within ``toleratedBias`` of the equivalence zone.
///
/// > F. F. Chen (2007). "Sensitivity of goodness of fit indexes to lack of measurement
/// > invariance". *Structural Equation Modeling* 14(3). — L. Rutkowski, D. Svetina (2014).
/// > "Assessing the hypothesis of measurement invariance in the context of large-scale
/// > international surveys". *Educational and Psychological Measurement* 74(1).
public struct InvarianceCriteria: Hashable, Sendable {
  /// How much worse the fit may become by one level.
  public struct Change: Hashable, Sendable {
    /// The most that CFI may fall.
    public var cfi: Double
    /// The most that RMSEA may rise.
    public var rmsea: Double
    /// The most that SRMR may rise; nil where it is not looked at.
    public var srmr: Double?

    public init(cfi: Double, rmsea: Double, srmr: Double?) {
      self.cfi = cfi
      self.rmsea = rmsea
      self.srmr = srmr
    }
  }

  /// The significance level of each Δχ², and of the largest score test adjusted for the number of
  /// items and groups. It is not adjusted for the number of levels, of which each is tested only
  /// where the one before it passed; nor for that of scales and comparisons, which is why it is
  /// stricter than usual: a study of two cities and two waves asks a hundred such questions.
  public var alpha = 0.01
  /// Below which p-value χ² rejects a configural model.
  public var configuralAlpha = 0.05
  public var leastCFI = 0.90
  public var greatestRMSEA = 0.08
  public var greatestSRMR = 0.08
  /// The change to equal thresholds and to equal loadings.
  public var metric: Change
  /// The change to equal intercepts, and to equal residual variances.
  public var scalar: Change
  /// The share of the equivalence zone that the bias of the scale's mean may take up: 0.2 of
  /// ±5 points is one point.
  public var toleratedBias = 0.2
  /// The confidence level of the bias's interval, which must lie within what is tolerated: two
  /// one-sided tests of 5 % each.
  public var biasLevel = 0.90

  /// Chen's limits up to nine groups, Rutkowski and Svetina's from ten groups on.
  public init(groups: Int) {
    if groups < 10 {
      metric = Change(cfi: 0.010, rmsea: 0.015, srmr: 0.030)
      scalar = Change(cfi: 0.010, rmsea: 0.015, srmr: 0.015)
    } else {
      metric = Change(cfi: 0.020, rmsea: 0.030, srmr: nil)
      scalar = Change(cfi: 0.010, rmsea: 0.010, srmr: nil)
    }
  }

  /// The limits for a level; nil for the configural one.
  public func change(for level: InvarianceLevel) -> Change? {
    switch level {
    case .configural: nil
    case .thresholds, .metric: metric
    case .scalar, .strict: scalar
    }
  }
}
