import NumericalMethods

extension ConfirmatoryFit {
  /// Factor scores by regression, from the items that an interview answers:
  ///
  ///     E(η | y) = m_η + Cov(η, y) Σ⁻¹ (y − μ)
  ///
  /// They shrink towards the mean: compare means by the model's latent means, not by these.
  ///
  /// - Parameters:
  ///   - answers: Interviews of one group; items are found by their names.
  ///   - group: The group's place in the table.
  /// - Returns: For each factor the scores of all rows, in its unit; the factor's mean where a row
  ///   answers nothing.
  /// - Throws: ``ModelError/itemUnknown(_:group:)``; ``ModelError/unusableStart`` where the model's
  ///   covariances are not positive definite.
  ///
  /// O(rows × items²).
  ///
  /// > L. L. Thurstone (1935). *The Vectors of Mind*; lavaan's `lavPredict(method = "regression")`.
  public func factorScores(
    _ answers: ItemAnswers, group: Int = 0
  ) throws(ModelError) -> [[Double]] {
    let structure = structure.groups[group]
    var columns: [[Double]] = []
    for item in table.observed {
      guard let place = answers.names.firstIndex(of: item) else {
        throw .itemUnknown(item, group: table.groups[group])
      }
      columns.append(answers.columns[place])
    }
    guard let implied = structure.implied(at: structure.parameters(of: estimates)) else {
      throw .unusableStart
    }
    let sampleMeans = groups[group].means
    let means = table.hasMeanStructure ? implied.means : sampleMeans
    let factors = table.latent.indices.map { table.observed.count + $0 }
    let base = factors.map { table.hasMeanStructure ? implied.variableMeans[$0] : 0 }
    var scores = base.map { Array(repeating: $0, count: answers.weights.count) }
    var weights: [[Int]: Matrix] = [:]
    for row in answers.weights.indices {
      let items = columns.indices.filter { columns[$0][row].isFinite }
      guard !items.isEmpty else { continue }
      if weights[items] == nil { weights[items] = implied.scoreWeights(items, factors) }
      guard let weights = weights[items] else { throw .unusableStart }
      let deviations = items.map { columns[$0][row] - means[$0] }
      for (factor, value) in (weights * deviations).enumerated() { scores[factor][row] += value }
    }
    return scores
  }
}

extension ImpliedMoments {
  /// Cov(η, y) Σ⁻¹ for some items; nil where their covariances are not positive definite.
  fileprivate func scoreWeights(_ items: [Int], _ factors: [Int]) -> Matrix? {
    CholeskyFactor(covariance.principal(items))
      .map { $0.solve(variableCovariance.block(items, factors)).transposed }
  }
}
