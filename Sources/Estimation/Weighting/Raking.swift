/// Iterative proportional fitting over the distinct combinations of categories, and of base weight
/// where there are limits.
///
/// A unit is such a combination, so that an iteration costs units × margins, not interviews.
/// Limits hold at every step: the multiplier of a unit at its limit goes on changing with its
/// categories, its weight does not. The result is, of all weights within the limits that hit the
/// margins, the one nearest to the base weights by Kullback–Leibler distance.
///
/// > W. Deming, F. Stephan (1940). *Annals of Mathematical Statistics* 11(4). — J.-C. Deville,
/// > C.-E. Särndal (1992). *JASA* 87, §2, for limits. — D. Izrael, M. Battaglia, M. Frankel (2009).
/// > "Extreme survey weight adjustment as a component of sample balancing". SAS Global Forum.
struct Raking {
  /// What a margin's categories, the unknown one last, are to add up to.
  struct Goal {
    let targets: [Double]
    /// For each unit its category.
    let categoryOfUnit: [Int32]

    /// The largest relative error of a category's sum, and where it is.
    func largestError(_ sums: [Double]) -> (error: Double, category: Int) {
      var worst = (error: 0.0, category: 0)
      for (category, sum) in sums.enumerated() where targets[category] > 0 {
        let error = abs(sum / targets[category] - 1)
        if error > worst.error || error.isNaN {
          worst = (error.isNaN ? .infinity : error, category)
        }
      }
      return worst
    }
  }

  let goals: [Goal]
  /// What a unit's weight is multiplied by in a sum: its interviews, or their base weights.
  let counts: [Double]
  /// Smallest and largest weight of each unit; nil for no limits.
  let limits: [ClosedRange<Double>]?
  private(set) var multiplied: [Double]
  private(set) var weights: [Double]

  /// - Parameter start: A weight for each unit: the base weights at the population's total.
  init(goals: [Goal], counts: [Double], start: [Double], limits: [ClosedRange<Double>]?) {
    self.goals = goals
    self.counts = counts
    self.limits = limits
    multiplied = start
    weights = start
    clip()
  }

  /// What was left when the iterations stopped.
  struct Outcome {
    var iterations: Int
    var error: Double
    var goal: Int
    var category: Int
  }

  mutating func run(tolerance: Double, maximumIterations: Int) -> Outcome {
    var outcome = largestError(iterations: 0)
    while outcome.error > tolerance, outcome.iterations < maximumIterations {
      for goal in goals { fit(goal) }
      outcome = largestError(iterations: outcome.iterations + 1)
    }
    return outcome
  }

  private mutating func fit(_ goal: Goal) {
    var factors = sums(of: goal)
    for category in factors.indices {
      factors[category] = factors[category] > 0 ? goal.targets[category] / factors[category] : 1
    }
    multiply(by: factors, goal.categoryOfUnit)
    clip()
  }

  /// Without limits, weights are the multiplied ones, and only those are kept.
  private mutating func multiply(by factors: [Double], _ categories: [Int32]) {
    if limits == nil {
      weights.scale(by: factors, at: categories)
    } else {
      multiplied.scale(by: factors, at: categories)
    }
  }

  private mutating func clip() {
    guard let limits else { return }
    for unit in weights.indices {
      weights[unit] = min(max(multiplied[unit], limits[unit].lowerBound), limits[unit].upperBound)
    }
  }

  private func sums(of goal: Goal) -> [Double] {
    var sums = Array(repeating: 0.0, count: goal.targets.count)
    weights.withUnsafeBufferPointer { weights in
      counts.withUnsafeBufferPointer { counts in
        goal.categoryOfUnit.withUnsafeBufferPointer { categories in
          sums.withUnsafeMutableBufferPointer { sums in
            for unit in weights.indices {
              sums[Int(categories[unit])] += counts[unit] * weights[unit]
            }
          }
        }
      }
    }
    return sums
  }

  private func largestError(iterations: Int) -> Outcome {
    var worst = Outcome(iterations: iterations, error: 0, goal: 0, category: 0)
    for (index, goal) in goals.enumerated() {
      let (error, category) = goal.largestError(sums(of: goal))
      if error > worst.error {
        worst = Outcome(iterations: iterations, error: error, goal: index, category: category)
      }
    }
    return worst
  }
}

extension [Double] {
  /// Multiplies each element by the factor of its category.
  fileprivate mutating func scale(by factors: [Double], at categories: [Int32]) {
    withUnsafeMutableBufferPointer { values in
      factors.withUnsafeBufferPointer { factors in
        categories.withUnsafeBufferPointer { categories in
          for unit in values.indices { values[unit] *= factors[Int(categories[unit])] }
        }
      }
    }
  }
}
