/// Which items measure which factors: one factor, or correlated facets.
public struct MeasurementModel: Hashable, Sendable {
  /// One factor with its items, already keyed so that all point the same way.
  public struct Factor: Hashable, Sendable {
    public var name: String
    public var items: [String]

    public init(name: String, items: [String]) {
      self.name = name
      self.items = items
    }
  }

  public var factors: [Factor]

  /// - Parameter factors: Each item in one factor only.
  public init(factors: [Factor]) { self.factors = factors }

  /// One factor.
  public init(_ factor: String, items: [String]) {
    factors = [Factor(name: factor, items: items)]
  }

  /// All items, factor after factor.
  public var items: [String] { factors.flatMap(\.items) }
}
