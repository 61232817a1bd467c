import Estimation
import LavaanSyntax
import NumericalMethods
import Parallelism
import SurveyModel

/// A study's answers, weighted and scored: what every query of the study runs on.
///
///     let study = WeightedStudy(study, samples: samples)
///     study.sample(city: "pskov", wave: "w1")?.index?.mean
///
/// What costs more than weighting and scoring is a query that returns a value of its own:
/// ``estimates(_:)``, ``comparability()``, ``comparison(from:to:comparability:)`` and others.
public struct WeightedStudy: Sendable {
  public let study: Study
  /// The models that the study gives for its factors.
  public let models: FactorModels
  /// In the order of the study's waves, then of its cities.
  public private(set) var samples: [AnalysedSample]
  /// Samples from which nothing can be estimated, and why.
  public let notUsable: [WeightedSample.NotUsable]

  /// What could not be made of what the study has.
  public private(set) var unmade: [Unmade] = []
  private var readingFindings: [Diagnostic] = []

  private init(
    _ study: Study, models: FactorModels, samples: [AnalysedSample],
    notUsable: [WeightedSample.NotUsable]
  ) {
    self.study = study
    self.models = models
    self.samples = samples
    self.notUsable = notUsable
  }

  /// Weights and scores the samples, side by side on all cores; nothing depends on how many there
  /// are. Samples of waves and cities that the study lacks are left out.
  ///
  /// What would be other than the study says is not made, and stands in ``unmade``: all of a sample
  /// without a column of its design or a margin that could be used, a question of which too many
  /// answers could not be read, a group that puts people into two categories.
  ///
  /// - Parameter models: Those of the study's factors, as `StudyReading` gives them.
  /// - Precondition: The model of each factor that has one was read.
  /// - Complexity: O(interviews × (margins × steps of raking + items)).
  public init(_ study: Study, models: FactorModels = FactorModels(), samples: [Sample]) {
    precondition(
      study.factors.allSatisfy { $0.model == nil || models[$0.name] != nil },
      "the models of the study's factors are read before it is weighted")
    let ordered = study.inOrder(samples)
    let limit = AnalysisConventions(study).unreadAnswers
    let readable = concurrentMap(ordered.count) { ReadableSample(ordered[$0], limit: limit) }
    let results = concurrentMap(ordered.count) { index in
      WeightedSample.make(readable[index].sample, in: study).flatMap(\.weightedAsMeant)
        .map { AnalysedSample($0, in: study) }
    }
    var (samples, notUsable): ([AnalysedSample], [WeightedSample.NotUsable]) = ([], [])
    for result in results {
      switch result {
      case .success(let sample): samples.append(sample)
      case .failure(let failure): notUsable.append(failure)
      }
    }
    self.init(study, models: models, samples: samples, notUsable: notUsable)
    let overlaps = study.groupings.map { grouping in
      OverlappingGroup(grouping, in: samples.map(\.sample))
    }
    unmade =
      notUsable.map {
        Unmade(key: SampleKey(city: $0.city, wave: $0.wave), part: .everything)
      } + readable.flatMap(\.unmade) + samples.flatMap { Unmade.refused(in: $0.sample, of: study) }
      + overlaps.flatMap(\.unmade)
    readingFindings = readable.flatMap(\.diagnostics) + overlaps.compactMap(\.diagnostic)
  }

  public func sample(city: String, wave: String) -> AnalysedSample? {
    samples.first { $0.key == SampleKey(city: city, wave: wave) }
  }

  /// The names of the waves that have usable samples, in the study's order.
  public var waves: [String] {
    study.waves.map(\.name).filter { wave in samples.contains { $0.wave == wave } }
  }

  /// What weighting and scoring found, each finding once.
  public var diagnostics: [Diagnostic] {
    let all =
      models.findings + readingFindings + notUsable.flatMap(\.diagnostics)
      + samples.flatMap(\.weighted.diagnostics)
      + samples.flatMap(\.scored.diagnostics)
    var seen: Set<Diagnostic> = []
    return all.filter { seen.insert($0).inserted }
  }

  /// The same study without some of its samples.
  public func keeping(_ isKept: (AnalysedSample) -> Bool) -> WeightedStudy {
    having(samples.filter(isKept))
  }

  /// The same study with these samples in the place of its own.
  package func having(_ samples: [AnalysedSample]) -> WeightedStudy {
    var study = self
    study.samples = samples
    return study
  }
}
