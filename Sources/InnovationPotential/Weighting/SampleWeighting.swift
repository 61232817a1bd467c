import Estimation
import SurveyModel

/// The making of one sample's design, with what was found on the way.
struct SampleWeighting {
  let sample: Sample
  let study: Study
  let plan: WeightingPlan
  private(set) var diagnostics: [Diagnostic] = []

  init(sample: Sample, study: Study, plan: WeightingPlan) {
    self.sample = sample
    self.study = study
    self.plan = plan
  }

  private var here: String { "city \(sample.city), wave \(sample.wave)" }

  private var file: SourceLocation {
    sample.responses.origins.first.map { SourceLocation(file: $0.file) }
      ?? SourceLocation(file: "sources.csv")
  }

  /// The design before raking, forgiving what can be forgiven.
  mutating func baseDesign() throws(DesignError) -> SurveyDesign {
    let weights = usableWeights()
    do {
      return try design(weights, populationSizes: sample.design.populationSizes, .refuse)
    } catch {
      let lonely = error.problems.compactMap(\.lonelyStratum)
      let aboutSizes = error.problems.filter(\.isAboutPopulationSizes)
      for problem in aboutSizes { noteIgnored(populationSizes: problem) }
      guard lonely.count + aboutSizes.count == error.problems.count else { throw error }
      let sizes = aboutSizes.isEmpty ? sample.design.populationSizes : nil
      let design = try design(weights, populationSizes: sizes, .centredOnAll)
      if !lonely.isEmpty { note(lonelyStrata: lonely) }
      return design
    }
  }

  private func design(
    _ weights: [Double], populationSizes: [Double]?, _ policy: LonelyClusterPolicy
  ) throws(DesignError) -> SurveyDesign {
    try SurveyDesign(
      weights: weights, strata: sample.design.strata, clusters: sample.design.clusters,
      populationSizes: populationSizes, lonelyClusters: policy)
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
    return weights.map { $0.isFinite && $0 >= 0 ? $0 : 0 }
  }
}

extension SampleWeighting {
  private mutating func note(lonelyStrata: [String]) {
    let names = lonelyStrata.map { "'\($0)'" }.joined(separator: ", ")
    diagnostics.append(
      Diagnostic(
        .warning, "stratum-with-one-cluster",
        "\(here): a single sampling point in stratum \(names); its distance from the mean of all"
          + " points enters the variance instead of its own, which errs on the safe side",
        fix: "merge it with a similar stratum in the stratum column", at: file))
  }

  private mutating func noteIgnored(populationSizes problem: DesignError.Problem) {
    diagnostics.append(
      Diagnostic(
        .warning, "population-size-not-usable",
        "\(here): \(problem); population sizes are ignored, as if points were drawn with"
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
    let names = several.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
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
          .error, "design-not-usable", "\(here): \(problem)",
          fix: "check weight, stratum and cluster in sources.csv", at: file))
    }
  }

  mutating func note(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
}

extension DesignError.Problem {
  fileprivate var lonelyStratum: String? {
    if case .lonelyCluster(let stratum) = self { stratum } else { nil }
  }

  fileprivate var isAboutPopulationSizes: Bool {
    switch self {
    case .invalidPopulationSize, .populationSizesDiffer, .populationBelowSample: true
    default: false
    }
  }
}
