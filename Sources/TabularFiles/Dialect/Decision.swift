/// A property of a file, and how it came to be known.
public struct Decision<Value: Hashable & Sendable>: Hashable, Sendable {
  public enum Basis: String, Hashable, Sendable {
    /// The user said so.
    case given
    /// The bytes say so.
    case found
    /// Nothing in the file tells; the usual was taken.
    case assumed
  }

  public let value: Value
  public let basis: Basis
  /// What spoke for it, in words.
  public let reason: String
  /// What it would have been otherwise; nil where nothing else came near.
  public let runnerUp: Value?

  public init(_ value: Value, _ basis: Basis, _ reason: String, runnerUp: Value? = nil) {
    self.value = value
    self.basis = basis
    self.reason = reason
    self.runnerUp = runnerUp
  }
}
