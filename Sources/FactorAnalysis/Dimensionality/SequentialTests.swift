import NumericalMethods

/// How many maximum likelihood factors it takes until the model is no longer rejected.
///
///     χ² = (n − 1 − (2p + 5)/6 − 2k/3) F,   k = 0, 1, …
///
/// Three rules look at the same models: the first with p > .05, the first whose RMSEA may be below
/// .05 (the lower bound of its 90 % interval is), and the one with the least AIC = χ² − 2 df. All
/// assume normal answers of a simple random sample; with large samples χ² asks for many factors.
///
/// > K. J. Preacher, G. Zhang, C. Kim, G. Mels (2013). "Choosing the optimal number of factors in
/// > exploratory factor analysis: A model selection perspective". *Multivariate Behavioral
/// > Research* 48(1).
package struct SequentialTests: Hashable, Sendable {
  /// One model.
  package struct Model: Hashable, Sendable {
    package let factors: Int
    package let chisq: Double
    package let df: Int
    package let p: Double
    /// √(max(χ² − df, 0) / (df (n − 1))).
    package let rmsea: Double
    /// The lower bound of the 90 % interval of the RMSEA.
    package let rmseaLower: Double
    /// χ² − 2 df: Akaike's criterion but for a constant.
    package let aic: Double
  }

  /// From no factor on to the first that is not rejected and after which AIC has risen twice, to the
  /// most that the items identify with a degree of freedom, or to the last that converged.
  package let models: [Model]
  /// Why there are no more models; nil where the items identify no more.
  package let problem: FactorAnalysisError?

  /// The first number of factors with p > .05; nil where every model is rejected.
  package var suggested: Int? { models.first { $0.p > 0.05 }?.factors }
  /// The first number of factors whose RMSEA has a lower bound below .05.
  package var suggestedByRMSEA: Int? { models.first { $0.rmseaLower < 0.05 }?.factors }
  /// The number of factors of the least AIC.
  package var suggestedByAIC: Int? { models.min { $0.aic < $1.aic }?.factors }

  /// - Parameter factors: The most to be tried; nil for as many as the items identify.
  /// - Throws: ``FactorAnalysisError`` where there are fewer than three items, not more rows than
  ///   items, or the correlations are not positive definite.
  package init(_ covariance: ItemCovariance, upTo factors: Int? = nil) throws(FactorAnalysisError) {
    try covariance.require(items: 3)
    let null = try BartlettTest(covariance)
    let rows = covariance.count
    var models = [Model(factors: 0, chisq: null.chisq, df: null.df, rows: rows)]
    var problem: FactorAnalysisError?
    let most = FactorExtraction.mostFactors(items: covariance.names.count)
    for count in 1...max(1, min(most, factors ?? most)) {
      do throws(FactorAnalysisError) {
        let extraction = try FactorExtraction(
          covariance, factors: count, method: .maximumLikelihood)
        let fit = try FactorFit(covariance, extraction)
        guard fit.df > 0 else { break }
        models.append(Model(factors: count, chisq: fit.chisq, df: fit.df, rows: rows))
        if Self.isDecided(models) { break }
      } catch {
        problem = error
        break
      }
    }
    self.models = models
    self.problem = problem
  }

  /// Whether more factors would change none of the three rules: further models only use up degrees
  /// of freedom.
  private static func isDecided(_ models: [Model]) -> Bool {
    guard models.count > 3, models.contains(where: { $0.p > 0.05 }) else { return false }
    let last = models.suffix(3).map(\.aic)
    return last[0] < last[1] && last[1] < last[2]
  }
}

extension SequentialTests.Model {
  fileprivate init(factors: Int, chisq: Double, df: Int, rows: Int) {
    let freedom = Double(df)
    let scale = freedom * Double(rows - 1)
    self.factors = factors
    self.chisq = chisq
    self.df = df
    p = Distribution.chiSquared(degreesOfFreedom: freedom).upperTail(chisq)
    rmsea = (max(chisq - freedom, 0) / scale).squareRoot()
    rmseaLower =
      (Distribution.noncentrality(ofChiSquared: chisq, degreesOfFreedom: freedom, below: 0.95)
      / scale).squareRoot()
    aic = chisq - 2 * freedom
  }
}
