// What is drawn from a stream. Written out here and not left to the standard library, whose
// algorithms may change from one release of Swift to the next.
extension RandomStream {
  /// A number strictly between 0 and 1: the middle of one of 2⁵² equal cells.
  package mutating func uniform() -> Double {
    (Double(next() >> 12) + 0.5) * 0x1p-52
  }

  /// A normal number, by the inverse of the distribution function: one uniform number each.
  package mutating func normal(mean: Double = 0, standardDeviation: Double = 1) -> Double {
    mean + standardDeviation * Distribution.standardNormal.quantile(uniform())
  }

  /// An integer 0…`bound` − 1, each equally likely.
  ///
  /// > D. Lemire (2019). "Fast random integer generation in an interval". *ACM Transactions on
  /// > Modeling and Computer Simulation* 29(1).
  package mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "an integer is drawn below a positive bound")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    guard product.low < bound else { return Int(product.high) }
    let threshold = (0 &- bound) % bound
    while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    return Int(product.high)
  }

  /// True with the given probability.
  package mutating func bernoulli(_ probability: Double) -> Bool { uniform() < probability }

  /// The index of a category, drawn in proportion to the given non-negative weights.
  package mutating func categorical(_ weights: [Double]) -> Int {
    var rest = uniform() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return index }
    }
    return weights.lastIndex { $0 > 0 } ?? weights.count - 1
  }

  /// Puts the elements into random order, each order equally likely (Fisher–Yates).
  package mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, integer(below: last + 1))
    }
  }

  /// `count` different integers of 0…`bound` − 1, in random order.
  package mutating func sample(_ count: Int, below bound: Int) -> [Int] {
    precondition(count <= bound, "a sample without replacement is not larger than its population")
    var pool = Array(0..<bound)
    for index in 0..<count { pool.swapAt(index, index + integer(below: bound - index)) }
    return Array(pool[..<count])
  }
}
