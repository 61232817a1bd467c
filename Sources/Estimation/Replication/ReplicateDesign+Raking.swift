import NumericalMethods

extension ReplicateDesign {
  /// The replicates weighted to the population's margins, each by itself, so that their spread
  /// knows what weighting explains, and what its uncertainty adds.
  ///
  /// The whole sample is raked as ``SurveyDesign/raked(to:options:)`` does it. A replicate is
  /// raked on the distinct combinations of unit, cell and base weight. A category without a
  /// respondent in a replicate cannot be met there: the others of its margin share its people.
  ///
  /// - Returns: The replicates, their ``design`` being the raked one. With limits, the limits hold
  ///   in each replicate.
  /// - Throws: ``RakingError`` for the whole sample, ``ReplicationError/notRaked(replicate:_:)``.
  public func raked(
    to margins: [RakingMargin], options: RakingOptions = RakingOptions()
  ) throws -> ReplicateDesign {
    let raked = try design.raked(to: margins, options: options)
    var ignored: [RakingError.Problem] = []
    let coded = margins.map { CodedMargin($0, isMember: design.isMember, problems: &ignored) }
    let groups = ReplicateGroups(
      RakingUnits(margins: coded, weights: design.weights), units: unitOfRow,
      weights: rowWeights)
    let results = concurrentMap(replicateCount) { replicate in
      Result<[Double], RakingError> { () throws(RakingError) in
        try groups.factors(
          factors.column(replicate), coded, options, memberCount: design.memberCount)
      }
    }
    let columns = try results.enumerated().map { replicate, result in
      try result.mapError { ReplicationError.notRaked(replicate: replicate + 1, $0) }.get()
    }
    return reweighted(as: raked, units: groups.groupOfRow, factors: Matrix(columns: columns))
  }
}

/// The distinct combinations of a replicate's unit, of cell and base weight.
private struct ReplicateGroups: Sendable {
  /// For each interview its group; 0 where it has no weight.
  let groupOfRow: [Int32]
  let unitOfGroup: [Int]
  let cellOfGroup: [Int]
  let weights: [Double]
  let counts: [Double]
  let raking: RakingUnits

  private struct Group: Hashable {
    var unit: Int32
    var cell: Int32
    var weight: Double
  }

  init(_ raking: RakingUnits, units: [Int32], weights: [Double]) {
    var coder = Coder<Group>()
    var counts: [Double] = []
    groupOfRow = units.indices.map { row in
      guard raking.unitOfRow[row] >= 0 else { return 0 }
      let group = coder.code(
        Group(unit: units[row], cell: raking.cellOfRow[row], weight: weights[row]))
      if Int(group) == counts.count { counts.append(0) }
      counts[Int(group)] += 1
      return group
    }
    unitOfGroup = coder.names.map { Int($0.unit) }
    cellOfGroup = coder.names.map { Int($0.cell) }
    self.weights = coder.names.map(\.weight)
    self.counts = counts
    self.raking = raking
  }

  /// What each group's weights are multiplied by in a replicate, raking included.
  ///
  /// - Parameter factors: The replicate's, by unit.
  func factors(
    _ factors: [Double], _ margins: [CodedMargin], _ options: RakingOptions, memberCount: Int
  ) throws(RakingError) -> [Double] {
    let start = weights.indices.map { weights[$0] * factors[unitOfGroup[$0]] }
    // Groups that were not drawn take no part: limits must not give them a weight.
    let counts = zip(counts, start).map { $1 == 0 ? 0 : $0 }
    let sum = zip(start, counts).reduce(0) { $0 + $1.0 * $1.1 }
    let total = margins[0].total
    let mean = total / Double(memberCount)
    var raking = Raking(
      goals: goals(margins, masses: zip(start, counts).map { $0 * $1 }), counts: counts,
      start: start.map { $0 * total / sum },
      limits: options.limits.map { $0.lowerBound * mean...$0.upperBound * mean })
    let outcome = raking.run(
      tolerance: options.tolerance, maximumIterations: options.maximumIterations)
    guard outcome.error <= options.tolerance else {
      throw RakingError(problems: [outcome.problem(in: margins)])
    }
    return weights.indices.map { start[$0] == 0 ? 0 : raking.weights[$0] / weights[$0] }
  }

  private func goals(_ margins: [CodedMargin], masses: [Double]) -> [Raking.Goal] {
    margins.indices.map { index in
      margins[index].goal(
        cells: cellOfGroup.map { raking.cells[$0][index] }, masses: masses,
        total: margins[0].total)
    }
  }
}
