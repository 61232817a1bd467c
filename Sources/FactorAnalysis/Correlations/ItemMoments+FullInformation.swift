import NumericalMethods

extension ItemMoments {
  /// The means and covariances of greatest normal likelihood, of every interview that answered an
  /// item at least (``SaturatedMoments``). O(iterations × patterns × items³).
  init(fullInformation answers: ItemAnswers) throws(FactorAnalysisError) {
    let rows = answers.weights.indices.filter { answers.weights[$0] > 0 }
    try answers.requireVariance(in: rows)
    let names = answers.names.indices.map { "item\($0)" }
    let items = try ItemAnswers(names: names, columns: answers.columns, weights: answers.weights)
    let model = ModelSyntax.reading("factor =~ \(names.joined(separator: " + "))", file: "")
    let found: (sample: ModelSample, moments: SaturatedMoments)
    do throws(ModelError) {
      let table = try ParameterTable(model.syntax)
      let sample = try ModelSample.samples(for: table, GroupedAnswers(items), missing: .fiml)[0]
      found = (sample, SaturatedMoments(sample))
    } catch {
      throw .modelNotEstimated(reason: "\(error)")
    }
    guard found.moments.converged else { throw .notConverged(gradient: .infinity) }
    means = found.moments.means
    count = found.sample.count
    covariances = found.moments.covariance
    correlations = covariances.scaled(by: covariances.diagonal.map { 1 / $0.squareRoot() })
    correlations.setDiagonal(to: 1)
  }
}
