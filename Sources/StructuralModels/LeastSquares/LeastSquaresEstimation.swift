import LavaanSyntax
import NumericalMethods

/// Estimates a model of ordered items by diagonally weighted least squares and tests it: DWLS and
/// WLSMV.
///
/// WLSMV's χ² has the mean and the variance of one with the model's degrees of freedom:
///
///     χ²* = χ²/c + b,  c = √(tr(UCUC)/df),  b = df − tr(UC)/c
///
/// > T. Asparouhov, B. Muthén (2010). *Simple second order chi-square correction*. Mplus technical
/// > appendix; lavaan's `scaled.shifted`.
struct LeastSquaresEstimation {
  private let table: ParameterTable
  private let estimator: ModelEstimator
  private let missing: MissingInModel
  private let structure: ModelStructure
  private let sample: OrdinalSample

  /// - Parameter sample: Of a model with the same ordered items and groups.
  init(
    _ table: ParameterTable, _ sample: OrdinalSample, _ estimator: ModelEstimator,
    _ missing: MissingInModel
  ) throws(ModelError) {
    structure = try ModelStructure(table)
    (self.table, self.estimator, self.missing) = (table, estimator, missing)
    self.sample = sample
    if table.parameterization == .delta, let item = structure.orderedPredictor {
      throw .estimatorNotAvailable(
        estimator,
        reason: "the ordered item '\(item)' explains others; use the theta parameterization")
    }
  }

  /// - Parameter start: Where the search begins; nil for what the sample suggests.
  func fit(from start: [Double]? = nil) throws(ModelError) -> ConfirmatoryFit {
    let search = LeastSquaresSearch(
      structure: structure, sample: sample, partition: try ParameterPartition(structure))
    let values = OrdinalStart(structure, sample)
    let starts = (start.map { [$0] } ?? []) + values.all
    guard let model = FittedLeastSquares(search, from: starts) else { throw .unusableStart }
    let test = test(of: model)
    let covariance = estimator == .wlsmv ? model.sandwich : model.inverse
    return ConfirmatoryFit(
      table: table, estimator: estimator, missing: missing, groups: sample.moments,
      estimates: model.minimum.point.estimates,
      covariance: covariance?.scaled(by: model.correction) ?? .unknown, test: test,
      baseline: baseline, logLikelihood: nil, unrestrictedLogLikelihood: nil,
      fitMeasures: fitMeasures(model, test), problems: problems(of: model),
      iterations: model.minimum.iterations, structure: structure, likelihood: nil,
      leastSquares: model)
  }

  private func test(of model: FittedLeastSquares) -> ModelTest {
    let statistics = sample.groups.reduce(0) { $0 + $1.values.count }
    return scaled(
      ModelTest(chisq: model.chisq, df: statistics - model.search.partition.freeCount), model.traces
    )
  }

  private func scaled(_ test: ModelTest, _ traces: FittedLeastSquares.Traces?) -> ModelTest {
    guard estimator == .wlsmv, test.df > 0, let traces, traces.second > 0 else { return test }
    let (df, factor) = (Double(test.df), (traces.second / Double(test.df)).squareRoot())
    return ModelTest(
      chisq: test.chisq, df: test.df, scalingFactor: factor, shift: df - traces.first / factor)
  }

  /// The model whose thresholds are free and whose latent answers are unrelated.
  private var baseline: ModelTest {
    var (chisq, df) = (0.0, 0)
    var weights: [Double] = []
    for group in sample.groups {
      let correlations = group.layout.thresholdCount..<group.layout.length
      chisq += correlations.reduce(0) {
        $0 + group.weights[$1] * group.values[$1] * group.values[$1]
      }
      df += correlations.count
      weights += group.weights.enumerated().map { correlations.contains($0) ? $1 : 0 }
    }
    let second: Double
    switch sample.covariance {
    case .linked(let covariance): second = RobustPart.secondTrace(weights, covariance)
    case .byGroup(let covariances):
      var rest = weights[...]
      second = covariances.reduce(0) { sum, covariance in
        defer { rest = rest.dropFirst(covariance.rows) }
        return sum + RobustPart.secondTrace(Array(rest.prefix(covariance.rows)), covariance)
      }
    }
    return scaled(
      ModelTest(chisq: chisq, df: df), .init(first: Double(df), second: second))
  }

  private func fitMeasures(_ model: FittedLeastSquares, _ test: ModelTest) -> FitMeasures {
    FitMeasures(
      leastSquares: FitMeasures.Source(
        npar: model.search.partition.freeCount, test: test, baseline: baseline,
        count: sample.count - sample.groups.count, groups: sample.groups.count,
        srmr: residuals(of: model)),
      likelihood: estimator == .wlsmv ? CorrelationLikelihood(model) : nil)
  }

