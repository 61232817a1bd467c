/// What a passport is made from.
struct WeightingRecord {
  let task: WeightingTask
  let base: [Double]
  let weights: [Double]

  func passport(_ outcome: WeightingTask.Outcome) -> WeightingPassport {
    let largest = WeightSpread.largestWeights(weights)
    return WeightingPassport(
      margins: task.margins.map { margin($0, largest: largest) }, totals: totals,
      populationTotal: task.populationTotal, options: task.options,
      iterations: outcome.iterations, largestError: outcome.error,
      countAtLowerLimit: count(at: \.lowerBound, outcome),
      countAtUpperLimit: count(at: \.upperBound, outcome),
      largestWeightCount: largest.count { $0 }, spread: WeightSpread(weights))
  }

  /// Interviews whose factor stands at the bound of its unit.
  private func count(
    at side: KeyPath<ClosedRange<Double>, Double>, _ outcome: WeightingTask.Outcome
  ) -> Int {
    guard let bounds = task.factorBounds else { return 0 }
    var count = 0.0
    for unit in bounds.indices where outcome.factors[unit] == bounds[unit][keyPath: side] {
      count += task.units.counts[unit]
    }
    return Int(count)
  }

  private var totals: [WeightingPassport.Total] {
    task.totals.map { total in
      WeightingPassport.Total(
        name: total.name, target: total.total,
        baseTotal: sum(of: total.values, base), weightedTotal: sum(of: total.values, weights))
    }
  }

  private func sum(of values: [Double], _ weights: [Double]) -> Double {
    zip(values, weights).reduce(0) { $1.1 > 0 ? $0 + $1.0 * $1.1 : $0 }
  }

  private func margin(_ margin: CodedMargin, largest: [Bool]) -> WeightingPassport.Margin {
    let sums = CategorySums(margin, base: base, weights: weights, largest: largest)
    let mean = weights.reduce(0, +) / Double(task.memberCount)
    return WeightingPassport.Margin(
      name: margin.name, source: margin.source, date: margin.date,
      categories: margin.targets.indices.map { place in
        WeightingPassport.Category(
          name: margin.targets[place].category, mergedFrom: margin.targets[place].mergedFrom,
          count: margin.counts[place], baseShare: sums.base[place] / sums.allBase,
          targetShare: margin.share(place), weightedShare: sums.weights[place] / sums.allWeights,
          meanWeight: sums.weights[place] / Double(margin.counts[place]) / mean,
          largestWeightCount: sums.largest[place])
      },
      total: margin.total, isScaled: margin.total != task.margins[0].total,
      unknownCount: margin.unknownCount)
  }
}

/// Weights by category, from one pass. O(interviews).
private struct CategorySums {
  var base: [Double]
  var weights: [Double]
  var largest: [Int]
  var allBase: Double { base.reduce(0, +) }
  var allWeights: Double { weights.reduce(0, +) }

  init(_ margin: CodedMargin, base: [Double], weights: [Double], largest: [Bool]) {
    self.base = Array(repeating: 0, count: margin.categoryCount)
    self.weights = self.base
    self.largest = Array(repeating: 0, count: margin.categoryCount)
    for row in margin.codes.indices where margin.codes[row] >= 0 {
      let category = Int(margin.codes[row])
      self.base[category] += base[row]
      self.weights[category] += weights[row]
      self.largest[category] += largest[row] ? 1 : 0
    }
  }
}
