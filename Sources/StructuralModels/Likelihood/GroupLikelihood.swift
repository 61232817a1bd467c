import FactorAnalysis
import NumericalMethods

/// The normal likelihood of one group's answers at some values of its parameters.
///
///     −ln L = Σⱼ nⱼ/2 (kⱼ ln 2π + ln |Σⱼ| + tr(Σⱼ⁻¹ Dⱼ))      Dⱼ = Sⱼ + (ȳⱼ − μⱼ)(ȳⱼ − μⱼ)ᵀ
///
/// with the sum over the patterns j of answered items: nⱼ is the sum of weights, kⱼ the number of
/// items. Complete answers have one pattern.
///
/// > J. L. Arbuckle (1996). "Full information estimation in the presence of incomplete data". In
/// > *Advanced Structural Equation Modeling*. Erlbaum.
package struct GroupLikelihood: Sendable {
  let structure: GroupStructure
  let implied: ImpliedMoments
  let derivatives: [MomentDerivative]
  let patterns: [PatternLikelihood]
  /// −ln L.
  let value: Double
  /// Σⱼ nⱼ Σⱼ⁻¹(Σⱼ − Dⱼ)Σⱼ⁻¹, items × items.
  private let residual: Matrix
  /// Σⱼ nⱼ Σⱼ⁻¹(ȳⱼ − μⱼ).
  private let meanResidual: [Double]

  /// - Parameters:
  ///   - parameters: In the order of the structure's free indices.
  ///   - hasMeans: Whether means are modelled; without them each is what it is in the sample.
  /// - Returns: Nil where the implied covariances are not positive definite.
  ///
  /// O(patterns × items³).
  package init?(
    _ structure: GroupStructure, _ sample: ModelSample, at parameters: [Double], hasMeans: Bool
  ) {
    guard let implied = structure.implied(at: parameters) else { return nil }
    var patterns: [PatternLikelihood] = []
    for pattern in sample.patterns {
      guard
        let likelihood = PatternLikelihood(
          pattern, implied.covariance, means: hasMeans ? implied.means : nil)
      else { return nil }
      patterns.append(likelihood)
    }
    self.structure = structure
    self.implied = implied
    self.patterns = patterns
    derivatives = structure.elements.map(implied.derivative)
    value = patterns.reduce(0) { $0 + $1.value }
    var residual = Matrix(rows: implied.means.count, columns: implied.means.count)
    var meanResidual = Array(repeating: 0.0, count: implied.means.count)
    for pattern in patterns {
      residual = residual + pattern.count * pattern.residual
      for item in meanResidual.indices {
        meanResidual[item] += pattern.count * pattern.meanResidual[item]
      }
    }
    self.residual = residual
    self.meanResidual = meanResidual
  }

  /// The products of directions with the residuals, from which first and second derivatives of
  /// the moments are weighed.
  var residualProducts: (covariances: Matrix, means: [Double]) {
    let x = implied.directions
    return (x.transposedTimes(residual * x), x.transposed * meanResidual)
  }

  /// −∂ ln L/∂θ for the group's parameters.
  func gradient(_ products: (covariances: Matrix, means: [Double])) -> [Double] {
    var gradient = Array(repeating: 0.0, count: structure.freeIndices.count)
    for derivative in derivatives {
      gradient[derivative.parameter] +=
        derivative.factor * products.covariances[derivative.u, derivative.v]
        - derivative.meanFactor * products.means[derivative.u]
    }
    return gradient
  }

  package var gradient: [Double] { gradient(residualProducts) }
}

// Information: the matrix of second derivatives of −ln L, or what it is expected to be. With W, Q,
// V = W − 2Q and K_M = Xᵀ M X for the directions X, each element is a handful of look-ups.
extension GroupLikelihood {
  /// The expected information of the group's parameters, in one pass over pairs of parameters for
  /// each pattern of answered items:
  ///
  ///     ½ n tr(W ∂ₐΣ W ∂_bΣ) + n ∂ₐμᵀ W ∂_bμ
  package var expectedInformation: Matrix {
    var information = SymmetricSum(derivatives, size: structure.freeIndices.count)
    for pattern in patterns {
      let x = implied.directions
      let products = x.transposedTimes((pattern.count * pattern.weight) * x)
      let scale = 1 / pattern.count
      information.add { a, b in
        let k = products[a.u, b.u]
        let covariances = k * products[a.v, b.v] + products[a.u, b.v] * products[a.v, b.u]
        return scale * a.factor * b.factor * covariances + a.meanFactor * b.meanFactor * k
      }
    }
    return information.matrix
  }

