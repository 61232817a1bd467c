import Estimation
import FactorAnalysis
import SurveyAnalysis
import SurveyModel

/// The factor scores of everybody in a wave who answered all items, of all cities together: in
/// standard deviations of the pooled cities, so that their mean is about 0.
///
/// The means of cities show where people of the same loadings stand; whether cities may be compared
/// is for the ladder of invariance to say.
public struct SampleFactorScores: Sendable {
  /// One city's.
  public struct City: Sendable {
    public var city: String
    /// Factor after factor, in the order of the sample's interviews; NaN where an answer is missing.
    public var values: [[Double]]
    /// Of the sample's interviews; nil where the field file names no identifier.
    public var identifiers: [String]?
    /// The mean of each factor's scores, under the design.
    public var means: [Estimate]
  }

  public var wave: String
  public var factor: String
  public var analysis: ExploratoryFactorAnalysis
  public var scores: FactorScores
  public var cities: [City]
}

extension WeightedStudy {
  /// Scores on the factors of a factor's own items.
  ///
  /// O(interviews × items × factors) beside the exploration.
  ///
  /// - Throws: `FactorAnalysisError` where the items cannot be factored, or the correlations are not
  ///   positive definite.
  public func factorScores(
    wave: String, factor: String, options: ExplorationOptions, method: FactorScores.Method
  ) throws(FactorAnalysisError) -> SampleFactorScores {
    let own = samples.filter { $0.wave == wave }
    let items = study.factors.filter { $0.name == factor }.flatMap { factor in
      factor.reflectiveItems.map { (factor: factor.name, item: $0) }
    }
    let answers = try PooledItems(own).answers(to: items)
    let analysis = try options.analysis(of: answers, seed: study.settings.seed)
    let scores = try FactorScores(analysis, method: method)
    let columns = scores.scores(of: answers)
    var start = 0
    let cities = own.map { sample in
      let rows = start..<start + sample.design.count
      start = rows.upperBound
      let values = columns.map { Array($0[rows]) }
      return SampleFactorScores.City(
        city: sample.city, values: values, identifiers: sample.sample.design.identifiers,
        means: values.map { sample.design.mean(of: $0) })
    }
    return SampleFactorScores(
      wave: wave, factor: factor, analysis: analysis, scores: scores, cities: cities)
  }
}

extension ExplorationOptions {
  /// The correlations as they are asked for, and smoothed where that is asked for.
  func covariance(_ answers: ItemAnswers) throws(FactorAnalysisError) -> ItemCovariance {
    let plain = try ItemCovariance(answers, missing: missing, kind: correlation)
    return isSmoothed ? plain.smoothed() : plain
  }

  /// With as many factors as asked for, or as parallel analysis suggests.
  fileprivate func analysis(
    of answers: ItemAnswers, seed: UInt64
  ) throws(FactorAnalysisError) -> ExploratoryFactorAnalysis {
    let covariance = try covariance(answers)
    if let factors { return try analysis(covariance, factors: factors) }
    let parallel =
      correlation == .polychoric
      ? try ParallelAnalysis(polychoric: OrdinalAnswers(answers, missing: missing), seed: seed)
      : try ParallelAnalysis(covariance, seed: seed)
    let most = ExploratoryFactorAnalysis.mostFactors(items: covariance.names.count)
    return try analysis(covariance, factors: min(max(1, parallel.suggested), max(1, most)))
  }
}
