import Testing

@testable import Estimation

private let root = SurveyReference.models.root["power"]

private func list(_ node: SurveyReference.Node) -> [SurveyReference.Node] {
  (0..<node.count).map { node[$0] }
}

/// Interviews, margins with deff 1, 1.5 and 2, and the smallest difference with deff 1.5.
private let planningTable: [(Double, [Double])] = [
  (300.0, [5.7, 6.9, 8.0, 14.0]), (400, [4.9, 6.0, 6.9, 12.1]), (500, [4.4, 5.4, 6.2, 10.8]),
  (600, [4.0, 4.9, 5.7, 9.9]), (800, [3.5, 4.2, 4.9, 8.6]), (1000, [3.1, 3.8, 4.4, 7.7]),
  (1500, [2.5, 3.1, 3.6, 6.3]),
]

/// Power and sample size against R, and the planning table of the method.
struct SampleSizeTests {
  @Test func `power of means and shares is power.t.test's and power.prop.test's`() {
    for test in list(root["means"]) {
      let plan = DifferencePlan(
        .means(difference: test["delta"].number, deviation: test["sd"].number))
      expectClose(plan.power(interviews: test["n"].number), test["power"].number)
    }
    for test in list(root["shares"]) {
      let plan = DifferencePlan(.shares(test["first"].number, test["second"].number))
      expectClose(plan.power(interviews: test["n"].number), test["power"].number)
    }
  }

  @Test func `sizes are those of R's root search, times the design effect`() throws {
    for test in list(root["meanSizes"]) {
      var plan = DifferencePlan(
        .means(difference: test["delta"].number, deviation: test["sd"].number))
      let size = try #require(plan.sampleSize(power: test["power"].number))
      expectClose(size, test["n"].number, tolerance: 1e-8)
      plan.designEffect = 1.5
      expectClose(
        try #require(plan.sampleSize(power: test["power"].number)), 1.5 * size, tolerance: 1e-10)
    }
    for test in list(root["shareSizes"]) {
      let plan = DifferencePlan(.shares(test["first"].number, test["second"].number))
      let size = try #require(plan.sampleSize(power: test["power"].number))
      expectClose(size, test["n"].number, tolerance: 1e-8)
      expectClose(plan.power(interviews: size), test["power"].number, tolerance: 1e-10)
    }
    #expect(DifferencePlan(.shares(0.5, 0.5)).sampleSize() == nil)
  }

  @Test(arguments: planningTable)
  func `the planning table of two cities comes out`(interviews: Double, expected: [Double]) {
    let margins = [1, 1.5, 2].map {
      PrecisionPlan(share: 0.5, designEffect: $0).margin(interviews: interviews)
    }
    let difference = DifferencePlan.detectableDifference(
      interviews: interviews, designEffect: 1.5)
    for (value, number) in zip(margins + [difference], expected) {
      // The table's difference takes 1.96 and 0.84 for the quantiles.
      #expect(abs(100 * value - number) < 0.055)
    }
  }

  @Test func `a margin and its sample size undo each other, in a small population too`() {
    for population in [nil, 5000.0] {
      let plan = PrecisionPlan(share: 0.3, designEffect: 1.4, population: population)
      expectClose(plan.margin(interviews: plan.sampleSize(margin: 0.04)), 0.04)
    }
    #expect(PrecisionPlan(share: 0.5, population: 100).margin(interviews: 100) == 0)
    // 1.96² · 0.25 / 0.05² = 384.
    #expect(PrecisionPlan(share: 0.5).sampleSize(margin: 0.05).rounded() == 384)
  }
}
