import NumericalMethods

/// The means that a fitted regression predicts, averaged over the population.
///
///     let women = prediction.average(at: columns(sex: 1))
///     let men = prediction.average(at: columns(sex: 0))
///     design.estimate(women - men)
///
/// The error of an average has the part of the coefficients, by the delta method, and, where
/// predictors count as sampled, that of the people whom the average is over; both from what each
/// interview adds, so that their covariance is in it. (R's `svypredmeans` adds the two variances.)
///
/// > S. O. Graubard, E. Korn (1999). "Predictive margins with survey data". *Biometrics* 55(2).
public struct MeanPrediction: Sendable {
  /// The mean with its first and second derivatives by the linear predictor.
  private let mean: @Sendable (Double) -> (value: Double, slope: Double, curvature: Double)
  private let coefficients: [LinearisedStatistic]
  private let weights: [Double]
  /// Interviews with complete answers.
  private let rows: [Int]

  init(
    _ coefficients: [LinearisedStatistic], weights: [Double],
    mean: @escaping @Sendable (Double) -> (value: Double, slope: Double, curvature: Double)
  ) {
    self.coefficients = coefficients
    self.weights = weights
    self.mean = mean
    let base = coefficients[0].base
    rows = base.contains.indices.filter { base.contains[$0] }
  }

  /// The same with other values of the coefficients, such as rounded ones; their errors stay.
  package func having(_ values: [Double]) -> MeanPrediction {
    precondition(values.count == coefficients.count, "one for each coefficient")
    return MeanPrediction(
      zip(values, coefficients).map { LinearisedStatistic($0, $1.contributions, $1.base) },
      weights: weights, mean: mean)
  }

  /// The average mean if everybody had these predictors.
  ///
  ///     Σ wᵢ μ(xᵢᵀb) / Σ wᵢ
  ///
  /// - Parameters:
  ///   - columns: One for each slope, an element for each interview of the design.
  ///   - sampling: Whether the people averaged over add to the error.
  /// - Complexity: O(interviews × predictors).
  public func average(
    at columns: [[Double]], predictors sampling: CovariateSampling
  ) -> LinearisedStatistic {
    average(sampling) { row in
      let values = [1] + columns.map { $0[row] }
      let mean = mean(linear(values))
      return (mean.value, values.map { mean.slope * $0 })
    }
  }

  /// The average derivative of the mean by a number x.
  ///
  ///     Σ wᵢ μ′(xᵢᵀb) (∂xᵢ/∂x)ᵀb / Σ wᵢ
  ///
  /// - Parameters:
  ///   - columns: One for each slope.
  ///   - directions: The derivative of each column by x: 1 for x itself, the other factors of a
  ///     product, else 0.
  public func averageSlope(
    at columns: [[Double]], along directions: [[Double]], predictors sampling: CovariateSampling
  ) -> LinearisedStatistic {
    average(sampling) { row in
      let values = [1] + columns.map { $0[row] }
      let direction = [0] + directions.map { $0[row] }
      let mean = mean(linear(values))
      let slope = linear(direction)
      return (
        mean.slope * slope,
        zip(values, direction).map { mean.curvature * slope * $0 + mean.slope * $1 }
      )
    }
  }

  private func linear(_ values: [Double]) -> Double {
    sumOfProducts(values, coefficients.map(\.value))
  }

  /// - Parameter effect: For an interview, what is averaged, with its derivatives by the
  ///   coefficients.
  private func average(
    _ sampling: CovariateSampling, _ effect: (Int) -> (value: Double, gradient: [Double])
  ) -> LinearisedStatistic {
    let base = coefficients[0].base
    var mean = 0.0
    var gradient = Array(repeating: 0.0, count: coefficients.count)
    var contributions = Array(repeating: 0.0, count: weights.count)
    for row in rows {
      let weight = weights[row] / base.weightedCount
      let own = effect(row)
      mean += weight * own.value
      if sampling == .sampled { contributions[row] = weight * own.value }
      for index in gradient.indices { gradient[index] += weight * own.gradient[index] }
    }
    for row in rows {
      if sampling == .sampled { contributions[row] -= weights[row] * mean / base.weightedCount }
      for index in gradient.indices {
        contributions[row] += gradient[index] * coefficients[index].contributions[row]
      }
    }
    return LinearisedStatistic(mean, contributions, base)
  }
}

extension GeneralizedRegression {
  /// The means that the regression predicts.
  public var prediction: MeanPrediction {
    MeanPrediction(statistics, weights: design.weights) { [family] in family.mean($0) }
  }
}

extension Regression {
  /// The means that the regression predicts.
  public var prediction: MeanPrediction {
    MeanPrediction(statistics, weights: weights) { ($0, 1, 0) }
  }
}
