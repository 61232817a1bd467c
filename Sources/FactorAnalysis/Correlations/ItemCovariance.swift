import NumericalMethods

/// The weighted covariances and correlations of items, or of what stands behind them.
///
///     m = Σ wᵢ xᵢ / Σ wᵢ
///     s = Σ wᵢ (xᵢ − m)(yᵢ − m′) / (Σ wᵢ (1 − Σ wᵢ² / (Σ wᵢ)²))
///
/// With equal weights this is the covariance with n − 1. R's `cov.wt(method = "unbiased")` does
/// the same; its `cov(use = "pairwise")` does what ``MissingAnswers/pairwise`` does.
public struct ItemCovariance: Hashable, Sendable {
  public let names: [String]
  /// The weighted means; pairwise, of all answers to the item.
  public let means: [Double]
  /// The number of rows used, unweighted; pairwise, the smallest number of rows of any pair.
  ///
  /// It is the n of the tests: with unequal weights or clusters these are descriptive only.
  public let count: Int
  public let missing: MissingAnswers
  /// Of what the correlations are: of the answers, of their ranks, or of the normal variables
  /// behind ordered answers.
  public let kind: CorrelationKind
  /// Whether the matrix was mended by ``smoothed()``.
  public let isSmoothed: Bool
  package let covarianceMatrix: Matrix
  package let correlationMatrix: Matrix

  /// The covariances, items × items, in the squared unit of the answers.
  public var covariances: [[Double]] { covarianceMatrix.rowValues }

  /// The correlations, items × items.
  public var correlations: [[Double]] { correlationMatrix.rowValues }

  /// The eigenvalues of the correlations, from the largest to the smallest.
  public var eigenvalues: [Double] { correlationMatrix.symmetricEigenvalues ?? [] }

  /// - Parameter kind: What is correlated; ``CorrelationKind/polychoric`` takes every item as
  ///   ordered categories.
  /// - Throws: ``FactorAnalysisError`` where there are fewer than two items or rows, or an item
  ///   does not vary, or, for polychoric correlations, an item has too many categories.
  public init(
    _ answers: ItemAnswers, missing: MissingAnswers, kind: CorrelationKind = .pearson
  ) throws(FactorAnalysisError) {
    guard answers.names.count >= 2 else {
      throw .tooFewItems(found: answers.names.count, needed: 2)
    }
    let moments: ItemMoments
    switch (kind, missing) {
    case (.pearson, .listwise): moments = try ItemMoments(listwise: answers)
    case (.pearson, .pairwise): moments = try ItemMoments(pairwise: answers)
    case (.pearson, .fiml): moments = try FullInformation(answers).itemMoments
    case (.spearman, .fiml), (.polychoric, .fiml): throw .notByFullInformation
    case (.spearman, _): moments = try ItemMoments(ranksOf: answers, missing: missing)
    case (.polychoric, _):
      let ordinal = try OrdinalAnswers(answers, missing: missing)
      moments = ItemMoments(try PolychoricCorrelations(ordinal), of: ordinal)
    }
    self.init(answers.names, moments, missing, kind)
  }

  /// The polychoric correlations of ordered answers; the means are of the answers as they were
  /// numbered, the covariances are the correlations.
  ///
  /// - Throws: As ``PolychoricCorrelations/init(_:emptyCells:)``.
  public init(
    polychoric answers: OrdinalAnswers, emptyCells: EmptyCells = .mendedInTwoByTwo
  ) throws(FactorAnalysisError) {
    let correlations = try PolychoricCorrelations(answers, emptyCells: emptyCells)
    self.init(
      answers.names, ItemMoments(correlations, of: answers), answers.missing, .polychoric)
  }

  init(
    _ names: [String], _ moments: ItemMoments, _ missing: MissingAnswers,
    _ kind: CorrelationKind, isSmoothed: Bool = false
  ) {
    self.names = names
    self.kind = kind
    means = moments.means
    count = moments.count
    covarianceMatrix = moments.covariances
    correlationMatrix = moments.correlations
    self.missing = missing
    self.isSmoothed = isSmoothed
  }

  /// The correlations made positive definite: their small and negative eigenvalues are raised, the
  /// matrix is put together again and its diagonal brought back to 1.
  ///
  ///     R* = D^(−½) V max(Λ, λ) Vᵀ D^(−½),  D = diag(V max(Λ, λ) Vᵀ)
  ///
  /// - Parameter leastEigenvalue: λ; nil for 10⁻⁸ of the largest, which leaves a matrix that can be
  ///   factored. psych's `cor.smooth` has 10⁻¹⁰.
  /// - Returns: The same matrix where it is positive definite.
  /// > W. Revelle (2022). *psych: Procedures for Psychological, Psychometric, and Personality
  /// > Research*, `cor.smooth`, Details.
  public func smoothed(leastEigenvalue: Double? = nil) -> ItemCovariance {
    guard !isPositiveDefinite, let eigen = SymmetricEigen(correlationMatrix) else { return self }
    let least = leastEigenvalue ?? 1e-8 * (eigen.values.first ?? 0)
    let raised = eigen.vectors.scalingColumns(eigen.values.map { max($0, least) })
      .timesTransposed(eigen.vectors)
    let scale = raised.diagonal.map { 1 / $0.squareRoot() }
    let deviations = covarianceMatrix.diagonal.map { $0.squareRoot() }
    let correlations = raised.scaled(by: scale)
    let moments = ItemMoments(
      means: means, count: count, covariances: correlations.scaled(by: deviations),
      correlations: correlations)
    return ItemCovariance(names, moments, missing, kind, isSmoothed: true)
  }

  /// The Cholesky factor of the correlations.
  func factor() throws(FactorAnalysisError) -> CholeskyFactor {
    guard isPositiveDefinite, let factor = CholeskyFactor(correlationMatrix) else {
      throw .notPositiveDefinite(smallestEigenvalue: eigenvalues.last ?? 0)
    }
    return factor
  }

  /// - Throws: Where there are fewer items, or not more rows than items.
  package func require(items: Int) throws(FactorAnalysisError) {
    guard names.count >= items else { throw .tooFewItems(found: names.count, needed: items) }
    guard count > names.count else { throw .tooFewRows(found: count, needed: names.count + 1) }
  }
}
