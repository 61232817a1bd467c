import NumericalMethods

/// The normal distribution of a factor in one group.
struct FactorDistribution: Hashable {
  var mean: Double
  var variance: Double
}

/// What answer a person with a given value of the factor is expected to give.
///
///     ŷ(η) = ν + λη                                          numbers
///     ŷ(η) = v₀ + Σₖ (vₖ − vₖ₋₁) Φ((ν + λη − τₖ)/√θ)        ordered categories
///
/// with the categories' scores v and thresholds τ, and the variance θ of the latent answer's
/// residual.
struct ExpectedAnswer: Hashable {
  var intercept: Double
  var loading: Double
  /// Nil where the answers are numbers.
  var categories: Categories?

  struct Categories: Hashable {
    /// From the lowest to the highest; one more than thresholds.
    var scores: [Double]
    var thresholds: [Double]
    var residualVariance: Double

    /// vₖ − vₖ₋₁, one for each threshold.
    var steps: [Double] { zip(scores.dropFirst(), scores).map { $0 - $1 } }
  }

  func value(at factor: Double) -> Double {
    let linear = intercept + loading * factor
    guard let categories else { return linear }
    return categories.mean(ofLatentAnswer: linear, variance: categories.residualVariance)
  }

  /// E ŷ(η) over a normal distribution of η.
  func mean(over factor: FactorDistribution) -> Double {
    let linear = intercept + loading * factor.mean
    guard let categories else { return linear }
    let variance = categories.residualVariance + loading * loading * factor.variance
    return categories.mean(ofLatentAnswer: linear, variance: variance)
  }

  /// √E(ŷ(η) − ŷ′(η))² over a normal distribution of η: in closed form for numbers, by the
  /// trapezoidal rule at steps of a twentieth of a standard deviation for categories.
  func rootMeanSquareDifference(
    from other: ExpectedAnswer, over factor: FactorDistribution
  ) -> Double {
    guard categories != nil else {
      let mean = mean(over: factor) - other.mean(over: factor)
      let slope = loading - other.loading
      return (mean * mean + slope * slope * factor.variance).squareRoot()
    }
    let deviation = factor.variance.squareRoot()
    let step = 0.05
    let sum = (-180...180).reduce(0.0) { sum, index in
      let z = step * Double(index)
      let place = factor.mean + deviation * z
      let difference = value(at: place) - other.value(at: place)
      return sum + step * Distribution.standardNormal.density(z) * difference * difference
    }
    return sum.squareRoot()
  }
}

extension ExpectedAnswer.Categories {
  /// v₀ + Σₖ (vₖ − vₖ₋₁) Φ((μ − τₖ)/σ): the mean answer where the latent answer is normal.
  func mean(ofLatentAnswer mean: Double, variance: Double) -> Double {
    let deviation = variance.squareRoot()
    return zip(steps, thresholds).reduce(scores[0]) { sum, pair in
      sum + pair.0 * Distribution.standardNormal.lowerTail((mean - pair.1) / deviation)
    }
  }
}

/// The derivatives of ``ExpectedAnswer/mean(over:)``.
struct ExpectedAnswerGradient: Hashable {
  var intercept = 1.0
  var loading: Double
  var factorMean: Double
  var factorVariance = 0.0
  /// Empty where the answers are numbers, as for ``residualVariance``.
  var thresholds: [Double] = []
  var residualVariance = 0.0

  init(of answer: ExpectedAnswer, over factor: FactorDistribution) {
    loading = factor.mean
    factorMean = answer.loading
    guard let categories = answer.categories else { return }
    let slope = answer.loading
    let variance = categories.residualVariance + slope * slope * factor.variance
    let deviation = variance.squareRoot()
    (intercept, loading, factorMean) = (0, 0, 0)
    for (step, threshold) in zip(categories.steps, categories.thresholds) {
      let u = (answer.intercept + slope * factor.mean - threshold) / deviation
      let density = step * Distribution.standardNormal.density(u)
      let byVariance = -density * u / (2 * variance)
      thresholds.append(-density / deviation)
      intercept += density / deviation
      factorMean += density * slope / deviation
      loading +=
        density * factor.mean / deviation + byVariance * 2 * slope * factor.variance
      factorVariance += byVariance * slope * slope
      residualVariance += byVariance
    }
  }
}
