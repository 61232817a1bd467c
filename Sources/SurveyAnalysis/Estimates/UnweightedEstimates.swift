import Estimation
import SurveyModel

extension WeightedStudy {
  /// Estimates with those of the same interviews without weights beside them: each counts once, the
  /// strata and points stay, and nothing is weighted to margins (R: `svydesign(weights = ~1)`).
  ///
  /// What is hidden of a weighted figure is hidden of the other.
  ///
  /// - Throws: ``EstimateQuery/Failure``.
  public func estimatesBesideUnweighted(
    _ query: EstimateQuery
  ) throws(EstimateQuery.Failure) -> [EstimateRecord] {
    var records = try estimates(query)
    let samples = samples.compactMap { sample in
      sample.weighted.withoutWeights(in: study).map { AnalysedSample($0, in: study) }
    }
    guard samples.count == self.samples.count else { return records }
    let others = try having(samples).estimates(query)
    var known: [FigureKey: EstimateRecord] = [:]
    for other in others { known[FigureKey(other)] = other }
    for place in records.indices where records[place].estimate != nil {
      let other = known[FigureKey(records[place])]
      records[place].unweighted = other?.estimate
      records[place].unweightedStandardError = other?.standardError
    }
    return records
  }
}

extension WeightedSample {
  /// The sample with each interview counting once, those of weight 0 not at all; nil where no error
  /// can be estimated so.
  fileprivate func withoutWeights(in study: Study) -> WeightedSample? {
    var plain = sample
    plain.design.baseWeights = sample.design.baseWeights.map { $0 > 0 ? 1 : 0 }
    var weighting = SampleWeighting(sample: plain, study: study, plan: WeightingPlan())
    guard let design = try? weighting.baseDesign() else { return nil }
    return WeightedSample(
      sample: plain, design: design, weights: .base, margins: [], errors: .linearised,
      nonresponse: nil, diagnostics: [])
  }
}
