import Reporting
import TextFormats

/// All that is told of factors together.
package struct FactorOverview: Sendable {
  private let reliability: ReliabilityTables
  private let exploration: ExplorationTables
  private let models: ModelTables
  private let invariance: InvarianceTables

  package init(
    reliability: ReliabilityTables, exploration: ExplorationTables, models: ModelTables,
    invariance: InvarianceTables
  ) {
    self.reliability = reliability
    self.exploration = exploration
    self.models = models
    self.invariance = invariance
  }

  package var text: String {
    let parts = [reliability.body, exploration.body, models.body, invariance.body]
    return ResultTable.stamp(isSynthetic: reliability.isSynthetic)
      + parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// What was asked for and could not be made, with the reason.
  package var unmade: [String] {
    reliability.unmade + exploration.unmade + models.unmade + invariance.unmade
  }

  /// An object for each factor, and one for all items together where none was named; lavaan's
  /// names in lower camel case.
  package var json: JSONValue {
    let isOfNamed = !reliability.factors.isEmpty
    let names: [String?] = isOfNamed ? reliability.factors : reliability.known + [nil]
    return .array(names.map(json))
  }

  private func json(of name: String?) -> JSONValue {
    [
      "factor": JSONValue(name), "reliability": name.map(reliability.scaleJSON) ?? nil,
      "htmt": reliability.pairJSON(of: name), "exploratory": exploration.json(of: name),
      "confirmatory": name.map(models.json) ?? .array([]),
      "invariance": name.map(invariance.json) ?? nil,
      "synthetic": .bool(reliability.isSynthetic),
    ]
  }
}
