import NumericalMethods

/// Mardia's multivariate skewness and kurtosis: how far the items are from jointly normal.
///
///     b₁ = Σᵢⱼ wᵢwⱼ (dᵢᵀS⁻¹dⱼ)³ / W²,   b₂ = Σᵢ wᵢ (dᵢᵀS⁻¹dᵢ)² / W,   W = Σ wᵢ
///
/// d are the answers less their weighted means, S the covariances of ``ItemCovariance`` (with n − 1
/// where rows count alike, as in R's `psych::mardia` and `semTools`; Mardia has n). The tests take
/// the number of rows for n, and assume a simple random sample: with weights and clusters they
/// describe.
///
/// > K. V. Mardia (1970). "Measures of multivariate skewness and kurtosis with applications".
/// > *Biometrika* 57(3). — K. V. Mardia (1974). "Applications of some measures of multivariate
/// > skewness and kurtosis in testing normality and robustness studies". *Sankhyā B* 36(2), for
/// > small samples.
public struct MultivariateNormality: Hashable, Sendable {
  /// The number of interviews used, unweighted.
  public let count: Int
  /// b₁; 0 for a symmetric distribution.
  public let skewness: Double
  /// n b₁/6, of p(p + 1)(p + 2)/6 degrees of freedom.
  public let skewnessChisq: Double
  public let skewnessDf: Int
  public let skewnessP: Double
  /// The same times (p + 1)(n + 1)(n + 3)/(n((n + 1)(p + 1) − 6)), for small samples.
  public let smallSampleChisq: Double
  public let smallSampleP: Double
  /// b₂; p(p + 2) for a normal distribution.
  public let kurtosis: Double
  /// (b₂ − p(p + 2))/√(8p(p + 2)/n), standard normal.
  public let kurtosisZ: Double
  /// Two-sided.
  public let kurtosisP: Double

  /// - Parameter answers: Rows with a missing answer are left out.
  /// - Throws: ``FactorAnalysisError`` where there are fewer than two items, not more rows than
  ///   items, or the correlations are not positive definite.
  public init(_ answers: ItemAnswers) throws(FactorAnalysisError) {
    let covariance = try ItemCovariance(answers, missing: .listwise)
    try covariance.require(items: 2)
    let deviations = covariance.covarianceMatrix.diagonal.map { 1 / $0.squareRoot() }
    guard let root = CholeskyFactor(try covariance.factor().inverse) else {
      throw .notPositiveDefinite(smallestEigenvalue: covariance.eigenvalues.last ?? .nan)
    }
    var moments = SphericalMoments(items: covariance.names.count)
    for block in ItemMoments.blocks(of: answers.completeRows) {
      let centred = Matrix(
        columns: zip(answers.columns, covariance.means).map { column, mean in
          block.map { column[$0] - mean }
        })
      moments.add(
        centred.scalingColumns(deviations) * root.lower,
        weights: block.map { answers.weights[$0] })
    }
    self.init(moments, count: covariance.count)
  }

  private init(_ moments: SphericalMoments, count: Int) {
    let (items, rows) = (Double(moments.thirds.count), Double(count))
    let freedom = items * (items + 1) * (items + 2) / 6
    let small =
      (items + 1) * (rows + 1) * (rows + 3) / (rows * ((rows + 1) * (items + 1) - 6))
    let chiSquared = Distribution.chiSquared(degreesOfFreedom: freedom)
    let normal = items * (items + 2)
    self.count = count
    skewness = moments.skewness
    skewnessChisq = rows * skewness / 6
    skewnessDf = Int(freedom)
    skewnessP = chiSquared.upperTail(skewnessChisq)
    smallSampleChisq = small * skewnessChisq
    smallSampleP = chiSquared.upperTail(smallSampleChisq)
    kurtosis = moments.fourths / moments.weight
    kurtosisZ = (kurtosis - normal) / (8 * normal / rows).squareRoot()
    kurtosisP = 2 * Distribution.standardNormal.upperTail(abs(kurtosisZ))
  }
}

/// The weighted third and fourth moments of answers whose covariances are the unit matrix.
///
/// b₁ is the sum of the squared third moments, so that no pair of rows is looked at.
private struct SphericalMoments {
  /// Σ w zₐ z zᵀ for each item a.
  var thirds: [Matrix]
  /// Σ w (zᵀz)².
  var fourths = 0.0
  var weight = 0.0

  init(items: Int) {
    thirds = Array(repeating: Matrix(rows: items, columns: items), count: items)
  }

  mutating func add(_ block: Matrix, weights: [Double]) {
    for item in thirds.indices {
      let weighted = block.scalingRows(zip(weights, block.column(item)).map { $0 * $1 })
      thirds[item] = thirds[item] + weighted.transposedTimes(block)
    }
    for (length, rowWeight) in zip(block.rowSumsOfSquares, weights) {
      fourths += rowWeight * length * length
      weight += rowWeight
    }
  }

  var skewness: Double {
    thirds.reduce(0) { $0 + $1.innerProduct($1) } / (weight * weight)
  }
}
