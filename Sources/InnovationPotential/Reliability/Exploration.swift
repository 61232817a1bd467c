import FactorAnalysis
import SurveyModel

/// How many factors lie behind reflective items, and which items belong to which.
public struct Exploration: Sendable {
  public var wave: String
  /// The factor whose items are explored; nil for the items of all factors together.
  public var factor: String?
  /// Weighted, of all pairs of answers, all cities of the wave together.
  public var covariance: ItemCovariance
  public var samplingAdequacy: Result<SamplingAdequacy, FactorAnalysisError>
  public var bartlett: Result<BartlettTest, FactorAnalysisError>
  public var parallel: ParallelAnalysis
  /// Minres with as many factors as the parallel analysis suggests, at least one.
  public var analysis: Result<ExploratoryFactorAnalysis, FactorAnalysisError>

  init(
    _ samples: [AnalysedSample], wave: String, factor: String?, rotation: FactorRotation,
    in study: Study
  ) throws(FactorAnalysisError) {
    let items = study.factors.filter { factor == nil || $0.name == factor }.flatMap { factor in
      factor.reflectiveItems.map { (factor: factor.name, item: $0) }
    }
    let covariance = try PooledItems(samples).covariance(of: items, missing: .pairwise)
    let parallel = try ParallelAnalysis(covariance, seed: study.settings.seed)
    let most = ExploratoryFactorAnalysis.mostFactors(items: covariance.names.count)
    self.wave = wave
    self.factor = factor
    self.covariance = covariance
    self.parallel = parallel
    samplingAdequacy = Result { () throws(FactorAnalysisError) in
      try SamplingAdequacy(covariance)
    }
    bartlett = Result { () throws(FactorAnalysisError) in try BartlettTest(covariance) }
    analysis = Result { () throws(FactorAnalysisError) in
      try ExploratoryFactorAnalysis(
        covariance, factors: min(max(1, parallel.suggested), max(1, most)), rotation: rotation)
    }
  }
}

extension StudyAnalysis {
  /// Explores the reflective items of a wave, of one factor or of all together. It is computed
  /// when asked for, since random matrices take time; the study's seed decides them.
  ///
  /// - Throws: `FactorAnalysisError` where there are too few items or interviews.
  public func exploration(
    wave: String, factor: String? = nil, rotation: FactorRotation = .oblimin
  ) throws(FactorAnalysisError) -> Exploration {
    try Exploration(
      samples.filter { $0.wave == wave }, wave: wave, factor: factor, rotation: rotation,
      in: study)
  }

  public func reliability(
    of score: ScoreID, wave: String, city: String? = nil
  ) -> ScaleReliability? {
    reliabilities.first { $0.id == score && $0.wave == wave && $0.city == city }
  }
}
