import NumericalMethods
import Testing

@testable import Estimation

/// A design whose errors come from replicates gives those of the replicates' own estimates.
struct ReplicateErrorsTests {
  private let schools = SurveyReference.shared

  private var replicates: ReplicateDesign {
    get throws {
      try SurveyDesign(
        weights: schools.numbers("apiclus1", "pw"), clusters: schools.texts("apiclus1", "dnum")
      ).replicated(by: .bootstrap(replicates: 60, seed: 7))
    }
  }

  private var margin: PopulationMargin {
    PopulationMargin(
      name: "type", categories: schools.texts("apiclus1", "stype"),
      targets: [
        .init(category: "E", population: 4421), .init(category: "H", population: 755),
        .init(category: "M", population: 1018),
      ])
  }

  @Test func `means, totals, ratios and shares have exactly the replicates' errors`() throws {
    let (y, x) = (schools.numbers("apiclus1", "api00"), schools.numbers("apiclus1", "api99"))
    for made in [try replicates, try replicates.raked(to: [margin])] {
      let design = made.surveyDesign
      let high = y.map { $0 > 650 ? 1.0 : 0 }
      @Sendable func sum(_ weights: [Double], _ values: [Double]) -> Double {
        zip(weights, values).reduce(0) { $0 + ($1.0 > 0 ? $1.0 * $1.1 : 0) }
      }
      let ones = y.map { _ in 1.0 }
      expectSame(design.mean(of: y), made.estimate(of: y) { sum($0, y) / sum($0, ones) })
      expectSame(design.total(of: y), made.estimate(of: y) { sum($0, y) })
      expectSame(design.ratio(of: y, to: x), made.estimate(of: y) { sum($0, y) / sum($0, x) })
      expectSame(
        design.proportion(of: high), made.estimate(of: high) { sum($0, high) / sum($0, ones) })
      let some = schools.texts("apiclus1", "schWide").map { $0 == "Yes" }
      let part = zip(y, some).map { $1 ? $0 : .nan }
      expectSame(
        design.domain(some).mean(of: y), made.estimate(of: part) { sum($0, part) / sum($0, ones) })
      #expect(design.weights == made.design.weights)
    }
  }

  private func expectSame(
    _ estimate: Estimate, _ other: Estimate, at location: SourceLocation = #_sourceLocation
  ) {
    expectClose(estimate.value, other.value, at: location)
    expectClose(estimate.standardError, other.standardError, at: location)
    #expect(estimate.degreesOfFreedom == other.degreesOfFreedom, sourceLocation: location)
  }

  @Test func `a share that weighting fixes has no error in replicates either`() throws {
    let design = try replicates.raked(to: [margin]).surveyDesign
    let high = schools.texts("apiclus1", "stype").map { $0 == "H" ? 1.0 : 0 }
    #expect(design.proportion(of: high).isFixedByWeighting)
    #expect(design.hasReplicateErrors)
  }

  @Test func `differences and slopes differ from linearised ones no more than replicates do`()
    throws
  {
    let y = schools.numbers("apiclus1", "api00")
    let many = try SurveyDesign(
      weights: schools.numbers("apiclus1", "pw"), clusters: schools.texts("apiclus1", "dnum"))
    let made = try many.replicated(by: .bootstrap(replicates: 2000, seed: 3)).surveyDesign
    let predictor = Predictor(name: "api99", values: schools.numbers("apiclus1", "api99"))
    let slope = try made.regression(of: y, on: [predictor]).coefficients[1]
    let linear = try many.regression(of: y, on: [predictor]).coefficients[1]
    expectClose(slope.value, linear.value)
    expectClose(slope.standardError, linear.standardError, tolerance: 0.1)
  }

  @Test func `means by group are those of the domains`() throws {
    let y = schools.numbers("apiclus1", "api00").enumerated().map { $0 % 11 == 4 ? .nan : $1 }
    let types = schools.texts("apiclus1", "stype")
    let groups = CategoricalAnswers(types.map { $0 }, categories: ["E", "H", "M", "X"])
    for made in [try replicates.surveyDesign, try replicates.raked(to: [margin]).surveyDesign] {
      let means = made.means(of: y, by: groups)
      for (place, name) in ["E", "H", "M"].enumerated() {
        let single = made.domain(types.map { $0 == name }).mean(of: y)
        expectClose(means[place].value, single.value)
        expectClose(means[place].standardError, single.standardError)
        expectClose(means[place].designEffect ?? .nan, single.designEffect ?? .nan)
        #expect(means[place].degreesOfFreedom == single.degreesOfFreedom)
        #expect(means[place].count == single.count)
      }
      #expect(means[3].value.isNaN && means[3].standardError.isNaN)
    }
  }

  @Test func `degrees of freedom of given replicates are those of their rank`() throws {
    let boot = try replicates
    let weights = schools.numbers("apiclus1", "pw")
    let columns = (0..<10).map { replicate in
      weights.indices.map { weights[$0] * boot.factors[Int(boot.unitOfRow[$0]), replicate] }
    }
    let given = try ReplicateDesign(weights: weights, replicates: columns, scale: 1 / 9)
    let mean = given.surveyDesign.mean(of: schools.numbers("apiclus1", "api00"))
    #expect(mean.degreesOfFreedom == given.degreesOfFreedom && mean.degreesOfFreedom == 9)
  }

  @Test func `bootstrap samples that limits forbid are left out, but not more than one in ten`()
    throws
  {
    let tight = PopulationMargin(
      name: "type", categories: schools.texts("apiclus1", "stype"),
      targets: [
        .init(category: "E", population: 4421), .init(category: "H", population: 300),
        .init(category: "M", population: 1473),
      ])
    let drawn = try replicates
    #expect(throws: ReplicationError.self) {
      _ = try drawn.raked(to: [tight], options: WeightingOptions(limits: 0.62...1.8))
    }
    let loose = try drawn.raked(to: [tight], options: WeightingOptions(limits: 0.05...12))
    #expect(loose.replicateCount + loose.droppedReplicateCount == 60)
    #expect(loose.droppedReplicateCount <= 6)
  }

  @Test func `samples that limits forbid keep the margins without limits where that is asked`()
    throws
  {
    let margin = PopulationMargin(
      name: "type", categories: schools.texts("apiclus1", "stype"),
      targets: [
        .init(category: "E", population: 4421), .init(category: "H", population: 300),
        .init(category: "M", population: 1473),
      ])
    let limited = try replicates.calibrated(
      to: [margin], options: WeightingOptions(limits: 0.62...1.8), infeasible: .withoutLimits)
    #expect(limited.unlimitedReplicateCount > 6 && limited.droppedReplicateCount == 0)
    #expect(limited.unlimitedReplicateCount < limited.replicateCount)
    // The share of a category is known in each replicate, so it does not vary.
    let high = schools.texts("apiclus1", "stype").map { $0 == "H" ? 1.0 : 0 }
    let share = limited.surveyDesign.mean(of: high)
    #expect(share.isFixedByWeighting && share.standardError == 0)
    expectClose(share.value, 300 / 6194, tolerance: 1e-9)
  }
}
