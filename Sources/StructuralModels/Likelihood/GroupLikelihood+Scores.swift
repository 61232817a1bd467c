import FactorAnalysis
import NumericalMethods

extension GroupLikelihood {
  /// wᵢ ∂ ln Lᵢ/∂θ of each interview, interviews × the group's parameters, pattern after pattern.
  ///
  ///     sₐ = factor (zᵤ zᵥ − xᵤᵀ W xᵥ) + meanFactor zᵤ      z = Xᵀ W (y − μ)
  ///
  /// They sum to 0 at the maximum. O(interviews × (items × variables + parameters)).
  package func scores(_ sample: ModelSample, hasMeans: Bool) -> Matrix {
    var scores = Matrix(rows: sample.count, columns: structure.freeIndices.count)
    var start = 0
    for (pattern, likelihood) in zip(sample.patterns, patterns) {
      add(pattern, likelihood, hasMeans: hasMeans, to: &scores, from: start)
      start += pattern.answers.rows
    }
    return scores
  }

  private func add(
    _ pattern: AnswerPattern, _ likelihood: PatternLikelihood, hasMeans: Bool,
    to scores: inout Matrix, from start: Int
  ) {
    let means = hasMeans ? pattern.items.map { implied.means[$0] } : pattern.means
    let weighted = likelihood.weight * implied.directions
    let answered =
      pattern.items.count == weighted.rows
      ? weighted
      : Matrix(rows: pattern.items.count, columns: weighted.columns) {
        weighted[pattern.items[$0], $1]
      }
    let projected = pattern.answers.centredRows(at: means) * answered
    let products = implied.directions.transposedTimes(weighted)
    let rows = pattern.answers.rows
    let weights = pattern.weights
    for derivative in derivatives {
      let (u, v) = (derivative.u * rows, derivative.v * rows)
      let target = derivative.parameter * scores.rows + start
      let (factor, meanFactor) = (derivative.factor, derivative.meanFactor)
      let expected = products[derivative.u, derivative.v]
      projected.elements.withUnsafeBufferPointer { z in
        for row in 0..<rows {
          scores.elements[target + row] +=
            weights[row]
            * (factor * (z[u + row] * z[v + row] - expected) + meanFactor * z[u + row])
        }
      }
    }
  }
}

extension Matrix {
  /// The rows less a given row.
  fileprivate func centredRows(at means: [Double]) -> Matrix {
    var centred = self
    for column in 0..<columns {
      for index in column * rows..<(column + 1) * rows { centred.elements[index] -= means[column] }
    }
    return centred
  }
}
