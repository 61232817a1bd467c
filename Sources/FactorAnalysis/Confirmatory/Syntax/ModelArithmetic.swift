import NumericalMethods

/// The arithmetic of `:=` and `==`: numbers, labels, `+ - * / ^`, `exp`, `log`, `sqrt`.
public indirect enum ModelArithmetic: Hashable, Sendable {
  public enum Operation: String, Hashable, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case power = "^"
  }

  public enum Function: String, Hashable, Sendable, CaseIterable {
    case exp, log, sqrt
  }

  case number(Double)
  /// The label of a parameter, or the name of a defined one.
  case parameter(String)
  case operation(Operation, ModelArithmetic, ModelArithmetic)
  case function(Function, ModelArithmetic)

  /// The labels in it, each once, in the order of the text.
  public var labels: [String] {
    switch self {
    case .number: []
    case .parameter(let name): [name]
    case .operation(_, let left, let right): unique(left.labels + right.labels)
    case .function(_, let inside): inside.labels
    }
  }

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

  /// The coefficients of the labels and the constant; nil where it is not linear in them.
  ///
  /// - Parameter known: The forms of labels that are defined by others, nil for one without.
  func linearForm(_ known: [String: LinearForm?]) -> LinearForm? {
    switch self {
    case .number(let value): return LinearForm(constant: value)
    case .parameter(let name): return known[name] ?? LinearForm(coefficients: [name: 1])
    case .operation(let operation, let left, let right):
      guard let left = left.linearForm(known), let right = right.linearForm(known) else {
        return nil
      }
      return left.combined(operation, right)
    case .function(let function, let inside):
      guard let form = inside.linearForm(known), form.coefficients.isEmpty else { return nil }
      let argument = Differential(value: form.constant, gradient: [])
      return LinearForm(constant: argument.applied(function).value)
    }
  }
}

/// Σ coefficient · label + constant.
struct LinearForm: Hashable {
  var coefficients: [String: Double] = [:]
  var constant = 0.0

  private func scaled(by factor: Double) -> LinearForm {
    LinearForm(coefficients: coefficients.mapValues { $0 * factor }, constant: constant * factor)
  }

  fileprivate func combined(
    _ operation: ModelArithmetic.Operation, _ other: LinearForm
  ) -> LinearForm? {
    switch operation {
    case .plus: self + other
    case .minus: self - other
    case .times where other.coefficients.isEmpty: scaled(by: other.constant)
    case .times where coefficients.isEmpty: other.scaled(by: constant)
    case .divided where other.coefficients.isEmpty: scaled(by: 1 / other.constant)
    case .power where coefficients.isEmpty && other.coefficients.isEmpty:
      LinearForm(constant: Elementary.pow(constant, other.constant))
    default: nil
    }
  }

  static func + (left: LinearForm, right: LinearForm) -> LinearForm {
    LinearForm(
      coefficients: left.coefficients.merging(right.coefficients, uniquingKeysWith: +)
        .filter { $0.value != 0 },
      constant: left.constant + right.constant)
  }

  static func - (left: LinearForm, right: LinearForm) -> LinearForm {
    left + right.scaled(by: -1)
  }
}

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
    switch function {
    case .exp: return chained(Elementary.exp(value), Elementary.exp(value), zero, 0)
    case .log: return chained(Elementary.log(value), 1 / value, zero, 0)
    case .sqrt: return chained(value.squareRoot(), 0.5 / value.squareRoot(), zero, 0)
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

extension ModelArithmetic: CustomStringConvertible {
  /// As the syntax writes it, with the parentheses that are needed.
  public var description: String { text(above: 0) }

  private func text(above limit: Int) -> String {
    switch self {
    case .number(let value):
      let text = value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
      return value < 0 && limit > 0 ? "(\(text))" : text
    case .parameter(let name): return name
    case .function(let function, let inside):
      return "\(function.rawValue)(\(inside.text(above: 0)))"
    case .operation(let operation, let left, let right):
      let rank = operation.precedence
      let text =
        left.text(above: rank - 1) + operation.rawValue + right.text(above: rank)
      return rank > limit ? text : "(\(text))"
    }
  }
}

extension ModelArithmetic.Operation {
  var precedence: Int {
    switch self {
    case .plus, .minus: 1
    case .times, .divided: 2
    case .power: 3
    }
  }
}
