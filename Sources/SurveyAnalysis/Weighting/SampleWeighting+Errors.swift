import Estimation
import SurveyModel

/// Where the standard errors of a sample's estimates come from.
public enum SampleErrors: Hashable, Sendable {
  /// Taylor linearisation over strata and points.
  case linearised
  /// A model-based interval of a sample that is not weighted to margins: Taylor linearisation over
  /// what the model takes for drawn.
  case modelBased(over: BootstrapUnit)
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

extension SampleErrors {
  /// How far chance in the computation itself moves a standard error, as a share of it: that of the
  /// standard deviation of R normal values, 1/√(2(R − 1)). Nil where nothing was drawn.
  ///
  /// > B. Efron, R. J. Tibshirani (1993). *An Introduction to the Bootstrap*, §6.4. Chapman & Hall.
  public var noise: Double? {
    guard case .bootstrap(_, let count) = self, count > 1 else { return nil }
    return 1 / (2 * Double(count - 1)).squareRoot()
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
  /// interviewers, or interviews where neither is known, and each sample is weighted anew. Where
  /// nothing is weighted anew, linearisation over the same units gives what the bootstrap would
  /// converge to, without its noise.
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
    guard let attempt else { return (design, .modelBased(over: unit)) }
    do {
      let replicates = try design.replicated(
        by: .bootstrap(replicates: Self.bootstrapReplicates, seed: study.settings.seed))
      let made = try replicates.calibrated(
        to: attempt.populationMargins, options: attempt.options)
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
        scale: given.scale,
        replicateScales: given.making.scales.isEmpty ? nil : given.making.scales,
        centre: given.making.isCentredOnSample ? .fullSample : .replicateMean)
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
    let interviews = design.identifiers.map(Self.distinct)
    return (
      .interviews, made(design.strata, interviews) ?? made(nil, interviews) ?? base
    )
  }

  /// Identifiers told apart where one stands twice, so that each interview is drawn by its own name and
  /// not by its row.
  private static func distinct(_ identifiers: [String]) -> [String] {
    var seen: [String: Int] = [:]
    return identifiers.map { name in
      seen[name, default: 0] += 1
      let count = seen[name] ?? 1
      return count == 1 ? name : "\(name)\u{1F}\(count)"
    }
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
    case .stratifiedJackknife: 1
    case .balanced: 1 / count
    case .fay(let factor): 1 / (count * (1 - factor) * (1 - factor))
    case .bootstrap: 1 / (count - 1)
    case .successiveDifferences: 4 / count
    }
  }
}
