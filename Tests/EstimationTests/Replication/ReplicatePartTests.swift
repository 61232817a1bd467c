import Testing

@testable import Estimation

private let survey = SurveyReference.shared
private let reference = SurveyReference.replicates

/// A set of replicates whose parts the reference has, with the interviews of each part.
private struct PartedReplicates: Sendable, CustomTestStringConvertible {
  let name: String
  let make: @Sendable () throws -> ReplicateDesign
  let parts: @Sendable () -> [(name: String, belongs: [Bool])]

  var testDescription: String { name }

  static let all = [
    PartedReplicates(
      name: "jackknife", make: { try survey.clustered().replicated(by: .jackknife) },
      parts: { schoolParts("apiclus1") }),
    PartedReplicates(
      name: "stratifiedJackknife",
      make: { try survey.stratified().replicated(by: .stratifiedJackknife) },
      parts: { schoolParts("apistrat") }),
    PartedReplicates(
      name: "bootstrap", make: { try rsBootstrap() }, parts: { schoolParts("apiclus1") }),
    PartedReplicates(
      name: "stratifiedClusters",
      make: { try survey.health().replicated(by: .stratifiedJackknife) },
      parts: {
        let strata = survey.texts("nhanes", "stratum")
        let points = survey.texts("nhanes", "psu")
        return [
          ("whole", strata.map { _ in true }),
          ("paired", strata.map { ["75", "76", "77"].contains($0) }),
          ("halves", points.map { $0 == "1" }),
        ]
      }),
  ]

  private static func schoolParts(_ set: String) -> [(name: String, belongs: [Bool])] {
    let results = survey.numbers(set, "api00")
    return [
      ("whole", results.map { _ in true }),
      ("wide", survey.texts(set, "schWide").map { $0 == "Yes" }),
      ("high", survey.texts(set, "stype").map { $0 == "H" }),
      ("few", results.map { $0 > 860 }),
      ("answered", results.indices.map { $0 % 11 != 4 }),
    ]
  }

  /// R's bootstrap weights of the 183 schools in 15 districts, as columns.
  private static func rsBootstrap() throws -> ReplicateDesign {
    let given = reference.root["bootstrap"]
    return try ReplicateDesign(
      weights: survey.numbers("apiclus1", "pw"),
      replicates: (1...40).map { given["weights"]["V\($0)"].numbers },
      scale: given["scale"].number, replicateScales: given["replicateScales"].numbers)
  }
}

/// What R's `degf` and `svyquantile` say of parts of a sample with replicate weights.
struct ReplicatePartTests {
  @Test(arguments: PartedReplicates.all)
  fileprivate func `a part has the degrees of freedom of its own weights`(
    _ set: PartedReplicates
  ) throws {
    let replicates = try set.make()
    for design in [replicates.surveyDesign] {
      for (name, belongs) in set.parts() {
        let expected = reference.root["parts"][set.name][name]["degreesOfFreedom"].number
        #expect(design.domain(belongs).degreesOfFreedom == Int(expected), "\(name)")
        // Those who answered are a part too.
        let answers = belongs.map { $0 ? 1.0 : .nan }
        #expect(design.mean(of: answers).degreesOfFreedom == Int(expected), "\(name)")
      }
    }
  }

  /// Where R's interval runs out of the answers it is NaN, and it never ends at the smallest of
  /// them; here it ends at the first or the last answer, which is compared with nothing.
  @Test(arguments: PartedReplicates.all.filter { $0.name != "stratifiedClusters" })
  fileprivate func `quantiles have Woodruff's interval from the replicates`(
    _ set: PartedReplicates
  ) throws {
    let design = try set.make().surveyDesign
    let results = survey.numbers(
      set.name == "stratifiedJackknife" ? "apistrat" : "apiclus1", "api00")
    for (name, belongs) in set.parts() {
      let expected = reference.root["parts"][set.name][name]["quantiles"]
      for (place, probability) in [0.25, 0.5, 0.9].enumerated() {
        let quantile = design.domain(belongs).quantile(probability, of: results)
        let what = "\(name), \(probability)"
        expectClose(quantile.value, expected["value"][place].number, what)
        let smallest = zip(belongs, results).filter(\.0).map(\.1).min()
        guard quantile.interval?.lower != smallest else { continue }
        for (found, bound) in [(\ConfidenceInterval.lower, "lower"), (\.upper, "upper")] {
          let limit = expected[bound][place].number
          guard limit.isFinite else { continue }
          expectClose(quantile.interval?[keyPath: found] ?? .nan, limit, "\(what), \(bound)")
        }
        let error = expected["standardError"][place].number
        if error.isFinite { expectClose(quantile.standardError, error, "\(what), SE") }
      }
    }
  }
}
