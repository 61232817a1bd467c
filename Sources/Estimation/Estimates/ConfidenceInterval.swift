/// Where the population's value is likely to lie.
public struct ConfidenceInterval: Hashable, Sendable {
  public let lower: Double
  public let upper: Double
  /// In 95 % of all samples such an interval covers the population's value, where this is 0.95.
  public let level: Double

  public init(lower: Double, upper: Double, level: Double) {
    self.lower = lower
    self.upper = upper
    self.level = level
  }

  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
