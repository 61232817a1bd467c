import NumericalMethods

/// ω_h, how much of the sum of the items is owed to the one thing common to them all, and ω_t of
/// the same model, by Schmid and Leiman's transformation.
///
///     gᵢ = Σⱼ Λᵢⱼγⱼ,   ω_h = (Σ gᵢ)² / Σ rᵢⱼ,   ω_t = 1 − Σ ψᵢ / Σ rᵢⱼ
///
/// Λ are the loadings of minres group factors rotated by oblimin, three by default, and γ those of
/// the factors on one general factor: minres of their correlations, of two group factors the root
/// of their correlation for both. R's `psych::omega`, whose rotation stops earlier and which turns
/// items over; here items are expected to be keyed alike.
///
/// > J. Schmid, J. M. Leiman (1957). "The development of hierarchical factor solutions".
/// > *Psychometrika* 22(1). — R. E. Zinbarg et al. (2005). "Cronbach's α, Revelle's β, and
/// > McDonald's ω_H". *Psychometrika* 70(1).
public struct OmegaHierarchical: Hashable, Sendable {
  /// ω_h, 0…1.
  public let value: Double
  /// ω_t of the same model; ``OmegaTotal`` is that of one factor.
  public let total: Double
  public let groupFactors: Int
  /// The items' loadings on the general factor.
  public let generalLoadings: [Double]
  /// Items whose uniqueness ran into its bound: ω_h is not to be trusted.
  public let heywoodItems: [String]
  package let hierarchical, all: SmoothStatistic

  /// - Throws: ``FactorAnalysisError`` where the items do not identify so many group factors, or
  ///   these have nothing in common.
  public init(
    _ covariance: ItemCovariance, groupFactors: Int = 3
  ) throws(FactorAnalysisError) {
    precondition(groupFactors > 1, "two group factors or more")
    let needed = Self.fewestItems(groupFactors: groupFactors)
    try covariance.require(items: needed)
    let analysis = try ExploratoryFactorAnalysis(
      covariance, factors: groupFactors, method: .minres, rotation: .oblimin)
    let general = try GeneralFactor(analysis.rotated.correlations)
    let loadings = analysis.rotated.loadings * general.loadings
    let sum = loadings.reduce(0, +)
    let correlations = covariance.correlationMatrix
    let variance = correlations.elements.reduce(0, +)
    let unique = analysis.uniquenesses.reduce(0, +)
    guard variance > 1e-12 else { throw .sumWithoutVariance }
    let slopes = try Self.slopes(analysis, general)
    self.groupFactors = groupFactors
    generalLoadings = sum < 0 ? loadings.map { -$0 } : loadings
    heywoodItems = analysis.heywoodItems
    value = sum * sum / variance
    total = 1 - unique / variance
    hierarchical = SmoothStatistic(
      value,
      correlationSlopes: slopes.map {
        2 * sum * $0.sum / variance - 2 * sum * sum / (variance * variance)
      }, at: covariance.covarianceMatrix)
    all = SmoothStatistic(
      total,
      correlationSlopes: slopes.map {
        -$0.unique / variance + 2 * unique / (variance * variance)
      }, at: covariance.covarianceMatrix)
  }

  /// The fewest items that identify so many group factors.
  public static func fewestItems(groupFactors: Int) -> Int {
    (3...).first { FactorExtraction.mostFactors(items: $0) >= groupFactors } ?? 3
  }

  /// How Σ g and Σ ψ change with each correlation.
  private static func slopes(
    _ analysis: ExploratoryFactorAnalysis, _ general: GeneralFactor
  ) throws(FactorAnalysisError) -> [(sum: Double, unique: Double)] {
    let extraction = ExtractionChange(
      analysis.covariance.correlationMatrix, analysis.extraction, method: analysis.method)
    let rotation = RotationChange(
      analysis.rotated, rotation: analysis.rotation, options: analysis.rotationOptions)
    guard let extraction, let rotation else { throw .rotationNotDetermined }
    return OrdinalPairs.places(items: analysis.names.count).map { pair in
      let change = extraction.along(.change(of: pair, size: analysis.names.count))
      let turned = rotation.along(change.common)
      let moved = turned.loadings * general.loadings
      let led = analysis.rotated.loadings * general.change(along: turned.correlations)
      return (
        moved.reduce(0, +) + led.reduce(0, +), change.uniquenesses.reduce(0, +)
      )
    }
  }
}

/// The loadings of correlated factors on one factor behind them.
private struct GeneralFactor {
  let loadings: [Double]
  private let extraction: ExtractionChange?

  init(_ correlations: Matrix) throws(FactorAnalysisError) {
    guard correlations.rows > 2 else {
      guard correlations[0, 1] > 0 else { throw .noGeneralFactor }
      loadings = [correlations[0, 1].squareRoot(), correlations[0, 1].squareRoot()]
      extraction = nil
      return
    }
    let ones = Array(repeating: 1.0, count: correlations.rows)
    let found = try FactorExtraction.leastSquares(
      correlations, factors: 1, weights: ones, start: ones.map { $0 / 2 })
    let column = found.loadings.column(0)
    loadings = column.reduce(0, +) < 0 ? column.map { -$0 } : column
    guard loadings.contains(where: { abs($0) > 1e-6 }) else { throw .noGeneralFactor }
    guard let change = ExtractionChange(correlations, found, method: .minres) else {
      throw .noGeneralFactor
    }
    extraction = change
  }

  /// How the loadings change where the factors' correlations do.
  func change(along direction: Matrix) -> [Double] {
    guard let extraction else { return loadings.map { direction[0, 1] / (2 * $0) } }
    let outer = extraction.along(direction).common * loadings
    let length = loadings.reduce(0) { $0 + $1 * $1 }
    let own = zip(outer, loadings).reduce(0) { $0 + $1.0 * $1.1 } / (2 * length * length)
    return zip(outer, loadings).map { $0 / length - own * $1 }
  }
}
