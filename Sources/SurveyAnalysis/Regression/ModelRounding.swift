import Estimation

/// How coarse a model's figures must be, so that the few people whom it leaves out stay unknown.
///
/// A regression's normal equations say what the outcome and its products with the predictors add up
/// to among the people of the model. Beside figures of more people, such as the outcome's mean, that
/// is a figure about those who lack an answer to a predictor: where they are few, coefficients are
/// rounded, and all that follows from coefficients is made from the rounded ones.
struct ModelRounding {
  /// What the unit of the outcome is rounded to, as a part of its scale.
  let coarseness: Double
  /// From the least to the greatest value that the outcome can have.
  private let scale: Double
  private let intercept: Double
  /// By slope: its range over twice its variance.
  private let slopes: [Double]
  private let columns: [[Double]]
  private let weights: [Double]
  private let rows: [Int]

  /// - Returns: Nil where nothing needs to be rounded.
  init?(_ fit: ModelFit, leaving few: LeftOut) {
    guard few.coarseness > 0 else { return nil }
    coarseness = few.coarseness
    scale = fit.scale
    columns = fit.variables.columns
    weights = fit.scope.design.weights
    let isComplete = fit.isComplete
    rows = isComplete.indices.filter { isComplete[$0] }
    let (weights, rows) = (weights, rows)
    let all = rows.reduce(0) { $0 + weights[$1] }
    slopes = columns.map { column in
      let own = rows.map { column[$0] }
      let mean = rows.reduce(0) { $0 + weights[$1] * column[$1] } / all
      let variance = rows.reduce(0) { $0 + weights[$1] * (column[$1] - mean) * (column[$1] - mean) }
      let range = (own.max() ?? 0) - (own.min() ?? 0)
      return variance > 0 ? range / (2 * variance / all) : 1
    }
    let shares = fit.variables.terms.compactMap { term -> Double? in
      let own = term.map { fit.variables.variables[$0] }
      guard own.allSatisfy(\.isGroup) else { return nil }
      return rows.reduce(0) { sum, row in
        sum + (own.allSatisfy { $0.place(row) == 0 } ? weights[row] : 0)
      } / all
    }
    intercept = 1 / max(shares.min() ?? 1, 1e-3)
  }

  /// What a figure in the unit of the outcome is rounded to.
  var step: Double { oneTwoFive(atLeast: coarseness * scale) ?? 0 }

  /// What the change of the mean is rounded to, for a unit of a number or for a category.
  ///
  /// - Parameter number: Nil for a category.
  func step(ofEffect number: ModelVariable?) -> Double {
    guard case .number(let values)? = number?.values else { return step }
    let own = rows.map { values[$0] }
    let range = (own.max() ?? 0) - (own.min() ?? 0)
    return range > 0 ? oneTwoFive(atLeast: coarseness * scale / range) ?? step : step
  }

  /// The coefficients of a linear model, of its intercept first.
  func rounded(linear exact: EstimateVector) -> RoundedCoefficients {
    rounded(exact, intercepts: [1], slopes: 1, slopesFirst: false)
  }

  /// The coefficients of a model whose mean changes by less than the linear predictor.
  func rounded(_ exact: EstimateVector, _ family: RegressionFamily) -> RoundedCoefficients {
    let change = meanChange(exact.estimates.map(\.value), family)
    return rounded(exact, intercepts: [change], slopes: change, slopesFirst: false)
  }

  /// The slopes and, behind them, the thresholds of an ordinal model.
  func rounded(ordinal exact: EstimateVector, slopeCount: Int) -> RoundedCoefficients {
    let values = exact.estimates.map(\.value)
    let changes = values.dropFirst(slopeCount).map { threshold in
      meanChange([threshold] + values.prefix(slopeCount).map { -$0 }, .logistic)
    }
    return rounded(
      exact, intercepts: changes, slopes: changes.min() ?? 1, slopesFirst: true)
  }

