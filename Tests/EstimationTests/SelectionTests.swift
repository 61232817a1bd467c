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
}
