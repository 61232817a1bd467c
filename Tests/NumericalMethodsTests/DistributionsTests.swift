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
