import MeasurementInvariance
import Reporting
import SocioculturalFactors
import StructuralModels
import SurveyAnalysis
import SurveyModel
import TextFormats

// What the comparisons rest on.
extension ReportTables {
  /// A row a level of each ladder; a row alone where nothing was tested.
  var comparability: DelimitedText {
    table(
      ["comparison", "wave", "city", "score"] + InvarianceLevel.columns
        + ["freed", "outcome", "verdict"],
      findings.comparability.findings.flatMap(Self.rows))
  }

  private static func rows(_ finding: ScoreComparability) -> [[DelimitedText.Field]] {
    let start = fields(finding.comparison) + [.text(finding.id.name)]
    let verdict = DelimitedText.Field.text(finding.verdict.name)
    let steps = finding.ladder?.steps ?? []
    guard !steps.isEmpty else {
      return [start + InvarianceLevel.columns.map { _ in .missing } + ["", .missing, verdict]]
    }
    return steps.map { step in
      // Six decimals, since the search for the maximum stops at other last digits on another
      // processor.
      start + step.fields(roundedBy: rounded) + [
        .text(step.freed.map(\.item).joined(separator: " ")), .text(step.outcome.name), verdict,
      ]
    }
  }

  private static func fields(_ comparison: MeasurementComparison) -> [DelimitedText.Field] {
    switch comparison {
    case .cities(let wave): [.text(comparison.name), .text(wave), .missing]
    case .waves(let waves, let city):
      [.text(comparison.name), .text(waves.joined(separator: " ")), .text(city)]
    case .panel(let waves, let cities):
      [
        .text(comparison.name), .text(waves.joined(separator: " ")),
        .text(cities.joined(separator: " ")),
      ]
    case .wavesOfAllCities, .citiesAndWaves: [.text(comparison.name), .missing, .missing]
    }
  }
}

extension StepOutcome {
  /// The name in tables and JSON.
  package var name: String {
    switch self {
    case .passed: "passed"
    case .nothingToTest: "nothing-to-test"
    case .passedAsNegligible: "passed-as-negligible"
    case .passedWithFreed: "passed-with-freed-items"
    case .failed: "failed"
    }
  }
}
