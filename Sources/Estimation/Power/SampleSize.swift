import NumericalMethods

/// The size of a sample that shows a difference of two cities' or waves' means or shares, and the
/// chance that a sample of a size shows it.
///
/// A complex sample of n interviews counts as n/deff independent ones.
///
///     let plan = DifferencePlan(.shares(0.5, 0.6), designEffect: 1.5)
///     plan.sampleSize(power: 0.8)      // in each of the two samples
///     plan.power(interviews: 600)
public struct DifferencePlan: Hashable, Sendable {
  public enum Quantity: Hashable, Sendable {
    /// Means that differ by so much, of answers with a standard deviation.
    case means(difference: Double, deviation: Double)
    /// Two shares, 0…1.
    case shares(Double, Double)
  }

  public var quantity: Quantity
  /// The design effect of each estimate, such as 1.5.
  public var designEffect: Double
  /// α of the two-sided test.
  public var significance: Double
  /// The correlation of the same people's answers in a panel's two waves; nil for fresh samples.
  public var correlation: Double?
  /// People in the population of each sample; nil for one far larger than the sample.
  public var population: Double?

  public init(
    _ quantity: Quantity, designEffect: Double = 1, significance: Double = 0.05,
    correlation: Double? = nil, population: Double? = nil
  ) {
    self.quantity = quantity
    self.designEffect = designEffect
    self.significance = significance
    self.correlation = correlation
    self.population = population
  }

  /// The chance that the test finds the difference, on its own side.
  ///
  ///     1 − T(t(ν); ν, √(n/2) δ/σ)                                       of means
  ///     Φ((√n |p₁ − p₂| − z √(2p̄(1 − p̄)))/√(p₁(1 − p₁) + p₂(1 − p₂)))     of shares
  ///
  /// T being the noncentral t distribution, 1/n = deff(1 − ρ)(1/interviews − 1/population) in each
  /// sample (R: `power.t.test`, `power.prop.test`). With m = interviews/deff, ν = 2m − 2 of two
  /// samples and m − 1 of pairs, of which there are as many as people asked twice (R:
  /// `type = "paired"`).
  ///
  /// - Returns: 0…1; 1 where everybody is asked; NaN where there are no degrees of freedom.
  /// > J. Cohen (1988). *Statistical Power Analysis for the Behavioral Sciences*, §2 and §6.
  public func power(interviews: Double) -> Double {
    let answers = effectiveAnswers(interviews)
    guard answers.isFinite else { return hasDifference ? 1 : 0 }
    switch quantity {
    case .means(let difference, let deviation):
      let units = interviews / designEffect
      let freedom = correlation == nil ? 2 * units - 2 : units - 1
      guard freedom > 0 else { return .nan }
      let limit = Distribution.studentT(degreesOfFreedom: freedom).quantile(1 - significance / 2)
      return Distribution.noncentralT(
        degreesOfFreedom: freedom,
        noncentrality: (answers / 2).squareRoot() * abs(difference) / deviation
      ).upperTail(limit)
    case .shares(let first, let second):
      let mean = (first + second) / 2
      let limit = Distribution.standardNormal.quantile(1 - significance / 2)
      let spread = first * (1 - first) + second * (1 - second)
      let distance = answers.squareRoot() * abs(first - second)
      return Distribution.standardNormal.lowerTail(
        (distance - limit * (2 * mean * (1 - mean)).squareRoot()) / spread.squareRoot())
    }
  }

  /// Independent answers that as many interviews are worth; infinite where everybody is asked.
  private func effectiveAnswers(_ interviews: Double) -> Double {
    let left = 1 / interviews - (population.map { 1 / $0 } ?? 0)
    guard left > 0 else { return .infinity }
    return 1 / (designEffect * (1 - (correlation ?? 0)) * left)
  }

  /// The interviews that each sample needs, not rounded, never more than the population; nil where
  /// there is no difference to show.
  public func sampleSize(power goal: Double = 0.8) -> Double? {
    let limit = population ?? 1e13
    var (low, high) = (min(designEffect, limit), min(1e3, limit))
    guard hasDifference, low > 0 else { return nil }
    while !(power(interviews: high) >= goal) {
      guard high < limit else { return nil }
      (low, high) = (high, min(2 * high, limit))
    }
    for _ in 0..<200 where high - low > 1e-13 * high {
      let middle = (low + high) / 2
      if power(interviews: middle) >= goal { high = middle } else { low = middle }
    }
    return (low + high) / 2
  }

