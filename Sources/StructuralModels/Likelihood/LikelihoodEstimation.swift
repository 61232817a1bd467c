import LavaanSyntax
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
