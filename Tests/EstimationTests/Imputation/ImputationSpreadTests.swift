import Estimation
import Testing

struct ImputationSpreadTests {
  @Test func `data sets that agree leave the design's variance, and little less freedom`() {
    let spread = ImputationSpread(values: [3, 3, 3], variances: [4, 4, 4], degreesOfFreedom: 20)
    #expect(spread.within == 4 && spread.between == 0 && spread.total == 4)
    #expect(spread.missingInformation == 0)
    // (ν + 1)/(ν + 3) · ν
    #expect(abs(spread.degreesOfFreedom - 21.0 / 23 * 20) < 1e-12)
  }

  @Test func `three data sets by hand`() {
    // B = 1, T = 2 + 4/3, λ = 0.4: ν_m = 2/0.16, ν_obs = 11/13 · 10 · 0.6.
    let spread = ImputationSpread(values: [1, 2, 3], variances: [1, 2, 3], degreesOfFreedom: 10)
    let freedom = 1 / (0.16 / 2 + 1 / (11.0 / 13 * 6))
    #expect(spread.within == 2 && abs(spread.between - 1) < 1e-15)
    #expect(abs(spread.total - 10.0 / 3) < 1e-12)
    #expect(abs(spread.degreesOfFreedom - freedom) < 1e-12)
    let ratio = 4.0 / 3 / 2
    #expect(abs(spread.missingInformation - (ratio + 2 / (freedom + 3)) / (ratio + 1)) < 1e-12)
  }

  @Test func `an estimate that one data set lacks is none`() {
    let base = Estimate.Base(count: 9, weightedCount: 9, effectiveCount: 9)
    func estimate(_ value: Double) -> Estimate {
      Estimate(value: value, standardError: 1, degreesOfFreedom: 8, base: base)
    }
    #expect(Estimate.combining(imputations: [estimate(1)], base: base) == nil)
    #expect(Estimate.combining(imputations: [estimate(1), estimate(.nan)], base: base) == nil)
    let both = Estimate.combining(imputations: [estimate(1), estimate(2)], base: base)
    #expect(both?.value == 1.5 && both?.tTest() != nil)
  }
}
