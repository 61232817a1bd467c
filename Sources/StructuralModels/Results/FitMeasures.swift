import NumericalMethods

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

  /// Root mean square error of approximation with its 90 % interval, which is worked out when it is
  /// asked for: it costs more than a model's other measures together.
  public struct Approximation: Hashable, Sendable {
    public var value: Double?
    private var test: Test?

    public init() {}

    private struct Test: Hashable {
      /// What is taken as noncentral χ².
      var chisq: Double
      var df: Double
      /// Interviews by group.
      var scale: Double
    }
  }
}

extension FitMeasures {
  /// What fit measures are computed from.
  struct Source {
    var npar: Int
    var test: ModelTest
    var baseline: ModelTest
    /// The number of interviews of all groups.
    var count: Int
    var groups: Int
    var srmr: Double
    var logl: Double?
    var unrestrictedLogl: Double?
    /// Whether some answers are missing: then the robust measures below do not hold, and are nil.
    var isIncomplete = false
  }

  /// The measures of a model that was estimated by maximum likelihood.
  ///
  /// Robust ones are Brosseau-Liard and Savalei's: with scaling factors c of the model and c_B of
  /// the baseline,
  ///
  ///     CFI = 1 − (χ² − c df)₊ / max(χ²_B − c_B df_B, χ² − c df, 0)
  ///     RMSEA = √((χ² − c df)₊ / (n df)) √groups
  ///
  /// > P. E. Brosseau-Liard, V. Savalei (2014). "Adjusting incremental fit indices for
  /// > nonnormality". *Multivariate Behavioral Research* 49; P. E. Brosseau-Liard, V. Savalei,
  /// > L. Li (2012), the same 47, for RMSEA; J. H. Steiger (1998) for several groups.
  init(likelihood source: Source) {
    let (test, baseline) = (source.test, source.baseline)
    self.init(
      npar: source.npar, chisq: test.chisq, df: test.df, pvalue: test.pvalue,
      chisqScaled: test.scaledChisq, dfScaled: test.scaledDf, pvalueScaled: test.scaledPvalue,
      chisqScalingFactor: test.scalingFactor, baselineChisq: baseline.chisq,
      baselineDf: baseline.df, baselineChisqScaled: baseline.scaledChisq,
      baselineChisqScalingFactor: baseline.scalingFactor, srmr: source.srmr)
    setIncremental(test, baseline)
    setApproximations(test, count: Double(source.count), groups: Double(source.groups))
    logl = source.logl
    unrestrictedLogl = source.unrestrictedLogl
    if source.isIncomplete {
      (cfiRobust, tliRobust, rmseaRobust) = (nil, nil, Approximation())
    }
    guard let logl else { return }
    let (npar, count) = (Double(npar), Double(source.count))
    aic = -2 * logl + 2 * npar
    bic = -2 * logl + npar * Elementary.log(count)
    bic2 = -2 * logl + npar * Elementary.log((count + 2) / 24)
  }

  private mutating func setIncremental(_ test: ModelTest, _ baseline: ModelTest) {
    let (df, baselineDf) = (Double(test.df), Double(baseline.df))
    let plain = Noncentrality(
      model: test.chisq - df, baseline: baseline.chisq - baselineDf, df, baselineDf)
    (cfi, tli) = (plain.cfi, plain.tli)
    guard let chisq = test.scaledChisq, let baselineChisq = baseline.scaledChisq,
      let c = test.scalingFactor, let baselineC = baseline.scalingFactor
    else { return }
    let scaled = Noncentrality(
      model: chisq - df, baseline: baselineChisq - baselineDf, df, baselineDf)
    (cfiScaled, tliScaled) = (scaled.cfi, scaled.tli)
    let robust = Noncentrality(
      model: test.chisq - c * df, baseline: baseline.chisq - baselineC * baselineDf, df, baselineDf)
    (cfiRobust, tliRobust) = (robust.cfi, robust.tli)
  }

