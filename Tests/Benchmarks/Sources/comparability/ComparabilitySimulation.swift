import FoundationEssentials
import MeasurementInvariance
import Simulation
import SocioculturalFactors
import StudyFolder
import SurveyAnalysis
import SurveyModel

/// How often ladders of invariance free an item that nothing was done to, and how often they find
/// the one that was: studies drawn from the truth of the model study, as a table in Markdown.
///
///     swift run -c release comparability [STUDIES] [FIRST-SEED] [FOLDER]
///
/// The figures of the decision on the gate of comparability are this program's. A share p of
/// studies has the simulation error √(p(1 − p)/studies).
@main struct ComparabilitySimulation {
  static func main() throws {
    let numbers = CommandLine.arguments.dropFirst().compactMap(Int.init)
    let (count, first) = (numbers.first ?? 200, numbers.dropFirst().first ?? 1)
    let folder =
      CommandLine.arguments.dropFirst(3).first
      ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "surveys/innovation-potential").path
    let reading = StudyReading(folder: folder)
    guard let study = reading.study else {
      print("the model study cannot be read")
      return
    }
    let simulation = try StudySimulation(study: study, folder: folder)
    var tallies = Rule.all.map { RuleTally(rule: $0) }
    for seed in first..<(first + count) {
      let analysis = WeightedStudy(
        study, models: reading.models, samples: simulation.draw(seed: UInt64(seed)))
      let comparisons = Self.comparisons(study)
      for place in tallies.indices {
        var options = study.ladderOptions
        var criteria = InvarianceCriteria(groups: 2)
        tallies[place].rule.apply(&criteria)
        options.criteria = criteria
        tallies[place].add(
          analysis.tested(comparisons, options: options).findings, seed: seed)
      }
    }
    print(RuleTally.header)
    for tally in tallies { print(tally.row) }
    for tally in tallies { print(tally.details) }
  }

  /// Those that the reports make.
  private static func comparisons(_ study: Study) -> [MeasurementComparison] {
    let waves = study.waves.map(\.name)
    return waves.map { .cities(wave: $0) }
      + zip(waves, waves.dropFirst()).flatMap { pair in
        study.cities.map { .waves([pair.0, pair.1], city: $0.name) }
      }
  }
}

/// A rule to be judged.
struct Rule: Sendable {
  let name: String
  let apply: @Sendable (inout InvarianceCriteria) -> Void

  static let all = [0.05, 0.01, 0.005, 0.002, 0.001, 0.0005].map { alpha in
    Rule(name: "α = \(alpha)") { $0.alpha = alpha }
  }
}