  /// The second derivatives of −ln L by the group's parameters, in one pass over pairs of
  /// parameters for each pattern of answered items:
  ///
  ///     ½ n tr(∂ₐΣ W ∂_bΣ (2WDW − W)) + n ∂ₐμᵀ W ∂_bμ + n ∂_bμᵀ W ∂ₐΣ Wd + n ∂ₐμᵀ W ∂_bΣ Wd
  ///   + ½ n tr(Q ∂ₐ∂_bΣ) − n (Wd)ᵀ ∂ₐ∂_bμ
  ///
  /// where d = ȳ − μ.
  package var observedInformation: Matrix {
    var information = SymmetricSum(derivatives, size: structure.freeIndices.count)
    let x = implied.directions
    let transposed = x.transposed
    for pattern in patterns {
      let n = pattern.count
      let w = x.transposedTimes(pattern.weight * x)
      let v = w - 2 * x.transposedTimes(pattern.residual * x)
      let d = transposed * pattern.meanResidual
      information.add { a, b in
        let uu = w[a.u, b.u]
        let (uv, vu) = (w[a.u, b.v], w[a.v, b.u])
        let traces =
          vu * v[b.v, a.u] + w[a.v, b.v] * v[b.u, a.u] + uu * v[b.v, a.v] + uv * v[b.u, a.v]
        let mixed =
          b.meanFactor * a.factor * (uu * d[a.v] + vu * d[a.u])
          + a.meanFactor * b.factor * (uu * d[b.v] + uv * d[b.u])
        return n
          * (0.5 * a.factor * b.factor * traces + a.meanFactor * b.meanFactor * uu + mixed)
      }
    }
    addCurvature(to: &information)
    return information.matrix
  }

  /// Adds what the second derivatives of the moments weigh: only where a path takes part are
  /// there any.
  private func addCurvature(to information: inout SymmetricSum) {
    let (q, d) = residualProducts
    let (e, t, m) = (implied.totalEffects, implied.variableCovariance, implied.variableMeans)
    let size = m.count
    let places = structure.elements.map(\.place)
    func curvature(_ target: Int, _ source: Int, _ other: ModelPlace) -> Double {
      switch other {
      case .path(let k, let l):
        return e[l, target] * (q[k, size + source] - m[source] * d[k])
          + t[l, source] * q[target, k]
          + e[source, k] * (q[target, size + l] - m[l] * d[target])
      case .covariance(let k, let l) where k == l: return e[source, k] * q[target, k]
      case .covariance(let k, let l):
        return e[source, l] * q[target, k] + e[source, k] * q[target, l]
      case .mean(let k): return -e[source, k] * d[target]
      case .threshold, .scaling: return 0
      }
    }
    for (first, place) in places.enumerated() {
      guard case .path(let target, let source) = place else { continue }
      for (second, other) in places.enumerated() {
        if case .path = other, second > first { continue }
        information.add(first, second, curvature(target, source, other))
      }
    }
  }
}

/// A symmetric matrix over parameters, summed over pairs of the places that they fill.
private struct SymmetricSum {
  private let derivatives: [MomentDerivative]
  private(set) var matrix: Matrix

  init(_ derivatives: [MomentDerivative], size: Int) {
    self.derivatives = derivatives
    matrix = Matrix(rows: size, columns: size)
  }

  /// Adds a function of each pair of places, which is symmetric.
  @inline(__always)
  mutating func add(_ value: (MomentDerivative, MomentDerivative) -> Double) {
    for first in derivatives.indices {
      for second in 0...first { add(first, second, value(derivatives[first], derivatives[second])) }
    }
  }

  /// Adds to one pair of places, and to its mirror image where they are two.
  mutating func add(_ first: Int, _ second: Int, _ value: Double) {
    let (row, column) = (derivatives[first].parameter, derivatives[second].parameter)
    matrix[row, column] += value
    if first != second { matrix[column, row] += value }
  }
}

extension GroupLikelihood {
  /// wᵢ ∂ ln Lᵢ/∂θ by sampling unit where ``UnitMoments`` are had, else of each interview, over the
  /// group's parameters. They sum to 0 at the maximum.
  package func scores(_ sample: ModelSample, hasMeans: Bool) -> GroupScores {
    sample.unitMoments.map { .units($0.scores(of: self, hasMeans: hasMeans)) }
      ?? .interviews(scoresOfInterviews(sample, hasMeans: hasMeans))
  }

  /// wᵢ ∂ ln Lᵢ/∂θ of each interview, interviews × the group's parameters, pattern after pattern.
  ///
  ///     sₐ = factor (zᵤ zᵥ − xᵤᵀ W xᵥ) + meanFactor zᵤ      z = Xᵀ W (y − μ)
  ///
  /// O(interviews × (items × variables + parameters)).
  func scoresOfInterviews(_ sample: ModelSample, hasMeans: Bool) -> Matrix {
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
