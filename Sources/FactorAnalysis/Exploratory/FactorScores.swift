import NumericalMethods

/// How people stand on the factors, from their standardised answers z: f̂ = Wᵀz.
///
///     regression   W = R⁻¹ΛΦ                                (Thurstone 1935)
///     bartlett     W = ψ⁻¹Λ(Λᵀψ⁻¹Λ)⁻¹                       (Bartlett 1937)
///     ten Berge    W = R^(−½) C Φ^(½),  C = R^(−½)L(LᵀR⁻¹L)^(−½),  L = ΛΦ^(½)
///
/// Regression scores come nearest to the factors and shrink towards the mean; Bartlett's are
/// unbiased given the factors; ten Berge's correlate as the factors do. None is the factor: see
/// ``determinacies``. R's `psych::factor.scores`.
///
/// > J. M. F. ten Berge et al. (1999). "Some new results on correlation-preserving factor scores
/// > prediction methods". *Linear Algebra and its Applications* 289.
/// > J. W. Grice (2001). "Computing and evaluating factor scores". *Psychological Methods* 6(4).
public struct FactorScores: Hashable, Sendable {
  public enum Method: String, Hashable, Sendable, CaseIterable {
    case regression, bartlett, tenBerge
  }

  public let method: Method
  /// W, items × factors.
  public let weights: [[Double]]
  /// How the scores correlate with each other, factors × factors.
  public let correlations: [[Double]]
  /// The correlation of each score with its factor, were the model true. Under .90 people may be
  /// compared in groups only.
  public let determinacies: [Double]
  private let means, deviations: [Double]

  /// - Throws: ``FactorAnalysisError`` where the correlations, or those of the factors, are not
  ///   positive definite, or are not those of the answers as numbers: ordered answers have scores by
  ///   ``ConfirmatoryFit/factorScores(_:group:)``.
  public init(
    _ analysis: ExploratoryFactorAnalysis, method: Method
  ) throws(FactorAnalysisError) {
    let covariance = analysis.covariance
    guard covariance.kind == .pearson else { throw .scoresOfNumbersOnly(covariance.kind) }
    let inverse = try covariance.factor().inverse
    let rotated = analysis.rotated
    let structure = rotated.loadings * rotated.correlations
    let found: Matrix?
    switch method {
    case .regression: found = inverse * structure
    case .bartlett: found = rotated.bartlettWeights(analysis.uniquenesses)
    case .tenBerge: found = rotated.tenBergeWeights(covariance.correlationMatrix)
    }
    guard let found else {
      throw .notPositiveDefinite(smallestEigenvalue: covariance.eigenvalues.last ?? .nan)
    }
    let spread = found.transposedTimes(covariance.correlationMatrix * found)
    let roots = spread.diagonal.map { 1 / $0.squareRoot() }
    self.method = method
    weights = found.rowValues
    correlations = spread.scaled(by: roots).rowValues
    determinacies = zip(found.transposedTimes(structure).diagonal, roots).map { $0 * $1 }
    means = covariance.means
    deviations = covariance.covarianceMatrix.diagonal.map { $0.squareRoot() }
  }

  /// The scores, factor after factor; NaN where an answer is missing.
  ///
  /// - Parameter answers: To the same items, in the same order and unit.
  public func scores(of answers: ItemAnswers) -> [[Double]] {
    precondition(answers.names.count == weights.count, "the items that were analysed")
    return correlations.indices.map { factor in
      answers.weights.indices.map { row in
        weights.indices.reduce(0) { sum, item in
          sum + weights[item][factor] * (answers.columns[item][row] - means[item])
            / deviations[item]
        }
      }
    }
  }
}

extension RotatedFactors {
  fileprivate func bartlettWeights(_ uniquenesses: [Double]) -> Matrix? {
    let scaled = loadings.scalingRows(uniquenesses.map { 1 / $0 })
    return CholeskyFactor(loadings.transposedTimes(scaled)).map { scaled * $0.inverse }
  }

  fileprivate func tenBergeWeights(_ items: Matrix) -> Matrix? {
    guard let root = items.power(-0.5), let half = correlations.power(0.5) else { return nil }
    let inner = root * (loadings * half)
    return inner.crossProduct.power(-0.5).map { root * (inner * $0) * half }
  }
}

extension Matrix {
  /// A power of a symmetric matrix; nil where it is not positive definite.
  func power(_ exponent: Double) -> Matrix? {
    guard let eigen = SymmetricEigen(self), let least = eigen.values.last,
      least > 1e-12 * (eigen.values.first ?? 0)
    else { return nil }
    return eigen.vectors.scalingColumns(eigen.values.map { Elementary.pow($0, exponent) })
      .timesTransposed(eigen.vectors)
  }
}
