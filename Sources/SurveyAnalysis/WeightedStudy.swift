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
  /// The completed data sets of a study whose missing answers were imputed, each weighted anew, with
  /// the samples of this one in its order, and nothing hidden; empty where nothing was imputed.
  public private(set) var imputations: [WeightedStudy] = []
  /// The answers as observed, of which this is a completed data set; one or none.
  private(set) var observed: [WeightedStudy] = []
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

  /// The same study with these samples in the place of its own, and without imputations.
  package func having(_ samples: [AnalysedSample]) -> WeightedStudy {
    var study = self
    study.samples = samples
    study.imputations = []
    return study
  }

  /// The study with completed data sets beside the answers as observed: figures are Rubin's of the
  /// completed ones, bases and what may be shown those of the observed.
  ///
  /// Each is weighted and scored by itself. A sample that cannot be weighted in one of them is not
  /// made.
  ///
  /// - Parameter completed: By imputation, the samples; see `ImputedAnswers`.
  public func having(imputations completed: [[Sample]]) -> WeightedStudy {
    guard !completed.isEmpty else { return self }
    let open = study.withoutSuppression
    let all = completed.map { WeightedStudy(open, models: models, samples: $0) }
    let usable = all.reduce(Set(samples.map(\.key))) {
      $0.intersection($1.samples.map(\.key))
    }
    var study = having(samples.filter { usable.contains($0.key) })
    study.unmade += samples.filter { !usable.contains($0.key) }.map {
      Unmade(key: $0.key, part: .everything)
    }
    study.readingFindings += all.flatMap { $0.notUsable.flatMap(\.diagnostics) }
    study.imputations = all.map { completed in
      var own = completed.having(completed.samples.filter { usable.contains($0.key) })
      own.observed = [study]
      return own
    }
    return study
  }

  /// The same study after a change of each of its data sets.
  func changing(
    _ change: (WeightedStudy) throws(EstimateQuery.Failure) -> WeightedStudy
  ) throws(EstimateQuery.Failure) -> WeightedStudy {
    var study = try change(self)
    var imputations: [WeightedStudy] = []
    for imputation in self.imputations { imputations.append(try change(imputation)) }
    study.imputations = imputations
    return study
  }
}
