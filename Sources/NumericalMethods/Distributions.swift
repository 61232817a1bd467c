import CRmath

/// A continuous probability distribution of one variable, computed by R's mathematical library.
///
/// Probabilities are 0…1; both tails are computed directly, so that a tiny upper tail keeps its
/// digits.
package enum Distribution: Hashable, Sendable {
  case normal(mean: Double, standardDeviation: Double)
  case studentT(degreesOfFreedom: Double)
  case noncentralT(degreesOfFreedom: Double, noncentrality: Double)
  case f(numerator: Double, denominator: Double)
  case chiSquared(degreesOfFreedom: Double)
  case noncentralChiSquared(degreesOfFreedom: Double, noncentrality: Double)
  case beta(Double, Double)
  case gamma(shape: Double, scale: Double)

  /// The normal distribution with mean 0 and standard deviation 1.
  package static let standardNormal = Distribution.normal(mean: 0, standardDeviation: 1)

  /// P(X ≤ x).
  package func lowerTail(_ x: Double) -> Double { probability(x, lower: 1) }

  /// P(X > x).
  package func upperTail(_ x: Double) -> Double { probability(x, lower: 0) }

  /// The x with P(X ≤ x) = `probability`.
  package func quantile(_ probability: Double) -> Double {
    switch self {
    case .normal(let mean, let deviation): qnorm5(probability, mean, deviation, 1, 0)
    case .studentT(let freedom): qt(probability, freedom, 1, 0)
    case .noncentralT(let freedom, let noncentrality):
      qnt(probability, freedom, noncentrality, 1, 0)
    case .f(let numerator, let denominator): qf(probability, numerator, denominator, 1, 0)
    case .chiSquared(let freedom): qchisq(probability, freedom, 1, 0)
    case .noncentralChiSquared(let freedom, let noncentrality):
      qnchisq(probability, freedom, noncentrality, 1, 0)
    case .beta(let a, let b): qbeta(probability, a, b, 1, 0)
    case .gamma(let shape, let scale): qgamma(probability, shape, scale, 1, 0)
    }
  }

  /// The density at x.
  package func density(_ x: Double) -> Double {
    switch self {
    case .normal(let mean, let deviation): dnorm4(x, mean, deviation, 0)
    case .studentT(let freedom): dt(x, freedom, 0)
    case .noncentralT(let freedom, let noncentrality): dnt(x, freedom, noncentrality, 0)
    case .f(let numerator, let denominator): df(x, numerator, denominator, 0)
    case .chiSquared(let freedom): dchisq(x, freedom, 0)
    case .noncentralChiSquared(let freedom, let noncentrality):
      dnchisq(x, freedom, noncentrality, 0)
    case .beta(let a, let b): dbeta(x, a, b, 0)
    case .gamma(let shape, let scale): dgamma(x, shape, scale, 0)
    }
  }

  private func probability(_ x: Double, lower: Int32) -> Double {
    switch self {
    case .normal(let mean, let deviation): pnorm5(x, mean, deviation, lower, 0)
    case .studentT(let freedom): pt(x, freedom, lower, 0)
    case .noncentralT(let freedom, let noncentrality): pnt(x, freedom, noncentrality, lower, 0)
    case .f(let numerator, let denominator): pf(x, numerator, denominator, lower, 0)
    case .chiSquared(let freedom): pchisq(x, freedom, lower, 0)
    case .noncentralChiSquared(let freedom, let noncentrality)
    where noncentrality >= ChiSquaredMixture.leastNoncentrality:
      ChiSquaredMixture(degreesOfFreedom: freedom, noncentrality: noncentrality)
        .probability(x, isLower: lower == 1)
    case .noncentralChiSquared(let freedom, let noncentrality):
      pnchisq(x, freedom, noncentrality, lower, 0)
    case .beta(let a, let b): pbeta(x, a, b, lower, 0)
    case .gamma(let shape, let scale): pgamma(x, shape, scale, lower, 0)
    }
  }
}
