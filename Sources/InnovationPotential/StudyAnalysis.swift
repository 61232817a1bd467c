import Estimation
import FactorAnalysis
import Parallelism
import SurveyModel

/// Everything that reports and the analysis commands show of a study, in numbers.
///
///     let analysis = StudyAnalysis(study, samples: samples)
///     analysis.sample(city: "pskov", wave: "w1")?.index?.mean
///
/// The samples are analysed side by side on all cores; nothing depends on how many there are.
public struct StudyAnalysis: Sendable {
  public let study: Study
  /// In the order of the study's waves, then of its cities.
  public private(set) var samples: [AnalysedSample]
  /// Samples from which nothing can be estimated, and why.
  public let notUsable: [WeightedSample.NotUsable]
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
  /// One for each pair of consecutive waves.
  public let waveComparisons: [WaveComparison]
  /// What weighting and scoring found, each finding once.
  public let diagnostics: [Diagnostic]

  /// What is computed beforehand.
  public enum Scope: Hashable, Sendable {
    /// All that reports and comparisons show.
    case everything
    /// All but which scores may be compared, and the comparisons that rest on it: those are tested
    /// when they are asked for. Testing costs more than everything else.
    case withoutComparability
    /// What estimates of these questions and scores rest on: weights, scores, and which of the
    /// scores may be compared. The rest is left empty.
    case estimates(of: Set<String>)
  }

  mutating func take(_ samples: [AnalysedSample]) { self.samples = samples }

  /// - Parameter published: What an unfinished survey has published before; nil where that does not
  ///   matter.
  public init(
    _ study: Study, samples: [Sample], scope: Scope = .everything,
    published: InterimBases? = nil
  ) {
    let ordered = study.inOrder(samples)
    let results = concurrentMap(ordered.count) { index in
      WeightedSample.make(ordered[index], in: study).map {
        AnalysedSample($0, in: study, scope: scope)
      }
    }
    let all = results.compactMap { try? $0.get() }
    let earlier = study.settings.isInterim ? published : nil
    waiting = earlier.map { earlier in all.compactMap { $0.waiting(after: earlier) } } ?? []
    let usable =
      earlier.map { earlier in
        all.filter { $0.waiting(after: earlier) == nil }.map { $0.waitingParts(after: earlier) }
      } ?? all
    interimBases = (earlier ?? InterimBases()).updated(with: usable)
    let notUsable = results.compactMap { result -> WeightedSample.NotUsable? in
      if case .failure(let failure) = result { failure } else { nil }
    }
    self.study = study
    self.samples = usable
    self.notUsable = notUsable
    let comparability = StudyComparability(
      of: Self.comparisons(of: usable, in: study),
      factors: study.factors.filter { scope.concerns($0) }, usable, in: study,
      options: study.ladderOptions)
    self.comparability = comparability
    diagnostics = Self.diagnostics(usable, notUsable, in: study)
    switch scope {
    case .everything, .withoutComparability:
      reliabilities = study.waves.flatMap { wave in
        ScaleReliability.all(usable.filter { $0.wave == wave.name }, wave: wave.name, in: study)
      }
    case .estimates: reliabilities = []
    }
    guard scope == .everything else {
      (profiles, waveComparisons) = ([], [])
      return
    }
    profiles = study.waves.compactMap { wave in
      let own = usable.filter { $0.wave == wave.name }
      guard !own.isEmpty else { return nil }
      return WaveProfile(
        wave: wave.name, own, in: study,
        findings: comparability.findings(on: .cities(wave: wave.name)))
    }
    waveComparisons = zip(study.waves, study.waves.dropFirst()).compactMap {
      Self.comparison(
        from: $0.name, to: $1.name, among: usable, in: study, comparability: comparability)
    }
  }

  public func sample(city: String, wave: String) -> AnalysedSample? {
    samples.first { $0.city == city && $0.wave == wave }
  }

  /// The names of the waves that have usable samples, in the study's order.
  public var waves: [String] {
    study.waves.map(\.name).filter { wave in samples.contains { $0.wave == wave } }
  }

  public func profile(wave: String) -> WaveProfile? { profiles.first { $0.wave == wave } }

  /// What changed between any two waves; nil where no city has usable samples in both.
  public func comparison(from earlier: String, to later: String) -> WaveComparison? {
    if let known = waveComparisons.first(where: { $0.earlier == earlier && $0.later == later }) {
      return known
    }
    let comparisons = study.cities.map {
      MeasurementComparison.waves([earlier, later], city: $0.name)
    }
    return Self.comparison(
      from: earlier, to: later, among: samples, in: study, comparability: tested(comparisons))
  }

  private static func comparison(
    from earlier: String, to later: String, among samples: [AnalysedSample], in study: Study,
    comparability: StudyComparability
  ) -> WaveComparison? {
    let pairs = study.cities.compactMap { city -> (AnalysedSample, AnalysedSample)? in
      guard let before = samples.first(where: { $0.city == city.name && $0.wave == earlier }),
        let after = samples.first(where: { $0.city == city.name && $0.wave == later })
      else { return nil }
      return (before, after)
    }
    guard !pairs.isEmpty else { return nil }
    return WaveComparison(
      from: earlier, to: later, pairs: pairs, in: study, comparability: comparability)
  }

  private static func diagnostics(
    _ samples: [AnalysedSample], _ notUsable: [WeightedSample.NotUsable], in study: Study
  ) -> [Diagnostic] {
    let all =
      study.modelFindings + notUsable.flatMap(\.diagnostics)
      + samples.flatMap(\.weighted.diagnostics)
      + samples.flatMap(\.scored.diagnostics)
    var seen: Set<Diagnostic> = []
    return all.filter { seen.insert($0).inserted }
  }
}

extension StudyAnalysis.Scope {
  /// Whether distributions, groups and drivers are estimated.
  var hasSamplesInFull: Bool {
    switch self {
    case .everything, .withoutComparability: true
    case .estimates: false
    }
  }

  /// Whether one of a factor's scores is asked for.
  func concerns(_ factor: Factor) -> Bool {
    switch self {
    case .everything: true
    case .withoutComparability: false
    case .estimates(let names):
      ScoreDefinition.scores(of: factor).contains { names.contains($0.id.name) }
    }
  }
}

extension Study {
  /// Samples by wave, then by city; those of waves and cities that the study lacks are left out.
  fileprivate func inOrder(_ samples: [Sample]) -> [Sample] {
    waves.flatMap { wave in
      cities.flatMap { city in
        samples.filter { $0.wave == wave.name && $0.city == city.name }
      }
    }
  }
}
