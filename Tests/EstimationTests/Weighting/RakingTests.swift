import Testing

@testable import Estimation

private let reference = SurveyReference.shared

let schoolTypes: [PopulationMargin.Target] = [
  .init(category: "E", population: 4421), .init(category: "H", population: 755),
  .init(category: "M", population: 1018),
]
let schoolWides: [PopulationMargin.Target] = [
  .init(category: "No", population: 1072), .init(category: "Yes", population: 5122),
]

func schoolMargins(_ set: String) -> [PopulationMargin] {
  [
    PopulationMargin(name: "type", categories: reference.texts(set, "stype"), targets: schoolTypes),
    PopulationMargin(
      name: "wide", categories: reference.texts(set, "schWide"), targets: schoolWides),
  ]
}

func rakedClusters() throws -> SurveyDesign {
  try reference.clustered().raked(
    to: schoolMargins("apiclus1"), options: WeightingOptions(tolerance: 1e-13))
}

@Test("Raking gives R's weights, and R's errors where base weights are equal")
func rakingIsAsInR() throws {
  let design = try rakedClusters()
  let expected = reference.root["weighting"]
  for (weight, reference) in zip(design.weights, expected["rakedWeights"].numbers) {
    expectClose(weight, reference, tolerance: iterated)
  }
  let api00 = reference.numbers("apiclus1", "api00")
  expectClose(design.mean(of: api00), expected["rakedMean"], tolerance: iterated)
  expectClose(
    design.total(of: reference.numbers("apiclus1", "enroll")), expected["rakedTotal"],
    tolerance: iterated)
  let elementary = design.domain(reference.texts("apiclus1", "stype").map { $0 == "E" })
  expectClose(elementary.mean(of: api00), expected["rakedDomainMean"], tolerance: iterated)
}

@Test("Post-stratification is raking to one margin, with R's errors")
func postStratificationIsAsInR() throws {
  let design = try reference.clustered().raked(to: [schoolMargins("apiclus1")[0]])
  let expected = reference.root["weighting"]
  expectClose(
    design.mean(of: reference.numbers("apiclus1", "api00")), expected["postStratifiedMean"])
  expectClose(
    design.total(of: reference.numbers("apiclus1", "enroll")), expected["postStratifiedTotal"])
}

@Test("Unequal base weights are honoured, with the errors of calibrate(calfun = \"raking\")")
func unequalBaseWeightsAreHonoured() throws {
  let weights = reference.numbers("apistrat", "pw").enumerated().map { row, weight in
    weight * (1 + Double((row + 1) % 7) / 4)
  }
  let design = try SurveyDesign(weights: weights, strata: reference.texts("apistrat", "stype"))
    .raked(to: schoolMargins("apistrat"), options: WeightingOptions(tolerance: 1e-13))
  let expected = reference.root["weighting"]
  for (weight, reference) in zip(design.weights, expected["rakedUnequalWeights"].numbers) {
    expectClose(weight, reference, tolerance: iterated)
  }
  expectClose(
    design.mean(of: reference.numbers("apistrat", "api00")), expected["calibratedUnequalMean"],
    tolerance: iterated)
}

@Test("A share that raking fixes is told from one that has an error")
func fixedSharesAreTold() throws {
  let design = try rakedClusters()
  let types = CategoricalAnswers(
    reference.texts("apiclus1", "stype"), categories: ["E", "H", "M"])
  for share in design.proportions(of: types).estimates {
    #expect(share.isFixedByWeighting)
    #expect(share.standardError < 1e-9)
    #expect(share.confidenceInterval() == nil)
    #expect(share.tTest() == nil)
  }
  #expect(!design.mean(of: reference.numbers("apiclus1", "api00")).isFixedByWeighting)
  let wide = design.domain(reference.texts("apiclus1", "schWide").map { $0 == "Yes" })
  #expect(!wide.proportions(of: types)[0].isFixedByWeighting)
  let nobody = design.proportion(of: design.weights.map { _ in 0 })
  #expect(!nobody.isFixedByWeighting)
}
