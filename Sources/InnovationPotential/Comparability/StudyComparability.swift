import FactorAnalysis
import NumericalMethods
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

  /// The findings on one comparison.
  public func findings(on comparison: MeasurementComparison) -> [ScoreComparability] {
    findings.filter { $0.comparison == comparison }
  }
}

extension StudyComparability {
  /// Climbs the ladders of all scores of some factors, side by side on all cores.
  init(
    of comparisons: [MeasurementComparison], factors: [Factor], _ samples: [AnalysedSample],
    in study: Study, options: LadderOptions
  ) {
    let groups = comparisons.map { $0.groups(of: samples, in: study) }
    let tasks = comparisons.indices.flatMap { comparison in
      factors.map { (comparison: comparison, factor: $0) }
    }
    let findings = concurrentMap(tasks.count) { place in
      let (comparison, factor) = tasks[place]
      return FactorTest(factor, groups[comparison], in: study, options: options)
        .findings(on: comparisons[comparison])
    }
    self.init(findings.flatMap(\.self))
  }
}

/// The ladders of one factor's scores in one comparison.
private struct FactorTest {
  private let factor: Factor
  private let groups: [MeasuredGroup]
  private let study: Study
  private let options: LadderOptions
  private let items: [Factor.Item]

  init(_ factor: Factor, _ groups: [MeasuredGroup], in study: Study, options: LadderOptions) {
    self.factor = factor
    self.groups = groups
    self.study = study
    self.options = options
    let samples = groups.flatMap(\.samples)
    items = factor.reflectiveItems.filter { item in
      samples.allSatisfy { sample in
        sample.scored.items.contains { $0.factor == factor.name && $0.item == item }
      }
    }
  }

  func findings(on comparison: MeasurementComparison) -> [ScoreComparability] {
    let definitions = ScoreDefinition.scores(of: factor)
    let simple = definitions.filter { !$0.isIndex }.map { finding($0, comparison) }
    return definitions.compactMap { definition in
      guard definition.isIndex else { return simple.first { $0.id == definition.id } }
      let facets = definition.facets.compactMap { id in simple.first { $0.id == id } }
      return ScoreComparability(
        definition, comparison, verdict: ComparabilityVerdict(ofAll: facets.map(\.verdict)),
        facets: facets)
    }
  }

  private func finding(
    _ definition: ScoreDefinition, _ comparison: MeasurementComparison
  ) -> ScoreComparability {
    switch ScoreMeasurement(definition, items: items, model: nil) {
    case .untestable(let reason):
      return ScoreComparability(definition, comparison, verdict: .notTested(reason))
    case .model(let model, let items):
      do throws(FactorAnalysisError) {
        let answers = try groups.answers(to: items, of: factor.name, in: study)
        let ladder = InvarianceLadder(model, answers, options: options)
        return ScoreComparability(
          definition, comparison, verdict: ladder.verdict, ladder: ladder)
      } catch {
        return ScoreComparability(
          definition, comparison, verdict: .notTested(.notUsable(reason: "\(error)")))
      }
    }
  }
}
