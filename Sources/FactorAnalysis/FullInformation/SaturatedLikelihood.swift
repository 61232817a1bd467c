import NumericalMethods

/// The normal likelihood in which every covariance and every mean is a parameter of its own, vech(Σ)
/// and then μ, at some values of them.
///
///     −ln L = Σⱼ nⱼ/2 (kⱼ ln 2π + ln |Σⱼ| + tr(Σⱼ⁻¹ Dⱼ))      Dⱼ = Sⱼ + (ȳⱼ − μⱼ)(ȳⱼ − μⱼ)ᵀ
///
/// with the sum over the patterns j of answered items.
///
/// > J. L. Arbuckle (1996). "Full information estimation in the presence of incomplete data". In
/// > *Advanced Structural Equation Modeling*. Erlbaum.
package struct SaturatedLikelihood: Sendable {
  /// A covariance of two items, a variance, or, of one item without another, a mean.
  private struct Place {
    let first: Int
    let second: Int?

    /// ½ for a variance, which stands once in Σ.
    var factor: Double { first == second ? 0.5 : 1 }
  }

  private let patterns: [AnswerPattern]
  private let likelihoods: [PatternLikelihood]
  private let means: [Double]
  private let places: [Place]

  /// - Returns: Nil where the covariances of some pattern's items are not positive definite.
  package init?(_ patterns: [AnswerPattern], at moments: SaturatedMoments) {
    var likelihoods: [PatternLikelihood] = []
    for pattern in patterns {
      guard
        let likelihood = PatternLikelihood(pattern, moments.covariance, means: moments.means)
      else { return nil }
      likelihoods.append(likelihood)
    }
    self.patterns = patterns
    self.likelihoods = likelihoods
    means = moments.means
    let items = means.indices
    places =
      items.flatMap { column in
        items[column...].map { Place(first: $0, second: column) }
      } + items.map { Place(first: $0, second: nil) }
  }

  /// The second derivatives of −ln L by the parameters. With W = Σ⁻¹, Q = W(Σ − D)W, V = W − 2Q and
  /// d = W(ȳ − μ) of a pattern:
  ///
  ///     ½ n tr(∂ₐΣ W ∂_bΣ V) + n ∂ₐμᵀ W ∂_bμ + n ∂_bμᵀ W ∂ₐΣ d + n ∂ₐμᵀ W ∂_bΣ d
  ///
  /// O(patterns × items⁴).
  package var observedInformation: Matrix {
    var information = Matrix(rows: places.count, columns: places.count)
    for likelihood in likelihoods {
      let (w, v) = (likelihood.weight, likelihood.weight - 2 * likelihood.residual)
      for (row, a) in places.enumerated() {
        for (column, b) in places[...row].enumerated() {
          let value =
            likelihood.count * Self.secondDerivative(a, b, w, v, likelihood.meanResidual)
          information[row, column] += value
          if row != column { information[column, row] += value }
        }
      }
    }
    return information
  }

  private static func secondDerivative(
    _ a: Place, _ b: Place, _ w: Matrix, _ v: Matrix, _ d: [Double]
  ) -> Double {
    switch (a.second, b.second) {
    case (let i?, let j?):
      let traces =
        w[i, b.first] * v[j, a.first] + w[i, j] * v[b.first, a.first]
        + w[a.first, b.first] * v[j, i] + w[a.first, j] * v[b.first, i]
      return 0.5 * a.factor * b.factor * traces
    case (let i?, nil):
      return a.factor * (w[a.first, b.first] * d[i] + w[i, b.first] * d[a.first])
    case (nil, let j?):
      return b.factor * (w[a.first, b.first] * d[j] + w[a.first, j] * d[b.first])
    case (nil, nil): return w[a.first, b.first]
    }
  }

  /// wᵢ ∂ ln Lᵢ/∂(σ, μ) of each interview, interviews × parameters, pattern after pattern.
  ///
  ///     s = zᵤ zᵥ − Wᵤᵥ for a covariance, half of it for a variance, zᵤ for a mean
  ///
  /// where z = W (y − μ). They sum to 0 at the maximum. O(interviews × items²).
  package var scores: Matrix {
    var scores = Matrix(
      rows: patterns.reduce(0) { $0 + $1.answers.rows }, columns: places.count)
    var start = 0
    for (pattern, likelihood) in zip(patterns, likelihoods) {
      let z = residuals(of: pattern) * likelihood.weight.block(pattern.items, Array(means.indices))
      for (column, place) in places.enumerated() {
        for row in 0..<z.rows {
          let value =
            place.second.map {
              place.factor * (z[row, place.first] * z[row, $0] - likelihood.weight[place.first, $0])
            } ?? z[row, place.first]
          scores[start + row, column] = pattern.weights[row] * value
        }
      }
      start += z.rows
    }
    return scores
  }

  /// The answers less the means, interviews × items answered.
  private func residuals(of pattern: AnswerPattern) -> Matrix {
    Matrix(rows: pattern.answers.rows, columns: pattern.items.count) {
      pattern.answers[$0, $1] - means[pattern.items[$1]]
    }
  }
}
