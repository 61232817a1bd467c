import LavaanSyntax
import NumericalMethods

extension FittedLeastSquares {
  /// Score tests of rows of the table, fixed or tied to others, or of rows that it does not have:
  ///
  ///     s = JᵀV(s − σ)      I = JᵀVJ
  ///
  /// with J over the model's parameters and the row's own, unscaled. As in lavaan, the slope counts
  /// by n − 1 and the information by n.
  func scoreTests(of candidates: [Parameter]) -> [ScoreTest] {
    guard let factor else { return [] }
    let structure = search.structure
    return candidates.tests(in: structure.groups.indices) { group, candidates in
      ScoreTesting(
        structure: structure, partition: search.partition, factor: factor, group: group,
        estimates: minimum.point.estimates
      ).tests(of: candidates) { extended, values in slope(extended, values, group) }
    }
  }

  private func slope(
    _ structure: GroupStructure, _ values: [Double], _ group: Int
  ) -> ScoreTesting.Slope? {
    let sample = search.sample.groups[group]
    let parameterization = search.structure.table.parameterization
    guard let answers = LatentAnswers(structure, sample.layout, parameterization, at: values) else {
      return nil
    }
    let jacobian = answers.jacobian(structure)
    let weighted = jacobian.scalingRows(sample.weights)
    let information = sample.correction * weighted.transposedTimes(jacobian)
    let residuals = zip(answers.values, sample.values).map { $0 - $1 }
    return (information, weighted.transposed * residuals)
  }
}
