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
    let ordered = study.waves.flatMap { wave in
      study.cities.flatMap { city in
        samples.filter { $0.wave == wave.name && $0.city == city.name }
      }
    }
    let results = concurrentMap(ordered.count) {
      WeightedSample.make(ordered[$0], in: study, plan: plan)
    }
    self.samples = results.compactMap { try? $0.get() }
    notUsable = results.compactMap { result -> WeightedSample.NotUsable? in
      if case .failure(let failure) = result { failure } else { nil }
    }
  }

  public var diagnostics: [Diagnostic] {
    notUsable.flatMap(\.diagnostics) + samples.flatMap(\.diagnostics)
  }
}
