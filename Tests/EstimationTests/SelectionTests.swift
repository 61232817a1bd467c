import NumericalMethods
import Testing

@testable import Estimation

struct SelectionTests {
  @Test(arguments: 1...40)
  func `an element of a rank is that of the sorted values, ties included`(_ seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let count = 1 + stream.integer(below: 300)
    let different = 1 + stream.integer(below: 60)
    let values = (0..<count).map { _ in Double(stream.integer(below: different)) / 7 }
    let sorted = values.sorted()
    for rank in sorted.indices { #expect(values.element(ofRank: rank) == sorted[rank]) }
  }

  @Test(arguments: 1...40)
  func `the least of the largest is found through a sample too, in whatever order they stand`(
    _ seed: UInt64
  ) {
    var stream = RandomStream(seed: seed)
    let size = 1 + stream.integer(below: 9_000)
    let different = 1 + stream.integer(below: 20_000)
    var values = (0..<size).map { _ in Double(stream.integer(below: different)) / 7 }
    // Sorted values, and values in waves as long as the sample's step, mislead the sample.
    if seed % 3 == 0 { values.sort() }
    if seed % 3 == 1 {
      for i in values.indices where i % (1 + size / 1000) != 0 { values[i] += 1e6 }
    }
    let sorted = values.sorted()
    for count in [1, (size + 19) / 20, (size + 1) / 2, size] {
      #expect(values.least(ofLargest: count) == sorted[size - count])
    }
  }
}
