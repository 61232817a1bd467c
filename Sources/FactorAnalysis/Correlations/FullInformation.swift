import NumericalMethods

/// The means and covariances of greatest normal likelihood, of every interview that answered an item
/// at least (``SaturatedMoments``).
struct FullInformation: Sendable {
  private let sample: ModelSample
  private let moments: SaturatedMoments

  /// O(iterations × patterns × items³).
  init(_ answers: ItemAnswers) throws(FactorAnalysisError) {
    let rows = answers.weights.indices.filter { answers.weights[$0] > 0 }
    try answers.requireVariance(in: rows)
    let names = answers.names.indices.map { "item\($0)" }
    let items = try ItemAnswers(names: names, columns: answers.columns, weights: answers.weights)
    let model = ModelSyntax.reading("factor =~ \(names.joined(separator: " + "))", file: "")
    do throws(ModelError) {
      let table = try ParameterTable(model.syntax)
      sample = try ModelSample.samples(for: table, GroupedAnswers(items), missing: .fiml)[0]
    } catch {
      throw .modelNotEstimated(reason: "\(error)")
    }
    moments = SaturatedMoments(sample)
    guard moments.converged else { throw .notConverged(gradient: .infinity) }
  }

  var itemMoments: ItemMoments {
    let covariances = moments.covariance
    var correlations = covariances.scaled(by: covariances.diagonal.map { 1 / $0.squareRoot() })
    correlations.setDiagonal(to: 1)
    return ItemMoments(
      means: moments.means, count: sample.count, covariances: covariances,
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
    guard
      let likelihood = GroupLikelihood(
        GroupStructure(saturated: sample.itemCount), sample,
        at: moments.covariance.vech + moments.means, hasMeans: true),
      let information = CholeskyFactor(likelihood.observedInformation)
    else { throw .notPositiveDefinite(smallestEigenvalue: 0) }
    let own =
      likelihood.scores(sample, hasMeans: true)
      * information.solve(slopes(parameters: likelihood.observedInformation.rows))
    var values = Matrix(rows: answers.weights.count, columns: own.columns)
    for (place, row) in ModelSample.order(of: answers).enumerated() {
      for pair in 0..<own.columns { values[row, pair] = own[place, pair] }
    }
    return values
  }

  /// ∂r/∂(vech Σ, μ): moments × pairs.
  private func slopes(parameters: Int) -> Matrix {
    let (covariance, count) = (moments.covariance, sample.itemCount)
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
