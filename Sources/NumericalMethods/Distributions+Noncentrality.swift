extension Distribution {
  /// The noncentrality λ of the χ² distribution in which a given value has a given lower tail,
  /// P(X ≤ x; df, λ) = `probability`, to 10⁻¹² relative: an end of the interval of λ, and so of the
  /// RMSEA.
  ///
  /// - Returns: 0 where the tail is not larger even of the central distribution.
  package static func noncentrality(
    ofChiSquared x: Double, degreesOfFreedom: Double, below probability: Double
  ) -> Double {
    func tail(_ noncentrality: Double) -> Double {
      noncentralChiSquared(degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality)
        .lowerTail(x)
    }
    guard x.isFinite, tail(0) > probability else { return 0 }
    var (least, most) = (0.0, max(1, x))
    while tail(most) > probability { (least, most) = (most, 2 * most) }
    for _ in 0..<200 where most - least > 1e-12 * most {
      let middle = (least + most) / 2
      if tail(middle) > probability { least = middle } else { most = middle }
    }
    return (least + most) / 2
  }
}
