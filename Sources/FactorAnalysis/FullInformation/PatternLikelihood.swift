import NumericalMethods

/// The likelihood of the interviews that answer the same items; matrices and vectors are of all
/// items, with zeros for those not answered.
package struct PatternLikelihood: Sendable {
  /// The sum of weights.
  package let count: Double
  package let value: Double
  /// W = Σ⁻¹.
  package let weight: Matrix
  /// Q = W(Σ − D)W.
  package let residual: Matrix
  /// W(ȳ − μ).
  package let meanResidual: [Double]

  /// - Parameters:
  ///   - implied: Σ, of all items.
  ///   - means: μ, of all items; nil where each is what it is in the pattern.
  /// - Returns: Nil where Σ is not positive definite.
  package init?(_ pattern: AnswerPattern, _ implied: Matrix, means: [Double]?) {
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

extension [Double] {
  fileprivate func embedded(at places: [Int], size: Int) -> [Double] {
    var larger = Array(repeating: 0, count: size)
    for (place, value) in zip(places, self) { larger[place] = value }
    return larger
  }
}
