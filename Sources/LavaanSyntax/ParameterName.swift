/// A parameter of a model, in whatever group: `SOC04 ~1`. A covariance and its mirror image are
/// the same.
public struct ParameterName: Hashable, Sendable {
  public let left: String
  public let kind: Parameter.Operator
  public let right: String

  public init(_ left: String, _ kind: Parameter.Operator, _ right: String = "") {
    let isMirrored = kind == .covariance && right < left
    self.left = isMirrored ? right : left
    self.kind = kind
    self.right = isMirrored ? left : right
  }
}

extension Parameter {
  public var name: ParameterName { ParameterName(left, kind, right) }
}
