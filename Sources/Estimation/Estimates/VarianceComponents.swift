import NumericalMethods

/// How much of the variance of an answer lies between groups, such as districts or interviewers.
public struct VarianceComponents: Hashable, Sendable {
  /// One for each kind of groups; negative where groups differ less than chance would make them.
  public let between: [Double]
  /// Within groups.
  public let within: Double
  /// Groups of each kind with answers.
  public let groupCounts: [Int]
  /// Interviews with an answer.
  public let count: Int

  /// σ²ᵦ / (Σ σ²ᵦ + σ²): the correlation of two answers of one group; may be negative.
  public func intraclassCorrelation(of kind: Int = 0) -> Double {
    between[kind] / (between.reduce(0, +) + within)
  }

  /// What the correlation makes of the variance of a mean of groups of m interviews each.
  ///
  ///     deff = 1 + (m − 1)ρ
  ///
  /// > L. Kish (1965). *Survey Sampling*, §5.4. Wiley.
  public func designEffect(groupSize: Double, of kind: Int = 0) -> Double {
    PrecisionPlan.designEffect(
      clusterSize: groupSize, correlation: intraclassCorrelation(of: kind))
  }
}

extension SurveyDesign {
  /// The components of an answer's variance between groups of one or more kinds, which may be
  /// nested (interviewers in districts) or crossed, by weighted sums of squares.
  ///
  ///     y = μ + Σ aₖ + e;   Tₖ = Σ over groups of (Σ wy)²/Σ w,  T₀ = Σ wy²,  T_μ = (Σ wy)²/Σ w
  ///
  /// The T are set equal to their expectations, which are linear in the components (Henderson's
  /// first method, with the weights as they are). Of one kind and equal weights it is the analysis
  /// of variance: σ²ᵦ = (MSB − MSW)/n₀, the same as REML where groups are of one size and σ²ᵦ > 0.
  ///
  /// - Parameter kinds: The group of each interview, one coding for each kind; who lacks any is
  ///   left out.
  /// - Returns: Nil where some kind has a single group, every group a single interview, or the
  ///   kinds cannot be told apart. O(interviews × kinds²).
  /// > S. Searle, G. Casella, C. McCulloch (1992). *Variance Components*, ch. 5. Wiley. —
  /// > E. Korn, B. Graubard (2003). "Estimating variance components by using survey data".
  /// > *JRSS* B 65(1).
  public func varianceComponents(
    of values: [Double], by kinds: [CategoricalAnswers]
  ) -> VarianceComponents? {
    let base = base(
      of: isMember.indices.map { row in
        isMember[row] && values[row].isFinite && kinds.allSatisfy { $0.codes[row] >= 0 }
      })
    guard base.count > 1, !kinds.isEmpty else { return nil }
    let rows = isMember.indices.filter { base.contains[$0] }
    let mean = sum(of: values, over: base) / base.weightedCount
    let sums = SquareSums(
      weights: rows.map { weights[$0] }, values: rows.map { values[$0] - mean },
      kinds: kinds.map { kind in rows.map { kind.codes[$0] } })
    guard let components = sums.components else { return nil }
    return VarianceComponents(
      between: Array(components.dropLast()), within: components[kinds.count],
      groupCounts: kinds.map { kind in Set(rows.map { kind.codes[$0] }).count },
      count: base.count)
  }
}

/// Sums of squares and their expectations.
private struct SquareSums {
  let weights: [Double]
  /// Minus their mean.
  let values: [Double]
  /// The group of each interview.
  let kinds: [[Int32]]

  /// σ² of each kind, then that within; nil where the equations have no single solution.
  var components: [Double]? {
    let total = weights.reduce(0, +)
    let whole = Array(repeating: Int32(0), count: weights.count)
    let single = weights.indices.map(Int32.init)
    // What is left after the mean: T − T_μ of each kind and of single interviews.
    let codings = kinds + [single]
    let correction = codings.map { expectation(of: $0, within: whole) }
    let equations = Matrix(rows: codings.count, columns: codings.count) { row, column in
      expectation(of: codings[column], within: codings[row]) - correction[column]
    }
    let left = codings.map { square(within: $0) - square(within: whole) }
    let size = equations.elements.map(abs).max() ?? 0
    guard size > 0, let inverse = equations.inverse else { return nil }
    let solution = inverse.times(left)
    let bound = 1e10 * (left.last ?? 0) / total
    return solution.allSatisfy { $0.isFinite && abs($0) <= max(bound, 1e-300) } ? solution : nil
  }

  /// Σ (Σ wy)²/Σ w over groups.
  private func square(within groups: [Int32]) -> Double {
    var sums: [Int32: (weight: Double, value: Double)] = [:]
    for (row, group) in groups.enumerated() {
      let sum = sums[group] ?? (0, 0)
      sums[group] = (sum.weight + weights[row], sum.value + weights[row] * values[row])
    }
    return sums.sorted { $0.key < $1.key }.reduce(0) {
      $0 + $1.value.value * $1.value.value / $1.value.weight
    }
  }

  /// What a unit of the variance between `parts` adds to the sum of squares of `groups`:
  /// Σ over groups of Σ over parts of (Σ w)²/Σ w.
  private func expectation(of parts: [Int32], within groups: [Int32]) -> Double {
    struct Place: Hashable {
      var group: Int32
      var part: Int32
    }
    var totals: [Int32: Double] = [:]
    var cells: [Place: Double] = [:]
    for row in weights.indices {
      totals[groups[row], default: 0] += weights[row]
      cells[Place(group: groups[row], part: parts[row]), default: 0] += weights[row]
    }
    let ordered = cells.sorted { ($0.key.group, $0.key.part) < ($1.key.group, $1.key.part) }
    return ordered.reduce(0) { $0 + $1.value * $1.value / (totals[$1.key.group] ?? .nan) }
  }
}
