/// What can be seen to be wrong before weights are looked for.
struct WeightingCheck {
  let design: SurveyDesign
  let options: WeightingOptions
  private var problems: [WeightingError.Problem] = []

  init(design: SurveyDesign, options: WeightingOptions) {
    self.design = design
    self.options = options
  }

  /// The margins as numbers. O(interviews × margins).
  ///
  /// - Throws: ``WeightingError`` with all that was found.
  mutating func coded(
    _ margins: [PopulationMargin], _ totals: [PopulationTotal]
  ) throws(WeightingError) -> [CodedMargin] {
    problems = margins.isEmpty && totals.isEmpty ? [.noMargins] : []
    if design.calibration != nil || design.isDomain { problems.append(.notTheWholeBaseDesign) }
    checkOptions(margins, totals)
    checkLengths(margins, totals)
    try stop()
    let isMember = design.isMember
    let coded = margins.map { CodedMargin($0, isMember: isMember, problems: &problems) }
    for total in totals { check(total) }
    if problems.isEmpty, options.totals == .mustAgree { problems += totalProblems(coded) }
    if problems.isEmpty, let limits = options.limits { problems += limitProblems(coded, limits) }
    try stop()
    return coded
  }

  private func stop() throws(WeightingError) {
    guard problems.isEmpty else { throw WeightingError(problems: problems) }
  }

  private mutating func checkOptions(_ margins: [PopulationMargin], _ totals: [PopulationTotal]) {
    if let limits = options.limits,
      !(limits.lowerBound >= 0 && limits.lowerBound < 1 && limits.upperBound > 1)
    {
      problems.append(.invalidLimits)
    }
    if let bounds = options.bounds, !(bounds.lowerBound < 1 && bounds.upperBound > 1) {
      problems.append(.invalidBounds)
    }
    switch options.method {
    case .poststratification where margins.count > 1:
      problems.append(.severalMargins(margins.map(\.name)))
    case .iterative, .poststratification:
      if let total = totals.first { problems.append(.totalNeedsCalibration(total.name)) }
    case .logit:
      let isFinite = options.bounds.map { $0.lowerBound > -.infinity && $0.upperBound < .infinity }
      if options.limits != nil || isFinite != true { problems.append(.logitNeedsBounds) }
    default: break
    }
  }

  private mutating func checkLengths(_ margins: [PopulationMargin], _ totals: [PopulationTotal]) {
    let lengths =
      margins.map { ($0.name, $0.answers.codes.count) } + totals.map { ($0.name, $0.values.count) }
    for (name, count) in lengths where count != design.count {
      problems.append(.differentLengths(margin: name, count: count, expected: design.count))
    }
  }

  private mutating func check(_ total: PopulationTotal) {
    let missing = total.values.indices.count {
      design.isMember[$0] && !total.values[$0].isFinite
    }
    if missing > 0 { problems.append(.totalUnknown(total: total.name, count: missing)) }
    if !total.total.isFinite {
      problems.append(
        .invalidTarget(margin: total.name, category: "total", population: total.total))
    }
  }

  private func totalProblems(_ margins: [CodedMargin]) -> [WeightingError.Problem] {
    guard let first = margins.first else { return [] }
    return margins.dropFirst().filter { abs($0.total / first.total - 1) > 0.01 }.map {
      .totalsDiffer(
        margin: $0.name, total: $0.total, first: first.name, firstTotal: first.total)
    }
  }

  /// A category's mean weight, in mean weights, is given by its share and its count alone.
  private func limitProblems(
    _ margins: [CodedMargin], _ limits: ClosedRange<Double>
  ) -> [WeightingError.Problem] {
    let sum = design.weights.reduce(0, +)
    return margins.flatMap { margin in
      let known = zip(margin.codes, design.weights).reduce(0.0) { $0 + ($1.0 >= 0 ? $1.1 : 0) }
      return margin.targets.indices.compactMap { index -> WeightingError.Problem? in
        let mean =
          known / sum * margin.share(index) * Double(design.memberCount)
          / Double(margin.counts[index])
        guard !limits.contains(mean) else { return nil }
        return .limitsTooTight(
          margin: margin.name, category: margin.targets[index].category, mean: mean,
          limits: limits)
      }
    }
  }
}
