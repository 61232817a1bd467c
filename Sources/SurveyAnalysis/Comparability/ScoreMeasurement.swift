import MeasurementInvariance
import SurveyModel

/// How a score other than the index is measured in the samples that are compared: which model its
/// ladder climbs.
package enum ScoreMeasurement: Sendable {
  /// Its items and their factors.
  case model(MeasurementModel, items: [Factor.Item])
  case untestable(UntestedReason)

  /// The model of the user's own for a whole factor; else correlated facets, where there are
  /// several and each has two items or more; else one factor.
  ///
  /// - Parameters:
  ///   - items: The factor's reflective items that some sample could be scored from.
  ///   - model: The user's own, or why it cannot be used.
  package init(
    _ definition: ScoreDefinition, items: [Factor.Item],
    model: Result<MeasurementModel, UnusableModel>?
  ) {
    let own = items.filter(definition.items.contains)
    if definition.kind == .formative {
      self = .untestable(.formative(factor: definition.id.name))
    } else if definition.id.part == .whole, let model {
      self = Self.measured(by: model, own)
    } else if let facets = Self.facets(of: own), definition.id.part == .whole {
      self = .model(facets, items: own)
    } else if own.count < 3 {
      self = .untestable(
        .tooFewItems(factor: definition.id.name, items: own.map(\.question)))
    } else {
      self = .model(
        MeasurementModel(definition.id.name, items: own.map(\.question)), items: own)
    }
  }

  private static func measured(
    by model: Result<MeasurementModel, UnusableModel>, _ items: [Factor.Item]
  ) -> ScoreMeasurement {
    switch model {
    case .failure(let problem): return .untestable(.unusableModel(problem))
    case .success(let model):
      let names = Set(items.map(\.question))
      if let unknown = model.items.first(where: { !names.contains($0) }) {
        return .untestable(.unusableModel(.itemUnknown(unknown)))
      }
      return .model(model, items: items.filter { model.items.contains($0.question) })
    }
  }

  private static func facets(of items: [Factor.Item]) -> MeasurementModel? {
    var names: [String] = []
    for item in items {
      guard let facet = item.facet else { return nil }
      if !names.contains(facet) { names.append(facet) }
    }
    let factors = names.map { name in
      MeasurementModel.Factor(
        name: name, items: items.filter { $0.facet == name }.map(\.question))
    }
    guard factors.count > 1, factors.allSatisfy({ $0.items.count > 1 }) else { return nil }
    return MeasurementModel(factors: factors)
  }
}
