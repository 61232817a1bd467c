import FactorAnalysis
import MeasurementInvariance
import NumericalMethods
import Parallelism
import StructuralModels
import SurveyAnalysis
import SurveyModel

extension WeightedStudy {
  /// Whether scores measure the same in all waves of a panel: ladders in which the same people
  /// answered, with the residuals of each item correlated over waves.
  ///
  /// - Parameters:
  ///   - factors: Names of `factors.csv`; all where nil. Indices are left to their facets.
  ///   - options: Full information keeps those who left.
  /// - Returns: One finding for each score, in the order of `factors.csv`.
  ///
  /// O(people × items² × waves²) for each score and level with full information.
  public func tested(
    _ cohort: PanelCohort, factors: Set<String>?, options: LadderOptions
  ) -> [ScoreComparability] {
    let tests = study.factors.filter { factors?.contains($0.name) ?? true }.flatMap { factor in
      let model = models[factor.name]?.measurement
      return ScoreDefinition.scores(of: factor).filter { !$0.isIndex }.map {
        PanelTest(
          definition: $0, factor: factor, model: model, cohort: cohort, options: options)
      }
    }
    return concurrentMap(tests.count) { tests[$0].finding() }
  }

  /// A cross-lagged model of the scores of some factors.
  ///
  /// - Parameter factors: Two or more names of `factors.csv`.
  /// - Throws: ``MeasurementInvariance/CrossLaggedError``, such as for a random-intercept model of two
  ///   waves.
  public func crossLagged(
    _ kind: CrossLaggedModel.Kind, of factors: [String], in cohort: PanelCohort,
    estimator: ModelEstimator = .mlr
  ) throws(CrossLaggedError) -> CrossLaggedModel {
    try CrossLaggedModel(
      kind, of: factors, cohort.scores(factors.map { ScoreID(factor: $0) }), estimator: estimator)
  }
}

/// The ladder of one score over the waves of a panel.
private struct PanelTest: Sendable {
  let definition: ScoreDefinition
  let factor: Factor
  let model: Result<MeasurementModel, UnusableModel>?
  let cohort: PanelCohort
  let options: LadderOptions

  private var comparison: MeasurementComparison { .panel(cohort.waves, cities: cohort.cities) }

  func finding() -> ScoreComparability {
    switch ScoreMeasurement(definition, items: factor.reflectiveItems, model: model) {
    case .untestable(let reason): return untested(reason)
    case .model(let model, let items):
      do throws(FactorAnalysisError) {
        let ladder = try InvarianceLadder(
          model, panel: cohort.answers(to: items, of: factor.name), options: options)
        return ScoreComparability(definition, comparison, verdict: ladder.verdict, ladder: ladder)
      } catch {
        return untested(.unusableAnswers(error))
      }
    }
  }

  private func untested(_ reason: UntestedReason) -> ScoreComparability {
    ScoreComparability(definition, comparison, verdict: .notTested(reason))
  }
}
