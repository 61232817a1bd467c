import NumericalMethods
import Testing

@testable import Estimation

@Suite("Pooled designs")
struct PooledDesignTests {
  /// Two samples of sampling points of four interviews, in two strata.
  private func samples() throws -> [SurveyDesign] {
    try [24, 40].map { count in
      try SurveyDesign(
        weights: (0..<count).map { Double($0 % 3 + 1) },
        strata: (0..<count).map { "\($0 / 4 % 2)" }, clusters: (0..<count).map { "\($0 / 4)" })
    }
  }

  @Test("Each sample's weights add up to its interviews")
  func weights() throws {
    let pooled = PooledDesign(try samples())
    #expect(pooled.count == 64)
    #expect(abs(pooled.weights[..<24].reduce(0, +) - 24) < 1e-12)
    #expect(abs(pooled.weights[24...].reduce(0, +) - 40) < 1e-12)
  }

  @Test("The error of a statistic of one sample is that sample's own")
  func own() throws {
    let samples = try samples()
    let pooled = PooledDesign(samples)
    let statistic = samples[1].linearisedMean(of: (0..<40).map { Double($0 % 7) })
    let contributions = Array(repeating: 0, count: 24) + statistic.contributions
    let variance = pooled.covariance(ofContributions: contributions, and: contributions)
    let expected = samples[1].estimate(statistic)
    #expect(abs(variance.squareRoot() - expected.standardError) < 1e-14)
    let isMember = (0..<64).map { $0 >= 24 }
    #expect(pooled.degreesOfFreedom(touchedBy: isMember) == samples[1].degreesOfFreedom)
    #expect(
      pooled.degreesOfFreedom(touchedBy: isMember.map { _ in true })
        == samples.reduce(0) { $0 + $1.degreesOfFreedom })
  }

  @Test("A bootstrap sample takes whole sampling points, as many as a stratum has")
  func bootstrap() throws {
    let pooled = PooledDesign(try samples())
    var stream = RandomStream(seed: 5)
    let counts = pooled.bootstrapCounts(&stream)
    var again = RandomStream(seed: 5)
    #expect(pooled.bootstrapCounts(&again) == counts)
    for point in 0..<16 { #expect(Set(counts[point * 4..<point * 4 + 4]).count == 1) }
    for stratum in 0..<2 {
      let own = (24..<64).filter { ($0 - 24) / 4 % 2 == stratum }
      #expect(own.reduce(0) { $0 + counts[$1] } == Double(own.count))
    }
    #expect(counts.contains(0) && counts.contains { $0 > 1 })
  }
}
