import Testing

@testable import NumericalMethods

@Test(
  "Quantiles are R's",
  arguments: [
    (Distribution.standardNormal, 0.975, 1.959963984540054),
    (.studentT(degreesOfFreedom: 10), 0.975, 2.2281388519862739),
    (.f(numerator: 2, denominator: 20), 0.95, 3.492828476735633),
    (.chiSquared(degreesOfFreedom: 3), 0.95, 7.814727903251179),
    (.beta(2, 3), 0.5, 0.3857275681323296),
    (.gamma(shape: 2, scale: 1), 0.5, 1.678346990016661),
  ])
func quantilesAreThoseOfR(_ distribution: Distribution, _ p: Double, _ expected: Double) {
  let x = distribution.quantile(p)
  #expect(abs(x / expected - 1) < 1e-10)
  #expect(abs(distribution.lowerTail(x) - p) < 1e-12)
  #expect(abs(distribution.upperTail(x) - (1 - p)) < 1e-12)
}

@Test("A tiny upper tail keeps its digits")
func tinyUpperTailKeepsItsDigits() {
  #expect(abs(Distribution.standardNormal.upperTail(10) / 7.619853024160527e-24 - 1) < 1e-12)
}

/// R 4.2.2: `pchisq(x, df, ncp)`; the tiny upper tails are `sum(dpois(j, ncp / 2) * pchisq(x, df + 2 *
/// j, lower.tail = FALSE))` over j = 0…60000.
@Test(
  "Both tails of the noncentral χ² are R's, the tiny ones too",
  arguments: [
    (5.0, 80.0, 42.5, 0.0036075184122895563, 0.99639248158771043),
    (5, 80, 102, 0.82756081138426385, 0.17243918861573451),
    (48, 200, 124, 5.3633443809406972e-07, 0.99999946366556192),
    (48, 200, 297.6, 0.94604293051183141, 0.053957069488162833),
    (5, 2000, 1604, 1.187196861375902e-06, 0.99999881280313863),
    (48, 2000, 2457.6, 0.99999331442057759, 6.6855794031747631e-06),
    (5, 80, 300, 1, 1.031816156925411e-16), (5, 80, 600, 1, 5.912290698684358e-54),
    (48, 200, 700, 1, 4.918360951802872e-29), (100, 2000, 3500, 1, 1.020158990261338e-41),
    (9, 20000, 23000, 1, 9.050335132391253e-25), (2, 100_000, 110_000, 1, 4.897013735371733e-54),
  ])
func noncentralTails(
  freedom: Double, noncentrality: Double, x: Double, lower: Double, upper: Double
) {
  let distribution = Distribution.noncentralChiSquared(
    degreesOfFreedom: freedom, noncentrality: noncentrality)
  #expect(abs(distribution.lowerTail(x) / lower - 1) < 1e-9)
  #expect(abs(distribution.upperTail(x) / upper - 1) < 1e-9)
}

@Test("The noncentral χ² has no step where another way of counting begins", arguments: 0..<200)
func noncentralTailsAreContinuous(seed: UInt64) {
  var stream = RandomStream(seed: seed)
  let freedom = 1 + (stream.uniform() * 200).rounded()
  let x = (freedom + 80) * (0.4 + 1.2 * stream.uniform())
  func distribution(_ noncentrality: Double) -> Distribution {
    .noncentralChiSquared(degreesOfFreedom: freedom, noncentrality: noncentrality)
  }
  let (below, above) = (distribution(80 * (1 - 1e-13)), distribution(80))
  #expect(abs(below.lowerTail(x) - above.lowerTail(x)) < 1e-10)
  #expect(abs(above.lowerTail(x) + above.upperTail(x) - 1) < 1e-12)
  let wide = distribution(80 + 5000 * stream.uniform())
  #expect(abs(wide.lowerTail(x) + wide.upperTail(x) - 1) < 1e-12)
}

@Test("At the ends the tails are 0 and 1", arguments: [-1, 0, Double.infinity])
func noncentralEnds(x: Double) {
  let distribution = Distribution.noncentralChiSquared(degreesOfFreedom: 4, noncentrality: 500)
  #expect(distribution.lowerTail(x) == (x > 0 ? 1 : 0))
  #expect(distribution.upperTail(x) == (x > 0 ? 0 : 1))
  #expect(distribution.lowerTail(.nan).isNaN)
}
