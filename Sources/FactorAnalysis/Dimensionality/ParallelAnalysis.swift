import NumericalMethods
import Parallelism

/// How many factors to keep: those whose eigenvalues exceed the ones that unrelated normal items
/// of the same number and sample size have by chance.
///
/// The random matrices are not made from n × p normal numbers: the cross-products of n rows of
/// unrelated normal items about their means follow the Wishart law with n − 1 degrees of freedom,
/// and that is the law of LLᵀ, where L is lower triangular with independent elements, normal below
/// the diagonal and the root of χ²(n − i) on it, i = 1…p. So a matrix costs p²/2 draws however
/// many the interviews.
///
/// Each matrix has a random stream of its own and sums are taken in the matrices' order: the
/// result depends on the seed, not on the number of threads.
///
/// > J. L. Horn (1965). "A rationale and test for the number of factors in factor analysis".
/// > *Psychometrika* 30(2).
/// > M. S. Bartlett (1933). "On the theory of statistical regression". *Proceedings of the Royal
/// > Society of Edinburgh* 53.
public struct ParallelAnalysis: Hashable, Sendable {
  /// Of which matrix the eigenvalues are taken.
  public enum Basis: String, Hashable, Sendable, CaseIterable {
    /// The correlations, with ones on the diagonal (Horn 1965).
    case principalComponents
    /// The correlations with the squared multiple correlation of each item with the others on the
    /// diagonal (Humphreys & Montanelli 1975). It tends to keep more factors.
    case commonFactors
  }

  public let basis: Basis
  /// The eigenvalues of the items, from the largest to the smallest.
  public let observed: [Double]
  /// The mean of each eigenvalue over the random matrices.
  public let randomMean: [Double]
  /// The 95th percentile of each eigenvalue over the random matrices (R's type 7).
  public let random95: [Double]

  /// The leading eigenvalues above the random mean: the number of factors suggested.
  public var suggested: Int { Self.leading(observed, above: randomMean) }

  /// The leading eigenvalues above the 95th percentile, a stricter rule (Glorfeld 1995).
  public var suggestedByPercentile: Int { Self.leading(observed, above: random95) }

  /// - Parameters:
  ///   - covariance: The items' covariances; their correlations are analysed.
  ///   - resamples: The number of random matrices, one or more.
  /// - Throws: ``FactorAnalysisError`` where there are fewer than three items, not more than two
  ///   rows beyond the number of items, or, for common factors, the correlations are not positive
  ///   definite.
  public init(
    _ covariance: ItemCovariance, basis: Basis = .principalComponents, resamples: Int = 100,
    seed: UInt64
  ) throws(FactorAnalysisError) {
    precondition(resamples > 0, "at least one matrix")
    try covariance.require(items: 3)
    let (items, rows) = (covariance.names.count, covariance.count)
    guard rows >= items + 2 else { throw .tooFewRows(found: rows, needed: items + 2) }
    if basis == .commonFactors { _ = try covariance.factor() }
    let matrices = Self.matrices(resamples, seed: seed) { stream in
      Self.randomCorrelations(items, rows, &stream)
    }
    self.init(covariance, basis, matrices)
  }

  /// The analysis of polychoric correlations, whose errors are larger than those of correlations
  /// of numbers: so its random matrices are polychoric too, of the same answers dealt out anew
  /// among the rows, item by item. Margins, weights and missing answers stay.
  ///
  /// This reads the rows once for each pair of items and resample (``DealtCorrelations``).
  ///
  /// - Throws: As ``ItemCovariance/init(polychoric:emptyCells:)``; where there are fewer than three
  ///   items; for common factors, where the correlations are not positive definite.
  /// > A. Garrido, F. Abad, V. Ponsoda (2013). "A new look at Horn's parallel analysis with ordinal
  /// > variables". *Psychological Methods* 18(4).
  public init(
    polychoric answers: OrdinalAnswers, basis: Basis = .principalComponents, resamples: Int = 100,
    seed: UInt64
  ) throws(FactorAnalysisError) {
    try self.init(DealtCorrelations(answers, resamples: resamples, seed: seed), basis: basis)
  }

  /// The analysis by one basis of matrices that serve every basis.
  ///
  /// - Throws: For common factors, where the correlations are not positive definite.
  init(_ dealt: DealtCorrelations, basis: Basis) throws(FactorAnalysisError) {
    if basis == .commonFactors { _ = try dealt.covariance.factor() }
    self.init(dealt.covariance, basis, dealt.matrices)
  }

  private init(_ covariance: ItemCovariance, _ basis: Basis, _ matrices: [Matrix]) {
    self.basis = basis
    observed = Self.eigenvalues(covariance.correlationMatrix, basis)
    let draws = concurrentMap(matrices.count) { Self.eigenvalues(matrices[$0], basis) }
    let columns = observed.indices.map { rank in draws.map { $0[rank] } }
    randomMean = columns.map { $0.reduce(0, +) / Double(matrices.count) }
    random95 = columns.map { Self.quantile($0.sorted(), 0.95) }
  }

  /// Random matrices, each from a stream of its own.
  static func matrices(
    _ count: Int, seed: UInt64, random: @Sendable (inout RandomStream) -> Matrix
  ) -> [Matrix] {
    let root = RandomStream(seed: seed).split("parallel analysis")
    return concurrentMap(count) { index in
      var stream = root.split(UInt64(index))
      return random(&stream)
    }
  }

  private static func leading(_ observed: [Double], above random: [Double]) -> Int {
    zip(observed, random).prefix { $0 > $1 }.count
  }

  private static func quantile(_ sorted: [Double], _ probability: Double) -> Double {
    let place = Double(sorted.count - 1) * probability
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }

  private static func eigenvalues(_ correlations: Matrix, _ basis: Basis) -> [Double] {
    var matrix = correlations
    if basis == .commonFactors, let inverse = CholeskyFactor(correlations)?.inverse {
      for (item, value) in inverse.diagonal.enumerated() { matrix[item, item] = 1 - 1 / value }
    }
    return matrix.symmetricEigenvalues ?? []
  }

  /// The correlations of n rows of p unrelated normal items.
  static func randomCorrelations(
    _ items: Int, _ rows: Int, _ stream: inout RandomStream
  ) -> Matrix {
    var elements = Array(repeating: 0.0, count: items * items)
    for row in 0..<items {
      var squares = 0.0
      for column in 0..<row {
        let draw = stream.normal()
        elements[row + column * items] = draw
        squares += draw * draw
      }
      let chi = stream.chiSquared(degreesOfFreedom: Double(rows - 1 - row))
      elements[row + row * items] = chi.squareRoot()
      let length = (squares + chi).squareRoot()
      for column in 0...row { elements[row + column * items] /= length }
    }
    let factor = Matrix(rows: items, columns: items, elements: elements)
    return factor.timesTransposed(factor)
  }
}
