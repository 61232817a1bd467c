import Estimation
import SurveyModel

/// Where the standard errors of a sample's estimates come from.
public enum SampleErrors: Hashable, Sendable {
  /// Taylor linearisation over strata and points.
  case linearised
  /// A model-based interval: samples drawn from the sample, each weighted anew.
  case bootstrap(of: BootstrapUnit, replicates: Int)
  /// Replicate weights of the field file.
  case replicateWeights(Int)
  /// Replicates that a query asked for, each weighted anew.
  case replicates(Replicates)

  /// How the replicates of a sample came out.
  public struct Replicates: Hashable, Sendable {
    public var count: Int
    /// Weighted beyond the limits of weights, within which they had no solution.
    public var unlimited: Int
    /// Left out, having no solution at all.
    public var dropped: Int

    init(_ design: ReplicateDesign) {
      count = design.replicateCount
      unlimited = design.unlimitedReplicateCount
      dropped = design.droppedReplicateCount
    }
  }
}

/// What the bootstrap of a sample that was not drawn by chance resamples.
public enum BootstrapUnit: String, Hashable, Sendable {
  case points, interviewers, interviews
}

extension SampleWeighting {
  /// Samples drawn for a bootstrap.
  static let bootstrapReplicates = 500

  /// The design with the errors that fit the kind of sample, and how they were made.
  ///
  /// A quota, panel or open sample was not drawn by chance: its interval rests on the model that
  /// respondents answer as others of their weighting cell would. Points are resampled, or
  /// interviewers, or interviews where neither is known, and each sample is weighted anew.
  ///
  /// - Parameters:
  ///   - base: The design before weighting.
  ///   - attempt: How it was weighted; nil where the base weights stand.
  mutating func withErrors(
    _ weighted: SurveyDesign, base: SurveyDesign, _ attempt: WeightingAttempt?
  ) -> (SurveyDesign, SampleErrors) {
    if let given = sample.design.replicates {
      return given.columns.isEmpty
        ? (weighted, .linearised) : withErrors(weighted, base: base, given, attempt)
    }
    let kind = study.wave(sample.wave)?.sample ?? .probability
    guard !kind.isProbability else { return (weighted, .linearised) }
    let (unit, design) = resampled(base)
    do {
      let replicates = try design.replicated(
        by: .bootstrap(replicates: Self.bootstrapReplicates, seed: study.settings.seed))
      let result = try attempt.map {
        try replicates.calibrated(to: $0.populationMargins, options: $0.options)
      }
      let made = result ?? replicates
      return (made.surveyDesign, .bootstrap(of: unit, replicates: made.replicateCount))
    } catch {
      noteNoReplicates("\(error)")
      return (weighted, .linearised)
    }
  }

  private mutating func withErrors(
    _ weighted: SurveyDesign, base: SurveyDesign, _ given: ReplicateColumns,
    _ attempt: WeightingAttempt?
  ) -> (SurveyDesign, SampleErrors) {
    do {
      let replicates = try ReplicateDesign(
        weights: base.weights, replicates: given.columns, areCombined: !given.making.areFactors,
        scale: given.scale, centre: given.making.isCentredOnSample ? .fullSample : .replicateMean)
      let result = try attempt.map {
        try replicates.calibrated(to: $0.populationMargins, options: $0.options)
      }
      let made = result ?? replicates
      return (made.surveyDesign, .replicateWeights(made.replicateCount))
    } catch {
      noteNoReplicates("\(error)")
      return (weighted, .linearised)
    }
  }

  /// The design whose clusters are what a bootstrap resamples. Strata with a single point are given
  /// up, and so are strata that interviewers may cross.
  private func resampled(_ base: SurveyDesign) -> (BootstrapUnit, SurveyDesign) {
    let design = sample.design
    func made(_ strata: [String]?, _ clusters: [String]?) -> SurveyDesign? {
      try? SurveyDesign(weights: base.weights, strata: strata, clusters: clusters)
    }
    if let points = design.clusters, Set(points).count > 1 {
      if let own = made(design.strata, points) ?? made(nil, zip(design, points)) {
        return (.points, own)
      }
    }
    if let interviewers = design.interviewers, Set(interviewers).count > 1,
      let own = made(nil, interviewers)
    {
      return (.interviewers, own)
    }
    return (.interviews, made(design.strata, nil) ?? made(nil, nil) ?? base)
  }

  /// Points told apart by their stratum, since the same name in two strata is two points.
  private func zip(_ design: DesignVariables, _ points: [String]) -> [String] {
    guard let strata = design.strata else { return points }
    return points.indices.map { "\(strata[$0])\u{1F}\(points[$0])" }
  }

  private mutating func noteNoReplicates(_ reason: String) {
    note(
      Diagnostic(
        .warning, "replicates-not-usable",
        "city \(sample.city), wave \(sample.wave): \(reason); errors are by linearisation instead",
        fix: "merge small categories of the margins, or correct 'replicates' in sources.csv",
        at: sample.responses.origins.first.map { SourceLocation(file: $0.file) }
          ?? SourceLocation(file: "sources.csv")))
  }
}

extension ReplicateColumns {
  /// s of the method, with R's values.
  fileprivate var scale: Double {
    let count = Double(columns.count)
    return switch making.method {
    case .jackknife: (count - 1) / count
    case .balanced: 1 / count
    case .fay(let factor): 1 / (count * (1 - factor) * (1 - factor))
    case .bootstrap: 1 / (count - 1)
    case .successiveDifferences: 4 / count
    }
  }
}
