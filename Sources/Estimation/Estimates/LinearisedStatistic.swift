/// A statistic together with what each interview adds to its error.
///
/// Any number of statistics over one design, of different domains too, keep their covariance this
/// way: combine them, then let the design make an estimate.
///
///     let women = design.domain(isWoman).linearisedMean(of: trust)
///     let men = design.domain(isMan).linearisedMean(of: trust)
///     let gap = design.estimate(women - men)
///
/// > J.-C. Deville (1999). "Variance estimation for complex statistics and estimators:
/// > linearization and residual techniques". *Survey Methodology* 25(2).
public struct LinearisedStatistic: Sendable {
  public let value: Double
  /// wᵢuᵢ for each interview of the design, uᵢ being the change of the statistic for a change of
  /// the weight of i; 0 outside the base.
  public let contributions: [Double]
  public let kind: Estimate.Kind
  /// The variance in a simple random sample with replacement; nil where it is not defined.
  let simpleRandomVariance: Double?
  var base: AnswerBase
  var denominator = Denominator.none
  /// The statistics that this one is a combination of; empty where it is none.
  private(set) var terms: [(coefficient: Double, statistic: LinearisedStatistic)] = []
  /// The statistic computed anew from each replicate's weights; nil where it was not.
  var replicateValues: [Double]?

  /// Σ c θ̂, with its contributions.
  public static func combination(
    _ terms: [(coefficient: Double, statistic: LinearisedStatistic)]
  ) -> LinearisedStatistic {
    precondition(!terms.isEmpty, "at least one statistic")
    var contributions = Array(repeating: 0.0, count: terms[0].statistic.contributions.count)
    for (coefficient, statistic) in terms {
      precondition(statistic.contributions.count == contributions.count, "one design")
      for row in contributions.indices {
        contributions[row] += coefficient * statistic.contributions[row]
      }
    }
    var combination = LinearisedStatistic(
      value: terms.reduce(0) { $0 + $1.coefficient * $1.statistic.value },
      contributions: contributions, kind: .number, simpleRandomVariance: nil,
      base: .union(terms.map(\.statistic.base)))
    combination.terms = terms
    return combination
  }

  public static func - (left: LinearisedStatistic, right: LinearisedStatistic)
    -> LinearisedStatistic
  {
    combination([(1, left), (-1, right)])
  }
}

/// The interviews that a statistic rests on.
struct AnswerBase: Sendable {
  var contains: [Bool]
  var count: Int
  var weightedCount: Double
  var squaredWeights: Double
  var degreesOfFreedom: Int
  /// Weight of each interview, for a union to count it.
  var weights: [Double]
  var frame: SamplingFrame

  var estimateBase: Estimate.Base {
    Estimate.Base(
      count: count, weightedCount: weightedCount,
      effectiveCount: count > 0 ? weightedCount * weightedCount / squaredWeights : 0)
  }

  /// The interviews in any of several bases of one design. O(interviews × bases).
  static func union(_ bases: [AnswerBase]) -> AnswerBase {
    var union = bases[0]
    var isWider = false
    for base in bases.dropFirst() where base.contains != union.contains {
      isWider = true
      for row in union.contains.indices where base.contains[row] {
        union.contains[row] = true
        union.weights[row] = max(union.weights[row], base.weights[row])
      }
    }
    if isWider { union.recount() }
    return union
  }

  mutating func recount() {
    count = 0
    weightedCount = 0
    squaredWeights = 0
    for row in contains.indices where contains[row] {
      count += 1
      weightedCount += weights[row]
      squaredWeights += weights[row] * weights[row]
    }
    degreesOfFreedom = frame.degreesOfFreedom(touchedBy: contains)
  }
}
