import NumericalMethods

/// A weighting that has been checked and can be run: on the sample, or on each of its replicates.
struct WeightingTask: Sendable {
  let margins: [CodedMargin]
  let totals: [PopulationTotal]
  private(set) var options: WeightingOptions
  let units: WeightingUnits
  let memberCount: Int
  /// Continuous totals by unit.
  private let values: [[Double]]
  /// What base weights are multiplied by before they are calibrated: they add up to the first
  /// margin's total then.
  let scale: Double

  /// What the iterations came to: a factor for each unit.
  struct Outcome {
    var iterations: Int
    var error: Double
    /// Of the weight to the base weight, once that is scaled to the population's total.
    var factors: [Double]
  }

  init(
    _ design: SurveyDesign, margins: [PopulationMargin], totals: [PopulationTotal],
    options: WeightingOptions
  ) throws(WeightingError) {
    var check = WeightingCheck(design: design, options: options)
    let coded = try check.coded(margins, totals)
    self.margins = coded
    self.totals = totals
    self.options = options
    memberCount = design.memberCount
    let kind: WeightingUnits.Kind =
      !totals.isEmpty ? .interviews : options.limits == nil ? .cells : .cellsAndWeights
    let units = WeightingUnits(margins: coded, weights: design.weights, kind: kind)
    self.units = units
    scale = coded.isEmpty ? 1 : coded[0].total / units.masses.reduce(0, +)
    let counted = design.weights.indices.filter { design.weights[$0] > 0 }
    values = totals.map { total in counted.map { total.values[$0] } }
  }

  /// The factors that the given masses of the units need.
  ///
  /// - Parameter explains: Whether to look for a certificate where there is no solution.
  /// - Throws: ``WeightingError/Problem/notConverged(iterations:error:margin:category:)``, or what
  ///   stands in the way.
  func run(masses: [Double], explains: Bool = true) throws(WeightingError) -> Outcome {
    let scaled = masses.map { $0 * scale }
    let goals = units.goals(margins, masses: masses)
    let bounds = factorBounds
    let isIterative = options.method == .iterative || options.method == .poststratification
    let outcome =
      isIterative
      ? raked(goals, scaled, bounds) : calibrated(goals, scaled, bounds)
    guard outcome.error <= options.tolerance else {
      let search =
        explains && !margins.isEmpty
        ? ContradictionSearch(task: self, goals: goals, masses: scaled, bounds: bounds) : nil
      throw WeightingError(
        problems: [
          search?.contradiction().map { .contradiction($0) }
            ?? notConverged(outcome, goals, scaled)
        ])
    }
    return outcome
  }

  private func raked(
    _ goals: [Raking.Goal], _ masses: [Double], _ bounds: [ClosedRange<Double>]?
  ) -> Outcome {
    var raking = Raking(
      goals: goals, counts: masses, start: masses.map { _ in 1 }, limits: bounds)
    let outcome = raking.run(
      tolerance: options.tolerance, maximumIterations: options.maximumIterations)
    return Outcome(
      iterations: outcome.iterations, error: outcome.error, factors: raking.weights)
  }

  private func calibrated(
    _ goals: [Raking.Goal], _ masses: [Double], _ bounds: [ClosedRange<Double>]?
  ) -> Outcome {
    let free = -Double.infinity...Double.infinity
    let problem = CalibrationProblem(
      method: options.method, masses: masses, goals: goals, values: values,
      totals: totals.map(\.total), bounds: bounds ?? masses.map { _ in free })
    let solution = problem.solved(
      tolerance: options.tolerance, maximumIterations: options.maximumIterations)
    return Outcome(
      iterations: solution.iterations, error: solution.error, factors: solution.factors)
  }

  /// - Returns: Nil where factors are free.
  var factorBounds: [ClosedRange<Double>]? {
    guard isLimited else { return nil }
    let mean = populationTotal / Double(memberCount)
    return units.baseWeights.map { options.factorBounds(start: $0 * scale, mean: mean) }
  }

  var isLimited: Bool { options.limits != nil || options.bounds != nil }

  /// The same units and margins, factors being free.
  var withoutLimits: WeightingTask {
    var task = self
    task.options.limits = nil
    task.options.bounds = nil
    return task
  }

  /// What the weights add up to: the first margin's total, or the base weights' where only numbers
  /// are known.
  var populationTotal: Double { margins.first?.total ?? units.masses.reduce(0, +) }
}

extension WeightingTask {
  /// Where the iterations stopped.
  private func notConverged(
    _ outcome: Outcome, _ goals: [Raking.Goal], _ masses: [Double]
  ) -> WeightingError.Problem {
    var worst = (error: 0.0, margin: totals.first?.name ?? "", category: "total")
    for (margin, goal) in zip(margins, goals) {
      var sums = Array(repeating: 0.0, count: goal.targets.count)
      for (unit, category) in goal.categoryOfUnit.enumerated() {
        sums[Int(category)] += masses[unit] * outcome.factors[unit]
      }
      let (error, category) = goal.largestError(sums)
      if error > worst.error {
        let name =
          category < margin.categoryCount ? margin.targets[category].category : "unknown"
        worst = (error, margin.name, name)
      }
    }
    return .notConverged(
      iterations: outcome.iterations, error: outcome.error, margin: worst.margin,
      category: worst.category)
  }

  /// The weight of each interview.
  func weights(_ factors: [Double], base: [Double]) -> [Double] {
    let mean = populationTotal / Double(memberCount)
    let limits = options.limits.map { $0.lowerBound * mean...$0.upperBound * mean }
    return base.indices.map { row in
      let unit = units.unitOfRow[row]
      return unit < 0 ? 0 : (base[row] * (scale * factors[Int(unit)])).within(limits)
    }
  }

  /// The variables whose population totals weighting makes known: 1, and for each category but the
  /// last of its margin, among those known, whether it is that minus the population's share; then
  /// the continuous ones.
  func calibration(base: [Double], weights: [Double]) -> Calibration {
    let isByRow = units.kind == .interviews
    let places = isByRow ? units.unitCount : units.cellCount
    var columns = margins.isEmpty ? [] : [Array(repeating: 1.0, count: places)]
    for (margin, ofCell) in zip(margins, units.categoriesOfCell) {
      let codes = isByRow ? units.cellOfUnit.map { ofCell[Int($0)] } : ofCell
      columns += margin.targets.indices.dropLast().map { category in
        let share = margin.share(category)
        return codes.map { $0 < 0 ? 0 : (Int($0) == category ? 1 : 0) - share }
      }
    }
    let auxiliaries = Matrix(columns: columns + values)
    return Calibration(
      baseWeights: base, weights: weights,
      cells: isByRow ? units.unitOfRow.map { max($0, 0) } : units.cellOfRow,
      auxiliaries: auxiliaries)
  }
}

extension Double {
  /// The number, rounded to a limit that it is at or beyond by rounding errors.
  fileprivate func within(_ limits: ClosedRange<Double>?) -> Double {
    guard let limits else { return self }
    if self <= limits.lowerBound * (1 + 1e-13) { return limits.lowerBound }
    return self >= limits.upperBound * (1 - 1e-13) ? limits.upperBound : self
  }
}
