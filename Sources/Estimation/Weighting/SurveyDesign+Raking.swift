import NumericalMethods

extension SurveyDesign {
  /// The design with weights that add up to the population's margins.
  ///
  /// The base weights are multiplied by a factor for each category of each margin until all
  /// margins hold; one margin is post-stratification. Standard errors of the new design know it:
  /// they are those of the residuals from the margins. An interview whose category is not known
  /// is kept: those of a margin keep their share of the base weights together, and the
  /// population's shares apply to the others.
  ///
  /// - Parameters:
  ///   - margins: Population counts by category, and each interview's category.
  ///   - options: Limits of weights, tolerance, what to do with different totals.
  /// - Returns: A design with a ``passport``, its weights adding up to the first margin's total.
  /// - Throws: ``RakingError``, where margins and interviews do not fit, or do not converge.
  /// > W. Deming, F. Stephan (1940). "On a least squares adjustment of a sampled frequency table
  /// > when the expected marginal totals are known". *Annals of Mathematical Statistics* 11(4).
  public func raked(
    to margins: [RakingMargin], options: RakingOptions = RakingOptions()
  ) throws(RakingError) -> SurveyDesign {
    let coded = try checked(margins, options)
    let units = RakingUnits(margins: coded, weights: weights)
    let start = weights.reduce(0, +)
    let mean = coded[0].total / Double(memberCount)
    let limits = options.limits.map { $0.lowerBound * mean...$0.upperBound * mean }
    var raking = Raking(
      goals: coded.indices.map { units.goal(coded, $0) }, counts: units.counts,
      start: units.baseWeights.map { $0 * coded[0].total / start }, limits: limits)
    let outcome = raking.run(
      tolerance: options.tolerance, maximumIterations: options.maximumIterations)
    guard outcome.error <= options.tolerance else {
      throw RakingError(problems: [outcome.problem(in: coded)])
    }
    let raked = units.unitOfRow.map { $0 < 0 ? 0 : raking.weights[Int($0)] }
    let record = RakingRecord(
      margins: coded, base: weights, raked: raked, options: options, limits: limits)
    return reweighted(
      to: raked, by: units.calibration(coded, base: weights, raked: raked),
      passport: record.passport(outcome))
  }

  private func checked(
    _ margins: [RakingMargin], _ options: RakingOptions
  ) throws(RakingError) -> [CodedMargin] {
    var problems: [RakingError.Problem] = margins.isEmpty ? [.noMargins] : []
    if calibration != nil || isDomain { problems.append(.notTheWholeBaseDesign) }
    if let limits = options.limits,
      !(limits.lowerBound >= 0 && limits.lowerBound < 1 && limits.upperBound > 1)
    {
      problems.append(.invalidLimits)
    }
    for margin in margins where margin.categories.count != count {
      problems.append(
        .differentLengths(margin: margin.name, count: margin.categories.count, expected: count))
    }
    guard problems.isEmpty else { throw RakingError(problems: problems) }
    let coded = margins.map { CodedMargin($0, isMember: isMember, problems: &problems) }
    if problems.isEmpty, options.totals == .mustAgree { problems += totalProblems(coded) }
    if problems.isEmpty, let limits = options.limits { problems += limitProblems(coded, limits) }
    guard problems.isEmpty else { throw RakingError(problems: problems) }
    return coded
  }

  private func totalProblems(_ margins: [CodedMargin]) -> [RakingError.Problem] {
    let first = margins[0]
    return margins.dropFirst().filter { abs($0.total / first.total - 1) > 0.01 }.map {
      .totalsDiffer(
        margin: $0.name, total: $0.total, first: first.name, firstTotal: first.total)
    }
  }

  /// A category's mean weight, in mean weights, is given by its share and its count alone.
  private func limitProblems(
    _ margins: [CodedMargin], _ limits: ClosedRange<Double>
  ) -> [RakingError.Problem] {
    margins.flatMap { margin in
      let known = zip(margin.codes, weights).reduce(0.0) { $0 + ($1.0 >= 0 ? $1.1 : 0) }
      let share = known / weights.reduce(0, +)
      return margin.categories.indices.compactMap { index -> RakingError.Problem? in
        let mean =
          share * margin.share(index) * Double(memberCount) / Double(margin.counts[index])
        guard !limits.contains(mean) else { return nil }
        return .limitsTooTight(
          margin: margin.name, category: margin.categories[index], mean: mean, limits: limits)
      }
    }
  }
}

extension Raking.Outcome {
  func problem(in margins: [CodedMargin]) -> RakingError.Problem {
    let margin = margins[goal]
    let name = category < margin.categories.count ? margin.categories[category] : "unknown"
    return .notConverged(iterations: iterations, error: error, margin: margin.name, category: name)
  }
}
