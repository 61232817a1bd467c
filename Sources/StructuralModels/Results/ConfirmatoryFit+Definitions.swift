import LavaanSyntax
import NumericalMethods

extension ConfirmatoryFit {
  /// The values of the parameters that the model defines by `:=`, with errors by the delta method,
  /// in the order of the table.
  ///
  ///     Var(f(θ)) = ∇fᵀ V ∇f
  ///
  /// A definition may use labels and earlier definitions; one that cannot be computed is NaN.
  func definitions() -> [String: (value: Double, standardError: Double)] {
    var known = labelledValues
    var found: [String: (value: Double, standardError: Double)] = [:]
    for parameter in table.parameters {
      guard case .defined(let expression) = parameter.state else { continue }
      let result = expression.evaluated(known)
      known[parameter.left] = result
      found[parameter.left] = (result.value, standardError(of: result))
    }
    return found
  }

  /// The values of the labels, with their derivatives by θ.
  private var labelledValues: [String: Differential] {
    var values: [String: Differential] = [:]
    for parameter in table.parameters {
      guard let label = parameter.label else { continue }
      switch parameter.state {
      case .fixed(let value): values[label] = Differential(value: value, gradient: [])
      case .free(let index):
        values[label] = Differential(
          value: estimates[index], gradient: estimates.indices.map { $0 == index ? 1 : 0 })
      case .defined: break
      }
    }
    return values
  }

  /// √(∇fᵀ V ∇f).
  func standardError(of function: Differential) -> Double {
    let involved = function.gradient.indices.filter { function.gradient[$0] != 0 }
    let gradient = involved.map { function.gradient[$0] }
    let products = covariance.matrix(of: involved) * gradient
    return zip(gradient, products).reduce(0) { $0 + $1.0 * $1.1 }.squareRoot()
  }
}
