import FactorAnalysis
import SurveyModel

/// How a score other than the index is measured in the samples that are compared: which model its
/// ladder climbs.
enum ScoreMeasurement {
  /// Its items and their factors.
  case model(MeasurementModel, items: [Factor.Item])
  case untestable(UntestedReason)

  /// The model of the user's own for a whole factor; else correlated facets, where there are
  /// several and each has two items or more; else one factor.
  ///
  /// - Parameter items: The factor's reflective items that all samples could be scored from.
  init(_ definition: ScoreDefinition, items: [Factor.Item], model: MeasurementModel?) {
    let own = items.filter(definition.items.contains)
    if definition.kind == .formative {
      self = .untestable(.formative(factor: definition.id.name))
    } else if definition.id.part == .whole, let model {
      self = .model(model, items: own.filter { model.items.contains($0.question) })
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
