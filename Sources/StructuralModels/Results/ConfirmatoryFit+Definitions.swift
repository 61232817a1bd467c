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
    var known = table.labelStates.mapValues { state -> Differential in
      switch state {
      case .fixed(let value): Differential(value: value, gradient: [])
      case .free(let index):
        Differential(
          value: estimates[index],
          gradient: estimates.indices.map { $0 == index ? 1 : 0 })
      }
    }
    var found: [String: (value: Double, standardError: Double)] = [:]
    for parameter in table.parameters where parameter.kind == .defined {
      let result = arithmetic(of: parameter).evaluated(known)
      known[parameter.left] = result
      found[parameter.left] = (result.value, standardError(of: result))
    }
    return found
  }

  /// What a row defines; NaN where it cannot be read.
  func arithmetic(of definition: Parameter) -> ModelArithmetic {
    let read = ModelSyntax.reading("\(definition.left) := \(definition.right)", file: "")
    return read.syntax.definitions.first?.expression ?? .number(.nan)
  }

  /// √(∇fᵀ V ∇f).
  func standardError(of function: Differential) -> Double {
    let involved = function.gradient.indices.filter { function.gradient[$0] != 0 }
    let gradient = involved.map { function.gradient[$0] }
    let products = covariance.matrix(of: involved) * gradient
    return zip(gradient, products).reduce(0) { $0 + $1.0 * $1.1 }.squareRoot()
  }
}
