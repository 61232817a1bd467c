/// Nodes and weights of Gauss and Legendre's rule on −1…1.
package struct GaussLegendre: Hashable, Sendable {
  package let nodes: [Double]
  package let weights: [Double]

  package static let six = GaussLegendre(count: 6)
  package static let twelve = GaussLegendre(count: 12)
  package static let twenty = GaussLegendre(count: 20)

  /// The roots of Legendre's polynomial by Newton's method from Tricomi's approximation.
  ///
  /// > P. J. Davis, P. Rabinowitz (1984). *Methods of Numerical Integration*, §2.7.
  package init(count: Int) {
    precondition(count > 0, "at least one node")
    let size = Double(count)
    var nodes: [Double] = []
    var weights: [Double] = []
    for index in 0..<count {
      var x = Elementary.cos(.pi * (Double(index) + 0.75) / (size + 0.5))
      var slope = 1.0
      for _ in 0..<10 {
        let (value, previous) = Self.legendre(count, x)
        slope = size * (x * value - previous) / (x * x - 1)
        x -= value / slope
      }
      nodes.append(x)
      weights.append(2 / ((1 - x * x) * slope * slope))
    }
    self.nodes = nodes
    self.weights = weights
  }

  /// The polynomials of degree `degree` and `degree` − 1.
  private static func legendre(_ degree: Int, _ x: Double) -> (Double, Double) {
    var (value, previous) = (x, 1.0)
    for k in 1..<max(degree, 1) {
      let order = Double(k)
      (value, previous) = (
        ((2 * order + 1) * x * value - order * previous) / (order + 1), value
      )
    }
    return (value, previous)
  }
}
