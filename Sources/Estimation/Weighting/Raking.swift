/// Iterative proportional fitting over the distinct combinations of categories and base weight.
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
    let categoryOfUnit: [Int]
  }

  let goals: [Goal]
  /// Number of interviews in each unit.
  let counts: [Double]
  /// Smallest and largest weight.
  let limits: ClosedRange<Double>?
  private(set) var multiplied: [Double]
  private(set) var weights: [Double]

  /// - Parameter start: A weight for each unit: the base weights at the population's total.
  init(goals: [Goal], counts: [Double], start: [Double], limits: ClosedRange<Double>?) {
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
    let sums = sums(of: goal)
    for unit in weights.indices {
      let category = goal.categoryOfUnit[unit]
      if sums[category] > 0 { multiplied[unit] *= goal.targets[category] / sums[category] }
    }
    clip()
  }

  private mutating func clip() {
    guard let limits else {
      weights = multiplied
      return
    }
    for unit in weights.indices {
      weights[unit] = min(max(multiplied[unit], limits.lowerBound), limits.upperBound)
    }
  }

  private func sums(of goal: Goal) -> [Double] {
    var sums = Array(repeating: 0.0, count: goal.targets.count)
    for unit in weights.indices { sums[goal.categoryOfUnit[unit]] += counts[unit] * weights[unit] }
    return sums
  }

  private func largestError(iterations: Int) -> Outcome {
    var worst = Outcome(iterations: iterations, error: 0, goal: 0, category: 0)
    for (index, goal) in goals.enumerated() {
      for (category, sum) in sums(of: goal).enumerated() where goal.targets[category] > 0 {
        let error = abs(sum / goal.targets[category] - 1)
        if error > worst.error {
          worst.error = error
          worst.goal = index
          worst.category = category
        }
      }
    }
    return worst
  }
}
