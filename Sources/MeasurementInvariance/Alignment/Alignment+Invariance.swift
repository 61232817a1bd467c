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
    guard let covariance else { return nil }
    return AlignedParameter.Kind.allCases.flatMap { kind in
      items.indices.map { item in
        let same = invariantSet(kind, item, covariance)
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

  /// The groups in which a parameter is the same.
  private func invariantSet(
    _ kind: AlignedParameter.Kind, _ item: Int, _ covariance: AlignedCovariance
  ) -> Set<Int> {
    let values = AlignedValues(values(kind, item), covariance.matrix(of: kind, item))
    var set = values.largestJoinedSet
    for _ in 0..<2 * groups.count {
      let next = values.groups(near: set)
      guard next != set, !next.isEmpty else { break }
      set = next
    }
    return set
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

/// One parameter's values by group, with their covariance.
private struct AlignedValues {
  private let values: [Double]
  private let covariance: Matrix

  init(_ values: [Double], _ covariance: Matrix) {
    (self.values, self.covariance) = (values, covariance)
  }

  /// P(|z|) of a difference.
  private func pvalue(_ difference: Double, variance: Double) -> Double {
    guard variance > 0 else { return difference == 0 ? 1 : 0 }
    return 2 * Distribution.standardNormal.upperTail(abs(difference) / variance.squareRoot())
  }

  /// The groups whose value does not differ from the mean of a set, p > .001:
  ///
  ///     Var(x_g − x̄) = V_gg − 2/n Σ_b V_gb + 1/n² Σ_ab V_ab
  func groups(near set: Set<Int>) -> Set<Int> {
    let members = set.sorted()
    let share = 1 / Double(members.count)
    let mean = members.reduce(0) { $0 + values[$1] } * share
    let sums = values.indices.map { group in
      members.reduce(0) { $0 + covariance[$1, group] } * share
    }
    let variance = members.reduce(0) { $0 + sums[$1] } * share
    return Set(
      values.indices.filter { group in
        pvalue(
          values[group] - mean, variance: covariance[group, group] - 2 * sums[group] + variance)
          > 0.001
      })
  }

  /// The largest set of groups joined to one another directly or through others, p > .01.
  var largestJoinedSet: Set<Int> {
    var left = Array(values.indices)
    var largest: Set<Int> = []
    while let first = left.first {
      var joined: Set<Int> = []
      var open = [first]
      left.removeFirst()
      while let group = open.popLast() {
        joined.insert(group)
        let near = left.filter { areJoined(group, $0) }
        left.removeAll(where: Set(near).contains)
        open += near
      }
      if joined.count > largest.count { largest = joined }
    }
    return largest
  }

  private func areJoined(_ a: Int, _ b: Int) -> Bool {
    let variance = covariance[a, a] + covariance[b, b] - 2 * covariance[a, b]
    return pvalue(values[a] - values[b], variance: variance) > 0.01
  }
}
