import NumericalMethods

/// The means and covariances of greatest normal likelihood, of every interview that answered an item
/// at least (``SaturatedMoments``).
struct FullInformation: Sendable {
  private let patterns: [AnswerPattern]
  /// The row of each interview, pattern after pattern.
  private let rows: [Int]
  private let moments: SaturatedMoments

  /// O(iterations × patterns × items³).
  ///
  /// - Throws: ``FactorAnalysisError`` where an item does not vary, no more interviews than items
  ///   answer anything, or the likelihood does not settle.
  init(_ answers: ItemAnswers) throws(FactorAnalysisError) {
    let (columns, weights) = (answers.columns, answers.weights)
    let counted = weights.indices.filter { weights[$0] > 0 }
    try answers.requireVariance(in: counted)
    let used = counted.filter { row in columns.contains { $0[row].isFinite } }
    guard used.count > columns.count else {
      throw .tooFewRows(found: used.count, needed: columns.count + 1)
    }
    let scale = Double(used.count) / used.reduce(0) { $0 + weights[$1] }
    let sorted = AnswerPattern.rows(used, byItemsAnsweredIn: columns)
    patterns = sorted.map { items, rows in
      AnswerPattern(
        of: columns, items: items, rows: rows, weights: rows.map { scale * weights[$0] })
    }
    rows = sorted.flatMap(\.rows)
    moments = SaturatedMoments(patterns, itemCount: columns.count)
    guard moments.converged else { throw .notConverged(gradient: .infinity) }
  }

  var itemMoments: ItemMoments {
    let covariances = moments.covariance
    var correlations = covariances.scaled(by: covariances.diagonal.map { 1 / $0.squareRoot() })
    correlations.setDiagonal(to: 1)
    return ItemMoments(
      means: moments.means, count: rows.count, covariances: covariances,
      correlations: correlations)
  }

  /// What each interview adds to the correlations, with the scores s of the saturated likelihood and
  /// its observed information A, so that their sum of squares is the sandwich:
  ///
  ///     zᵢ = wᵢ sᵢᵀ A⁻¹ ∂r/∂(σ, μ),   dr = dσ_xy/√(σ_xx σ_yy) − r/2 (dσ_xx/σ_xx + dσ_yy/σ_yy)
  ///
  /// O(patterns × items⁴ + interviews × items⁴).
  ///
  /// - Parameter answers: Those it was made of.
  /// - Returns: Interviews × pairs; 0 for those who answered nothing.
  /// - Throws: ``FactorAnalysisError/notPositiveDefinite(smallestEigenvalue:)`` where the answers do
  ///   not determine all covariances.
  func influence(on answers: ItemAnswers) throws(FactorAnalysisError) -> Matrix {
    guard let likelihood = SaturatedLikelihood(patterns, at: moments),
      let information = CholeskyFactor(likelihood.observedInformation)
    else { throw .notPositiveDefinite(smallestEigenvalue: 0) }
    let scores = likelihood.scores
    let own = scores * information.solve(slopes(parameters: scores.columns))
    var values = Matrix(rows: answers.weights.count, columns: own.columns)
    for (place, row) in rows.enumerated() {
      for pair in 0..<own.columns { values[row, pair] = own[place, pair] }
    }
    return values
  }

  /// ∂r/∂(vech Σ, μ): moments × pairs.
  private func slopes(parameters: Int) -> Matrix {
    let (covariance, count) = (moments.covariance, moments.means.count)
    func place(_ first: Int, _ second: Int) -> Int {
      let (column, row) = (min(first, second), max(first, second))
      return column * count - column * (column - 1) / 2 + row - column
    }
    let pairs = OrdinalPairs.places(items: count)
    var slopes = Matrix(rows: parameters, columns: pairs.count)
    for (index, pair) in pairs.enumerated() {
      let variances = [pair.first, pair.second].map { covariance[$0, $0] }
      let scale = 1 / (variances[0] * variances[1]).squareRoot()
      let correlation = covariance[pair.first, pair.second] * scale
      slopes[place(pair.first, pair.second), index] = scale
      for (item, variance) in zip([pair.first, pair.second], variances) {
        slopes[place(item, item), index] = -correlation / (2 * variance)
      }
    }
    return slopes
  }
}
