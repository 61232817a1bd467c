import FactorAnalysis
import InnovationPotential
import Reporting
import SurveyModel

extension FactorsCommand {
  func reliabilityText(_ analysis: StudyAnalysis) -> String { reliabilityTable(analysis).text }

  func reliabilityJSON(_ analysis: StudyAnalysis, factor: String) -> JSONValue {
    .array(analysis.reliabilities.filter { $0.id.factor == factor }.map(\.json))
  }

  private func scales(_ analysis: StudyAnalysis) -> [ScaleReliability] {
    analysis.reliabilities.filter { factor.isEmpty || factor.contains($0.id.factor) }
  }

  func reliabilityTable(_ analysis: StudyAnalysis) -> ResultTable {
    var table = ResultTable(
      [
        .text("wave"), .text("city"), .text("scale"), .number("items"), .number("alpha", "α"),
        .number("omega", "ω"), .number("count", "n"), .text("warning"),
      ], isSynthetic: analysis.study.settings.isSynthetic)
    table.rows = scales(analysis).map { scale in
      [
        .text(scale.wave), .text(scale.city ?? "all"), .text(scale.id.name),
        .integer(scale.itemCount), DelimitedText.Field(scale.alpha),
        DelimitedText.Field(scale.omega), DelimitedText.Field(scale.reliability?.count),
        .text(scale.warnings.map(\.words).joined(separator: "; ")),
      ]
    }
    return table
  }
}

extension ScaleReliability.Warning {
  fileprivate var words: String {
    switch self {
    case .lowAlpha: "α under 0.6"
    case .fewItems(let count): "only \(count) \(plural(count, "item", "items"))"
    case .notComputed(let error): "\(error)"
    }
  }
}

extension ScaleReliability {
  fileprivate var json: JSONValue {
    [
      "scale": .string(id.name), "wave": .string(wave), "city": JSONValue(city),
      "items": .integer(itemCount), "alpha": JSONValue(alpha),
      "standardisedAlpha": JSONValue(reliability?.standardisedAlpha), "omega": JSONValue(omega),
      "count": JSONValue(reliability?.count),
      "itemStatistics": .array(
        (reliability?.items ?? []).map { item in
          [
            "question": .string(item.name), "mean": .number(item.mean),
            "itemRest": JSONValue(item.itemRestCorrelation),
            "alphaIfDropped": JSONValue(item.alphaIfDropped),
          ]
        }),
      "warnings": .array(warnings.map { .string($0.words) }),
    ]
  }
}
