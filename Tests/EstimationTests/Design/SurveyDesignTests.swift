import NumericalMethods
import Testing

@testable import Estimation

private struct Refusal: Sendable {
  var weights: [Double]
  var strata: [String]?
  var clusters: [String]?
  var populationSizes: [Double]?
  var message: String
}

private let refusals: [Refusal] = [
  Refusal(weights: [], message: "there are no interviews to estimate from"),
  Refusal(
    weights: [1, 1], strata: ["a"],
    message: "the column of strata has 1 rows, the weights have 2: give each interview one of each"
  ),
  Refusal(
    weights: [1, -2, .nan, .infinity],
    message: "interview 2 has the weight -2: a weight is a number from 0 up; correct it, or "
      + "give 0 to leave the interview out\n"
      + "interview 3 has the weight no number: a weight is a number from 0 up; correct it, or "
      + "give 0 to leave the interview out\n"
      + "interview 4 has the weight infinity: a weight is a number from 0 up; correct it, or "
      + "give 0 to leave the interview out"),
  Refusal(
    weights: [0, 0], message: "every weight is 0: at least one interview must count"),
  Refusal(
    weights: [1, 1, 1, 1, 1], strata: ["a", "a", "b", "c", "c"],
    clusters: ["1", "2", "1", "9", "9"],
    message: "stratum 'b' has a single cluster, so its variance cannot be estimated: "
      + "merge it with a similar stratum, or choose what to do (`lonelyClusters`)\n"
      + "stratum 'c' has a single cluster, so its variance cannot be estimated: "
      + "merge it with a similar stratum, or choose what to do (`lonelyClusters`)"),
  Refusal(
    weights: [1, 1], clusters: ["1", "1"],
    message: "no stratum has two clusters, so no variance can be estimated: "
      + "check which columns hold strata and clusters"),
  Refusal(
    weights: Array(repeating: -1, count: 12),
    message: (1...10).map {
      "interview \($0) has the weight -1: a weight is a number from 0 up; correct it, or "
        + "give 0 to leave the interview out\n"
    }.joined() + "and 2 more of the kind"),
  Refusal(
    weights: [1, 1, 1], strata: ["a", "a", "a"], populationSizes: [10, 10, 12],
    message: "stratum 'a' has several population sizes (10, 12): a stratum has one, in "
      + "clusters, repeated for each of its interviews"),
  Refusal(
    weights: [1, 1, 1], strata: ["a", "a", "a"], populationSizes: [2, 2, 2],
    message: "stratum 'a' has a population of 2 clusters but a sample of 3: population sizes "
      + "count clusters, or interviews where there are no clusters"),
  Refusal(
    weights: [1, 1, 1], populationSizes: [-1, -1, -1],
    message: "the sample has the population size -1: give the number of clusters (interviews, "
      + "where there are none) in its population, or a sampling fraction up to 1"),
]

@Test("What cannot be estimated from is refused with all that is wrong", arguments: refusals)
private func impossibleDesignsAreRefused(_ refusal: Refusal) {
  let error = #expect(throws: DesignError.self) {
    try SurveyDesign(
      weights: refusal.weights, strata: refusal.strata, clusters: refusal.clusters,
      populationSizes: refusal.populationSizes)
  }
  #expect(error?.description == refusal.message)
}

@Test("Without two clusters in any stratum there is nothing to compare")
func nothingToCompare() {
  #expect(throws: DesignError(problems: [.nothingToCompare])) {
    try SurveyDesign(weights: [1, 1], strata: ["a", "b"], lonelyClusters: .certainty)
  }
}

@Test("A stratum taken whole is not lonely, and adds no variance")
func wholeStrataAreNotLonely() throws {
  let design = try SurveyDesign(
    weights: [1, 5, 5], strata: ["whole", "b", "b"], populationSizes: [1, 10, 10])
  let alone = try SurveyDesign(
    weights: [5, 5], strata: ["b", "b"], populationSizes: [10, 10])
  #expect(
    design.total(of: [7, 3, 4]).standardError == alone.total(of: [3, 4]).standardError)
}

@Test("Clusters of one name in two strata are two, and degrees of freedom are clusters − strata")
func clustersAreNestedInStrata() throws {
  let design = try SurveyDesign(
    weights: [1, 1, 1, 1, 1, 1], strata: ["a", "a", "a", "b", "b", "b"],
    clusters: ["1", "1", "2", "1", "2", "3"])
  #expect(design.clusterCount == 5)
  #expect(design.stratumCount == 2)
  #expect(design.degreesOfFreedom == 3)
  #expect(design.domain([false, false, false, true, true, false]).degreesOfFreedom == 1)
  #expect(design.domain([false, false, true, true, true, false]).degreesOfFreedom == 1)
}

@Test("An interview of weight 0 keeps its cluster but does not count")
func zeroWeightsDoNotCount() throws {
  let design = try SurveyDesign(weights: [0, 1, 1, 2])
  let mean = design.mean(of: [100, 1, 2, 3])
  #expect(mean.count == 3)
  #expect(mean.value == 2.25)
  #expect(design.memberCount == 3)
  #expect(design.degreesOfFreedom == 2)
}
