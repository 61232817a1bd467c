import Testing

@testable import NumericalMethods

struct LeastViolationTests {
  @Test(arguments: 0..<100)
  func `the least violation equals its certificate's`(_ seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let matrix = Matrix(rows: 5, columns: 9) { _, _ in stream.bernoulli(0.4) ? 1 : 0 }
    let right = (0..<5).map { _ in stream.normal(mean: 1) }
    let bounds = (0..<9).map { _ in stream.bernoulli(0.5) ? stream.uniform() : .infinity }
    let answer = LeastViolation(of: matrix, equals: right, bounds: bounds)
    var certified = zip(right, answer.multipliers).reduce(0) { $0 + $1.0 * $1.1 }
    for column in 0..<9 {
      #expect(answer.point[column] >= -1e-12 && answer.point[column] <= bounds[column] + 1e-12)
      let gain = (0..<5).reduce(0) { $0 + matrix[$1, column] * answer.multipliers[$1] }
      if bounds[column] == .infinity {
        #expect(gain <= 1e-9)
      } else {
        certified -= bounds[column] * max(0, gain)
      }
    }
    #expect(answer.multipliers.allSatisfy { abs($0) <= 1 + 1e-9 })
    #expect(abs(answer.violation - certified) < 1e-9)
  }

  @Test func `a system that can be solved is solved`() {
    let matrix = Matrix(columns: [[1, 0], [1, 1], [0, 1]])
    let answer = LeastViolation(of: matrix, equals: [2, 3], bounds: [1, 5, 1])
    #expect(answer.violation < 1e-12)
  }
}
