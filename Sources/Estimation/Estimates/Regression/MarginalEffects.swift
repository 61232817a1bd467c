import NumericalMethods

/// Whether the predictors' distribution counts as known when an average over it is made.
public enum CovariateSampling: String, Hashable, Sendable, CaseIterable {
  /// As if the sample's predictors were the population's: only the coefficients vary (R's package
  /// `margins`, by the delta method).
  case fixed
  /// The sampling of the predictors adds to the error too.
  case sampled
}

extension GeneralizedRegression {
  /// By how much the mean of the outcome changes, on the average over the population, when a
  /// predictor grows by a unit, the others held equal: a share in points of 0…1, or a count.
  ///
  ///     AME = Σ wᵢ μ′(xᵢᵀb) bₖ / Σ wᵢ                    of a number
  ///     AME = Σ wᵢ (μ(xᵢᵀb | xₖ = 1) − μ(xᵢᵀb | xₖ = 0)) / Σ wᵢ    of a predictor that is 0 or 1
  ///
  /// Of the categories of one question, each is set against the one that has no predictor: all the
  /// other categories are 0 on both sides, for nobody is in two of them.
  ///
  /// The error is by the delta method, (∂AME/∂b) V(b) (∂AME/∂b)ᵀ.
  ///
  /// - Parameter categories: Names of predictors that exclude each other, question by question.
  /// - Returns: One for each predictor, with their covariance. O(interviews × predictors²).
  /// > W. Greene (2018). *Econometric Analysis*, §17.3.2. Pearson. — S. O. Graubard, E. Korn
  /// > (1999). "Predictive margins with survey data". *Biometrics* 55(2), for sampled predictors.
  public func averageMarginalEffects(
    predictors sampling: CovariateSampling = .fixed, ofCategories categories: [[String]] = []
  ) -> EstimateVector {
    let effects = predictors.indices.map { place in
      let siblings = categories.first { $0.contains(predictors[place].name) } ?? []
      return effect(
        of: place, among: predictors.indices.filter { siblings.contains(predictors[$0].name) },
        sampling)
    }
    return design.estimates(effects, names: predictors.map(\.name))
  }

  /// - Parameter siblings: Predictors of the same question; none where it has one.
  private func effect(
    of place: Int, among siblings: [Int], _ sampling: CovariateSampling
  ) -> LinearisedStatistic {
    let base = statistics[0].base
    let rows = base.contains.indices.filter { base.contains[$0] }
    let isBinary = rows.allSatisfy { [0, 1].contains(predictors[place].values[$0]) }
    var mean = 0.0
    var gradient = Array(repeating: 0.0, count: statistics.count)
    var effects = Array(repeating: 0.0, count: design.count)
    for row in rows {
      let weight = design.weights[row] / base.weightedCount
      let effect = isBinary ? difference(row, place, siblings) : slope(row, place)
      effects[row] = effect.value
      mean += weight * effect.value
      for index in gradient.indices { gradient[index] += weight * effect.gradient[index] }
    }
    var contributions = Array(repeating: 0.0, count: design.count)
    for row in rows {
      for index in gradient.indices {
        contributions[row] += gradient[index] * statistics[index].contributions[row]
      }
      guard sampling == .sampled else { continue }
      contributions[row] += design.weights[row] * (effects[row] - mean) / base.weightedCount
    }
    return LinearisedStatistic(mean, contributions, base)
  }

  /// 1 and the predictors of an interview.
  private func row(_ row: Int) -> [Double] { [1] + predictors.map { $0.values[row] } }

  private func slope(_ interview: Int, _ place: Int) -> (value: Double, gradient: [Double]) {
    let values = row(interview)
    let mean = family.mean(sumOfProducts(values, statistics.map(\.value)))
    let slope = statistics[place + 1].value
    var gradient = values.map { mean.curvature * slope * $0 }
    gradient[place + 1] += mean.slope
    return (mean.slope * slope, gradient)
  }

  private func difference(
    _ interview: Int, _ place: Int, _ siblings: [Int]
  ) -> (value: Double, gradient: [Double]) {
    var without = row(interview)
    for sibling in siblings + [place] { without[sibling + 1] = 0 }
    var with = without
    with[place + 1] = 1
    let coefficients = statistics.map(\.value)
    let high = family.mean(sumOfProducts(with, coefficients))
    let low = family.mean(sumOfProducts(without, coefficients))
    return (
      high.value - low.value,
      with.indices.map { high.slope * with[$0] - low.slope * without[$0] }
    )
  }
}
