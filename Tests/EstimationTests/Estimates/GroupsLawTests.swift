import NumericalMethods
import Parallelism
import Testing

@testable import Estimation

/// What groups in one pass owe to domains one by one.
struct GroupsLawTests {
  private func groups(_ sample: RandomSample, seed: UInt64) -> CategoricalAnswers {
    var stream = RandomStream(seed: seed).split("groups")
    return CategoricalAnswers(
      categories: ["a", "b", "c", "nobody"],
      codes: sample.weights.map { _ in Int32(stream.integer(below: 4)) - 1 })
  }

  @Test(arguments: UInt64(0)..<100)
  func `means by group are those of the groups' domains`(seed: UInt64) throws {
    let sample = RandomSample(seed: seed)
    let design = try sample.design()
    let groups = groups(sample, seed: seed)
    let together = design.means(of: sample.x, by: groups)
    let statistics = groups.categories.indices.map { group in
      design.domain(groups.codes.map { Int($0) == group }).linearisedMean(of: sample.x)
    }
    for (group, statistic) in statistics.enumerated() {
      let alone = design.estimate(statistic)
      guard alone.count > 0 else {
        #expect(together[group].value.isNaN && together[group].count == 0)
        continue
      }
      expectClose(together[group].value, alone.value, tolerance: 1e-10, "mean")
      #expect(
        abs(together[group].standardError - alone.standardError)
          <= 1e-10 * (1 + alone.standardError))
      #expect(together[group].degreesOfFreedom == alone.degreesOfFreedom)
      #expect(together[group].base.count == alone.base.count)
      if let effect = alone.designEffect {
        expectClose(together[group].designEffect ?? .nan, effect, tolerance: 1e-8, "deff")
      }
    }
    if let place = [(0, 1), (0, 2), (1, 2)].first(where: {
      together[$0.0].count > 0 && together[$0.1].count > 0
    }) {
      let direct = design.estimate(statistics[place.0] - statistics[place.1])
      let vector = together.difference(place.0, place.1)
      #expect(
        abs(vector.standardError - direct.standardError) <= 1e-9 * (1 + direct.standardError))
    }
  }

  @Test(arguments: UInt64(0)..<50)
  func `a crosstab's shares are those of domains, raked or not`(seed: UInt64) throws {
    let sample = RandomSample(seed: seed)
    let base = try sample.design()
    let columns = groups(sample, seed: seed)
    let rows = CategoricalAnswers(categories: ["no", "yes"], codes: sample.y.map { Int32($0) })
    let raked = try? base.raked(to: [
      PopulationMargin(
        name: "y", categories: sample.y.map { $0 == 1 ? "yes" : "no" },
        targets: [.init(category: "no", population: 40), .init(category: "yes", population: 60)])
    ])
    for design in [base, raked].compactMap(\.self) {
      let table = design.crosstab(of: rows, by: columns)
      for (column, shares) in table.columnShares.enumerated() where shares[0].count > 0 {
        let domain = design.domain(columns.codes.map { Int($0) == column }).proportions(of: rows)
        for row in 0..<2 {
          expectClose(shares[row].value, domain[row].value, tolerance: 1e-12, "share")
          #expect(abs(shares[row].standardError - domain[row].standardError) < 1e-12)
          #expect(shares[row].degreesOfFreedom == domain[row].degreesOfFreedom)
          #expect(abs(shares.covariance(0, row) - domain.covariance(0, row)) < 1e-12)
        }
      }
      let row = table.shares(ofRow: 1)
      #expect(zip(row.estimates, table.columnShares).allSatisfy { $0.count == $1[1].count })
      #expect(table.counts.reduce(0, +) == table.base.count)
    }
  }

  @Test(arguments: UInt64(0)..<50)
  func `scale of weights and order of rows change neither means by group nor tests`(
    seed: UInt64
  ) throws {
    let sample = RandomSample(seed: seed)
    let permuted = sample.permuted(seed: seed)
    let before = try sample.design()
    let after = try SurveyDesign(
      weights: permuted.weights.map { 77 * $0 }, strata: permuted.strata,
      clusters: permuted.clusters)
    func yes(_ sample: RandomSample) -> CategoricalAnswers {
      CategoricalAnswers(categories: ["no", "yes"], codes: sample.y.map { Int32($0) })
    }
    func high(_ sample: RandomSample) -> CategoricalAnswers {
      CategoricalAnswers(
        categories: ["low", "high"], codes: sample.x.map { $0.isFinite ? ($0 > 0 ? 1 : 0) : -1 })
    }
    let (first, second) = (
      before.means(of: sample.x, by: yes(sample)), after.means(of: permuted.x, by: yes(permuted))
    )
    for group in 0..<2 where first[group].count > 0 {
      #expect(abs(first[group].value - second[group].value) < 1e-10)
      #expect(abs(first[group].standardError - second[group].standardError) < 1e-10)
    }
    let tests = (
      before.independenceTest(of: high(sample), and: yes(sample)),
      after.independenceTest(of: high(permuted), and: yes(permuted))
    )
    #expect((tests.0 == nil) == (tests.1 == nil))
    if let a = tests.0, let b = tests.1 { #expect(abs(a.pValue - b.pValue) < 1e-9) }
    let ranks = (
      try? before.rankTest(of: sample.x, by: yes(sample)),
      try? after.rankTest(of: permuted.x, by: yes(permuted))
    )
    if let a = ranks.0, let b = ranks.1 {
      #expect(abs(a.test.pValue - b.test.pValue) < 1e-8)
    }
  }

  @Test func `sums in pieces have the same bits whatever threads add them up`() throws {
    var stream = RandomStream(seed: 5)
    let count = 100_000
    let design = try SurveyDesign(
      weights: (0..<count).map { _ in 0.5 + stream.uniform() },
      strata: (0..<count).map { "\($0 % 4)" }, clusters: (0..<count).map { "\($0 % 80)" })
    let values = (0..<count).map { _ in stream.normal() }
    let groups = CategoricalAnswers(
      categories: ["a", "b", "c"], codes: (0..<count).map { Int32($0 % 3) })
    let first = design.means(of: values, by: groups)
    // Busy threads leave the outer calls to work alone.
    let others = concurrentMap(8) { _ in design.means(of: values, by: groups) }
    for other in others {
      for group in 0..<3 {
        #expect(other[group] == first[group])
        #expect(other.covariance(0, group) == first.covariance(0, group))
      }
    }
  }
}
