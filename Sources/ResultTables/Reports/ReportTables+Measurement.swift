import Estimation
import FactorAnalysis
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import TextFormats

// Models, scales and weights.
extension ReportTables {
  var drivers: DelimitedText {
    table(
      [
        "wave", "city", "model", "predictor", "slope", "standardError", "degreesOfFreedom", "lower",
        "upper", "pValue", "adjustedPValue", "standardised", "standardisedLower",
        "standardisedUpper", "rSquared", "count",
      ],
      findings.samples.flatMap { sample in
        guard let models = sample.drivers.models else { return [[DelimitedText.Field]]() }
        let all = [("full", models.full), ("without-overlaps", models.reduced)]
        return all.flatMap { name, model in
          (model?.terms ?? []).map { term in
            [.text(sample.wave), .text(sample.city), .text(name)] + Self.fields(term)
              + [DelimitedText.Field(model?.rSquared), DelimitedText.Field(model?.count)]
          }
        }
      })
  }

  private static func fields(_ term: DriverModel.Term) -> [DelimitedText.Field] {
    let interval = term.slope.confidenceInterval()
    let standardised = term.standardised.confidenceInterval()
    return [
      .text(term.predictor.name), .number(term.slope.value), .number(term.slope.standardError),
      .integer(term.slope.degreesOfFreedom), DelimitedText.Field(interval?.lower),
      DelimitedText.Field(interval?.upper), DelimitedText.Field(term.pValue),
      DelimitedText.Field(term.adjustedPValue), .number(term.standardised.value),
      DelimitedText.Field(standardised?.lower), DelimitedText.Field(standardised?.upper),
    ]
  }

  var reliability: DelimitedText {
    table(
      ["wave", "city", "scale", "items", "alpha", "omega", "count"],
      findings.reliabilities.map { scale in
        [
          .text(scale.wave), DelimitedText.Field(scale.city), .text(scale.id.name),
          .integer(scale.itemCount), DelimitedText.Field(scale.alpha.map(Self.rounded)),
          DelimitedText.Field(scale.omega.map(Self.rounded)),
          DelimitedText.Field(scale.reliability?.count),
        ]
      })
  }

  /// Six decimals: the last bits of OpenBLAS's sums differ between processors, and the fit of the
  /// one-factor model adds to that.
  static func rounded(_ coefficient: Double) -> Double {
    (coefficient * 1e6).rounded() / 1e6 + 0
  }

  var weights: DelimitedText {
    table(
      [
        "wave", "city", "margin", "category", "target", "sampleBefore", "sampleAfter",
        "iterations", "largestError", "kishDesignEffect", "effectiveCount", "suppressed",
      ], findings.samples.flatMap(weightRows))
  }

  private func weightRows(_ sample: SampleFindings) -> [[DelimitedText.Field]] {
    let start: [DelimitedText.Field] = [.text(sample.wave), .text(sample.city)]
    let spread = sample.design.weightSpread
    let end: [DelimitedText.Field] = [
      .number(spread.kishDesignEffect), .number(spread.effectiveCount),
    ]
    guard let passport = sample.weighted.passport else {
      return [start + Array(repeating: .missing, count: 7) + end + [.missing]]
    }
    return sample.publishedMargins.flatMap { margin in
      margin.categories.map { category in
        start + [
          .text(margin.group.name), .text(category.category.name), .number(category.target),
          DelimitedText.Field(category.before), .number(category.after),
          .integer(passport.iterations), .text(Self.bound(passport.largestError)),
        ] + end + [Self.field(category.suppression)]
      }
    }
  }
}

extension ReportTables {
  /// The power of ten that an error stays under: its digits are those of rounding.
  private static func bound(_ error: Double) -> String {
    let powers = (1...12).reversed()
    let power = powers.first { exponent in
      error < (0..<exponent).reduce(1.0) { value, _ in value / 10 }
    }
    return power.map { "<1e-\($0)" } ?? "\(error)"
  }
}

extension DriverModel.Predictor {
  /// The name in tables and JSON: `SOC`, `sex=2`.
  public var name: String {
    switch self {
    case .score(let id): id.name
    case .category(let group, let category): "\(group)=\(category.name)"
    }
  }
}
