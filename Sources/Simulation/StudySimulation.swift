import NumericalMethods
import StudyFolder
import SurveyModel
import TabularFiles

/// A study's answers drawn from a known truth, so that estimates can be held against it.
///
/// The truth is the sheet `truth.csv`: a population in cells, correlated factors with the effects
/// of cell, point and interviewer, thresholds of each question, missing answers, a falsifying
/// interviewer and damaged records. The same seed gives the same bytes on every machine: random
/// numbers come from ``RandomStream`` alone, each question has a stream of its own, and the only
/// function whose last bit could differ between machines, the normal quantile, decides on codes
/// and never stands in a file itself.
public struct StudySimulation: Sendable {
  let study: Study
  let scenarios: [Scenario]
  /// Kinds of damaged records by place, and how many of each.
  let damage: [SampleKey: [(kind: FieldFileDamage, count: Int)]]
  let fileStyles: [SampleKey: FieldFileStyle]

  /// - Throws: ``SimulationError`` where the study's answers are real, or the truth is not whole.
  public init(study: Study, truth sheet: Sheet) throws(SimulationError) {
    guard study.settings.isSynthetic else { throw .notSynthetic(study.settings.id) }
    var builder = ScenarioBuilder(study: study, truth: TruthTable(sheet))
    let scenarios = builder.scenarios()
    var damage: [SampleKey: [(kind: FieldFileDamage, count: Int)]] = [:]
    var styles: [SampleKey: FieldFileStyle] = [:]
    for scenario in scenarios {
      damage[scenario.place] = builder.damage(at: scenario.place)
      styles[scenario.place] = builder.style(at: scenario.place)
    }
    let diagnostics = builder.finished()
    guard diagnostics.isEmpty else { throw .badTruth(diagnostics) }
    self.study = study
    self.scenarios = scenarios
    self.damage = damage
    fileStyles = styles
  }

  /// The samples of a study, city by wave in the order of `sources.csv`, without going through
  /// files: damaged records are whole here.
  ///
  /// - Parameters:
  ///   - seed: The same seed gives the same answers.
  ///   - questions: The questions to draw; all where nil. Those that their routing refers to must be
  ///     among them.
  ///   - withFalsifier: Whether the falsifying interviewer is at work.
  public func draw(
    seed: UInt64, questions: Set<String>? = nil, withFalsifier: Bool = true
  ) -> [Sample] {
    scenarios.map { scenario in
      var drawing = Drawing(scenario, seed: seed, withFalsifier: withFalsifier)
      return drawing.sample(of: questions)
    }
  }
}

/// Why nothing can be simulated.
public enum SimulationError: Error, Hashable, Sendable {
  /// The study of this name does not say `synthetic,yes`: its answers are never overwritten.
  case notSynthetic(String)
  /// What is wrong with `truth.csv`.
  case badTruth([Diagnostic])
}

/// All that one city's answers in one wave are drawn from.
struct Scenario: Sendable {
  var place: SampleKey
  var source: Source
  var questionnaire: Questionnaire
  var population: Population
  var model: LatentModel
  var rules: [AnswerRule]
  var fieldwork: Fieldwork
  var falsifier: Falsifier?
}

/// How the interviews are spread, and how contacts end that are none.
struct Fieldwork: Sendable {
  var pointsInStratum: Int
  var interviewsAtPoint: Int
  var interviewersInStratum: Int
  /// AAPOR codes and their shares.
  var outcomes: [(code: String, share: Double)]
}

/// An interviewer who fills in the questionnaires himself.
struct Falsifier: Sendable {
  var interviewer: String
  /// Where on the scale he puts his answers, 0…1.
  var position: Double
  /// Probability of that very answer; else the neighbouring one.
  var repeating: Double
  /// Ranges of numbers that he makes up differently.
  var ranges: [String: ClosedRange<Int>]
}
