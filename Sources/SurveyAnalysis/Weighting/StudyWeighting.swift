import Estimation
import Parallelism
import SurveyModel

/// The samples of a study weighted by city and wave in one call, and nothing else computed.
public struct StudyWeighting: Sendable {
  /// In the order of the study's waves, then of its cities.
  public let samples: [WeightedSample]
  /// Samples from which nothing can be estimated, and why.
  public let notUsable: [WeightedSample.NotUsable]

  /// - Parameter plan: What holds for all cities and waves.
  public init(_ study: Study, samples: [Sample], plan: WeightingPlan = WeightingPlan()) {
    let ordered = study.inOrder(samples)
    let results = concurrentMap(ordered.count) {
      WeightedSample.make(ordered[$0], in: study, plan: plan)
    }
    var (usable, notUsable): ([WeightedSample], [WeightedSample.NotUsable]) = ([], [])
    for result in results {
      switch result {
      case .success(let sample): usable.append(sample)
      case .failure(let failure): notUsable.append(failure)
      }
    }
    self.samples = usable
    self.notUsable = notUsable
  }

  public var diagnostics: [Diagnostic] {
    notUsable.flatMap(\.diagnostics) + samples.flatMap(\.diagnostics)
  }
}
