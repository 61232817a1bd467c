import Testing

@testable import Estimation

private let survey = SurveyReference.shared
private let reference = SurveyReference.replicates

/// 1 where a school met its target for the whole school.
private func metTarget(_ set: String) -> [Double] {
  survey.texts(set, "schWide").map { $0 == "Yes" ? 1 : 0 }
}

/// Everything that the reference has of one set of replicates.
private func expectAll(
  _ replicates: ReplicateDesign, _ set: String, _ expected: SurveyReference.Node,
  at location: SourceLocation = #_sourceLocation
) {
  let results = survey.numbers(set, "api00")
  let before = survey.numbers(set, "api99")
  let design = replicates.surveyDesign
  let wide = design.domain(metTarget(set).map { $0 == 1 })
  expectClose(design.mean(of: results), expected["mean"], at: location)
  expectClose(
    design.total(of: survey.numbers(set, "enroll")), expected["total"], at: location)
  expectClose(design.ratio(of: results, to: before), expected["ratio"], at: location)
  expectClose(
    design.proportion(of: metTarget(set)), expected["proportion"], at: location)
  expectClose(wide.mean(of: results), expected["domainMean"], at: location)
  let both = design.means(of: [results, before], names: ["2000", "1999"])
  for (i, j) in [(0, 0), (0, 1), (1, 1)] {
    expectClose(
      both.covariance(i, j), expected["covariance"][i][j].number, "covariance", at: location)
  }
}

private func stypeMargins() -> [PopulationMargin] {
  [
    PopulationMargin(
      name: "stype", categories: survey.texts("apiclus1", "stype"),
      targets: [
        .init(category: "E", population: 4421), .init(category: "H", population: 755),
        .init(category: "M", population: 1018),
      ]),
    PopulationMargin(
      name: "sch.wide", categories: survey.texts("apiclus1", "schWide"),
      targets: [
        .init(category: "No", population: 1072), .init(category: "Yes", population: 5122),
      ]),
  ]
}

/// R's bootstrap weights of the 183 schools in 15 districts.
private func bootstrap(centre: ReplicateCentre = .replicateMean) throws -> ReplicateDesign {
  let given = reference.root["bootstrap"]
  return try ReplicateDesign(
    weights: survey.numbers("apiclus1", "pw"),
    replicates: (1...40).map { given["weights"]["V\($0)"].numbers },
    scale: given["scale"].number, replicateScales: given["replicateScales"].numbers,
    centre: centre)
}

@Suite("Replicate weights agree with R")
struct ReplicateReferenceTests {
  @Test("The jackknife of a cluster sample")
  func jackknife() throws {
    let replicates = try survey.clustered().replicated(by: .jackknife)
    expectAll(replicates, "apiclus1", reference.root["jackknife"])
    #expect(replicates.degreesOfFreedom == 14)
  }

  @Test("The jackknife around the estimate from the whole sample")
  func fullSample() throws {
    let replicates = try survey.clustered().replicated(by: .jackknife, centre: .fullSample)
    expectAll(replicates, "apiclus1", reference.root["jackknifeFullSample"])
  }

  @Test("The stratified jackknife, with and without population sizes", arguments: [true, false])
  func stratifiedJackknife(fpc: Bool) throws {
    let replicates = try survey.stratified(fpc: fpc).replicated(by: .stratifiedJackknife)
    let key = fpc ? "stratifiedJackknife" : "stratifiedJackknifeWithoutFpc"
    expectAll(replicates, "apistrat", reference.root[key])
    #expect(
      replicates.degreesOfFreedom == Int(reference.root[key]["degreesOfFreedom"].number))
  }

  @Test("Balanced replicates, plain and Fay's, of a total", arguments: [0, 0.3])
  func balanced(rest: Double) throws {
    let strata = survey.texts("nhanes", "stratum")
    let kept = Set(reference.root["pairedStrata"].texts)
    let rows = strata.indices.filter { kept.contains(strata[$0]) }
    func pick<Value>(_ column: [Value]) -> [Value] { rows.map { column[$0] } }
    let design = try SurveyDesign(
      weights: pick(survey.numbers("nhanes", "weight")), strata: pick(strata),
      clusters: pick(survey.texts("nhanes", "psu")))
    let replicates = try design.replicated(by: rest == 0 ? .balanced : .fay(rest))
    let sexes = pick(survey.numbers("nhanes", "female")).map { $0 + 1 }
    expectClose(
      replicates.surveyDesign.total(of: sexes),
      reference.root[rest == 0 ? "balancedTotal" : "fayTotal"])
  }

  @Test("Replicate weights given as columns")
  func given() throws {
    expectAll(try bootstrap(), "apiclus1", reference.root["bootstrap"], at: #_sourceLocation)
    expectAll(
      try bootstrap(centre: .fullSample), "apiclus1", reference.root["bootstrap"]["fullSample"])
    let degrees = reference.root["bootstrap"]["degreesOfFreedom"].number
    #expect(try bootstrap().degreesOfFreedom == Int(degrees))
  }

  @Test("Replicate factors given as columns")
  func factors() throws {
    let scd = reference.root["scd"]
    let replicates = try ReplicateDesign(
      weights: Array(repeating: 1, count: 6),
      replicates: (1...4).map { scd["replicates"]["V\($0)"].numbers }, areCombined: false,
      scale: 0.25)
    expectClose(
      replicates.surveyDesign.ratio(of: scd["alive"].numbers, to: scd["arrests"].numbers),
      scd["ratio"])
    expectClose(replicates.surveyDesign.total(of: scd["alive"].numbers), scd["total"])
    #expect(replicates.degreesOfFreedom == Int(scd["degreesOfFreedom"].number))
  }

  @Test("A median, replicate by replicate")
  func median() throws {
    let results = survey.numbers("apiclus1", "api00")
    let order = results.indices.sorted { results[$0] < results[$1] }
    let estimate = try bootstrap().estimate(of: results) { weights in
      let half = weights.reduce(0, +) / 2 * (1 - 1e-12)
      var sum = 0.0
      return results[
        order.first {
          sum += weights[$0]
          return sum >= half
        } ?? 0]
    }
    expectClose(estimate, reference.root["bootstrap"]["median"])
  }

  @Test("Each replicate raked")
  func raked() throws {
    let replicates = try survey.clustered().replicated(by: .jackknife).raked(
      to: stypeMargins(), options: WeightingOptions(tolerance: 1e-13))
    let expected = reference.root["raked"]
    expectClose(
      replicates.surveyDesign.mean(of: survey.numbers("apiclus1", "api00")), expected["mean"],
      tolerance: iterated)
    expectClose(
      replicates.surveyDesign.total(of: survey.numbers("apiclus1", "enroll")), expected["total"],
      tolerance: iterated)
    let known = replicates.surveyDesign.proportion(
      of: survey.texts("apiclus1", "stype").map { $0 == "E" ? 1 : 0 })
    #expect(known.standardError < 1e-10)
  }

  @Test("Given replicates raked")
  func rakedColumns() throws {
    let replicates = try bootstrap().raked(
      to: stypeMargins(), options: WeightingOptions(tolerance: 1e-13))
    let expected = reference.root["rakedBootstrap"]
    expectClose(
      replicates.surveyDesign.mean(of: survey.numbers("apiclus1", "api00")), expected["mean"],
      tolerance: iterated)
    expectClose(
      replicates.surveyDesign.total(of: survey.numbers("apiclus1", "enroll")), expected["total"],
      tolerance: iterated)
  }
}
