import LavaanSyntax
import NumericalMethods

/// A number that knows its derivatives; an empty gradient is one of zeros.
struct Differential: Hashable {
  var value: Double
  var gradient: [Double]

  func combined(
    _ operation: ModelArithmetic.Operation, _ other: Differential
  ) -> Differential {
    let (x, y) = (value, other.value)
    switch operation {
    case .plus: return chained(x + y, 1, other, 1)
    case .minus: return chained(x - y, 1, other, -1)
    case .times: return chained(x * y, y, other, x)
    case .divided: return chained(x / y, 1 / y, other, -x / (y * y))
    case .power:
      let result = Elementary.pow(x, y)
      let byExponent = other.gradient.isEmpty ? 0 : result * Elementary.log(x)
      return chained(result, y * Elementary.pow(x, y - 1), other, byExponent)
    }
  }

  fileprivate func applied(_ function: ModelArithmetic.Function) -> Differential {
    let zero = Differential(value: 0, gradient: [])
    let result = function.value(at: value)
    switch function {
    case .exp: return chained(result, result, zero, 0)
    case .log: return chained(result, 1 / value, zero, 0)
    case .sqrt: return chained(result, 0.5 / result, zero, 0)
    }
  }

  /// The value with the gradient a·∇self + b·∇other.
  private func chained(
    _ value: Double, _ a: Double, _ other: Differential, _ b: Double
  ) -> Differential {
    if gradient.isEmpty {
      return Differential(value: value, gradient: other.gradient.map { b * $0 })
    }
    if other.gradient.isEmpty {
      return Differential(value: value, gradient: gradient.map { a * $0 })
    }
    return Differential(
      value: value, gradient: zip(gradient, other.gradient).map { a * $0 + b * $1 })
  }
}

extension ModelArithmetic {
  /// The value and its derivatives by the parameters.
  ///
  /// - Parameter parameters: Each label's value with its derivatives, all of one length.
  func evaluated(_ parameters: [String: Differential]) -> Differential {
    switch self {
    case .number(let value): Differential(value: value, gradient: [])
    case .parameter(let name): parameters[name] ?? Differential(value: .nan, gradient: [])
    case .operation(let operation, let left, let right):
      left.evaluated(parameters).combined(operation, right.evaluated(parameters))
    case .function(let function, let inside): inside.evaluated(parameters).applied(function)
    }
  }
}
