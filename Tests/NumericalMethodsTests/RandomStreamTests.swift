import Testing

@testable import NumericalMethods

@Test("The seed 0 gives the published numbers of xoshiro256++ filled by SplitMix64")
func seedGivesPublishedNumbers() {
  var stream = RandomStream(seed: 0)
  #expect(stream.next() == 0x5317_5d61_490b_23df)
  #expect(stream.next() == 0x61da_6f3d_c380_d507)
}

@Test("A stream split off depends on the key, not on what was drawn before")
func splitDependsOnTheKeyOnly() {
  let fresh = RandomStream(seed: 7)
  var drawn = fresh
  for _ in 0..<10 { _ = drawn.next() }
  #expect(fresh.split("pskov") == drawn.split("pskov"))
  #expect(fresh.split("pskov") != fresh.split("petrozavodsk"))
  #expect(fresh.split("pskov") != fresh)
}

@Test("Draws have the moments of their distributions", arguments: 0..<20)
func drawsHaveTheirMoments(seed: UInt64) {
  var stream = RandomStream(seed: seed)
  let n = 10_000
  let normals = (0..<n).map { _ in stream.normal() }
  let mean = normals.reduce(0, +) / Double(n)
  let variance = normals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n - 1)
  #expect(abs(mean) < 0.05)
  #expect(abs(variance - 1) < 0.08)
  let third = (0..<n).filter { _ in stream.integer(below: 3) == 2 }.count
  #expect(abs(Double(third) / Double(n) - 1.0 / 3) < 0.025)
  let quarter = (0..<n).filter { _ in stream.categorical([1, 0, 2, 1]) == 3 }.count
  #expect(abs(Double(quarter) / Double(n) - 0.25) < 0.025)
  let tenth = (0..<n).filter { _ in stream.bernoulli(0.1) }.count
  #expect(abs(Double(tenth) / Double(n) - 0.1) < 0.02)
}

@Test("Shuffling keeps the elements, and a sample has no element twice", arguments: 0..<20)
func shufflingKeepsTheElements(seed: UInt64) {
  var stream = RandomStream(seed: seed)
  var elements = Array(0..<50)
  stream.shuffle(&elements)
  #expect(elements != Array(0..<50))
  #expect(elements.sorted() == Array(0..<50))
  let sample = stream.sample(20, below: 30)
  #expect(Set(sample).count == 20)
  #expect(sample.allSatisfy { (0..<30).contains($0) })
}
