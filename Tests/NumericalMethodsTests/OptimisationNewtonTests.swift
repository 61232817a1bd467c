import Testing

@testable import NumericalMethods

/// (x − a)⁴/4 + (y − 2)²/2 − xy/10, not convex everywhere.
private func quartic(_ place: [Double], a: Double) -> BoundedNewton.Point {
  let (x, y) = (place[0] - a, place[1] - 2)
  return BoundedNewton.Point(
    value: x * x * x * x / 4 + y * y / 2 - place[0] * place[1] / 10,
    gradient: [x * x * x - place[1] / 10, y - place[0] / 10],
    hessian: Matrix(columns: [[3 * x * x, -0.1], [-0.1, 1]]))
}

@Test("Newton's method ends where the gradient vanishes", arguments: 0..<50)
func newtonEndsWhereTheGradientVanishes(seed: UInt64) throws {
  var stream = RandomStream(seed: seed)
  let search = BoundedNewton(lower: -10, upper: 10)
  let start = [20 * stream.uniform() - 10, 20 * stream.uniform() - 10]
  let found = try #require(search.minimum(from: start) { quartic($0, a: 1) })
  #expect(found.converged && found.gradient <= search.tolerance)
  let (x, y) = (found.place[0], found.place[1])
  #expect(abs(y - 2 - x / 10) < 1e-9)
  #expect(abs((x - 1) * (x - 1) * (x - 1) - y / 10) < 1e-9)
}

@Test("A minimum beyond a bound is found on the bound, the other variable at its best")
func minimumOnTheBound() throws {
  let search = BoundedNewton(lower: 0, upper: 2.1)
  let found = try #require(search.minimum(from: [1, 1]) { quartic($0, a: 5) })
  #expect(found.converged)
  #expect(found.place[0] == 2.1)
  #expect(found.place[1] == 2.1)
  let inside = BoundedNewton(lower: 0, upper: 3)
  let other = try #require(inside.minimum(from: [1, 1]) { quartic($0, a: 5) })
  #expect(other.place[0] == 3)
  #expect(abs(other.place[1] - 2.3) < 1e-9)
}

@Test("A start where the function does not exist has no minimum")
func startWithoutValue() {
  #expect(BoundedNewton(lower: 0, upper: 1).minimum(from: [0.5]) { _ in nil } == nil)
}
