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
    var columns = predictors.map(\.values)
    let contains = statistics[0].base.contains
    let isBinary = contains.indices.allSatisfy { row in
      !contains[row] || [0, 1].contains(columns[place][row])
    }
    let prediction = prediction
    guard isBinary else {
      let directions = predictors.indices.map { index in
        Array(repeating: index == place ? 1.0 : 0, count: design.count)
      }
      return prediction.averageSlope(at: columns, along: directions, predictors: sampling)
    }
    for sibling in siblings + [place] {
      columns[sibling] = Array(repeating: 0, count: design.count)
    }
    let without = prediction.average(at: columns, predictors: sampling)
    columns[place] = Array(repeating: 1, count: design.count)
    return prediction.average(at: columns, predictors: sampling) - without
  }
}
