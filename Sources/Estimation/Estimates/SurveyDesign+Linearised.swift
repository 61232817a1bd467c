extension SurveyDesign {
  /// The mean with what each interview adds to its error; see ``mean(of:)``.
  public func linearisedMean(of values: [Double]) -> LinearisedStatistic {
    let base = base(answering: [values])
    let mean = sum(of: values, over: base) / base.weightedCount
    var statistic = statistic(mean, over: base) { (values[$0] - mean) / base.weightedCount }
    statistic.denominator = .base
    return statistic
  }

  /// The total with what each interview adds to its error; see ``total(of:)``.
  public func linearisedTotal(of values: [Double]) -> LinearisedStatistic {
    let base = base(answering: [values])
    return statistic(sum(of: values, over: base), over: base) { values[$0] }
  }

  /// The ratio with what each interview adds to its error; see ``ratio(of:to:)``.
  public func linearisedRatio(
    of numerator: [Double], to denominator: [Double]
  ) -> LinearisedStatistic {
    let base = base(answering: [numerator, denominator])
    let total = sum(of: denominator, over: base)
    let ratio = sum(of: numerator, over: base) / total
    var statistic = statistic(ratio, over: base) {
      (numerator[$0] - ratio * denominator[$0]) / total
    }
    if hasReplicateErrors {
      statistic.denominator = .values(
        denominator.indices.map { base.contains[$0] ? weights[$0] * denominator[$0] : 0 })
    }
    return statistic
  }

  /// The share with what each interview adds to its error; see ``proportion(of:)``.
  public func linearisedProportion(of values: [Double]) -> LinearisedStatistic {
    precondition(values.allSatisfy { $0 == 0 || $0 == 1 || $0.isNaN }, "0, 1 or NaN")
    let base = base(answering: [values])
    let share = sum(of: values, over: base) / base.weightedCount
    var statistic = statistic(share, over: base, kind: .proportion) {
      (values[$0] - share) / base.weightedCount
    }
    statistic.denominator = .base
    return statistic
  }

  /// Makes a statistic of what a unit of weight of each interview adds to it. O(interviews).
  func statistic(
    _ value: Double, over base: AnswerBase, kind: Estimate.Kind = .number,
    influence: (Int) -> Double
  ) -> LinearisedStatistic {
    var contributions = Array(repeating: 0.0, count: count)
    var sum = 0.0
    var squares = 0.0
    for row in contributions.indices where base.contains[row] {
      let influence = influence(row)
      let contribution = weights[row] * influence
      contributions[row] = contribution
      sum += contribution
      squares += contribution * influence
    }
    let spread = squares - sum * sum / base.weightedCount
    let variance = base.weightedCount * spread / Double(base.count - 1)
    return LinearisedStatistic(
      value: value, contributions: contributions, kind: kind,
      simpleRandomVariance: base.count > 1 && variance > 0 ? variance : nil, base: base)
  }

  /// The members that have a finite number in every column. O(interviews × columns).
  func base(answering columns: [[Double]]) -> AnswerBase {
    var contains = isMember
    var isWhole = true
    for values in columns {
      precondition(values.count == count, "one answer for each interview")
      for row in values.indices where !values[row].isFinite && contains[row] {
        contains[row] = false
        isWhole = false
      }
    }
    return base(of: contains, isWhole: isWhole)
  }

  /// - Parameter isWhole: Whether it is all members, whose degrees of freedom are known.
  func base(of contains: [Bool], isWhole: Bool = false) -> AnswerBase {
    var base = AnswerBase(
      contains: contains, count: 0, weightedCount: 0, squaredWeights: 0,
      degreesOfFreedom: degreesOfFreedom, weights: weights, frame: frame)
    for row in contains.indices where contains[row] {
      base.count += 1
      base.weightedCount += weights[row]
      base.squaredWeights += weights[row] * weights[row]
    }
    if !isWhole { base.degreesOfFreedom = frame.degreesOfFreedom(touchedBy: contains) }
    return base
  }

  func sum(of values: [Double], over base: AnswerBase) -> Double {
    var sum = 0.0
    for row in values.indices where base.contains[row] { sum += weights[row] * values[row] }
    return sum
  }
}
