import Estimation
import SurveyModel

extension WeightedStudy {
  /// The study with the errors of every estimate, contrast, test and model from replicates of each
  /// sample, weighted anew; see `ReplicateDesign.surveyDesign`.
  ///
  /// - Parameter replication: Nil leaves the errors as they are.
  /// - Throws: ``EstimateQuery/Failure/noReplicates(city:wave:reason:)``, where the method does not
  ///   fit a sample.
  public func replicated(
    by replication: EstimateQuery.Replication?
  ) throws(EstimateQuery.Failure) -> WeightedStudy {
    guard let replication else { return self }
    return try changing { own throws(EstimateQuery.Failure) in
      var samples: [AnalysedSample] = []
      for sample in own.samples {
        let replicates = try sample.replicates(by: replication, in: own.study)
        samples.append(AnalysedSample(sample.weighted.having(replicates), in: own.study))
      }
      return own.having(samples)
    }
  }
}

extension AnalysedSample {
  func replicates(
    by replication: EstimateQuery.Replication, in study: Study
  ) throws(EstimateQuery.Failure) -> ReplicateDesign {
    do {
      return try weighted.replicates(by: replication, in: study)
    } catch {
      throw .noReplicates(
        city: city, wave: wave, reason: weighted.sample.hidingRareNames(in: "\(error)"))
    }
  }
}