  private func rounded(
    _ exact: EstimateVector, intercepts: [Double], slopes change: Double, slopesFirst: Bool
  ) -> RoundedCoefficients {
    let ofIntercepts = intercepts.map { coarseness * scale * intercept / max($0, 1e-3) }
    let ofSlopes = slopes.map { coarseness * scale * $0 / max(change, 1e-3) }
    let steps = (slopesFirst ? ofSlopes + ofIntercepts : ofIntercepts + ofSlopes).map {
      oneTwoFive(atLeast: $0) ?? 0
    }
    return RoundedCoefficients(
      vector: exact.having(
        exact.estimates.indices.map { place in
          let own = exact[place]
          return own.having(own.value.rounded(toStep: steps[place]), digits: nil)
        }), steps: steps)
  }

  /// The mean of ∂μ/∂η over the people of the model.
  private func meanChange(_ coefficients: [Double], _ family: RegressionFamily) -> Double {
    let (sum, all) = rows.reduce((0.0, 0.0)) { sums, row in
      let linear = zip(coefficients.dropFirst(), columns).reduce(coefficients[0]) {
        $0 + $1.0 * $1.1[row]
      }
      return (sums.0 + weights[row] * family.change(at: linear), sums.1 + weights[row])
    }
    return all > 0 ? sum / all : 1
  }
}

/// Coefficients as they may be told.
struct RoundedCoefficients {
  let vector: EstimateVector
  /// What each is rounded to.
  let steps: [Double]
}

/// The people that a model leaves out for want of an answer, as far as they are few.
struct LeftOut {
  /// A quarter of their weight beside that of the people of the model; 0 where nobody, or enough of
  /// them, are left out.
  private(set) var coarseness = 0.0
  /// Some of the variables that they lack an answer to.
  private(set) var lacking: [String] = []

  /// A step of a twentieth of the scale is the coarsest that still tells something.
  static let greatestCoarseness = 0.05

  /// Goes over what each person of each sample lacks: nothing, the outcome, predictors. The people
  /// who lack no other answer than some pattern of these are the difference between those with
  /// answers to all the rest and those of the model.
  ///
  /// - Complexity: O(interviews × variables + patterns²).
  init(_ fit: ModelFit) {
    let weights = fit.scope.design.weights
    let variables = fit.variables.variables
    let isComplete = fit.isComplete
    let all = isComplete.indices.reduce(0) { $0 + (isComplete[$1] ? weights[$1] : 0) }
    let minimum = fit.scope.minimumBase
    guard minimum > 1, all > 0 else { return }
    // −1 is the outcome; what is known of people by groups alone is how many they are.
    let numbers = Set([-1] + variables.indices.filter { !variables[$0].isGroup })
    let everything = Set([-1] + variables.indices)
    var start = 0
    for sample in fit.scope.samples {
      let range = start..<(start + sample.design.count)
      start = range.upperBound
      var patterns: [Set<Int>: (count: Int, weight: Double)] = [:]
      for row in range
      where fit.scope.design.isMember[row] && weights[row] > 0 && !isComplete[row] {
        var lacking = Set(variables.indices.filter { !variables[$0].has(row) })
        if !fit.outcome.has(row) { lacking.insert(-1) }
        patterns[lacking, default: (0, 0)].count += 1
        patterns[lacking, default: (0, 0)].weight += weights[row]
      }
      for pattern in patterns.keys where !numbers.isSubset(of: pattern) && pattern != everything {
        let within = patterns.filter { $0.key.isSubset(of: pattern) }.values
        guard within.reduce(0, { $0 + $1.count }) < minimum else { continue }
        let own = 0.25 * within.reduce(0) { $0 + $1.weight } / all
        guard own > coarseness else { continue }
        coarseness = own
        lacking = pattern.sorted().map { $0 < 0 ? fit.query.outcome : variables[$0].name }
      }
    }
  }
}

extension ModelVariable {
  /// Whether an interview has an answer.
  func has(_ row: Int) -> Bool {
    switch values {
    case .number(let values): values[row].isFinite
    case .categories(_, let places): places[row] >= 0
    }
  }
}

/// The least of 1, 2 and 5 times a power of ten that is not under a positive number; nil for 0.
func oneTwoFive(atLeast least: Double) -> Double? {
  guard let power = powerOfTen(atLeast: least) else { return nil }
  return [power / 5, power / 2].first { $0 >= least * (1 - 1e-12) } ?? power
}
