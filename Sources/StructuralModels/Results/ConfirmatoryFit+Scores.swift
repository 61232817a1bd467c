import FactorAnalysis
import NumericalMethods

extension ConfirmatoryFit {
  /// Factor scores from the items that an interview answers. Of items as numbers, by regression:
  ///
  ///     E(η | y) = m_η + Cov(η, y) Σ⁻¹ (y − μ)
  ///
  /// Of ordered items (DWLS, WLSMV) that would take categories as numbers; instead the mode of
  /// what the answers leave of the factors' distribution is given (lavaan's "EBM"). Both shrink
  /// towards the mean: compare means by the model's latent means, not by these.
  ///
  /// - Parameters:
  ///   - answers: Interviews of one group; items are found by their names.
  ///   - group: The group's place in the table.
  /// - Returns: For each factor the scores of all rows, in its unit; the factor's mean where a row
  ///   answers nothing.
  /// - Throws: ``ModelError/itemUnknown(_:group:)``; ``ModelError/unusableStart`` where the model's
  ///   covariances are not positive definite; ``ModelError/answerUnknown(_:group:)`` where an
  ///   ordered item has an answer that nobody gave whom the model was fitted to.
  ///
  /// O(rows × items²); of ordered items, for each different pattern of answers a few steps of
  /// Newton's method.
  ///
  /// > L. L. Thurstone (1935). *The Vectors of Mind*; lavaan's `lavPredict`.
  public func factorScores(
    _ answers: ItemAnswers, group: Int = 0
  ) throws(ModelError) -> [[Double]] {
    var columns: [[Double]] = []
    for item in table.observed {
      guard let place = answers.names.firstIndex(of: item) else {
        throw .itemUnknown(item, group: table.groups[group])
      }
      columns.append(answers.columns[place])
    }
    return leastSquares == nil
      ? try regressionScores(columns, group) : try modes(columns, group)
  }

  private func regressionScores(
    _ columns: [[Double]], _ group: Int
  ) throws(ModelError) -> [[Double]] {
    let structure = structure.groups[group]
    guard let implied = structure.implied(at: structure.parameters(of: estimates)) else {
      throw .unusableStart
    }
    let sampleMeans = groups[group].means
    let means = table.hasMeanStructure ? implied.means : sampleMeans
    let factors = table.latent.indices.map { table.observed.count + $0 }
    let base = factors.map { table.hasMeanStructure ? implied.variableMeans[$0] : 0 }
    let rows = columns.first?.indices ?? 0..<0
    var scores = base.map { Array(repeating: $0, count: rows.count) }
    var weights: [[Int]: Matrix] = [:]
    for row in rows {
      let items = columns.indices.filter { columns[$0][row].isFinite }
      guard !items.isEmpty else { continue }
      if weights[items] == nil { weights[items] = implied.scoreWeights(items, factors) }
      guard let weights = weights[items] else { throw .unusableStart }
      let deviations = items.map { columns[$0][row] - means[$0] }
      for (factor, value) in (weights * deviations).enumerated() { scores[factor][row] += value }
    }
    return scores
  }

  private func modes(_ columns: [[Double]], _ group: Int) throws(ModelError) -> [[Double]] {
    let first = table.observed.count
    guard let leastSquares,
      let scoring = OrdinalFactorScores(
        leastSquares.minimum.point.groups[group], leastSquares.search.sample.groups[group],
        factors: first..<first + table.latent.count)
    else { throw .unusableStart }
    let rows = columns.first?.indices ?? 0..<0
    var scores = table.latent.map { _ in Array(repeating: 0.0, count: rows.count) }
    var known: [[Int?]: [Double]] = [:]
    for row in rows {
      guard let categories = scoring.categories(of: columns.map { $0[row] }) else {
        let item = columns.indices.first { scoring.isUnknown(columns[$0][row], item: $0) } ?? 0
        throw .answerUnknown(table.observed[item], group: table.groups[group])
      }
      let values = known[categories] ?? scoring.mode(categories)
      known[categories] = values
      for (factor, value) in values.enumerated() { scores[factor][row] = value }
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
