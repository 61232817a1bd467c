import Estimation
import SurveyModel

/// The making of one sample's design, with what was found on the way.
struct SampleWeighting {
  let sample: Sample
  let study: Study
  let plan: WeightingPlan
  private(set) var diagnostics: [Diagnostic] = []
  /// How weights make up for those who did not answer; nil where they do not.
  var nonresponse: SampleNonresponse?

  init(sample: Sample, study: Study, plan: WeightingPlan) {
    self.sample = sample
    self.study = study
    self.plan = plan
  }

  var here: String { "city \(sample.city), wave \(sample.wave)" }

  var file: SourceLocation {
    sample.responses.origins.first.map { SourceLocation(file: $0.file) }
      ?? SourceLocation(file: "sources.csv")
  }

  /// The design before raking, forgiving what can be forgiven.
  mutating func baseDesign() throws(DesignError) -> SurveyDesign {
    let weights = usableWeights()
    do {
      return try design(weights, withSizes: true, .refuse)
    } catch {
      let lonely = error.problems.compactMap(\.lonelyStratum)
      let aboutSizes = error.problems.filter(\.isAboutPopulationSizes)
      for problem in aboutSizes { noteIgnored(populationSizes: problem) }
      guard lonely.count + aboutSizes.count == error.problems.count else { throw error }
      let policy = study.settings.lonelyClusters.policy
      let design = try design(weights, withSizes: aboutSizes.isEmpty, policy)
      if !lonely.isEmpty { note(lonelyStrata: lonely) }
      return design
    }
  }

  /// Without the sizes of populations, points are as if drawn with replacement, and no later stage
  /// counts.
  private func design(
    _ weights: [Double], withSizes: Bool, _ policy: LonelyClusterPolicy
  ) throws(DesignError) -> SurveyDesign {
    let design = sample.design
    let first = SamplingStage(
      clusters: design.clusters, strata: design.strata,
      populationSizes: withSizes ? design.populationSizes : nil)
    let later = design.laterStages.map {
      SamplingStage(
        clusters: $0.clusters, strata: $0.strata, populationSizes: $0.populationSizes)
    }
    return try SurveyDesign(weights: weights, stages: [first] + later, lonelyClusters: policy)
  }

  private mutating func usableWeights() -> [Double] {
    let weights = sample.design.baseWeights
    let faulty = weights.indices.filter { !(weights[$0].isFinite && weights[$0] >= 0) }
    if let first = faulty.first {
      diagnostics.append(
        Diagnostic(
          .warning, "weight-not-usable",
          "\(here): \(faulty.count) interviews have a base weight that is no number from 0 up;"
            + " they are left out of all estimates",
          fix: "correct the weight column", at: sample.responses.origins[first]))
    }
    if let nonresponse { return nonresponse.adjustedWeights }
    return weights.map { $0.isFinite && $0 >= 0 ? $0 : 0 }
  }
}

extension SampleWeighting {
  private mutating func note(lonelyStrata: [String]) {
    let names = sample.hidingRareNames(
      in: lonelyStrata.map { "'\($0)'" }.joined(separator: ", "))
    diagnostics.append(
      Diagnostic(
        .warning, "stratum-with-one-cluster",
        "\(here): a single sampling point in stratum \(names); "
          + study.settings.lonelyClusters.consequence,
        fix: "merge it with a similar stratum in the stratum column, or choose another rule with"
          + " 'lonely-clusters' in study.csv",
        at: file))
  }

  private mutating func noteIgnored(populationSizes problem: DesignError.Problem) {
    diagnostics.append(
      Diagnostic(
        .warning, "population-size-not-usable",
        "\(here): \(sample.hidingRareNames(in: "\(problem)")); population sizes are ignored, as if points were drawn with"
          + " replacement",
        fix: "correct the population-size column", at: file))
  }

  /// Says that a point stands in several strata, where it is not that points are numbered anew in
  /// each: that is, where few do.
  mutating func noteClustersInSeveralStrata() {
    guard let strata = sample.design.strata, let clusters = sample.design.clusters else { return }
    var strataOf: [String: Set<String>] = [:]
    for (cluster, stratum) in zip(clusters, strata) {
      strataOf[cluster, default: []].insert(stratum)
    }
    let several = strataOf.filter { $0.value.count > 1 }.keys.sorted()
    guard !several.isEmpty, several.count * 4 <= strataOf.count else { return }
    let names = sample.hidingRareNames(
      in: several.prefix(5).map { "'\($0)'" }.joined(separator: ", "))
    diagnostics.append(
      Diagnostic(
        .warning, "cluster-in-several-strata",
        "\(here): the points \(names) stand in more than one stratum; each is taken as a point of"
          + " its own in every stratum, which may make errors too small",
        fix: "correct the stratum of their interviews, or give different points different names",
        at: file))
  }

  mutating func note(_ error: DesignError) {
    for problem in error.problems {
      diagnostics.append(
        Diagnostic(
          .error, "design-not-usable", "\(here): \(sample.hidingRareNames(in: "\(problem)"))",
          fix: "check weight, stratum and cluster in sources.csv", at: file))
    }
  }

  mutating func note(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
}

extension StudySettings.LonelyClusters {
  var policy: LonelyClusterPolicy {
    switch self {
    case .fail: .refuse
    case .adjust: .centredOnAll
    // R's variance leaves the stratum out, and has nothing of it, under either name.
    case .certainty, .remove: .certainty
    case .average: .average
    }
  }

  fileprivate var consequence: String {
    switch self {
    case .fail: "the sample is not estimated from"
    case .adjust:
      "its distance from the mean of all points enters the variance instead of its own: errors are"
        + " larger or smaller as it is unlike the others or like them"
    case .certainty:
      "it adds nothing to the variance, as if it had been taken with certainty; if it was not,"
        + " errors are too small"
    case .remove:
      "it is left out of the variance, though its answers count: errors are too small where the point"
        + " could have been another one"
    case .average: "it adds as much to the variance as the other strata on the average"
    }
  }
}

extension DesignError.Problem {
  fileprivate var lonelyStratum: String? {
    switch self {
    case .lonelyCluster(let stratum): stratum
    case .atStage(let stage, .lonelyCluster(let stratum)): "\(stratum) (stage \(stage))"
    default: nil
    }
  }

  fileprivate var isAboutPopulationSizes: Bool {
    switch self {
    case .invalidPopulationSize, .populationSizesDiffer, .populationBelowSample: true
    case .atStage(_, let problem): problem.isAboutPopulationSizes
    default: false
    }
  }
}
