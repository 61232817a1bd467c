import NumericalMethods

/// How well factors reproduce the correlations.
///
///     F  = tr(RΣ⁻¹) − ln |RΣ⁻¹| − p,   Σ = ΛΛᵀ + diag(ψ)
///     χ² = (n − 1 − (2p + 5)/6 − 2k/3) F,   ((p − k)² − (p + k))/2 degrees of freedom
///
/// It is the likelihood's discrepancy for both methods of extraction, as in psych. χ² and what is
/// made of it assume normal answers of a simple random sample: with weights, clusters and rating
/// scales they describe, they do not test.
///
/// > M. S. Bartlett (1951), as for ``BartlettTest``.
public struct FactorFit: Hashable, Sendable {
  public let chisq: Double
  public let df: Int
  /// Nil without degrees of freedom.
  public let p: Double?
  /// √(max(χ² − df, 0) / (df (n − 1))) (Browne & Cudeck 1993); nil without degrees of freedom.
  /// psych has √(χ²/(df n) − 1/(n − 1)), less by 10⁻⁵ or so.
  public let rmsea: Double?
  /// Tucker and Lewis's index (1973), the null model's χ² with the same factor before F as above;
  /// nil without degrees of freedom.
  public let tli: Double?
  /// The root mean square of the residual correlations off the diagonal.
  public let rms: Double

  init(
    _ covariance: ItemCovariance, _ extraction: FactorExtraction
  ) throws(FactorAnalysisError) {
    let correlations = covariance.correlationMatrix
    let (items, factors) = (Double(correlations.rows), Double(extraction.loadings.columns))
    let rows = Double(covariance.count)
    let common = extraction.loadings.timesTransposed(extraction.loadings)
    let observed = try covariance.factor()
    guard let model = CholeskyFactor(common + .diagonal(extraction.uniquenesses)) else {
      throw .notPositiveDefinite(smallestEigenvalue: 0)
    }
    let trace = model.inverse.innerProduct(correlations)
    let scale = rows - 1 - (2 * items + 5) / 6 - 2 * factors / 3
    guard scale > 0 else {
      throw .tooFewRows(found: covariance.count, needed: covariance.count - Int(scale) + 1)
    }
    let discrepancy = trace + model.logDeterminant - observed.logDeterminant - items
    let null = -scale * observed.logDeterminant / (items * (items - 1) / 2)
    var residuals = correlations - common
    residuals.setDiagonal(to: 0)
    rms = (residuals.innerProduct(residuals) / (items * (items - 1))).squareRoot()
    let freedom = ((items - factors) * (items - factors) - (items + factors)) / 2
    chisq = max(0, scale * discrepancy)
    df = Int(freedom)
    (p, rmsea, tli) =
      freedom > 0 ? Self.indices(chisq, freedom, rows: rows, null: null) : (nil, nil, nil)
  }

  private static func indices(
    _ chisq: Double, _ freedom: Double, rows: Double, null: Double
  ) -> (p: Double?, rmsea: Double?, tli: Double?) {
    (
      Distribution.chiSquared(degreesOfFreedom: freedom).upperTail(chisq),
      (max(chisq - freedom, 0) / (freedom * (rows - 1))).squareRoot(),
      null == 1 ? nil : (null - chisq / freedom) / (null - 1)
    )
  }
}
