/// Two standard normal variables with the correlation ρ.
///
///     Φ₂(h, k; ρ) = Φ(h) Φ(k) + (1/2π) ∫₀^{asin ρ} exp(−(h² + k² − 2hk sin t)/(2 cos² t)) dt
///
/// For |ρ| < 0.925 the integral is taken by Gauss and Legendre's rule with 6, 12 or 20 nodes;
/// beyond, by an expansion about |ρ| = 1. The error is about 10⁻¹⁵.
///
/// > Z. Drezner, G. O. Wesolowsky (1990). "On the computation of the bivariate normal integral".
/// > *Journal of Statistical Computation and Simulation* 35.
/// > A. Genz (2004). "Numerical computation of rectangular bivariate and trivariate normal and t
/// > probabilities". *Statistics and Computing* 14, §2.
package enum BivariateNormal {
  /// The nodes in which a probability with the correlation ρ is a sum, for any h and k:
  ///
  ///     Φ₂(h, k; ρ) = Φ(h) Φ(k) + Σ wᵢ exp((hk sᵢ − (h² + k²)/2) cᵢ)
  ///
  /// Nil from |ρ| = 0.925 on.
  package struct Nodes: Sendable {
    /// sin tᵢ.
    package let sines: [Double]
    /// 1/cos² tᵢ.
    package let inverseSquares: [Double]
    package let weights: [Double]

    package init?(_ correlation: Double) {
      guard abs(correlation) < 0.925 else { return nil }
      let rule: GaussLegendre =
        abs(correlation) < 0.3 ? .six : abs(correlation) < 0.75 ? .twelve : .twenty
      let half = Elementary.asin(correlation) / 2
      let sines = rule.nodes.map { Elementary.sin(half * (1 + $0)) }
      self.sines = sines
      inverseSquares = sines.map { 1 / (1 - $0 * $0) }
      weights = rule.weights.map { $0 * half / (2 * .pi) }
    }

    /// Φ₂ less Φ(h) Φ(k).
    package func excess(_ h: Double, _ k: Double) -> Double { excess([h], [k])[0] }

    /// Φ₂ less Φ(h) Φ(k) at every pair of two lists, all of `h` for the first of `k` and so on.
    package func excess(_ h: [Double], _ k: [Double]) -> [Double] {
      var sums = Array(repeating: 0.0, count: h.count * k.count)
      sums.withUnsafeMutableBufferPointer { sums in
        for index in weights.indices {
          let (weight, sine, square) = (weights[index], sines[index], inverseSquares[index])
          var place = 0
          for k in k {
            for h in h {
              let exponent = (h * k * sine - (h * h + k * k) / 2) * square
              sums[place] += weight * Elementary.exp(exponent)
              place += 1
            }
          }
        }
      }
      return sums
    }
  }

  /// P(X ≤ h, Y ≤ k); h and k may be infinite.
  package static func lowerTail(_ h: Double, _ k: Double, correlation: Double) -> Double {
    guard h.isFinite, k.isFinite else { return border(h, k) }
    let probability =
      if let nodes = Nodes(correlation) {
        normal(h) * normal(k) + nodes.excess(h, k)
      } else {
        nearOne(h, k, correlation)
      }
    return min(max(probability, 0), 1)
  }

  /// The density at (h, k), for |ρ| < 1.
  package static func density(_ h: Double, _ k: Double, correlation: Double) -> Double {
    let rest = (1 - correlation) * (1 + correlation)
    let exponent = (h * h + k * k - 2 * correlation * h * k) / (2 * rest)
    return Elementary.exp(-exponent) / (2 * .pi * rest.squareRoot())
  }

  private static func normal(_ x: Double) -> Double { Distribution.standardNormal.lowerTail(x) }

  private static func border(_ h: Double, _ k: Double) -> Double {
    if h.isNaN || k.isNaN { return .nan }
    if h == -.infinity || k == -.infinity { return 0 }
    return normal(min(h, k))
  }

  /// Genz's formula (6): with s = 1 for ρ > 0, −1 otherwise,
  /// Φ₂(h, k; ρ) = Φ₂(h, k; s) − (s/2π) ∫₀^{√(1−ρ²)} of the density along the correlation.
  private static func nearOne(_ h: Double, _ k: Double, _ correlation: Double) -> Double {
    let sign = correlation < 0 ? -1.0 : 1
    let excess = abs(correlation) < 1 ? integralToOne(h, sign * k, correlation) : 0
    let limit = sign > 0 ? normal(min(h, k)) : max(0, normal(h) - normal(-k))
    return limit - sign * excess
  }

  /// (1/2π) ∫₀^a exp(−((h − k)²/x² + hk)/2) e(x) dx, a² = 1 − ρ², where the expansion of e(x) to
  /// x⁴ is integrated in closed form and the rest by Gauss and Legendre's rule.
  private static func integralToOne(_ h: Double, _ k: Double, _ correlation: Double) -> Double {
    let product = h * k
    let square = (1 - correlation) * (1 + correlation)
    let root = square.squareRoot()
    let gap = (h - k) * (h - k)
    let c = (4 - product) / 8
    let d = (12 - product) / 16
    let exponent = -(gap / square + product) / 2
    var sum = 0.0
    if exponent > -700 {
      let series = 1 - c * (gap - square) * (1 - d * gap / 5) / 3 + c * d * square * square / 5
      sum = root * Elementary.exp(exponent) * series
    }
    let distance = gap.squareRoot()
    let tail = (2 * Double.pi).squareRoot() * normal(-distance / root)
    if product > -1400, tail > 0 {
      sum -=
        Elementary.exp(-product / 2) * tail * distance * (1 - c * gap * (1 - d * gap / 5) / 3)
    }
    let rule = GaussLegendre.twenty
    for (node, weight) in zip(rule.nodes, rule.weights) {
      let x = root / 2 * (1 + node)
      let xx = x * x
      let exponent = -(gap / xx + product) / 2
      guard exponent > -700 else { continue }
      let other = (1 - xx).squareRoot()
      let exact = Elementary.exp(-product * xx / (2 * (1 + other) * (1 + other))) / other
      sum += root / 2 * weight * Elementary.exp(exponent) * (exact - (1 + c * xx * (1 + d * xx)))
    }
    return sum / (2 * .pi)
  }
}
