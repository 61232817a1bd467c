import FactorAnalysis
import NumericalMethods

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
