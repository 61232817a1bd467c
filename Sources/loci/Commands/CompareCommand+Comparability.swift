import CityReports
import FactorAnalysis
import InnovationPotential
import Reporting
import SurveyModel
import TextFormats

extension CompareCommand {
  /// What the verdicts on comparability leave out, take out and could not look at.
  func comparabilityText(_ comparison: WaveComparison) -> String {
    comparison.cities.map { city in
      var lines: [String] = []
      for finding in city.comparability where finding.facets.isEmpty {
        let name = finding.id.name
        switch finding.verdict {
        case .means, .notTested: break
        case .meansWithFreed(let items):
          lines.append("† \(name): scored without \(items.joined(separator: ", "))")
        case .associations, .notAtAll:
          lines.append("\(name): withheld, \(finding.verdict.words(in: .en))")
        }
      }
      let untested = city.comparability.filter { $0.verdict.isUntested }.map(\.id.name)
      if !untested.isEmpty {
        lines.append("not tested: \(untested.joined(separator: ", "))")
      }
      if lines.isEmpty { lines = ["means of all scales may be compared"] }
      return "Comparability between the waves, \(city.name)\n"
        + lines.flatMap { $0.wrapped(to: 96) }.map { "  \($0)\n" }.joined()
    }.joined()
  }
}

extension WaveComparison {
  func comparability(of change: ScoreChange) -> ScoreComparability? {
    cities.first { $0.name == change.city }?.comparability.first { $0.id == change.definition.id }
  }

  var comparabilityJSON: [JSONValue] {
    cities.flatMap { city in
      city.comparability.map { finding in
        [
          "city": .string(city.name), "score": .string(finding.id.name),
          "verdict": .string(finding.verdict.name),
          "freed": .array(finding.verdict.freedItems.map { .string($0) }),
          "expectedBias": JSONValue(finding.expectedBias),
        ]
      }
    }
  }
}
