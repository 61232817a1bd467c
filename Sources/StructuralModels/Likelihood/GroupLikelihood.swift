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
