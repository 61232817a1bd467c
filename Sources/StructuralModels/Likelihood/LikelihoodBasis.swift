import FactorAnalysis
import NumericalMethods

/// What a normal likelihood needs of the answers besides the model: taken once, and used for any
/// number of models of the same items and groups.
///
/// After it nothing reads the rows again but the sums of scores behind robust errors.
package struct LikelihoodBasis: Sendable {
  let estimator: ModelEstimator
  let missing: MissingInModel
  let samples: [ModelSample]
  let moments: [GroupMoments]
  /// ln L of the model that fits means and covariances as they are.
  let saturatedLogLikelihood: Double
  /// tr(A₁⁻¹B₁); nil where errors are not robust.
  let saturatedTrace: Double?
  /// The test of the model in which no items are related.
  private(set) var baseline: ModelTest

  private let hasMeans: Bool

  /// O(rows × items²).
  ///
  /// - Parameter table: Any model of the items and groups.
  init(
    _ table: ParameterTable, _ data: GroupedAnswers, _ estimator: ModelEstimator,
    _ missing: MissingInModel
  ) throws(ModelError) {
    try Self.check(table, estimator, missing)
    let samples = try ModelSample.samples(for: table, data, missing: missing)
    (self.estimator, self.missing, self.samples) = (estimator, missing, samples)
    hasMeans = table.hasMeanStructure
    let saturated = concurrently(samples.count) {
      SaturatedMoments(samples[$0].patterns, itemCount: samples[$0].itemCount)
    }
    moments = zip(samples, saturated).map { sample, saturated in
      GroupMoments(
        name: sample.name, count: sample.count, means: saturated.means,
        covariance: saturated.covariance)
    }
    saturatedLogLikelihood = try Self.logLikelihood(samples, saturated)
    let areLinked = ScoreCovariance.areLinked(samples)
    saturatedTrace =
      estimator == .mlr
      ? SaturatedTrace(samples, hasMeans: hasMeans, areLinked: areLinked).value(saturated) : nil
    baseline = ModelTest(chisq: 0, df: 0)
    baseline = test(of: try fitted(ModelStructure(table.unrelated))).test
  }

  private static func check(
    _ table: ParameterTable, _ estimator: ModelEstimator, _ missing: MissingInModel
  ) throws(ModelError) {
    guard table.ordered.isEmpty else {
      throw .estimatorNotAvailable(
        estimator, reason: "the model has ordered items; use WLSMV, or take them as numbers")
    }
    guard missing != .pairwise else {
      throw .estimatorNotAvailable(
        estimator, reason: "answers by pairs are for ordered items; use listwise or fiml")
    }
    guard missing == .listwise || table.hasMeanStructure else {
      throw .estimatorNotAvailable(
        estimator, reason: "answers missing at random need a model with means")
    }
  }

  private static func logLikelihood(
    _ samples: [ModelSample], _ saturated: [SaturatedMoments]
  ) throws(ModelError) -> Double {
    var sum = 0.0
    for (sample, saturated) in zip(samples, saturated) {
      guard let value = saturated.logLikelihood(sample.patterns) else {
        throw .itemsRepeat(group: sample.name)
      }
      sum += value
    }
    return sum
  }
}

extension LikelihoodBasis {
  /// The model at its maximum.
  ///
  /// - Parameter start: Where the search begins; nil for what the moments suggest.
  func fitted(
    _ structure: ModelStructure, from start: [Double]? = nil
  ) throws(ModelError) -> FittedLikelihood {
    let values = StartingValues(structure, moments)
    let search = LikelihoodSearch(
      structure: structure, samples: samples, partition: try ParameterPartition(structure))
    let starts = (start.map { [$0] } ?? []) + [values.estimates, values.plainEstimates]
    guard let fitted = FittedLikelihood(search, from: starts, .init(estimator, missing)) else {
      throw .unusableStart
    }
    return fitted
  }

  /// χ² with its scaling factor, (tr(A₁⁻¹ B₁) − tr(A₀⁻¹ B₀))/df. Nothing makes the factor positive
  /// where the information A₀ is nearly singular: it is left out then, as lavaan does, and named.
  func test(of model: FittedLikelihood) -> (test: ModelTest, problems: [ImproperSolution]) {
    let df = momentCount - model.search.partition.freeCount
    let chisq = 2 * (saturatedLogLikelihood - model.logLikelihood)
    var test = ModelTest(chisq: max(0, chisq), df: df)
    if let saturatedTrace, let trace = model.trace, df > 0 {
      let factor = (saturatedTrace - trace) / Double(df)
      guard factor > 0 else { return (test, [.scalingNotPositive(factor: factor)]) }
      test.scalingFactor = factor
    }
    return (test, [])
  }

  /// The number of means and covariances of all groups.
  private var momentCount: Int {
    let size = samples.first?.itemCount ?? 0
    return samples.count * (size * (size + 1) / 2 + (hasMeans ? size : 0))
  }
}
