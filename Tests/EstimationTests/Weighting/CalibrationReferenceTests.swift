import Testing

@testable import Estimation

/// Weights and errors of R's `postStratify` and `calibrate`: `Tests/Reference/calibration.R`.
struct CalibrationReferenceTests {
  private let reference = SurveyReference.calibration
  private let schools = SurveyReference.shared

  private var design: SurveyDesign {
    get throws {
      try SurveyDesign(
        weights: reference.root["data"]["weights"].numbers,
        clusters: schools.texts("apiclus1", "dnum"))
    }
  }

  private var stages: SurveyDesign {
    get throws {
      try SurveyDesign(
        weights: reference.numbers("apiclus2", "w"),
        stages: [
          SamplingStage(
            clusters: reference.texts("apiclus2", "a"),
            populationSizes: reference.numbers("apiclus2", "N1")),
          SamplingStage(
            clusters: reference.texts("apiclus2", "b"),
            populationSizes: reference.numbers("apiclus2", "N2")),
        ])
    }
  }

  private func types(_ names: [String]) -> PopulationMargin {
    PopulationMargin(
      name: "type", categories: names,
      targets: [
        .init(category: "E", population: 4421), .init(category: "H", population: 755),
        .init(category: "M", population: 1018),
      ])
  }

  private var wide: PopulationMargin {
    PopulationMargin(
      name: "wide", categories: schools.texts("apiclus1", "schWide"),
      targets: [.init(category: "No", population: 1072), .init(category: "Yes", population: 5122)])
  }

  private var api99: PopulationTotal {
    PopulationTotal(name: "api99", values: schools.numbers("apiclus1", "api99"), total: 3_914_069)
  }

  private var margins: [PopulationMargin] { [types(schools.texts("apiclus1", "stype")), wide] }

  private func options(
    _ method: WeightingMethod, _ bounds: ClosedRange<Double>? = nil
  ) -> WeightingOptions {
    var options = WeightingOptions(method: method, tolerance: 1e-12)
    options.bounds = bounds
    return options
  }

  private func expect(
    _ design: SurveyDesign, _ name: String, tolerance: Double,
    at location: SourceLocation = #_sourceLocation
  ) {
    let expected = reference.root[name]
    for (weight, other) in zip(design.weights, expected["weights"].numbers) {
      expectClose(weight, other, tolerance: tolerance, "weight", at: location)
    }
    let api00 = schools.numbers("apiclus1", "api00")
    expectClose(design.mean(of: api00), expected["mean"], tolerance: tolerance, at: location)
    expectClose(
      design.total(of: schools.numbers("apiclus1", "enroll")), expected["total"],
      tolerance: tolerance, at: location)
  }

  @Test func `post-stratification gives R's weights and errors`() throws {
    let weighted = try design.poststratified(to: margins[0])
    expect(weighted, "poststratified", tolerance: closedForm)
    #expect(weighted.passport?.options.method == .poststratification)
    let two = try stages.poststratified(to: types(reference.texts("apiclus2", "stype")))
    let expected = reference.root["poststratifiedStages"]
    for (weight, other) in zip(two.weights, expected["weights"].numbers) {
      expectClose(weight, other)
    }
    expectClose(two.mean(of: reference.numbers("apiclus2", "api00")), expected["mean"])
  }

  @Test(
    arguments: [
      ("linear", WeightingMethod.linear, nil), ("linearBounded", .linear, 0.6...1.6),
      ("raking", .rakingDistance, nil), ("rakingBounded", .rakingDistance, 0.6...1.6),
      ("logit", .logit, 0.5...2),
    ] as [(String, WeightingMethod, ClosedRange<Double>?)])
  func `calibration to categories gives R's weights and errors`(
    _ name: String, _ method: WeightingMethod, _ bounds: ClosedRange<Double>?
  ) throws {
    let weighted = try design.calibrated(to: margins, options: options(method, bounds))
    expect(weighted, name, tolerance: method == .linear && bounds == nil ? closedForm : 1e-7)
    if let bounds {
      let factors = zip(weighted.weights, try design.weights).map { $0 / $1 }
      #expect(factors.allSatisfy { $0 > bounds.lowerBound - 1e-9 && $0 < bounds.upperBound + 1e-9 })
    }
  }

  @Test(
    arguments: [
      ("linearTotal", WeightingMethod.linear, nil), ("rakingTotal", .rakingDistance, nil),
      ("logitTotal", .logit, 0.5...2),
    ] as [(String, WeightingMethod, ClosedRange<Double>?)])
  func `calibration to a continuous total too gives R's weights and errors`(
    _ name: String, _ method: WeightingMethod, _ bounds: ClosedRange<Double>?
  ) throws {
    let weighted = try design.calibrated(
      to: [margins[0]], totals: [api99], options: options(method, bounds))
    expect(weighted, name, tolerance: method == .linear ? closedForm : 1e-7)
    let total = weighted.total(of: api99.values)
    expectClose(total.value, 3_914_069)
    #expect(total.isFixedByWeighting)
    #expect(weighted.passport?.totals.first?.name == "api99")
  }

  @Test func `a continuous total alone, and several stages, give R's weights and errors`() throws {
    let alone = try design.calibrated(to: [], totals: [api99], options: options(.linear))
    expect(alone, "onlyTotal", tolerance: closedForm)
    let total = PopulationTotal(
      name: "api99", values: reference.numbers("apiclus2", "api99"), total: 3_914_069)
    let two = try stages.calibrated(
      to: [types(reference.texts("apiclus2", "stype"))], totals: [total],
      options: options(.linear))
    let expected = reference.root["stages"]
    for (weight, other) in zip(two.weights, expected["weights"].numbers) {
      expectClose(weight, other)
    }
    expectClose(two.mean(of: reference.numbers("apiclus2", "api00")), expected["mean"])
  }

  @Test func `each replicate is calibrated anew, with R's errors`() throws {
    let replicates = try design.replicated(by: .jackknife)
    let expected = reference.root["replicates"]
    func compare(_ replicates: ReplicateDesign, _ name: String, tolerance: Double) {
      let weighted = replicates.surveyDesign
      expectClose(
        weighted.mean(of: schools.numbers("apiclus1", "api00")), expected[name]["mean"],
        tolerance: tolerance)
      expectClose(
        weighted.total(of: schools.numbers("apiclus1", "enroll")), expected[name]["total"],
        tolerance: tolerance)
    }
    compare(
      try replicates.poststratified(to: margins[0]), "poststratified", tolerance: closedForm)
    compare(
      try replicates.calibrated(to: margins, options: options(.linear)), "linear",
      tolerance: closedForm)
    compare(
      try replicates.calibrated(to: [margins[0]], totals: [api99], options: options(.linear)),
      "linearTotal", tolerance: closedForm)
    compare(
      try replicates.calibrated(to: margins, options: options(.rakingDistance)), "raking",
      tolerance: 1e-7)
    compare(
      try replicates.calibrated(to: margins, options: options(.logit, 0.4...2.5)), "logit",
      tolerance: 1e-7)
  }
}
