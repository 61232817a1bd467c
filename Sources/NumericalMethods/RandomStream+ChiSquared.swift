extension RandomStream {
  /// A number of the χ² distribution, by the squeeze method for its gamma distribution.
  ///
  ///     χ²(ν) = 2 Gamma(ν/2) = 2 d (1 + z/√(9d))³,  d = ν/2 − 1/3
  ///
  /// where z is normal, and the draw is taken with probability exp(z²/2 + d − d v + d ln v).
  ///
  /// - Parameter degreesOfFreedom: At least 2, where the method holds without a boost.
  /// > G. Marsaglia, W. W. Tsang (2000). "A simple method for generating gamma variables".
  /// > *ACM Transactions on Mathematical Software* 26(3).
  package mutating func chiSquared(degreesOfFreedom: Double) -> Double {
    precondition(degreesOfFreedom >= 2, "the method needs two degrees of freedom")
    let d = degreesOfFreedom / 2 - 1.0 / 3
    while true {
      let z = normal()
      let root = 1 + z / (9 * d).squareRoot()
      guard root > 0 else { continue }
      let v = root * root * root
      let limit = z * z / 2 + d * (1 - v + Elementary.log(v))
      if Elementary.log(uniform()) < limit { return 2 * d * v }
    }
  }
}