  private var hasDifference: Bool {
    switch quantity {
    case .means(let difference, let deviation): difference != 0 && deviation > 0
    case .shares(let first, let second): first != second
    }
  }

  /// The smallest difference of two shares near `share` that samples of a size show.
  ///
  ///     (z(1 − α/2) + z(power)) √(2 p(1 − p) deff (1 − ρ)(1/n − 1/N))
  ///
  /// - Parameters:
  ///   - significance: α of the two-sided test.
  ///   - population: People in the population of each sample; nil for one far larger than it.
  /// > W. Cochran (1977). *Sampling Techniques*, §4.
  public static func detectableDifference(
    ofShare share: Double = 0.5, interviews: Double, designEffect: Double = 1,
    power: Double = 0.8, significance: Double = 0.05, population: Double? = nil
  ) -> Double {
    detectableDifference(
      deviation: (share * (1 - share)).squareRoot(), interviews: interviews,
      designEffect: designEffect, power: power, significance: significance,
      population: population)
  }

  /// The smallest difference of two means; see
  /// ``detectableDifference(ofShare:interviews:designEffect:power:significance:population:)``.
  public static func detectableDifference(
    deviation: Double, interviews: Double, designEffect: Double = 1, power: Double = 0.8,
    significance: Double = 0.05, population: Double? = nil
  ) -> Double {
    let normal = Distribution.standardNormal
    let left = max(0, 1 / interviews - (population.map { 1 / $0 } ?? 0))
    return (normal.quantile(1 - significance / 2) + normal.quantile(power)) * deviation
      * (2 * designEffect * left).squareRoot()
  }
}

/// The size of a sample that estimates a mean or a share to a margin, and the margin of a size.
public struct PrecisionPlan: Hashable, Sendable {
  /// Of the answers; √(p(1 − p)) of a share.
  public var deviation: Double
  public var designEffect: Double
  /// Of the interval, such as 0.95.
  public var level: Double
  /// People in the population; nil for one far larger than the sample.
  public var population: Double?

  public init(
    deviation: Double, designEffect: Double = 1, level: Double = 0.95, population: Double? = nil
  ) {
    self.deviation = deviation
    self.designEffect = designEffect
    self.level = level
    self.population = population
  }

  /// Of a share, 0…1; 0.5 is the worst case.
  public init(
    share: Double, designEffect: Double = 1, level: Double = 0.95, population: Double? = nil
  ) {
    self.init(
      deviation: (share * (1 - share)).squareRoot(), designEffect: designEffect, level: level,
      population: population)
  }

  /// Half the width of the interval, z σ √(deff (1/n − 1/N)).
  public func margin(interviews: Double) -> Double {
    let left = 1 / interviews - (population.map { 1 / $0 } ?? 0)
    return normalQuantile * deviation * (designEffect * max(0, left)).squareRoot()
  }

  /// The interviews that a margin needs, not rounded: n = 1/((d/(zσ))²/deff + 1/N).
  ///
  /// > W. Cochran (1977). *Sampling Techniques*, §4.4–4.7.
  public func sampleSize(margin: Double) -> Double {
    let ratio = margin / (normalQuantile * deviation)
    return 1 / (ratio * ratio / designEffect + (population.map { 1 / $0 } ?? 0))
  }

  private var normalQuantile: Double { Distribution.standardNormal.quantile((1 + level) / 2) }
}

extension PrecisionPlan {
  /// The design effect of interviews that lie together at points, 1 + (m − 1)ρ.
  ///
  /// - Parameters:
  ///   - clusterSize: m, the interviews at a point.
  ///   - correlation: ρ, the intraclass correlation of answers at a point, −1 to 1.
  /// > L. Kish (1965). *Survey Sampling*, §5.4. Wiley.
  public static func designEffect(clusterSize: Double, correlation: Double) -> Double {
    1 + (clusterSize - 1) * correlation
  }
}
