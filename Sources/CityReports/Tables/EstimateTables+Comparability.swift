import FactorAnalysis
import InnovationPotential
import SurveyModel
import TextFormats

// What the comparisons rest on.
extension EstimateTables {
  /// A row a level of each ladder; a row alone where nothing was tested.
  var comparability: DelimitedText {
    table(
      ["comparison", "wave", "city", "score"] + Self.stepColumns + ["freed", "outcome", "verdict"],
      analysis.comparability.findings.flatMap(Self.rows))
  }

  private static let stepColumns = [
    "level", "chisq", "df", "pvalue", "cfi", "rmsea", "srmr", "chisqDiff", "dfDiff", "pvalueDiff",
    "cfiDiff", "rmseaDiff", "srmrDiff",
  ]

  private static func rows(_ finding: ScoreComparability) -> [[DelimitedText.Field]] {
    let start = fields(finding.comparison) + [.text(finding.id.name)]
    let verdict = DelimitedText.Field.text(finding.verdict.name)
    let steps = finding.ladder?.steps ?? []
    guard !steps.isEmpty else {
      return [start + stepColumns.map { _ in .missing } + ["", .missing, verdict]]
    }
    return steps.map { step in
      start + fields(step) + [
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

  private static func fields(_ step: InvarianceLadder.Step) -> [DelimitedText.Field] {
    let fit = step.fit
    let change = step.change
    return [
      .text("\(step.level)"), number(fit.chisqScaled ?? fit.chisq), .integer(fit.df),
      number(fit.pvalueScaled ?? fit.pvalue), number(fit.bestCFI), number(fit.bestRMSEA),
      number(fit.srmr), number(change?.chisq), DelimitedText.Field(change?.df),
      number(change?.pvalue), number(change?.cfi), number(change?.rmsea), number(change?.srmr),
    ]
  }

  /// Six decimals, since the search for the maximum stops at other last digits on another processor.
  private static func number(_ value: Double?) -> DelimitedText.Field {
    DelimitedText.Field(value.map(rounded))
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
