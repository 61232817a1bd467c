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

    /// The function's value.
    package func value(at argument: Double) -> Double {
      switch self {
      case .exp: Elementary.exp(argument)
      case .log: Elementary.log(argument)
      case .sqrt: argument.squareRoot()
      }
    }
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
      return LinearForm(constant: function.value(at: form.constant))
    }
  }
}

/// Σ coefficient · label + constant.
package struct LinearForm: Hashable {
  package var coefficients: [String: Double] = [:]
  package var constant = 0.0

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
