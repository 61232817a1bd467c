import NumericalMethods
import Parallelism
import SurveyAnalysis
import SurveyModel

/// Everything that the reports on a study show, in numbers.
public struct ReportFindings: Sendable {
  /// The samples that are reported on.
  public let weighted: WeightedStudy
  /// One for each of them, in their order.
  public let samples: [SampleFindings]
  /// Samples of an unfinished survey whose figures wait for more interviews; they are not among
  /// ``samples``.
  public let waiting: [WaitingSample]
  /// The bases of what an unfinished survey has published with this.
  public let interimBases: InterimBases
  /// Which scores measure the same in the cities of each wave, and in each city's consecutive
  /// waves: what the comparisons below rest on.
  public let comparability: StudyComparability
  /// One for each wave that has usable samples.
  public let profiles: [WaveProfile]
  /// By wave, then by scale in the order of `factors.csv`: all cities together, then each.
  public let reliabilities: [ScaleReliability]
  /// One for each pair of waves that the study compares.
  public let waveComparisons: [WaveComparison]
  /// Why the cities of a wave differ in the index, one for each wave that compares them by it; none
  /// of an unfinished survey.
  public let decompositions: [WaveDecompositions]
  /// By wave, whether residents make up types; empty for an unfinished survey.
  public let types: [(wave: String, finding: TypesFinding)]

  public var study: Study { weighted.study }

  /// Estimates all of it, sample by sample on all cores; comparability costs the most.
  ///
  /// - Parameter published: What an unfinished survey has published before; no matter for a finished
  ///   one.
  public init(_ all: WeightedStudy, published: InterimBases = InterimBases()) {
    let study = all.study
    let findings = concurrentMap(all.samples.count) { SampleFindings(all.samples[$0], in: study) }
    let earlier = study.settings.isInterim ? published : nil
    waiting = earlier.map { earlier in findings.compactMap { $0.waiting(after: earlier) } } ?? []
    let samples =
      earlier.map { earlier in
        findings.filter { $0.waiting(after: earlier) == nil }
          .map { $0.waitingParts(after: earlier) }
      } ?? findings
    let weighted = all.keeping { sample in
      samples.contains { $0.analysed.key == sample.key }
    }
    let comparability = weighted.comparability()
    self.weighted = weighted
    self.samples = samples
    interimBases = (earlier ?? InterimBases()).updated(with: samples)
    reliabilities = weighted.reliabilities
    let profiles = study.waves.compactMap {
      weighted.profile(wave: $0.name, comparability: comparability)
    }
    self.profiles = profiles
    // The difference of two versions of these would tell of the people who came in between.
    let finished = study.settings.isInterim ? [] : profiles
    decompositions = concurrentMap(finished.count) { weighted.decompositions(finished[$0]) }
      .compactMap(\.self)
    types = concurrentMap(finished.count) {
      (finished[$0].wave, weighted.typesFinding(wave: finished[$0].wave))
    }
    let neighbours = zip(study.waves, study.waves.dropFirst()).map { [$0.name, $1.name] }
    let waveComparisons = weighted.comparedWaves.compactMap { pair in
      weighted.comparison(
        from: pair.earlier, to: pair.later, of: pair.cities,
        comparability: neighbours.contains([pair.earlier, pair.later]) ? comparability : nil,
        distributions: { samples.distributions(of: $0) })
    }
    self.waveComparisons = waveComparisons
    // Scales whose questions are not the same in both waves were tested without these.
    self.comparability = comparability.replacing(
      waveComparisons.flatMap { $0.cities.flatMap(\.comparability) })
  }

  public func sample(city: String, wave: String) -> SampleFindings? {
    samples.first { $0.analysed.key == SampleKey(city: city, wave: wave) }
  }

  public func profile(wave: String) -> WaveProfile? { profiles.first { $0.wave == wave } }

  public func decompositions(wave: String) -> WaveDecompositions? {
    decompositions.first { $0.wave == wave }
  }

  public func types(wave: String) -> TypesFinding? { types.first { $0.wave == wave }?.finding }

  /// What changed between any two waves; those with a wave between them are tested here.
  public func comparison(from earlier: String, to later: String) -> WaveComparison? {
    waveComparisons.first { $0.earlier == earlier && $0.later == later }
      ?? weighted.comparison(
        from: earlier, to: later, distributions: { [samples] in samples.distributions(of: $0) })
  }

  public func reliability(
    of score: ScoreID, wave: String, city: String? = nil
  ) -> ScaleReliability? {
    reliabilities.first { $0.id == score && $0.wave == wave && $0.city == city }
  }

  /// A score's mean in each sample as far as it may stand beside the others; see
  /// ``ScoresSideBySide/means(of:)``.
  public func meansSideBySide(of score: ScoreID) -> [ScoreEstimate?] {
    ScoresSideBySide(weighted, comparability: comparability).means(of: score)
  }
}

extension [SampleFindings] {
  /// What is shown of a sample's questions.
  fileprivate func distributions(of sample: AnalysedSample) -> [QuestionDistribution] {
    first { $0.analysed.key == sample.key }?.distributions ?? []
  }
}
