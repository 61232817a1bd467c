import Testing

@testable import NumericalMethods

@Test("χ² draws have their distribution", arguments: [2.0, 3.5, 10, 2400])
func chiSquaredDraws(freedom: Double) {
  var stream = RandomStream(seed: 3)
  let law = Distribution.chiSquared(degreesOfFreedom: freedom)
  let count = 20_000
  let sorted = (0..<count).map { _ in
    law.lowerTail(stream.chiSquared(degreesOfFreedom: freedom))
  }.sorted()
  let distance = sorted.enumerated().map { abs((Double($0) + 0.5) / Double(count) - $1) }.max() ?? 1
  // Kolmogorov's distance is above 1.95/√n with probability 0.001.
  #expect(distance < 1.95 / Double(count).squareRoot())
}
