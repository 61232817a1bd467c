import Testing

@testable import Estimation

/// Designs of R survey's own data sets: `Tests/Reference/designs.R`.
enum ReferenceDesign: String, CaseIterable {
  case clus2, clus2First, clus2Replacement, mu284, hospital, election, scd, nhanes, three

  private var set: String { rawValue.hasPrefix("clus2") ? "clus2" : rawValue }

  /// nhanes stands in `survey.json` under names of its own.
  private static let healthColumns = [
    "a": "psu", "s": "stratum", "w": "weight", "y": "highCholesterol", "x": "race",
  ]

  func numbers(_ column: String) -> [Double] {
    if column == "z" {
      return numbers("y").enumerated().map { $0 % 7 == 2 ? .nan : $1 }
    }
    guard self == .nhanes else { return SurveyReference.designs.numbers(set, column) }
    return Self.healthColumns[column].map { SurveyReference.shared.numbers("nhanes", $0) } ?? []
  }

  private func texts(_ column: String) -> [String]? {
    let texts =
      self == .nhanes
      ? Self.healthColumns[column].map { SurveyReference.shared.texts("nhanes", $0) } ?? []
      : SurveyReference.designs.texts(set, column)
    return texts.isEmpty ? nil : texts
  }

  func design() throws -> SurveyDesign {
    let first = SamplingStage(
      clusters: texts("a"), strata: texts("s"),
      populationSizes: self == .clus2Replacement || numbers("N1").isEmpty ? nil : numbers("N1"))
    let second = SamplingStage(clusters: texts("b"), populationSizes: numbers("N2"))
    let third = SamplingStage(clusters: texts("c"), populationSizes: numbers("N3"))
    let stages =
      switch self {
      case .clus2, .mu284, .clus2Replacement: [first, second]
      case .three: [first, second, third]
      default: [first]
      }
    return try SurveyDesign(weights: numbers("w"), stages: stages)
  }
}

struct SamplingStageTests {
  @Test(arguments: ReferenceDesign.allCases)
  func `designs of one, two and three stages are R's`(_ reference: ReferenceDesign) throws {
    let design = try reference.design()
    let expected = SurveyReference.designs.root["grid"][reference.rawValue]
    let (y, x, z) = (reference.numbers("y"), reference.numbers("x"), reference.numbers("z"))
    expectClose(design.mean(of: y), expected["mean"])
    expectClose(design.total(of: y), expected["total"])
    expectClose(design.mean(of: z), expected["withHoles"])
    expectClose(design.total(of: z), expected["totalWithHoles"])
    expectClose(design.ratio(of: y, to: x), expected["ratio"])
    #expect(Double(design.degreesOfFreedom) == expected["degreesOfFreedom"].number)
    let sorted = x.sorted()
    let middle = (sorted[(x.count - 1) / 2] + sorted[x.count / 2]) / 2
    let some = design.domain(x.map { $0 > middle })
    expectClose(some.mean(of: y), expected["domain"])
    expectClose(some.total(of: z), expected["domainTotal"])
    let both = zip(y, x).map { $0.isNaN || $1.isNaN }
    let means = design.means(
      of: [y, zip(x, both).map { $1 ? .nan : $0 }], names: ["y", "x"])
    for (place, covariance) in expected["covariance"].numbers.enumerated() {
      expectClose(means.covariance(place / 2, place % 2), covariance, "covariance \(place)")
    }
  }

  private func small(_ policy: LonelyClusterPolicy) throws -> SurveyDesign {
    let data = SurveyReference.designs
    return try SurveyDesign(
      weights: data.numbers("small", "w"),
      stages: [
        SamplingStage(
          clusters: data.texts("small", "a"), populationSizes: data.numbers("small", "N1")),
        SamplingStage(
          clusters: data.texts("small", "b"), populationSizes: data.numbers("small", "N2")),
      ], lonelyClusters: policy)
  }

  private static let policies: [(LonelyClusterPolicy, String)] = [
    (.certainty, "certainty"), (.centredOnAll, "adjust"), (.average, "average"),
  ]

