import NumericalMethods

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
  private let estimator: ModelEstimator
  private let missing: MissingInModel
  private let structure: ModelStructure
  private let samples: [ModelSample]
  private let saturated: [SaturatedMoments]
  private let moments: [GroupMoments]
  private let saturatedLogLikelihood: Double
  /// tr(A₁⁻¹B₁); nil where errors are not robust.
  private let saturatedTrace: Double?

  private var inference: FittedLikelihood.Inference { .init(estimator, missing) }

  init(
    _ table: ParameterTable, _ data: GroupedAnswers, _ estimator: ModelEstimator,
    _ missing: MissingInModel
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
    structure = try ModelStructure(table)
    samples = try ModelSample.samples(for: table, data, missing: missing)
    (self.table, self.estimator, self.missing) = (table, estimator, missing)
    let samples = samples
    saturated = concurrently(samples.count) { SaturatedMoments(samples[$0]) }
    moments = zip(samples, saturated).map { sample, saturated in
      GroupMoments(
        name: sample.name, count: sample.count, means: saturated.means,
        covariance: saturated.covariance)
    }
    var sum = 0.0
    for (sample, saturated) in zip(samples, saturated) {
      guard let value = saturated.logLikelihood(sample) else {
        throw .itemsRepeat(group: sample.name)
      }
      sum += value
    }
    saturatedLogLikelihood = sum
    let areLinked = ScoreCovariance.areLinked(samples)
    saturatedTrace =
      estimator == .mlr
      ? SaturatedTrace(samples, hasMeans: table.hasMeanStructure, areLinked: areLinked)
        .value(saturated) : nil
  }

  func fit() throws(ModelError) -> ConfirmatoryFit {
    let model = try fitted(structure)
    let (test, scaling) = test(of: model)
    let (baseline, _) = self.test(of: try fitted(ModelStructure(table.unrelated)))
    let source = FitMeasures.Source(
      npar: model.search.partition.freeCount, test: test, baseline: baseline,
      count: samples.reduce(0) { $0 + $1.count }, groups: samples.count, srmr: residuals(of: model),
      logl: model.logLikelihood, unrestrictedLogl: saturatedLogLikelihood,
      isIncomplete: missing == .fiml && !samples.allSatisfy(\.isComplete))
    return ConfirmatoryFit(
      table: table, estimator: estimator, missing: missing, groups: moments,
      estimates: model.maximum.point.estimates, covariance: model.covariance ?? .unknown,
      test: test, baseline: baseline, logLikelihood: model.logLikelihood,
      unrestrictedLogLikelihood: saturatedLogLikelihood,
      fitMeasures: FitMeasures(likelihood: source),
      problems: ImproperSolution.all(in: model) + scaling,
      iterations: model.maximum.iterations, structure: structure, likelihood: model)
  }

  private func fitted(_ structure: ModelStructure) throws(ModelError) -> FittedLikelihood {
    let start = StartingValues(structure, moments)
    let search = LikelihoodSearch(
      structure: structure, samples: samples, partition: try ParameterPartition(structure))
    guard
      let fitted = FittedLikelihood(
        search, from: [start.estimates, start.plainEstimates], inference)
    else { throw .unusableStart }
    return fitted
  }

  /// χ² with its scaling factor, (tr(A₁⁻¹ B₁) − tr(A₀⁻¹ B₀))/df. Nothing makes the factor positive
  /// where the information A₀ is nearly singular: it is left out then, as lavaan does, and named.
  private func test(of model: FittedLikelihood) -> (ModelTest, [ImproperSolution]) {
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
    let size = table.observed.count
    return samples.count * (size * (size + 1) / 2 + (table.hasMeanStructure ? size : 0))
  }

  private func residuals(of model: FittedLikelihood) -> Double {
    var measure = ResidualMeasure()
    for (moments, group) in zip(moments, model.maximum.point.groups) {
      measure.add(
        moments, group.implied.covariance, means: table.hasMeanStructure ? group.implied.means : nil
      )
    }
    return measure.value
  }
}

extension ParameterTable {
  /// The baseline: the same items unrelated, except that observed variables which explain others
  /// and are explained by nothing may covary.
  var unrelated: ParameterTable {
    let given = exogenousObserved
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
