import NumericalMethods

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
    guard df > 0 else {
      (value, lower, upper, pclose) = (0, 0, 0, nil)
      return
    }
    func bound(_ probability: Double) -> Double {
      let found = Distribution.noncentrality(
        ofChiSquared: chisq, degreesOfFreedom: df, below: probability)
      return (found / (scale * df)).squareRoot()
    }
    value = (max(excess, 0) / (scale * df)).squareRoot()
    lower = bound(0.95)
    upper = bound(0.05)
    let close = Distribution.noncentralChiSquared(
      degreesOfFreedom: df, noncentrality: scale * df * 0.05 * 0.05)
    pclose = close.upperTail(chisq)
  }
}
