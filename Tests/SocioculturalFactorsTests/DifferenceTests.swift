import Estimation
import Testing

@testable import SocioculturalFactors
@testable import SurveyAnalysis

@Suite("Differences")
struct DifferenceTests {
  private func estimate(
    _ value: Double, _ error: Double, kind: Estimate.Kind = .number, df: Int = 1000
  ) -> Estimate {
    Estimate(
      value: value, standardError: error, degreesOfFreedom: df,
      base: .init(count: 500, weightedCount: 500, effectiveCount: 500), kind: kind)
  }

  private func points(_ value: Double, _ error: Double) -> UntestedDifference {
    UntestedDifference(estimate(value, error), zone: .points(5))
  }

  @Test(
    "The interval, the zone and the family's p give the verdict",
    arguments: [
      (0.5, 1.0, Verdict.practicallyEqual), (2.5, 0.5, .differsBelowThreshold),
      (-2.5, 0.5, .differsBelowThreshold), (8.0, 1.0, .higher), (-8.0, 1.0, .lower),
      (3.0, 4.0, .notEstablished), (0.0, 4.0, .notEstablished),
    ])
  func verdicts(value: Double, error: Double, expected: Verdict) {
    #expect(UntestedDifference.tested([points(value, error)])[0].verdict == expected)
  }

  @Test("One of many comparisons needs a smaller p than one alone")
  func family() throws {
    let alone = UntestedDifference.tested([points(10, 4.6)])[0]
    #expect(alone.verdict == .higher)
    let among = UntestedDifference.tested(
      [points(10, 4.6)] + Array(repeating: points(0.1, 4), count: 9))
    #expect(among[0].verdict == .notEstablished)
    #expect(among[0].pValue == alone.pValue)
    #expect(try abs(#require(among[0].adjustedPValue) - 10 * #require(alone.pValue)) < 1e-12)
    #expect(try #require(among[0].interval).lower > 0, "the interval is not adjusted")
  }

  @Test("Too wide an interval cannot show equality, and says so")
  func equalityOutOfReach() {
    let differences = UntestedDifference.tested([points(0, 4), points(0, 1)])
    #expect(differences.map(\.canShowEquality) == [false, true])
  }

  @Test("Shares count as equal where Cohen's h is under 0.10, not by points")
  func shares() {
    func difference(_ a: Double, _ b: Double, error: Double) -> Difference {
      let later = estimate(a, error, kind: .proportion)
      let earlier = estimate(b, error, kind: .proportion)
      return UntestedDifference.tested([
        UntestedDifference(
          shares: later.difference(fromIndependent: earlier),
          cohenH: later.arcsine.difference(fromIndependent: earlier.arcsine),
          zone: AnalysisConventions.standard.shareZone)
      ])[0]
    }
    #expect(difference(0.51, 0.50, error: 0.005).verdict == .practicallyEqual)
    #expect(
      difference(0.04, 0.01, error: 0.003).verdict == .higher,
      "three points of a small share are a difference")
  }

  @Test("What weighting fixes is no comparison, and counts in no family")
  func fixed() {
    let fixed = Estimate(
      value: 7, standardError: 0, degreesOfFreedom: 30,
      base: .init(count: 9, weightedCount: 9, effectiveCount: 9), isFixedByWeighting: true)
    let tested = UntestedDifference.tested([
      UntestedDifference(fixed, zone: .points(5)), points(10, 4.6),
    ])
    #expect(tested[0].pValue == nil && tested[0].verdict == .setByWeighting)
    #expect(tested[1].verdict == .higher)
    #expect(ComparisonFamily(.profile, ["w"], tested).size == 1)
  }

  @Test("Where nothing varies there is neither a test nor an interval, and nothing is equal")
  func nothingVaries() {
    let tested = UntestedDifference.tested([points(0, 0)])[0]
    #expect(tested.pValue == nil && tested.interval == nil && !tested.isInsideZone)
    #expect(tested.verdict == .notEstablished && !tested.canShowEquality)
  }

  @Test("A number without a zone is never called equal")
  func noZone() {
    let difference = UntestedDifference.tested([
      UntestedDifference(estimate(0, 0.001), zone: .none)
    ])[0]
    #expect(difference.verdict == .notEstablished)
  }
}

extension UntestedDifference {
  /// Tested by the limits that hold where a study chooses none.
  fileprivate static func tested(_ family: [UntestedDifference]) -> [Difference] {
    tested(family, by: .standard)
  }
}
