import Estimation
import SurveyModel

extension AnalysedSample {
  /// The same interviews and weights with other answers, scored once more.
  ///
  /// - Precondition: The sample has the same interviews in the same order.
  package func answering(_ sample: Sample, in study: Study) -> AnalysedSample {
    precondition(sample.responses.count == self.sample.responses.count, "the same interviews")
    return AnalysedSample(weighted.answering(sample), in: study)
  }
}

extension WeightedSample {
  /// The same interviews, weights and errors with other answers.
  fileprivate func answering(_ sample: Sample) -> WeightedSample {
    WeightedSample(
      sample: sample, design: design, weights: weights, margins: margins, errors: errors,
      nonresponse: nonresponse, diagnostics: diagnostics)
  }
}
