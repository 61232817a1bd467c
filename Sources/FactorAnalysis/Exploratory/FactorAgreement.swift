import NumericalMethods

/// Whether two groups, such as cities, have the same factors: their loadings are turned towards
/// each other, then compared factor by factor.
///
///     φ = Σ aᵢbᵢ / √(Σ aᵢ² Σ bᵢ²)
///
/// Tucker's congruence φ of .95 or more is taken as the same factor, .85 to .94 as similar. It
/// looks at loadings only: it neither tests invariance nor allows means to be compared. R's
/// `psych::factor.congruence` and, for uncorrelated factors, `psych::Procrustes`.
///
/// > L. R. Tucker (1951). *A Method for Synthesis of Factor Analysis Studies*. ETS.
/// > U. Lorenzo-Seva, J. M. F. ten Berge (2006). "Tucker's congruence coefficient as a meaningful
/// > index of factor similarity". *Methodology* 2(2).
public struct FactorAgreement: Hashable, Sendable {
  /// How the one solution is turned towards the other.
  public enum Turn: String, Hashable, Sendable, CaseIterable {
    /// Not at all: factors in their order and with their signs.
    case none
    /// By the orthogonal T that makes Σ (AT − B)² least (Schönemann 1966).
    case orthogonal
    /// By factors that may correlate: loadings A(Tᵀ)⁻¹ least squares from B, the columns of T of
    /// length one (Browne 1972); GPArotation's `targetQ`.
    case oblique
  }

  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// φ of .95 or more.
    case same
    /// φ of .85 to .95.
    case similar
    /// φ under .85.
    case different
  }

  public let turn: Turn
  /// The first loadings after the turn, items × factors.
  public let loadings: [[Double]]
  /// Their factors' correlations; those of uncorrelated factors are 0.
  public let factorCorrelations: [[Double]]
  /// φ of each factor of the first (rows) with each of the second.
  public let congruence: [[Double]]
  /// φ of each item's loadings in both.
  public let itemCongruence: [Double]

  /// φ of each factor with its like.
  public var matching: [Double] { congruence.indices.map { congruence[$0][$0] } }

  public var verdicts: [Verdict] {
    matching.map { $0 >= 0.95 ? .same : $0 >= 0.85 ? .similar : .different }
  }

  /// - Parameters:
  ///   - first: Loadings, items × factors; to be turned, those of uncorrelated factors.
  ///   - second: Of the same items and as many factors.
  /// - Throws: ``FactorAnalysisError`` where the numbers of items or factors differ, or the turn is
  ///   not determined.
  public init(
    _ first: [[Double]], _ second: [[Double]], turn: Turn
  ) throws(FactorAnalysisError) {
    guard first.count == second.count, first.first?.count == second.first?.count,
      let factors = first.first?.count
    else {
      throw .unusableTarget(
        items: second.count, factors: second.first?.count ?? 0, neededItems: first.count,
        neededFactors: first.first?.count ?? 0)
    }
    let own = Matrix(rows: first.count, columns: factors) { first[$0][$1] }
    let other = Matrix(rows: first.count, columns: factors) { second[$0][$1] }
    var turned = (loadings: own, correlations: Matrix.identity(factors))
    switch turn {
    case .none: break
    case .orthogonal:
      guard let rotation = own.transposedTimes(other).polarFactor else {
        throw .rotationNotDetermined
      }
      turned.loadings = own * rotation
    case .oblique:
      let options = RotationOptions(starts: 5, target: RotationTarget(second))
      let found = try RotatedFactors(own, rotation: .target, options: options)
      turned = (found.loadings, found.correlations)
    }
    self.turn = turn
    loadings = turned.loadings.rowValues
    factorCorrelations = turned.correlations.rowValues
    congruence = Self.congruence(turned.loadings, other).rowValues
    itemCongruence = Self.congruence(turned.loadings.transposed, other.transposed).diagonal
  }

  /// Turns the first analysis, as it was extracted, towards the second.
  ///
  /// - Throws: As ``init(_:_:turn:)``.
  public init(
    _ first: ExploratoryFactorAnalysis, towards second: ExploratoryFactorAnalysis, turn: Turn
  ) throws(FactorAnalysisError) {
    let own = turn == .none ? first.rotated.loadings : first.extraction.loadings
    try self.init(own.rowValues, second.loadings, turn: turn)
  }

  private static func congruence(_ first: Matrix, _ second: Matrix) -> Matrix {
    func lengths(_ matrix: Matrix) -> [Double] {
      matrix.crossProduct.diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    }
    return first.transposedTimes(second).scalingRows(lengths(first))
      .scalingColumns(lengths(second))
  }
}