  private mutating func setApproximations(_ test: ModelTest, count: Double, groups: Double) {
    let df = Double(test.df)
    rmsea = Approximation(
      chisq: test.chisq, excess: test.chisq - df, df: df, scale: count / groups)
    guard let chisq = test.scaledChisq, let c = test.scalingFactor else { return }
    rmseaScaled = Approximation(
      chisq: test.chisq, excess: test.chisq - c * df, df: c * df, scale: count / groups)
    rmseaRobust = Approximation(
      chisq: chisq, excess: (test.chisq - c * df) / c, df: df, scale: count / groups / c)
  }

  /// How far χ² exceeds what a true model would have.
  struct Noncentrality {
    let model, baseline, df, baselineDf: Double

    init(model: Double, baseline: Double, _ df: Double, _ baselineDf: Double) {
      (self.model, self.baseline) = (model, baseline)
      (self.df, self.baselineDf) = (df, baselineDf)
    }

    /// Bentler's comparative fit index.
    var cfi: Double {
      let worst = max(model, baseline, 0)
      return worst > 0 ? 1 - max(model, 0) / worst : 1
    }

    /// Tucker and Lewis's index.
    var tli: Double? {
      guard df > 0 else { return 1 }
      return baseline == 0 ? nil : 1 - model / df * baselineDf / baseline
    }
  }
}

extension FitMeasures.Approximation {
  /// RMSEA = √(excess / (scale · df)), its 90 % interval and p-value from the noncentral χ².
  ///
  /// - Parameters:
  ///   - chisq: What is taken as noncentral χ².
  ///   - excess: What estimates its noncentrality.
  ///   - scale: Interviews by group.
  init(chisq: Double, excess: Double, df: Double, scale: Double) {
    test = Test(chisq: chisq, df: df, scale: scale)
    value = df > 0 ? (max(excess, 0) / (scale * df)).squareRoot() : 0
  }

  /// The lower limit of the 90 % interval; 0 without degrees of freedom.
  public var lower: Double? { bound(0.95) }

  /// The upper limit of the 90 % interval; 0 without degrees of freedom.
  public var upper: Double? { bound(0.05) }

  private func bound(_ probability: Double) -> Double? {
    guard let test else { return nil }
    guard test.df > 0 else { return 0 }
    let found = Distribution.noncentrality(
      ofChiSquared: test.chisq, degreesOfFreedom: test.df, below: probability)
    return (found / (test.scale * test.df)).squareRoot()
  }

  /// The p-value of "at most 0.05" (lavaan's `rmsea.pvalue`); nil without degrees of freedom.
  public var pclose: Double? {
    guard let test, test.df > 0 else { return nil }
    let close = Distribution.noncentralChiSquared(
      degreesOfFreedom: test.df, noncentrality: test.scale * test.df * 0.05 * 0.05)
    return close.upperTail(test.chisq)
  }
}

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

/// The standardised root mean square residual: residual covariances, and means where they are
/// modelled, in the sample's standard deviations.
///
///     SRMR² = Σ ((s − σ)/√(sᵢᵢ sⱼⱼ))² + Σ ((ȳ − μ)/√sᵢᵢ)²   over their number
///
/// Of several groups the mean is taken, weighted by their interviews.
///
/// > P. M. Bentler (1995). *EQS Structural Equations Program Manual*; as lavaan's `srmr`.
struct ResidualMeasure {
  private var sum = 0.0
  private var weight = 0.0

  var value: Double { weight > 0 ? sum / weight : 0 }

  mutating func add(_ moments: GroupMoments, _ covariance: Matrix, means: [Double]?) {
    let size = moments.means.count
    let scales = moments.covariance.diagonal.map { 1 / $0.squareRoot() }
    var squares = 0.0
    for column in 0..<size {
      for row in column..<size {
        let residual =
          (moments.covariance[row, column] - covariance[row, column]) * scales[row]
          * scales[column]
        squares += residual * residual
      }
    }
    var count = size * (size + 1) / 2
    if let means {
      for item in 0..<size {
        let residual = (moments.means[item] - means[item]) * scales[item]
        squares += residual * residual
      }
      count += size
    }
    sum += Double(moments.count) * (squares / Double(count)).squareRoot()
    weight += Double(moments.count)
  }
}
