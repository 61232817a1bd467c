import LavaanSyntax
import NumericalMethods
import StructuralModels

extension FitChange {
  /// How much worse a stricter model fits than a looser one that it is a restriction of.
  ///
  ///     T_d = (T₀ − T₁)/c_d,   c_d = (df₀ c₀ − df₁ c₁)/(df₀ − df₁)
  ///
  /// with the unscaled χ² T, their scaling factors c, and the looser model as number 1; without
  /// scaling factors c_d is 1. CFI, RMSEA and SRMR are compared in their robust forms where the
  /// estimator has them.
  ///
  /// - Parameter looserAtStricter: The scaling factor of the looser model at the stricter one's
  ///   estimates, asked for where c_d is not positive; it takes the place of c₁ then.
  /// - Returns: Nil where the models have the same degrees of freedom.
  /// > A. Satorra, P. M. Bentler (2001). "A scaled difference chi-square test statistic for moment
  /// > structure analysis". *Psychometrika* 66(4). — (2010) "Ensuring positiveness of the scaled
  /// > difference chi-square test statistic". *Psychometrika* 75(2).
  init?(
    from looser: LevelFit, to stricter: LevelFit, looserAtStricter: () -> Double?
  ) {
    let df = stricter.test.df - looser.test.df
    guard df > 0 else { return nil }
    let difference = max(0, stricter.test.chisq - looser.test.chisq)
    var (scaling, method) = (1.0, DifferenceMethod.none)
    if let looserFactor = looser.test.scalingFactor ?? (looser.test.df == 0 ? 0 : nil),
      let stricterFactor = stricter.test.scalingFactor
    {
      let total = Double(stricter.test.df) * stricterFactor
      func factor(_ looserFactor: Double) -> Double {
        (total - Double(looser.test.df) * looserFactor) / Double(df)
      }
      (scaling, method) = (factor(looserFactor), .satorraBentler2001)
      if scaling <= 0, let replaced = looserAtStricter() {
        (scaling, method) = (factor(replaced), .satorraBentler2010)
      }
    }
    let isUsable = scaling > 0
    let chisq = isUsable ? difference / scaling : .nan
    self.init(
      test: (chisq, df, isUsable ? Self.pvalue(chisq, df) : nil), method: method,
      from: looser.measures, to: stricter.measures)
  }

  init(
    test: (chisq: Double, df: Int, pvalue: Double?), method: DifferenceMethod,
    from looser: FitMeasures, to stricter: FitMeasures
  ) {
    self.init(
      test: test, method: method,
      cfi: (looser.bestCFI ?? .nan) - (stricter.bestCFI ?? .nan),
      rmsea: (stricter.bestRMSEA ?? .nan) - (looser.bestRMSEA ?? .nan),
      srmr: stricter.srmr - looser.srmr)
  }

  private static func pvalue(_ chisq: Double, _ df: Int) -> Double {
    Distribution.chiSquared(degreesOfFreedom: Double(df)).upperTail(chisq)
  }

  /// Whether all that is compared has become worse by no more than the limits.
  func isWithin(_ limits: InvarianceCriteria.Change) -> Bool {
    let isSmall = limits.srmr.map { srmr <= $0 } ?? true
    return cfi <= limits.cfi && rmsea <= limits.rmsea && isSmall
  }
}

extension FitChange {
  /// The change from one fitted level to the next.
  static func between(
    _ looser: ConfirmatoryFit, _ stricter: ConfirmatoryFit
  ) throws(ModelError) -> FitChange {
    if let test = stricter.difference(from: looser) {
      let scaled = (
        test.scaledChisq ?? test.chisq, test.df, test.scaledPvalue ?? test.pvalue
      )
      return FitChange(
        test: scaled, method: stricter.estimator == .wlsmv ? .satorra2000 : .none,
        from: looser.fitMeasures, to: stricter.fitMeasures)
    }
    let change = FitChange(from: LevelFit(looser), to: LevelFit(stricter)) {
      looser.scalingFactor(atEstimatesOf: stricter)
    }
    return change
      ?? FitChange(
        test: (0, 0, nil), method: .none, from: looser.fitMeasures, to: stricter.fitMeasures)
  }
}

extension ConfirmatoryFit {
  /// This model's scaling factor were its estimates those of a stricter model with the same rows;
  /// nil where the estimator has none.
  func scalingFactor(atEstimatesOf stricter: ConfirmatoryFit) -> Double? {
    guard let likelihood, let own = likelihood.trace, let scale = test.scalingFactor else {
      return nil
    }
    var values = estimates
    for (row, held) in zip(table.parameters, stricter.table.parameters) {
      if let index = row.freeIndex { values[index] = stricter.estimate(of: held).value }
    }
    guard let trace = likelihood.trace(at: values) else { return nil }
    return scale + (own - trace) / Double(test.df)
  }
}

/// A fitted level, as far as its comparison with others goes.
struct LevelFit: Sendable {
  var test: ModelTest
  var measures: FitMeasures

  init(_ fit: ConfirmatoryFit) {
    test = fit.test
    measures = fit.fitMeasures
  }

  init(test: ModelTest, measures: FitMeasures) {
    self.test = test
    self.measures = measures
  }
}

extension FitMeasures {
  /// Robust of models by likelihood, else scaled, else plain. The criteria for ordered items are those of
  /// scaled measures: robust ones of polychoric correlations are stricter by far, and no cut-offs of
  /// them were tried.
  public var bestCFI: Double? { (isByLikelihood ? cfiRobust : nil) ?? cfiScaled ?? cfi }

  /// As ``bestCFI``.
  public var bestRMSEA: Double? { bestApproximation.value }

  /// As ``bestCFI``.
  public var bestApproximation: Approximation {
    [isByLikelihood ? rmseaRobust : Approximation(), rmseaScaled].first { $0.value != nil } ?? rmsea
  }

  private var isByLikelihood: Bool { logl != nil }

  /// The p-value of the scaled χ² where there is one.
  var bestPvalue: Double? { pvalueScaled ?? pvalue }
}

extension InvarianceCriteria {
  /// Whether a configural model fits; one that has nothing to be tested by does.
  func accepts(_ measures: FitMeasures) -> Bool {
    guard measures.df > 0 else { return true }
    if let pvalue = measures.bestPvalue, pvalue >= configuralAlpha { return true }
    guard let cfi = measures.bestCFI else { return false }
    let approximation = measures.bestApproximation
    let rmsea = approximation.lower ?? approximation.value ?? .infinity
    return cfi >= leastCFI && measures.srmr <= greatestSRMR && rmsea <= greatestRMSEA
  }
}
