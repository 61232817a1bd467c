import Estimation
import MeasurementInvariance
import Reporting
import SocioculturalFactors
import StructuralModels
import SurveyAnalysis
import SurveyModel
import TextFormats

extension CrossLaggedModel {
  var text: String {
    var lines = [
      "\(fit.estimator.rawValue), full information; \(linkedCount) people known in two waves or more",
      fit.fitLine,
    ]
    lines += fit.problems.map { "improper: \($0.words(in: .en))" }
    var text = lines.map(\.indented).joined()
    if isProper { text += associationTable + contrastText }
    text += [kind.caveat(in: .en), kind.caveat(in: .ru)].map(\.indented).joined()
    return text
  }

  private var associationTable: String {
    var table = TextTable(
      ["earlier", "later", "estimate", "SE", "standardised", "95 % interval"].enumerated().map {
        TextTable.Column($1, isNumeric: $0 > 1)
      })
    table.rows = associations.map { association in
      [
        "\(association.predictor) \(association.earlier)",
        "\(association.outcome) \(association.later)",
        association.estimate.value.short, association.estimate.standardError.short,
        association.standardised.value.short, association.standardised.spread,
      ]
    }
    return table.text(width: 100)
  }

  private var contrastText: String {
    let closer = contrasts.map { contrast in
      "\(contrast.earlier) → \(contrast.later): (\(contrast.first) → \(contrast.second)) − "
        + "(\(contrast.second) → \(contrast.first)), standardised: \(contrast.difference.words)"
    }
    let lasting = lastingShares.map { share in
      "\(share.variable) \(share.wave): \((100 * share.share).short) % of the variance is of lasting "
        + "differences between people"
    }
    return (closer + lasting).map(\.indented).joined()
  }

  var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "variables": .strings(variables),
      "estimator": .string(fit.estimator.rawValue), "missing": .string(fit.missing.rawValue),
      "linkedCount": .integer(linkedCount), "fit": fit.fitMeasures.json,
      "laggedAssociations": .array(associations.map(\.json)),
      "contrasts": .array(contrasts.map(\.json)),
      "lastingShares": .array(
        lastingShares.map {
          [
            "variable": .string($0.variable), "wave": .string($0.wave),
            "share": .number($0.share),
          ]
        }),
      "improper": .array(fit.problems.map { .string($0.words(in: .en)) }),
      "words": [
        "ru": .string(kind.caveat(in: .ru)), "en": .string(kind.caveat(in: .en)),
      ],
    ]
  }
}

extension LaggedAssociation {
  fileprivate var json: JSONValue {
    [
      "predictor": .string(predictor), "earlier": .string(earlier), "outcome": .string(outcome),
      "later": .string(later), "isStability": .bool(isStability), "estimate": estimate.json,
      "standardised": standardised.json,
    ]
  }
}

extension LagContrast {
  fileprivate var json: JSONValue {
    [
      "first": .string(first), "second": .string(second), "earlier": .string(earlier),
      "later": .string(later), "difference": difference.json,
    ]
  }
}

extension PanelAttrition {
  func json(_ city: String) -> JSONValue {
    [
      "city": .string(city), "earlier": .string(earlier), "later": .string(later),
      "earlierCount": .integer(earlierCount), "joinedCount": .integer(joinedCount),
      "stayedCount": .integer(stayedCount),
      "retention": retention.json,
      "contrasts": .array(
        contrasts.map { contrast in
          [
            "score": .string(contrast.definition.id.name),
            "difference": contrast.difference.estimate.json,
            "pValue": JSONValue(contrast.difference.pValue),
            "adjustedPValue": JSONValue(contrast.difference.adjustedPValue),
            "verdict": .string(contrast.difference.verdict.rawValue),
          ]
        }),
      "words": ["ru": .string(words(in: .ru)), "en": .string(words(in: .en))],
    ]
  }
}

extension Estimate {
  /// `0.12 … 0.31`; a dash without an interval.
  fileprivate var spread: String {
    confidenceInterval().map { "\($0.lower.short) … \($0.upper.short)" } ?? "–"
  }
}
