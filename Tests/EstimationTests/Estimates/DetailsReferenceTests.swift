import Testing

@testable import Estimation

/// What R computes in details of which the project takes the same or another: `Tests/Reference/details.R`.
struct DetailsReferenceTests {
  private let lonely = SurveyReference.details.root["lonely"]
  private let icc = SurveyReference.details.root["icc"]

  private func column(_ name: String) -> [Double] {
    let data = lonely["data"]
    return (0..<data.count).map { data[$0][name].number }
  }

  private func design(_ policy: LonelyClusterPolicy) throws -> SurveyDesign {
    try SurveyDesign(
      weights: column("w"), strata: column("h").map { "\($0)" },
      clusters: column("c").map { "\($0)" }, lonelyClusters: policy)
  }

  private func expectEqual(_ own: Double, _ known: Double) {
    #expect(abs(own - known) <= 1e-9 * abs(known), "\(own), R \(known)")
  }

  @Test(arguments: [
    ("adjust", LonelyClusterPolicy.centredOnAll), ("average", .average), ("certainty", .certainty),
  ])
  func `means of lonely clusters are R's`(_ name: String, _ policy: LonelyClusterPolicy) throws {
    let design = try design(policy)
    expectEqual(design.mean(of: column("y")).standardError, lonely[name, "mean"].number)
    guard name != "adjust" else { return }
    expectEqual(design.total(of: column("y")).standardError, lonely[name, "total"].number)
  }

  @Test func `totals under adjust are measured from the mean of all points, R's from 0`() throws {
    let own = try design(.centredOnAll).total(of: column("y")).standardError
    expectEqual(own, lonely["own", "adjustTotal"].number)
    expectEqual(lonely["adjust", "total"].number, lonely["own", "adjustTotalOfR"].number)
  }

  @Test func `domains under average keep all strata, R's those that they touch`() throws {
    let group = column("g")
    func domain(_ policy: LonelyClusterPolicy) throws -> Double {
      try design(policy).domain(group.map { $0 == 1 }).mean(of: column("y")).standardError
    }
    expectEqual(try domain(.average), lonely["own", "averageDomain"].number)
    expectEqual(lonely["average", "domain"].number, lonely["own", "averageDomainOfR"].number)
    expectEqual(try domain(.centredOnAll), lonely["adjust", "domain"].number)
    expectEqual(try domain(.certainty), lonely["certainty", "domain"].number)
  }

  @Test func `the interval of an intraclass correlation is the jackknife's`() throws {
    let values = icc["y"].numbers
    let design = try SurveyDesign(weights: icc["weight"].numbers)
    let groups = CategoricalAnswers(
      icc["group"].numbers.map { "\($0)" }, categories: (1...8).map { "\(Double($0))" })
    let components = try #require(design.varianceComponents(of: values, by: [groups]))
    expectEqual(components.intraclassCorrelation(), icc["value"].number)
    let interval = try #require(design.intraclassInterval(of: values, by: groups))
    expectEqual(interval.lower, icc["limits"][0].number)
    expectEqual(interval.upper, icc["limits"][1].number)
    // The scale of weights and the order of rows do not matter.
    let turned = try SurveyDesign(weights: icc["weight"].numbers.reversed().map { 100 * $0 })
    let other = try #require(
      turned.intraclassInterval(
        of: values.reversed(),
        by: CategoricalAnswers(categories: groups.categories, codes: groups.codes.reversed())))
    #expect(abs(other.lower - interval.lower) < 1e-9 && abs(other.upper - interval.upper) < 1e-9)
    let pair = groups.codes.map { $0 < 2 }
    #expect(design.domain(pair).intraclassInterval(of: values, by: groups) == nil)
  }
}
