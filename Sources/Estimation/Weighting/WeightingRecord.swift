/// What a passport is made from.
struct WeightingRecord {
  let task: WeightingTask
  let base: [Double]
  let weights: [Double]

  func passport(_ outcome: WeightingTask.Outcome) -> WeightingPassport {
    let largest = WeightSpread.largestWeights(weights)
    let spread = WeightSpread(weights)
    let cells = CellSums(self, largest: largest)
    return WeightingPassport(
      margins: task.margins.indices.map { margin($0, cells, mean: spread.mean) }, totals: totals,
      populationTotal: task.populationTotal, options: task.options,
      iterations: outcome.iterations, largestError: outcome.error,
      countAtLowerLimit: count(at: \.lowerBound, outcome),
      countAtUpperLimit: count(at: \.upperBound, outcome),
      largestWeightCount: largest.count { $0 }, spread: spread)
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

  private func margin(
    _ place: Int, _ cells: CellSums, mean: Double
  ) -> WeightingPassport.Margin {
    let margin = task.margins[place]
    let sums = CategorySums(
      cells, categories: task.units.categoriesOfCell[place], count: margin.categoryCount)
    return WeightingPassport.Margin(
      name: margin.name, source: margin.source, date: margin.date,
      categories: margin.targets.indices.map { place in
        WeightingPassport.Category(
          name: margin.targets[place].category, mergedFrom: margin.targets[place].mergedFrom,
          count: margin.counts[place], baseShare: sums.base[place] / sums.allBase,
          population: margin.targets[place].population, targetShare: margin.share(place),
          weightedShare: sums.weights[place] / sums.allWeights,
          meanWeight: sums.weights[place] / Double(margin.counts[place]) / mean,
          largestWeightCount: sums.largest[place])
      },
      total: margin.total, isScaled: margin.total != task.margins[0].total,
      unknownCount: margin.unknownCount)
  }
}

/// Weights by cell, from one pass; O(interviews).
private struct CellSums {
  private(set) var base: [Double]
  private(set) var weights: [Double]
  private(set) var largest: [Int]

  init(_ record: WeightingRecord, largest: [Bool]) {
    let count = max(1, record.task.units.cellCount)
    var base = Array(repeating: 0.0, count: count)
    var weights = base
    var numbers = Array(repeating: 0, count: count)
    for (row, cell) in record.task.units.cellOfRow.enumerated() {
      base[Int(cell)] += record.base[row]
      weights[Int(cell)] += record.weights[row]
      if largest[row] { numbers[Int(cell)] += 1 }
    }
    (self.base, self.weights, self.largest) = (base, weights, numbers)
  }
}

/// Weights by category, from those by cell; O(cells).
private struct CategorySums {
  private(set) var base: [Double]
  private(set) var weights: [Double]
  private(set) var largest: [Int]
  var allBase: Double { base.reduce(0, +) }
  var allWeights: Double { weights.reduce(0, +) }

  init(_ cells: CellSums, categories: [Int32], count: Int) {
    base = Array(repeating: 0, count: count)
    weights = base
    largest = Array(repeating: 0, count: count)
    for (cell, code) in categories.enumerated() where code >= 0 {
      let category = Int(code)
      base[category] += cells.base[cell]
      weights[category] += cells.weights[cell]
      largest[category] += cells.largest[cell]
    }
  }
}
