import FactorAnalysis
import MeasurementInvariance
import NumericalMethods
import Parallelism
import StructuralModels
import SurveyModel

/// Which scores of a study measure the same between which samples.
///
/// A score that was not looked at is as one that was not tested.
public struct StudyComparability: Sendable {
  /// Comparison after comparison, in the order of `factors.csv`.
  public let findings: [ScoreComparability]
  private let places: [Key: Int]

  private struct Key: Hashable {
    var score: ScoreID
    var comparison: MeasurementComparison
  }

  public init(_ findings: [ScoreComparability]) {
    self.findings = findings
    places = Dictionary(
      findings.indices.map {
        (Key(score: findings[$0].id, comparison: findings[$0].comparison), $0)
      },
      uniquingKeysWith: { first, _ in first })
  }

  public subscript(
    score: ScoreID, comparison: MeasurementComparison
  ) -> ScoreComparability? {
    places[Key(score: score, comparison: comparison)].map { findings[$0] }
  }

  /// The same with some findings in the place of those on the same score and comparison.
  package func replacing(_ newer: [ScoreComparability]) -> StudyComparability {
    let newer = StudyComparability(newer)
    return StudyComparability(findings.map { newer[$0.id, $0.comparison] ?? $0 })
  }

  /// The findings on one comparison.
  public func findings(on comparison: MeasurementComparison) -> [ScoreComparability] {
    findings.filter { $0.comparison == comparison }
  }
}

extension StudyComparability {
  /// Climbs the ladders of all scores of some factors, side by side on all cores.
  init(
    of comparisons: [MeasurementComparison], factors: [Factor], in weighted: WeightedStudy,
    options: LadderOptions
  ) {
    let groups = comparisons.map { $0.groups(of: weighted.samples, in: weighted.study) }
    let units = SampleUnits(of: weighted.samples, in: weighted.study)
    let tests = comparisons.indices.flatMap { comparison in
      factors.flatMap { factor in
        FactorTest(
          factor, model: weighted.models[factor.name]?.measurement, groups: groups[comparison],
          units: units, options: options
        )
        .tasks(on: comparisons[comparison])
      }
    }
    let found = concurrentMap(tests.count) { tests[$0].finding() }
    self.init(Self.withIndices(found, factors: factors))
  }

  /// The findings with those of indices before the facets that they follow from.
  private static func withIndices(
    _ found: [ScoreComparability], factors: [Factor]
  ) -> [ScoreComparability] {
    var findings: [ScoreComparability] = []
    var place = 0
    while place < found.count {
      let (factor, comparison) = (found[place].id.factor, found[place].comparison)
      let own = found[place...].prefix { $0.id.factor == factor && $0.comparison == comparison }
      let definitions =
        factors.first { $0.name == factor }.map(ScoreDefinition.scores(of:)) ?? []
      findings += definitions.compactMap { definition in
        guard definition.isIndex else { return own.first { $0.id == definition.id } }
        let facets = definition.facets.compactMap { id in own.first { $0.id == id } }
        return ScoreComparability(
          definition, comparison, verdict: ComparabilityVerdict(ofAll: facets.map(\.verdict)),
          facets: facets)
      }
      place += own.count
    }
    return findings
  }
}

/// The ladders of one factor's scores in one comparison.
private struct FactorTest {
  private let factor: Factor
  private let model: Result<MeasurementModel, UnusableModel>?
  private let groups: [MeasuredGroup]
  private let units: SampleUnits
  private let options: LadderOptions
  private let items: [Factor.Item]

  init(
    _ factor: Factor, model: Result<MeasurementModel, UnusableModel>?, groups: [MeasuredGroup],
    units: SampleUnits, options: LadderOptions
  ) {
    self.factor = factor
    self.model = model
    self.groups = groups
    self.units = units
    self.options = options
    let samples = groups.flatMap(\.samples)
    items = factor.reflectiveItems.filter { item in
      samples.contains { sample in
        sample.scored.items.contains { $0.factor == factor.name && $0.item == item }
      }
    }
  }

  /// One for each score but the index.
  func tasks(on comparison: MeasurementComparison) -> [ScoreTest] {
    ScoreDefinition.scores(of: factor).filter { !$0.isIndex }.map { definition in
      ScoreTest(
        definition: definition, comparison: comparison,
        measurement: ScoreMeasurement(definition, items: items, model: model), groups: groups,
        units: units, options: options)
    }
  }
}

/// The ladder of one score in one comparison.
private struct ScoreTest: Sendable {
  let definition: ScoreDefinition
  let comparison: MeasurementComparison
  let measurement: ScoreMeasurement
  let groups: [MeasuredGroup]
  let units: SampleUnits
  let options: LadderOptions

  func finding() -> ScoreComparability {
    switch measurement {
    case .untestable(let reason):
      return ScoreComparability(definition, comparison, verdict: .notTested(reason))
    case .model(let model, let items):
      do throws(FactorAnalysisError) {
        let answers = try groups.answers(to: items, of: definition.id.factor, units)
        let ladder = InvarianceLadder(model, answers, options: options)
        return ScoreComparability(
          definition, comparison, verdict: ladder.verdict, ladder: ladder)
      } catch {
        return ScoreComparability(
          definition, comparison, verdict: .notTested(.unusableAnswers(error)))
      }
    }
  }
}
