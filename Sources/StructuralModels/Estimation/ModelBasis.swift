import LavaanSyntax

/// What the answers give to any number of models of the same items and groups: moments, the tests
/// of the saturated and the baseline model, or the statistics of ordered items.
package enum ModelBasis: Sendable {
  case likelihood(LikelihoodBasis)
  case leastSquares(OrdinalSample, ModelEstimator, MissingInModel)

  /// Reads the rows: O(rows × items²), of ordered items O(rows × statistics²).
  ///
  /// - Parameter table: Any of the models.
  package init(
    _ table: ParameterTable, _ data: GroupedAnswers, _ estimator: ModelEstimator,
    _ missing: MissingInModel
  ) throws(ModelError) {
    try table.requireIdentifiable()
    switch estimator {
    case .ml, .mlr:
      self = .likelihood(try LikelihoodBasis(table, data, estimator, missing))
    case .dwls, .wlsmv:
      let sample = try OrdinalSample(for: table, data, estimator, missing: missing)
      self = .leastSquares(sample, estimator, missing)
    }
  }

  /// - Parameters:
  ///   - table: A model of the basis's items and groups.
  ///   - start: Where the search begins; nil for what the answers suggest.
  package func fit(
    _ table: ParameterTable, from start: [Double]? = nil
  ) throws(ModelError) -> ConfirmatoryFit {
    try table.requireIdentifiable()
    return switch self {
    case .likelihood(let basis):
      try LikelihoodEstimation(table, basis).fit(from: start)
    case .leastSquares(let sample, let estimator, let missing):
      try LeastSquaresEstimation(table, sample, estimator, missing).fit(from: start)
    }
  }
}

extension ConfirmatoryFit {
  /// The estimates as a start for another model with the same rows: what several of them become
  /// equal to is their mean. Nil where a loading that is to be equal has another sign somewhere.
  package func start(for table: ParameterTable) -> [Double]? {
    var sums = [Double](repeating: 0, count: table.freeCount)
    var counts = sums
    for (row, own) in zip(table.parameters, self.table.parameters) {
      guard let index = row.freeIndex else { continue }
      let value = estimate(of: own).value
      guard row.kind != .loading || value * sums[index] >= 0 else { return nil }
      sums[index] += value
      counts[index] += 1
    }
    return zip(sums, counts).map { $0 / max(1, $1) }
  }
}
