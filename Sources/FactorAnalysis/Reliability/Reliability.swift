import NumericalMethods

/// How well a scale's items measure one thing together: Cronbach's α and McDonald's ω_t.
///
///     α = p/(p − 1) · (1 − Σ sᵢᵢ / Σ sᵢⱼ)            of the covariances (raw)
///     α = p r̄ / (1 + (p − 1) r̄)                     of the correlations (standardised)
///
/// The items are expected to be keyed alike: one that points the other way shows itself by a
/// negative ``ItemStatistics/itemRestCorrelation``.
///
/// > L. J. Cronbach (1951). "Coefficient alpha and the internal structure of tests".
/// > *Psychometrika* 16(3).
public struct Reliability: Hashable, Sendable {
  /// What one item does for the scale.
  public struct ItemStatistics: Hashable, Sendable {
    public let name: String
    /// The weighted mean, in the unit of the answers.
    public let mean: Double
    public let standardDeviation: Double
    /// The correlation of the item with the sum of all items, itself among them (psych's `raw.r`).
    public let itemTotalCorrelation: Double
    /// The same of standardised items, in whose place what they share with the others stands
    /// (psych's `r.cor`): Σⱼ r*ᵢⱼ/√Σr*, where r* are the correlations with the squared multiple
    /// correlations on the diagonal. Nil where the correlations are not positive definite.
    public let correctedCorrelation: Double?
    /// The correlation of the item with the sum of the other items (psych's `r.drop`); nil where
    /// that sum does not vary.
    public let itemRestCorrelation: Double?
    /// α of the other items; nil where these are fewer than two or their sum does not vary.
    public let alphaIfDropped: Double?
  }

  /// The number of interviews used, unweighted.
  public let count: Int
  public let alpha: Double
  public let standardisedAlpha: Double
  public let items: [ItemStatistics]
  /// McDonald's ω_t, or why there is none.
  public let omega: Result<OmegaTotal, FactorAnalysisError>

  /// - Throws: ``FactorAnalysisError`` where there are fewer than two items, not more rows than
  ///   items, or the items' sum does not vary.
  public init(_ covariance: ItemCovariance) throws(FactorAnalysisError) {
    try covariance.require(items: 2)
    let all = Array(covariance.names.indices)
    let matrix = covariance.covarianceMatrix
    guard let alpha = Self.alpha(matrix, of: all),
      let standardised = Self.alpha(covariance.correlationMatrix, of: all)
    else { throw .sumWithoutVariance }
    self.alpha = alpha
    standardisedAlpha = standardised
    count = covariance.count
    let corrected = Self.correctedCorrelations(covariance)
    let total = Self.variance(ofSum: all, matrix).squareRoot()
    items = all.map { item in
      let deviation = matrix[item, item].squareRoot()
      return ItemStatistics(
        name: covariance.names[item], mean: covariance.means[item],
        standardDeviation: deviation,
        itemTotalCorrelation: matrix.row(item).reduce(0, +) / (deviation * total),
        correctedCorrelation: corrected?[item],
        itemRestCorrelation: Self.itemRestCorrelation(matrix, of: item),
        alphaIfDropped: Self.alpha(matrix, of: all.filter { $0 != item }))
    }
    omega = Result { () throws(FactorAnalysisError) in try OmegaTotal(covariance) }
  }

  /// α of covariances of which each is of its own interviews; nil where there are none, or the items'
  /// sum does not vary.
  public static func alpha(ofPairs covariance: ItemCovariance?) -> Double? {
    covariance.flatMap { alpha($0.covarianceMatrix, of: Array($0.names.indices)) }
  }

  /// α of the chosen items; nil where these are fewer than two or their sum does not vary.
  private static func alpha(_ matrix: Matrix, of items: [Int]) -> Double? {
    let own = items.reduce(0) { $0 + matrix[$1, $1] }
    let sum = variance(ofSum: items, matrix)
    let count = Double(items.count)
    return count >= 2 && sum > 1e-12 * own ? count / (count - 1) * (1 - own / sum) : nil
  }

  private static func itemRestCorrelation(_ matrix: Matrix, of item: Int) -> Double? {
    let rest = (0..<matrix.rows).filter { $0 != item }
    let own = matrix[item, item]
    let variance = variance(ofSum: rest, matrix)
    let shared = rest.reduce(0) { $0 + matrix[item, $1] }
    let restOwn = rest.reduce(0) { $0 + matrix[$1, $1] }
    return variance > 1e-12 * restOwn ? shared / (own * variance).squareRoot() : nil
  }

  private static func correctedCorrelations(_ covariance: ItemCovariance) -> [Double]? {
    guard let inverse = try? covariance.factor().inverse else { return nil }
    var shared = covariance.correlationMatrix
    for item in 0..<shared.rows { shared[item, item] = 1 - 1 / inverse[item, item] }
    let sums = (0..<shared.rows).map { shared.row($0).reduce(0, +) }
    let all = sums.reduce(0, +)
    return all > 0 ? sums.map { $0 / all.squareRoot() } : nil
  }

  private static func variance(ofSum items: [Int], _ matrix: Matrix) -> Double {
    items.reduce(0) { sum, i in items.reduce(sum) { $0 + matrix[i, $1] } }
  }

  /// Feldt's confidence interval of the raw α.
  ///
  ///     1 − (1 − α) F(1 ∓ …; n − 1, (n − 1)(p − 1))
  ///
  /// It holds for a simple random sample of normal, equally good items; it knows nothing of
  /// weights and clusters.
  ///
  /// - Parameter level: 0…1, such as 0.95.
  /// > L. S. Feldt (1965). "The approximate sampling distribution of Kuder–Richardson
  /// > reliability coefficient twenty". *Psychometrika* 30(3).
  public func feldtInterval(level: Double) -> ClosedRange<Double> {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    let freedom = Double(count - 1)
    let f = Distribution.f(numerator: freedom, denominator: freedom * Double(items.count - 1))
    let tail = (1 - level) / 2
    let lower = 1 - (1 - alpha) * f.quantile(1 - tail)
    return lower...max(lower, 1 - (1 - alpha) * f.quantile(tail))
  }
}
