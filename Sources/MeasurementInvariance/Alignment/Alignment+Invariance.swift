import NumericalMethods

/// One loading or intercept over the groups of an alignment.
public struct AlignedParameter: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable { case loading, intercept }

  public var item: String
  public var kind: Kind
  /// The groups in which it differs from those where it is the same.
  public var differingGroups: [String]
  /// How much of its variation over groups in the configural model the factor's means and
  /// variances explain: 1 for full invariance; NaN where it does not vary.
  public var rSquared: Double
}

extension Alignment {
  /// Which parameters differ in which groups.
  ///
  /// Two groups are joined where the test of their difference has p > .01; the largest set of
  /// groups joined to one another directly or through others is the start. Then groups are taken
  /// in whose parameter differs from the set's mean with p > .001, and others left out, until
  /// nothing changes.
  ///
  ///     R²(ν) = 1 − V(ν⁰ − ν̄ − αλ̄)/V(ν⁰),  R²(λ) = 1 − V(λ⁰ − √ψ λ̄)/V(λ⁰)
  ///
  /// - Returns: Loadings, then intercepts, item after item; nil without standard errors.
  /// > Asparouhov & Muthén (2014), "Determining measurement invariance" and eq. 13–14.
  public var parameters: [AlignedParameter]? {
    guard covariance != nil else { return nil }
    return AlignedParameter.Kind.allCases.flatMap { kind in
      items.indices.map { item in
        let same = invariantSet(kind, item)
        return AlignedParameter(
          item: items[item], kind: kind,
          differingGroups: groups.indices.filter { !same.contains($0) }.map { groups[$0] },
          rSquared: rSquared(kind, item))
      }
    }
  }

  /// The share of parameters, over items and groups, that differ. Up to a quarter, the order of
  /// the factor's means can be relied on (Muthén & Asparouhov 2014).
  ///
  /// > B. Muthén, T. Asparouhov (2014). "IRT studies of many groups: the alignment method".
  /// > *Frontiers in Psychology* 5.
  public var shareDiffering: Double? {
    parameters.map { parameters in
      let count = parameters.reduce(0) { $0 + $1.differingGroups.count }
      return Double(count) / Double(parameters.count * groups.count)
    }
  }

  private func values(_ kind: AlignedParameter.Kind, _ item: Int) -> [Double] {
    (kind == .loading ? loadings : intercepts).map { $0[item] }
  }

  private func place(_ kind: AlignedParameter.Kind, _ group: Int, _ item: Int) -> Int {
    let size = groups.count * items.count
    return groups.count + (kind == .loading ? 0 : size) + group * items.count + item
  }

  /// P(|z|) of a weighted sum of one parameter's values by group.
  private func pvalue(_ kind: AlignedParameter.Kind, _ item: Int, _ weights: [Double]) -> Double {
    guard let covariance else { return .nan }
    let difference = zip(weights, values(kind, item)).reduce(0) { $0 + $1.0 * $1.1 }
    var variance = 0.0
    for a in weights.indices where weights[a] != 0 {
      for b in weights.indices where weights[b] != 0 {
        variance +=
          weights[a] * weights[b] * covariance[place(kind, a, item), place(kind, b, item)]
      }
    }
    guard variance > 0 else { return difference == 0 ? 1 : 0 }
    return 2 * Distribution.standardNormal.upperTail(abs(difference) / variance.squareRoot())
  }

  private func invariantSet(_ kind: AlignedParameter.Kind, _ item: Int) -> Set<Int> {
    var set = largestJoinedSet(kind, item)
    for _ in 0..<2 * groups.count {
      let next = Set(
        groups.indices.filter { group in
          pvalue(kind, item, weights(of: group, against: set)) > 0.001
        })
      guard next != set, !next.isEmpty else { break }
      set = next
    }
    return set
  }

  /// The group minus the mean of the set.
  private func weights(of group: Int, against set: Set<Int>) -> [Double] {
    groups.indices.map {
      ($0 == group ? 1 : 0) - (set.contains($0) ? 1 / Double(set.count) : 0)
    }
  }

  private func largestJoinedSet(_ kind: AlignedParameter.Kind, _ item: Int) -> Set<Int> {
    var left = Set(groups.indices)
    var largest: Set<Int> = []
    while let first = left.min() {
      var joined: Set<Int> = []
      var open = [first]
      left.remove(first)
      while let group = open.popLast() {
        joined.insert(group)
        let near = left.filter { other in
          pvalue(kind, item, weights(of: group, against: [other])) > 0.01
        }
        left.subtract(near)
        open += near.sorted()
      }
      if joined.count > largest.count { largest = joined }
    }
    return largest
  }

  private func rSquared(_ kind: AlignedParameter.Kind, _ item: Int) -> Double {
    let count = Double(groups.count)
    let loading = values(.loading, item).reduce(0, +) / count
    let intercept = values(.intercept, item).reduce(0, +) / count
    let explained: [Double]
    let all: [Double]
    switch kind {
    case .loading:
      all = configural.loadings.map { $0[item] }
      explained = variances.map { $0.squareRoot() * loading }
    case .intercept:
      all = configural.intercepts.map { $0[item] }
      explained = means.map { intercept + $0 * loading }
    }
    let spread = sumOfSquares(all)
    return spread > 0 ? 1 - sumOfSquares(zip(all, explained).map { $0 - $1 }) / spread : .nan
  }

  private func sumOfSquares(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }
}
