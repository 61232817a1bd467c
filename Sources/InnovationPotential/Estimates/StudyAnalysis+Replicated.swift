import Estimation
import SurveyModel

extension StudyAnalysis {
  /// The analysis with the errors of every contrast, test and model from replicates of each sample,
  /// weighted anew; see `ReplicateDesign.surveyDesign`.
  ///
  /// - Parameter replication: Nil leaves the errors as they are.
  /// - Throws: ``EstimateQuery/Failure/noReplicates(city:wave:reason:)``, where the method does not
  ///   fit a sample.
  public func replicated(
    by replication: EstimateQuery.Replication?
  ) throws(EstimateQuery.Failure) -> StudyAnalysis {
    guard let replication else { return self }
    var analysis = self
    var samples: [AnalysedSample] = []
    for sample in self.samples {
      let replicates = try sample.replicates(by: replication, in: study)
      samples.append(sample.taking(replicates))
    }
    analysis.take(samples)
    return analysis
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
