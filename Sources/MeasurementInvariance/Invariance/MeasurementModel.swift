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

  /// Two items that have more in common than their factor.
  public struct ItemPair: Hashable, Sendable {
    public var first: String
    public var second: String

    public init(_ first: String, _ second: String) {
      self.first = first
      self.second = second
    }
  }

  public var factors: [Factor]
  /// Items whose residuals are correlated, freely in each group.
  public var residualCovariances: [ItemPair] = []

  /// - Parameter factors: Each item in one factor only.
  public init(factors: [Factor]) { self.factors = factors }

  /// One factor.
  public init(_ factor: String, items: [String]) {
    factors = [Factor(name: factor, items: items)]
  }

  /// All items, factor after factor.
  public var items: [String] { factors.flatMap(\.items) }

  /// The model without some of its items; factors that lose all are gone.
  func without(_ items: Set<String>) -> MeasurementModel {
    guard !items.isEmpty else { return self }
    var model = self
    model.factors = factors.compactMap { factor in
      let left = factor.items.filter { !items.contains($0) }
      return left.isEmpty ? nil : Factor(name: factor.name, items: left)
    }
    model.residualCovariances.removeAll { items.contains($0.first) || items.contains($0.second) }
    return model
  }
}