  /// Residual correlations, the ones on the diagonal counted, weighted by the groups' interviews.
  private func residuals(of model: FittedLeastSquares) -> Double {
    let sum = zip(sample.groups, model.minimum.point.residuals).reduce(0.0) { sum, pair in
      let (group, residuals) = pair
      let squares = residuals[group.layout.thresholdCount...].reduce(0) { $0 + $1 * $1 }
      let items = group.layout.counts.count
      return sum + Double(group.count) * (squares / Double(items * (items + 1) / 2)).squareRoot()
    }
    return sum / Double(sample.count)
  }

  private func problems(of model: FittedLeastSquares) -> [ImproperSolution] {
    var problems: [ImproperSolution] = []
    if !model.minimum.converged {
      problems.append(.notConverged(gradient: model.minimum.distance))
    }
    if model.factor == nil {
      problems += ImproperSolution.underIdentified(
        model.information, model.search.partition, structure)
    }
    for (group, answers) in model.minimum.point.groups.enumerated() {
      problems += ImproperSolution.inadmissible(
        answers.withResidualVariances, structure, group: group)
    }
    return problems
  }
}

extension FitMeasures {
  /// The measures of a model that was estimated by least squares: RMSEA's scaled form is that of
  /// the scaled and shifted χ²; those with robust names are of the normal likelihood of the
  /// correlations, and nil without it.
  init(leastSquares source: Source, likelihood: CorrelationLikelihood? = nil) {
    self.init(likelihood: source)
    (cfiRobust, tliRobust) = (nil, nil)
    rmseaRobust = Approximation()
    if let likelihood { setRobust(likelihood, source) }
    guard let chisq = chisqScaled else { return }
    let df = Double(df)
    rmseaScaled = Approximation(
      chisq: chisq, excess: chisq - df, df: df,
      scale: Double(source.count) / Double(source.groups))
  }
}

extension FitMeasures {
  /// With c = E/df: CFI and TLI of X − E, RMSEA = √((X − E)₊/((N − groups) df)) √groups and its interval
  /// from X/c.
  private mutating func setRobust(_ likelihood: CorrelationLikelihood, _ source: Source) {
    let (freedom, factor) = (Double(df), likelihood.expected / Double(df))
    guard df > 0, factor > 0 else { return }
    let excess = likelihood.chisq - likelihood.expected
    let robust = Noncentrality(
      model: excess, baseline: likelihood.baselineChisq - likelihood.baselineExpected, freedom,
      Double(baselineDf))
    (cfiRobust, tliRobust) = (robust.cfi, robust.tli)
    rmseaRobust = Approximation(
      chisq: likelihood.chisq / factor, excess: excess / factor, df: freedom,
      scale: Double(source.count) / Double(source.groups) / factor)
  }
}

extension LatentAnswers {
  /// The implied moments with the residual variances that the scales leave.
  fileprivate var withResidualVariances: ImpliedMoments {
    var residuals = implied.residualCovariance
    for item in scales.indices { residuals[item, item] = residualVariance(of: item) }
    return ImpliedMoments(
      covariance: implied.covariance, means: implied.means, totalEffects: implied.totalEffects,
      variableCovariance: implied.variableCovariance, variableMeans: implied.variableMeans,
      residualCovariance: residuals, directions: implied.directions)
  }
}

extension ModelStructure {
  /// An observed variable that explains others.
  fileprivate var orderedPredictor: String? {
    for group in groups {
      for place in group.elements.map(\.place) + group.fixed.map(\.place) {
        if case .path(_, let source) = place, source < group.observedCount {
          return table.observed[source]
        }
      }
    }
    return nil
  }
}

/// Where the search begins: as for numbers from the correlations, thresholds at the sample's,
/// scales and residual variances at 1.
struct OrdinalStart {
  private let structure: ModelStructure
  private let sample: OrdinalSample
  private let values: StartingValues

  init(_ structure: ModelStructure, _ sample: OrdinalSample) {
    self.structure = structure
    self.sample = sample
    values = StartingValues(structure, sample.moments)
  }

  /// The starts in the order in which they are tried.
  var all: [[Double]] { values.all.map(withThresholds) }

  private func withThresholds(_ start: [Double]) -> [Double] {
    var sums = Array(repeating: 0.0, count: start.count)
    var counts = sums
    for (group, sample) in zip(structure.groups, sample.groups) {
      for element in group.elements {
        let index = group.freeIndices[element.parameter]
        guard let value = value(at: element.place, sample) else { continue }
        sums[index] += value
        counts[index] += 1
      }
    }
    var estimates = start.indices.map { counts[$0] > 0 ? sums[$0] / counts[$0] : start[$0] }
    for parameter in structure.table.parameters {
      if let index = parameter.freeIndex, let start = parameter.start { estimates[index] = start }
    }
    return estimates
  }

  private func value(at place: ModelPlace, _ group: OrdinalSample.Group) -> Double? {
    switch place {
    case .threshold(let item, let number): group.values[group.layout.starts[item] + number]
    case .scaling: 1
    case .covariance(let first, let second) where first == second:
      first < group.layout.counts.count ? 1 : nil
    case .covariance, .path, .mean: nil
    }
  }
}