  @Test func `a lonely cluster of the second stage is treated as R does`() throws {
    let data = SurveyReference.designs
    for (policy, name) in Self.policies.prefix(2) {
      expectClose(
        try small(policy).mean(of: data.numbers("small", "y")), data.root["lonely"]["second"][name])
    }
    for (policy, name) in Self.policies {
      let design = try SurveyDesign(
        weights: data.numbers("wide", "w"),
        stages: [
          SamplingStage(
            clusters: data.texts("wide", "a"), populationSizes: data.numbers("wide", "N1")),
          SamplingStage(
            clusters: data.texts("wide", "b"), strata: data.texts("wide", "s"),
            populationSizes: data.numbers("wide", "N2")),
        ], lonelyClusters: policy)
      expectClose(
        design.mean(of: data.numbers("wide", "y")), data.root["lonely"]["secondStrata"][name])
    }
  }

  @Test func `a lonely cluster of the first stage is treated as R does`() throws {
    let data = SurveyReference.designs
    func firstFive<T>(_ values: [T]) -> [T] { Array(values.prefix(5)) }
    for (policy, name) in Self.policies {
      let design = try SurveyDesign(
        weights: firstFive(data.numbers("wide", "w")),
        strata: firstFive(data.texts("wide", "s")), lonelyClusters: policy)
      expectClose(
        design.mean(of: firstFive(data.numbers("wide", "y"))), data.root["lonely"]["first"][name])
    }
  }

  @Test func `where no stratum of a cluster can be averaged, those of the other clusters stand in`()
    throws
  {
    let y = SurveyReference.designs.numbers("small", "y")
    let certain = try small(.certainty)
    let average = try small(.average)
    let first = try SurveyDesign(
      weights: certain.weights, clusters: SurveyReference.designs.texts("small", "a"),
      populationSizes: SurveyReference.designs.numbers("small", "N1"))
    func variance(_ design: SurveyDesign) -> Double {
      let error = design.mean(of: y).standardError
      return error * error
    }
    // Two of the three clusters have a second-stage variance; the third counts as they do.
    expectClose(
      variance(average) - variance(first), 1.5 * (variance(certain) - variance(first)),
      tolerance: 1e-12)
  }

  @Test
  func `a refused cluster, or a size of a later stage that does not fit, is told with its stage`() {
    #expect {
      _ = try small(.refuse)
    } throws: { error in
      "\(error)"
        == "at stage 2 of the sampling, the sample has a single cluster, so its variance cannot be "
        + "estimated: merge it with a similar stratum, or choose what to do (`lonelyClusters`)"
    }
    #expect {
      _ = try SurveyDesign(
        weights: [1, 1, 1, 1],
        stages: [
          SamplingStage(clusters: ["a", "a", "b", "b"], populationSizes: [5, 5, 5, 5]),
          SamplingStage(populationSizes: [1.5, 1.5, 3, 3]),
        ])
    } throws: { error in
      (error as? DesignError)?.problems == [
        .atStage(2, .populationBelowSample(stratum: "", size: 1.5, clusters: 2))
      ]
    }
    #expect(throws: DesignError.self) {
      _ = try SurveyDesign(
        weights: [1, 1, 1],
        stages: [
          SamplingStage(clusters: ["a", "a", "b"], populationSizes: [5, 5, 5]),
          SamplingStage(populationSizes: [3, 3]),
        ])
    }
  }

  @Test func `stages below one that is complete or of unknown size add nothing`() throws {
    let y: [Double] = [1, 4, 2, 8, 5, 7]
    let clusters = ["a", "a", "b", "b", "c", "c"]
    let weights = y.map { _ in 2.0 }
    let second = SamplingStage(populationSizes: y.map { _ in 4 })
    let one = try SurveyDesign(weights: weights, clusters: clusters)
    let unknown = try SurveyDesign(
      weights: weights, stages: [SamplingStage(clusters: clusters), second])
    #expect(unknown.mean(of: y) == one.mean(of: y))
    let sized = SamplingStage(clusters: clusters, populationSizes: y.map { _ in 9 })
    let complete = try SurveyDesign(
      weights: weights, stages: [sized, SamplingStage(populationSizes: y.map { _ in 1 })])
    let known = try SurveyDesign(
      weights: weights, clusters: clusters, populationSizes: y.map { _ in 9 })
    expectClose(
      complete.mean(of: y).standardError, known.mean(of: y).standardError, tolerance: 1e-14)
  }
}
