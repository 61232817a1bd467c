import NumericalMethods
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

  /// R's `sd` is that of the differences of pairs, σ√(2(1 − ρ)).
  @Test func `of people asked twice the test is that of pairs`() throws {
    func plan(_ test: SurveyReference.Node, correlation: Double) -> DifferencePlan {
      DifferencePlan(
        .means(
          difference: test["delta"].number,
          deviation: test["sd"].number / (2 * (1 - correlation)).squareRoot()),
        correlation: correlation)
    }
    for correlation in [0, 0.3, 0.9] {
      for test in list(root["pairs"]) {
        let plan = plan(test, correlation: correlation)
        expectClose(plan.power(interviews: test["n"].number), test["power"].number)
      }
      for test in list(root["pairSizes"]) {
        let size = try #require(
          plan(test, correlation: correlation).sampleSize(power: test["power"].number))
        expectClose(size, test["n"].number, tolerance: 1e-8)
      }
    }
  }

  @Test func `in a small population fewer interviews show as much`() throws {
    for quantity in [
      DifferencePlan.Quantity.means(difference: 3, deviation: 20), .shares(0.5, 0.56),
    ] {
      let wide = DifferencePlan(quantity, designEffect: 1.3)
      let size = try #require(wide.sampleSize())
      var narrow = wide
      narrow.population = 5000
      let own = try #require(narrow.sampleSize())
      // 1/n − 1/N is what an endless population has as 1/n, but for the t test's few degrees.
      expectClose(own, 1 / (1 / size + 1 / 5000), tolerance: 1e-3)
      #expect(narrow.power(interviews: 5000) == 1)
      narrow.population = 50
      #expect(try #require(narrow.sampleSize()) <= 50)
    }
    let normal = Distribution.standardNormal
    for level in [0.9, 0.95, 0.99] {
      expectClose(
        DifferencePlan.detectableDifference(
          interviews: 600, significance: 1 - level, population: 3000),
        (normal.quantile((1 + level) / 2) + normal.quantile(0.8))
          * (0.5 * (1 / 600 - 1.0 / 3000)).squareRoot())
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
