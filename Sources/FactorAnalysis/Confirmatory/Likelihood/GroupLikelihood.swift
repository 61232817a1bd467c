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
struct GroupLikelihood: Sendable {
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
  init?(
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

  var gradient: [Double] { gradient(residualProducts) }
}

/// The likelihood of the interviews that answer the same items; matrices and vectors are of all
/// items, with zeros for those not answered.
struct PatternLikelihood: Sendable {
  /// The sum of weights.
  let count: Double
  let value: Double
  /// W = Σ⁻¹.
  let weight: Matrix
  /// Q = W(Σ − D)W.
  let residual: Matrix
  /// W(ȳ − μ).
  let meanResidual: [Double]

  /// - Parameters:
  ///   - implied: Σ, of all items.
  ///   - means: μ, of all items; nil where each is what it is in the pattern.
  /// - Returns: Nil where Σ is not positive definite.
  init?(_ pattern: AnswerPattern, _ implied: Matrix, means: [Double]?) {
    let items = pattern.items
    let isComplete = items.count == implied.rows
    let covariance = isComplete ? implied : implied.principal(items)
    guard let factor = CholeskyFactor(covariance) else { return nil }
    let weight = factor.inverse
    let deviations =
      means.map { means in zip(items, pattern.means).map { $1 - means[$0] } }
      ?? items.map { _ in 0 }
    var moments = pattern.covariance
    for column in items.indices {
      for row in items.indices { moments[row, column] += deviations[row] * deviations[column] }
    }
    let weighted = weight * moments
    let residual = weight - weighted * weight
    let constant = Double(items.count) * Elementary.log(2 * Double.pi)
    let meanResidual = weight * deviations
    count = pattern.weightSum
    value =
      pattern.weightSum / 2
      * (constant + factor.logDeterminant + weighted.diagonal.reduce(0, +))
    let size = implied.rows
    self.weight = isComplete ? weight : weight.embedded(at: items, size: size)
    self.residual = isComplete ? residual : residual.embedded(at: items, size: size)
    self.meanResidual = isComplete ? meanResidual : meanResidual.embedded(at: items, size: size)
  }
}

extension Matrix {
  /// The rows and columns of some places.
  func principal(_ places: [Int]) -> Matrix {
    Matrix(rows: places.count, columns: places.count) { self[places[$0], places[$1]] }
  }

  /// A larger matrix with this one in the rows and columns of some places, and zeros elsewhere.
  func embedded(at places: [Int], size: Int) -> Matrix {
    var larger = Matrix(rows: size, columns: size)
    for column in places.indices {
      for row in places.indices { larger[places[row], places[column]] = self[row, column] }
    }
    return larger
  }
}

extension [Double] {
  fileprivate func embedded(at places: [Int], size: Int) -> [Double] {
    var larger = Array(repeating: 0, count: size)
    for (place, value) in zip(places, self) { larger[place] = value }
    return larger
  }
}
