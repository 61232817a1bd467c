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

/// The noncentral χ² distribution as a mixture of central ones, for large noncentrality.
///
///     P(X > x) = Σⱼ e^(−λ/2) (λ/2)ʲ/j! · Q(x; df + 2j),   Q(x; f + 2) = Q(x; f) + 2 d(x; f + 2)
///
/// Q is the upper tail and d the density of the central distribution. All terms are positive, so that
/// tails as small as numbers can hold keep their digits, where R's `pnchisq` takes the upper tail from
/// 1 and writes a warning on standard output under 10⁻¹⁰. Terms outside 12 standard deviations of the
/// Poisson weights are under 10⁻³¹ of the greatest weight.
///
/// - Complexity: O(√λ).
/// > C. G. Ding (1992). "Algorithm AS 275: computing the non-central χ² distribution function".
/// > *Applied Statistics* 41(2).
struct ChiSquaredMixture {
  /// From here on R's library may write to standard output.
  static let leastNoncentrality = 80.0

  let degreesOfFreedom: Double
  let noncentrality: Double

  /// P(X ≤ x), or P(X > x).
  func probability(_ x: Double, isLower: Bool) -> Double {
    guard !x.isNaN else { return x }
    guard x > 0, x.isFinite, noncentrality.isFinite else {
      return x > 0 ? (isLower ? 1 : 0) : (isLower ? 0 : 1)
    }
    let sum = isLower ? lowerTail(x) : upperTail(x)
    return min(1, sum)
  }

  private var mean: Double { noncentrality / 2 }
  private var reach: Double { 12 * mean.squareRoot() + 20 }

  /// Upward from the least term: both weights and tails grow until the weights' mode.
  private func upperTail(_ x: Double) -> Double {
    var place = max(0, (mean - reach).rounded(.down))
    var weight = poisson(place)
    var tail = central(place).upperTail(x)
    var step = self.step(x, place)
    var (sum, last) = (0.0, 0.0)
    while true {
      let term = weight * tail
      sum += term
      if place > mean, term <= last, term <= 1e-18 * sum { return sum }
      if place > mean + 1e6 { return sum }
      last = term
      tail = min(1, tail + step)
      place += 1
      weight *= mean / place
      step = step > 0 ? step * x / (degreesOfFreedom + 2 * place) : self.step(x, place)
    }
  }

  /// Downward from the greatest term: tails grow, and weights do until their mode.
  private func lowerTail(_ x: Double) -> Double {
    var place = (mean + reach).rounded(.up)
    var weight = poisson(place)
    var tail = central(place).lowerTail(x)
    var (sum, last) = (0.0, 0.0)
    while true {
      let term = weight * tail
      sum += term
      if place < mean, term <= last, term <= 1e-18 * sum { return sum }
      guard place > 0 else { return sum }
      last = term
      weight *= place / mean
      place -= 1
      tail = min(1, tail + step(x, place))
    }
  }

  private func poisson(_ count: Double) -> Double {
    Distribution.gamma(shape: count + 1, scale: 1).density(mean)
  }

  private func central(_ place: Double) -> Distribution {
    .chiSquared(degreesOfFreedom: degreesOfFreedom + 2 * place)
  }

  /// 2 d(x; f + 2), by which the upper tail of f + 2 exceeds that of f.
  private func step(_ x: Double, _ place: Double) -> Double {
    2 * central(place + 1).density(x)
  }
}
