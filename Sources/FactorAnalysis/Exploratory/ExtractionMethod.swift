/// How factors are extracted from the correlations.
///
/// Each method but ``principalAxis`` names what it makes small; S − Σ are the residual
/// correlations, Σ = ΛΛᵀ + diag(ψ).
public enum ExtractionMethod: String, Hashable, Sendable, CaseIterable {
  /// Least squares of the residual correlations off the diagonal (Harman & Jones 1966), found as
  /// unweighted least squares, which has the same solution (Jöreskog 1977).
  case minres
  /// Maximum likelihood of normal answers (Lawley & Maxwell 1971).
  case maximumLikelihood
  /// Principal factors of R − diag(ψ), where ψ is what the factors leave, again and again until
  /// no communality changes by 10⁻¹⁰ (Thomson 1934).
  ///
  /// Where it settles without a Heywood case it settles on minres, which is quicker: the two are
  /// one solution. R's `psych::fa(fm = "pa")` stops where the sum of the communalities changes by
  /// less than 10⁻³.
  case principalAxis
  /// Least squares of the residual correlations off the diagonal, each divided by the unique
  /// variances of its two items: ½ Σ (rᵢⱼ − σᵢⱼ)²/(uᵢuⱼ), u = 1/diag(R⁻¹).
  ///
  /// Items that share more with the others count for more, as they do for maximum likelihood,
  /// and R need not follow a normal law. R's `psych::fa(fm = "wls")` is another thing: it takes
  /// its loadings from R − diag(ψ) without weights, so that it minimises neither criterion.
  case weightedLeastSquares
  /// Generalised least squares, ½ tr((I − ΣR⁻¹)²) (Jöreskog & Goldberger 1972), as lavaan's
  /// `estimator = "GLS"` and SPSS have it. Communality and uniqueness do not add up to exactly one.
  /// R's `psych::fa(fm = "gls")` takes its loadings from R − diag(ψ), and differs.
  case generalisedLeastSquares
}
