extension PooledDesign {
  /// The share of those marked among others, membership taken as known.
  package func proportion(of isMarked: [Bool], among isMember: [Bool]) -> Estimate {
    var sums = (marked: 0.0, all: 0.0)
    for row in isMember.indices where isMember[row] {
      sums.all += weights[row]
      if isMarked[row] { sums.marked += weights[row] }
    }
    let share = sums.marked / sums.all
    let contributions = isMember.indices.map { row in
      isMember[row] ? weights[row] * ((isMarked[row] ? 1 : 0) - share) / sums.all : 0
    }
    return estimate(share, contributions, over: isMember, .proportion)
  }

  /// The mean of values among members, Σ wx/Σ w, by linearisation under the design; membership is
  /// taken as known. Members without a value are no part of it. O(interviews).
  public func mean(of values: [Double], among isMember: [Bool]) -> Estimate {
    let counts = zip(values, isMember).map { $0.isFinite && $1 }
    var sums = (weighted: 0.0, all: 0.0)
    for row in values.indices where counts[row] {
      sums.all += weights[row]
      sums.weighted += weights[row] * values[row]
    }
    let mean = sums.weighted / sums.all
    let contributions = values.indices.map { row in
      counts[row] ? weights[row] * (values[row] - mean) / sums.all : 0
    }
    return estimate(mean, contributions, over: counts, .number)
  }

  /// An estimate whose error is that of these contributions.
  package func estimate(
    _ value: Double, _ contributions: [Double], over isMember: [Bool], _ kind: Estimate.Kind
  ) -> Estimate {
    Estimate(
      value: value,
      standardError: covariance(ofContributions: contributions, and: contributions).squareRoot(),
      degreesOfFreedom: degreesOfFreedom(touchedBy: isMember), base: base(isMember), kind: kind)
  }

  private func base(_ isMember: [Bool]) -> Estimate.Base {
    let own = zip(weights, isMember).filter { $0.1 }.map(\.0)
    let sum = own.reduce(0, +)
    let squares = own.reduce(0) { $0 + $1 * $1 }
    return Estimate.Base(
      count: own.count, weightedCount: sum, effectiveCount: own.isEmpty ? 0 : sum * sum / squares)
  }
}
