import NumericalMethods

/// Exploratory factor analysis of items: which few factors their correlations can be drawn from.
///
///     R ≈ ΛΦΛᵀ + diag(ψ)
///
/// The factors stand in the order of the variance they explain (the diagonal of ΦΛᵀΛ), each so
/// signed that the squares of its positive loadings outweigh those of its negative ones; rotated
/// to a target they stand as the target has them. Order and sign carry no meaning: two solutions
/// are the same if they agree after matching.
///
/// ```swift
/// let answers = try ItemAnswers(names: names, columns: columns, weights: weights)
/// let covariance = try ItemCovariance(answers, missing: .listwise)
/// let analysis = try ExploratoryFactorAnalysis(covariance, factors: 3)
/// ```
public struct ExploratoryFactorAnalysis: Hashable, Sendable {
  /// The items, in the order of the rows of ``loadings``.
  public let names: [String]
  public let method: ExtractionMethod
  public let rotation: FactorRotation
  public let rotationOptions: RotationOptions
  /// What the starts of the rotation led to; nil where nothing was rotated.
  public let rotationSearch: RotationSearch?
  /// The number of interviews used, unweighted.
  public let count: Int
  /// Λ, items × factors: the pattern, the regression of the items on the factors.
  public let loadings: [[Double]]
  /// Φ, factors × factors; the unit matrix for uncorrelated factors.
  public let factorCorrelations: [[Double]]
  /// The share of each item's variance that the factors explain, 0…1.
  public let communalities: [Double]
  /// ψ, the share of each item's variance that is its own, 0.005…1.
  public let uniquenesses: [Double]
  /// The variance that each factor explains, in items: the diagonal of ΦΛᵀΛ.
  public let sumsOfSquaredLoadings: [Double]
  /// Items whose uniqueness ran into its lower bound (Heywood cases): too many factors, or an item
  /// that repeats another.
  public let heywoodItems: [String]
  /// Nil where the correlations are not positive definite, which minres allows.
  public let fit: FactorFit?
  /// What was analysed.
  package let covariance: ItemCovariance
  let extraction: FactorExtraction
  let rotated: RotatedFactors

  /// - Parameters:
  ///   - covariance: The items' covariances; their correlations are analysed.
  ///   - factors: One or more; ``ParallelAnalysis`` suggests how many.
  ///   - options: Starts, normalisation and target of the rotation.
  /// - Throws: ``FactorAnalysisError`` where there are fewer than three items, not more rows than
  ///   items, too many factors, no target of the right shape, or the iterations do not converge;
  ///   for all methods but minres and principal axis also where the correlations are not positive
  ///   definite.
  public init(
    _ covariance: ItemCovariance, factors: Int, method: ExtractionMethod = .minres,
    rotation: FactorRotation = .oblimin, options: RotationOptions = RotationOptions()
  ) throws(FactorAnalysisError) {
    try covariance.require(items: 3)
    let extraction = try FactorExtraction(covariance, factors: factors, method: method)
    let rotated = try RotatedFactors(extraction.loadings, rotation: rotation, options: options)
    self.covariance = covariance
    self.extraction = extraction
    self.rotated = rotated
    names = covariance.names
    self.method = method
    self.rotation = rotation
    rotationOptions = options
    rotationSearch = rotated.search
    count = covariance.count
    loadings = rotated.loadings.rowValues
    factorCorrelations = rotated.correlations.rowValues
    communalities = rotated.communalities
    uniquenesses = extraction.uniquenesses
    sumsOfSquaredLoadings = rotated.sumsOfSquaredLoadings
    heywoodItems = extraction.heywood.map { covariance.names[$0] }
    fit = covariance.isPositiveDefinite ? try FactorFit(covariance, extraction) : nil
  }

  /// ΛΦ, items × factors: the correlations of the items with the factors.
  public var structure: [[Double]] {
    loadings.map { row in
      row.indices.map { factor in
        row.indices.reduce(0) { $0 + row[$1] * factorCorrelations[$1][factor] }
      }
    }
  }

  /// The share of all the items' variance that each factor explains, 0…1.
  public var varianceShares: [Double] {
    sumsOfSquaredLoadings.map { $0 / Double(names.count) }
  }

  /// The largest number of factors that so many items identify.
  public static func mostFactors(items: Int) -> Int { FactorExtraction.mostFactors(items: items) }
}
