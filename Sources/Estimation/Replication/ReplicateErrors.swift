import NumericalMethods

/// What a design needs to take its errors from replicates of its weights.
struct ReplicateErrors: Sendable {
  /// The weight before a replicate's factor, by the design's weight, for each interview.
  let ratios: [Double]
  let unitOfRow: [Int32]
  /// Units × replicates.
  private let factors: Matrix
  /// Replicates × units.
  let byUnit: Matrix
  /// √(s sᵣ).
  private let roots: [Double]
  private let isCentred: Bool

  init(_ replicates: ReplicateDesign) {
    ratios = zip(replicates.rowWeights, replicates.design.weights).map { $1 > 0 ? $0 / $1 : 0 }
    unitOfRow = replicates.unitOfRow
    factors = replicates.factors
    byUnit = factors.transposed
    roots = replicates.replicateScales.map { (replicates.scale * $0).squareRoot() }
    isCentred = replicates.centre == .replicateMean
  }

  /// Deviations by replicate, whose sum of squares is the variance of a statistic.
  ///
  ///     dᵣ = √(s sᵣ) (θᵣ − c),  θᵣ − θ = Σ (wᵣ − w) u, times Σwx / Σwᵣx of a ratio
  ///
  /// Exact for totals, means, shares and ratios, and to the first order for the rest. A replicate
  /// that leaves nothing of the denominator is left out.
  ///
  /// - Parameters:
  ///   - contributions: w u for each interview.
  ///   - denominators: w x for each interview; nil where the statistic is no ratio.
  /// - Returns: One for each replicate. O(interviews + units × replicates).
  func deviations(of contributions: [Double], over denominators: [Double]?) -> [Double] {
    let sums = sums(of: contributions)
    var changes = factors.transposedTimes(Matrix(rows: sums.count, columns: 1, elements: sums))
      .elements
    if let denominators {
      let own = self.sums(of: denominators)
      let totals = factors.transposedTimes(Matrix(rows: own.count, columns: 1, elements: own))
        .elements
      let whole = denominators.reduce(0, +)
      for replicate in changes.indices { changes[replicate] *= whole / totals[replicate] }
    } else {
      let whole = contributions.reduce(0, +)
      for replicate in changes.indices { changes[replicate] -= whole }
    }
    return deviations(ofChanges: changes)
  }

  /// Those of a statistic that was computed anew in each replicate; one that could not be is left
  /// out.
  func deviations(ofValues values: [Double], from whole: Double) -> [Double] {
    deviations(ofChanges: values.map { $0 - whole })
  }

  private func deviations(ofChanges changes: [Double]) -> [Double] {
    let used = changes.indices.filter { changes[$0].isFinite && roots[$0] > 0 }
    let mean = used.reduce(0) { $0 + changes[$1] } / Double(max(1, used.count))
    var deviations = Array(repeating: 0.0, count: changes.count)
    for replicate in used {
      deviations[replicate] = roots[replicate] * (changes[replicate] - (isCentred ? mean : 0))
    }
    return deviations
  }

  var replicateCount: Int { roots.count }

  /// A replicate's weights, of a design's or a domain's own.
  func weights(of replicate: Int, from weights: [Double]) -> [Double] {
    weights.indices.map { row in
      weights[row] * ratios[row] * factors[Int(unitOfRow[row]), replicate]
    }
  }

  private func sums(of contributions: [Double]) -> [Double] {
    var sums = Array(repeating: 0.0, count: factors.rows)
    for row in contributions.indices where contributions[row] != 0 {
      sums[Int(unitOfRow[row])] += ratios[row] * contributions[row]
    }
    return sums
  }
}

extension ReplicateDesign {
  /// The sample as a design whose every estimate, test and model has its error from these
  /// replicates.
  ///
  /// Totals, means, shares and ratios, and combinations of them, have the errors of the statistic
  /// computed anew in each replicate; regressions are fitted anew in each, as R's `svyglm` does,
  /// which costs as many fits as there are replicates; others have those of the linearised
  /// statistic. A quantile's interval inverts that of a share; see
  /// ``SurveyDesign/quantile(_:of:level:by:interval:)``.
  ///
  /// > K. M. Wolter (2007). *Introduction to Variance Estimation*, §6.4. Springer.
  public var surveyDesign: SurveyDesign {
    design.withErrors(ReplicateErrors(self), freedom)
  }
}

extension LinearisedStatistic {
  /// What the statistic is a share of, in each interview's part.
  enum Denominator: Sendable {
    /// It is no ratio.
    case none
    /// The weights of its base.
    case base
    /// wᵢxᵢ.
    case values([Double])
  }

  /// One for each interview; nil where the statistic is no ratio.
  var denominators: [Double]? {
    switch denominator {
    case .none: nil
    case .base: zip(base.contains, base.weights).map { $0 ? $1 : 0 }
    case .values(let values): values
    }
  }
}
