/// One row of a model's parameter table: what stands on the left, how it is tied to what stands
/// on the right, in which group, and whether it is estimated.
///
/// The table is lavaan's, with groups counted from 0.
///
/// > Y. Rosseel (2012). "lavaan: An R package for structural equation modeling". *Journal of
/// > Statistical Software* 48(2), §5.
public struct Parameter: Hashable, Sendable {
  /// What ties the two sides, as the syntax writes it.
  public enum Operator: String, Hashable, Sendable, CaseIterable {
    case loading = "=~"
    case regression = "~"
    case covariance = "~~"
    case intercept = "~1"
    case threshold = "|"
    case scaling = "~*~"
    case defined = ":="
  }

  /// Whether a parameter is estimated.
  public enum State: Hashable, Sendable {
    /// Estimated: its index in θ. Rows that must be equal share it.
    case free(Int)
    /// Held at this value, in the unit of the answers.
    case fixed(Double)
    /// Computed from others: ``Parameter/expression``.
    case defined
  }

  public var left: String
  public var kind: Operator
  /// Empty for intercepts, "t1", "t2"… for thresholds, an expression for what is defined.
  public var right: String
  /// The index of the group, from 0.
  public var group: Int
  public var state: State
  public var label: String?
  /// What a defined parameter is computed from; nil for all others.
  public private(set) var expression: ModelArithmetic?
  /// Where the search begins; nil where the engine chooses.
  public var start: Double?
  /// Whether the defaults added it, not the user.
  public var isAutomatic: Bool

  public init(
    _ left: String, _ kind: Operator, _ right: String = "", group: Int = 0, state: State
  ) {
    self.left = left
    self.kind = kind
    self.right = right
    self.group = group
    self.state = state
    isAutomatic = false
  }

  /// A parameter that is defined: `name := expression`.
  public init(_ name: String, as expression: ModelArithmetic) {
    self.init(name, .defined, expression.description, state: .defined)
    self.expression = expression
    label = name
  }

  /// The index in θ; nil where the value is fixed or defined.
  public var freeIndex: Int? {
    if case .free(let index) = state { index } else { nil }
  }

  /// As the syntax writes it: `trust =~ SOC04`, `SOC04 ~1`.
  public var text: String {
    right.isEmpty ? "\(left) \(kind.rawValue)" : "\(left) \(kind.rawValue) \(right)"
  }
}
