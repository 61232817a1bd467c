import FactorAnalysis
import SurveyAnalysis
import SurveyModel

/// How many factors lie behind reflective items, and which items belong to which.
public struct Exploration: Sendable {
  public var wave: String
  /// The factor whose items are explored; nil for the items of all factors together.
  public var factor: String?
  /// Weighted, all cities of the wave together; smoothed where that was asked for and needed.
  public var covariance: ItemCovariance
  /// Of the correlations as they were found, before any smoothing.
  public var definiteness: PositiveDefiniteness
  public var samplingAdequacy: Result<SamplingAdequacy, FactorAnalysisError>
  public var bartlett: Result<BartlettTest, FactorAnalysisError>
  /// Mardia's statistics, of the interviews that answered all items.
  public var normality: Result<MultivariateNormality, FactorAnalysisError>
  public var parallel: ParallelAnalysis
  /// What every rule for the number of factors says; of a factor's own items those of polychoric
  /// correlations too.
  public var number: Result<NumberOfFactors, FactorAnalysisError>
  /// With as many factors as the parallel analysis suggests, at least one, or as were asked for.
  public var analysis: Result<ExploratoryFactorAnalysis, FactorAnalysisError>
  /// The loadings' standard errors under the design, of a factor's own items: those of sixty items
  /// take as long as all the rest together.
  public var errors: Result<LoadingErrors, FactorAnalysisError>
  /// How far regression scores would correlate with each factor.
  public var scoreDeterminacies: Result<[Double], FactorAnalysisError>
  /// Whether the cities have the same factors; empty where there is one city.
  public var agreements: [CityAgreement]

  init(
    _ samples: [AnalysedSample], wave: String, factor: String?, options: ExplorationOptions,
    in study: Study
  ) throws(FactorAnalysisError) {
    let items = study.factors.filter { factor == nil || $0.name == factor }.flatMap { factor in
      factor.reflectiveItems.map { (factor: factor.name, item: $0) }
    }
    let pool = PooledItems(samples)
    let answers = try pool.answers(to: items)
    let plain = try ItemCovariance(
      answers, missing: options.missing, kind: options.correlation)
    let covariance = options.isSmoothed ? plain.smoothed() : plain
    let seed = study.settings.seed
    let ordinal = Result { () throws(FactorAnalysisError) in
      try OrdinalAnswers(answers, missing: options.missing)
    }
    let isPolychoric = options.correlation == .polychoric
    let parallel =
      isPolychoric
      ? try ParallelAnalysis(polychoric: ordinal.get(), seed: seed)
      : try ParallelAnalysis(covariance, seed: seed)
    let most = ExploratoryFactorAnalysis.mostFactors(items: covariance.names.count)
    let count = options.factors ?? min(max(1, parallel.suggested), max(1, most))
    self.wave = wave
    self.factor = factor
    self.covariance = covariance
    definiteness = plain.definiteness
    self.parallel = parallel
    samplingAdequacy = Result { () throws(FactorAnalysisError) in
      try SamplingAdequacy(covariance)
    }
    bartlett = Result { () throws(FactorAnalysisError) in try BartlettTest(covariance) }
    normality = Result { () throws(FactorAnalysisError) in try MultivariateNormality(answers) }
    number = Result { () throws(FactorAnalysisError) in
      guard factor != nil else { return try NumberOfFactors(covariance, seed: seed) }
      return isPolychoric
        ? try NumberOfFactors(polychoric: ordinal.get(), seed: seed)
        : try NumberOfFactors(covariance, ordinal: ordinal, seed: seed)
    }
    let analysis = Result { () throws(FactorAnalysisError) in
      try options.analysis(covariance, factors: count)
    }
    self.analysis = analysis
    errors = Result { () throws(FactorAnalysisError) in
      guard factor != nil else { throw .notAskedFor }
      // What smoothing adds to the errors is not known.
      guard !covariance.isSmoothed else {
        throw .notPositiveDefinite(smallestEigenvalue: plain.definiteness.smallestEigenvalue)
      }
      return try analysis.get().errors(of: answers, design: pool.design)
    }
    scoreDeterminacies = Result { () throws(FactorAnalysisError) in
      try FactorScores(analysis.get(), method: .regression).determinacies
    }
    agreements =
      (try? analysis.get()).map {
        CityAgreement.all(samples, like: $0, items: items, options: options)
      } ?? []
  }
}

/// How items are explored.
public struct ExplorationOptions: Hashable, Sendable {
  public var method: ExtractionMethod
  public var rotation: FactorRotation
  /// How many factors; nil for as many as parallel analysis suggests.
  public var factors: Int?
  public var correlation: CorrelationKind
  public var missing: MissingAnswers
  /// Whether correlations that are not positive definite are mended; never unasked.
  public var isSmoothed: Bool

  public init(
    method: ExtractionMethod = .minres, rotation: FactorRotation = .oblimin, factors: Int? = nil
  ) {
    correlation = .pearson
    missing = .pairwise
    isSmoothed = false
    self.method = method
    self.rotation = rotation
    self.factors = factors
  }

  func analysis(
    _ covariance: ItemCovariance, factors: Int
  ) throws(FactorAnalysisError) -> ExploratoryFactorAnalysis {
    try ExploratoryFactorAnalysis(
      covariance, factors: factors, method: method, rotation: rotation)
  }
}

extension WeightedStudy {
  /// Explores the reflective items of a wave, of one factor or of all together. It is computed
  /// when asked for, since random matrices take time; the study's seed decides them.
  ///
  /// - Throws: `FactorAnalysisError` where there are too few items or interviews.
  public func exploration(
    wave: String, factor: String? = nil, options: ExplorationOptions = ExplorationOptions()
  ) throws(FactorAnalysisError) -> Exploration {
    try Exploration(
      samples.filter { $0.wave == wave }, wave: wave, factor: factor, options: options,
      in: study)
  }
}
