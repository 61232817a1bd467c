import FactorAnalysis
import LavaanSyntax
import NumericalMethods
import Parallelism

/// Estimates a model by maximum likelihood and tests it: ML, MLR, and FIML where answers are
/// missing.
///
///     χ² = 2 (ln L_saturated − ln L)
///
/// MLR divides χ² by c = (tr(A₁⁻¹B₁) − tr(A₀⁻¹B₀))/df, with A the observed information and B the
/// covariance of scores, of the saturated model and of this one.
///
/// > K.-H. Yuan, P. M. Bentler (2000). "Three likelihood-based methods…". *Sociological
/// > Methodology* 30; T. Asparouhov, B. Muthén (2005). "Multivariate statistical modeling with
/// > survey data", for weights and this form of c, lavaan's `yuan.bentler.mplus`.
struct LikelihoodEstimation {
  private let table: ParameterTable
  private let basis: LikelihoodBasis
  private let structure: ModelStructure

  /// - Parameter basis: Of a model with the same items and groups.
  init(_ table: ParameterTable, _ basis: LikelihoodBasis) throws(ModelError) {
    structure = try ModelStructure(table)
    (self.table, self.basis) = (table, basis)
  }

  /// - Parameter start: Where the search begins; nil for what the moments suggest.
  func fit(from start: [Double]? = nil) throws(ModelError) -> ConfirmatoryFit {
    let model = try basis.fitted(structure, from: start)
    let (test, scaling) = basis.test(of: model)
    return ConfirmatoryFit(
      table: table, estimator: basis.estimator, missing: basis.missing, groups: basis.moments,
      estimates: model.maximum.point.estimates, covariance: model.covariance ?? .unknown,
      test: test, baseline: basis.baseline, logLikelihood: model.logLikelihood,
      unrestrictedLogLikelihood: basis.saturatedLogLikelihood,
      fitMeasures: FitMeasures(likelihood: source(model, test)),
      problems: ImproperSolution.all(in: model) + scaling,
      iterations: model.maximum.iterations, structure: structure, likelihood: model)
  }

  private func source(_ model: FittedLikelihood, _ test: ModelTest) -> FitMeasures.Source {
    let samples = basis.samples
    return FitMeasures.Source(
      npar: model.search.partition.freeCount, test: test, baseline: basis.baseline,
      count: samples.reduce(0) { $0 + $1.count }, groups: samples.count, srmr: residuals(of: model),
      logl: model.logLikelihood, unrestrictedLogl: basis.saturatedLogLikelihood,
      isIncomplete: basis.missing == .fiml && !samples.allSatisfy(\.isComplete))
  }

  private func residuals(of model: FittedLikelihood) -> Double {
    var measure = ResidualMeasure()
    for (moments, group) in zip(basis.moments, model.maximum.point.groups) {
      measure.add(
        moments, group.implied.covariance, means: table.hasMeanStructure ? group.implied.means : nil
      )
    }
    return measure.value
  }
}

extension ParameterTable {
  /// The baseline: the same items unrelated, except that observed variables which explain others
  /// and are explained by nothing may covary, unless they are modelled.
  var unrelated: ParameterTable {
    let given = hasGivenPredictors ? exogenousObserved : []
    var rows: [Parameter] = []
    for group in groups.indices {
      func add(_ left: String, _ kind: Parameter.Operator, _ right: String = "") {
        rows.append(Parameter(left, kind, right, group: group, state: .free(rows.count)))
      }
      for item in observed { add(item, .covariance, item) }
      for (place, item) in given.enumerated() {
        for other in given[..<place] { add(other, .covariance, item) }
      }
      for item in observed where hasMeanStructure { add(item, .intercept) }
    }
    var table = ParameterTable(observed: observed, latent: [], groups: groups, parameters: rows)
    table.hasMeanStructure = hasMeanStructure
    return table
  }

  /// The observed variables that explain others and are neither explained nor items.
  var exogenousObserved: [String] {
    let regressions = parameters.filter { $0.kind == .regression }
    let explained = Set(
      regressions.map(\.left) + parameters.filter { $0.kind == .loading }.map(\.right))
    let explaining = Set(regressions.map(\.right))
    return observed.filter { explaining.contains($0) && !explained.contains($0) }
  }
}

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
    saturatedTrace =
      estimator == .mlr ? SaturatedTrace(samples, hasMeans: hasMeans).value(saturated) : nil
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
    let starts = (start.map { [$0] } ?? []) + values.all
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
