import LavaanSyntax
import NumericalMethods

/// Where the search for a model's parameters begins.
///
/// Loadings by instrumental variables from the sample's covariances (FABIN 3, with the factor's
/// first item as its measure), variances of factors and residuals from them, intercepts from the
/// means, regressions and covariances of factors at 0. What groups share starts at their mean.
///
/// Other beginnings are tried where that one leads to no proper solution: loadings of one, and those of
/// principal axes of each factor's items, which do not depend on the first item.
///
/// > G. Hägglund (1982). "Factor analysis by instrumental variables methods". *Psychometrika* 47.
struct StartingValues {
  private let structure: ModelStructure
  private let moments: [GroupMoments]

  init(_ structure: ModelStructure, _ moments: [GroupMoments]) {
    self.structure = structure
    self.moments = moments
  }

  /// θ at the starts in the order in which they are tried, with the values that the table gives.
  var all: [[Double]] {
    let first = estimates(by: .instruments)
    return [first, plain(first)]
      + [false, true].map { estimates(by: .principalAxes(firstIsReversed: $0)) }
  }

  private func estimates(by method: GroupStart.Method) -> [Double] {
    var sums = Array(repeating: 0.0, count: structure.table.freeCount)
    var counts = sums
    for (group, moments) in zip(structure.groups, moments) {
      let start = GroupStart(group, moments, method)
      for element in group.elements {
        let index = group.freeIndices[element.parameter]
        sums[index] += start.value(at: element.place)
        counts[index] += 1
      }
    }
    var estimates = zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
    for parameter in structure.table.parameters {
      if let index = parameter.freeIndex, let start = parameter.start { estimates[index] = start }
    }
    return estimates
  }

  /// Loadings of one, half of each variance unexplained: a second beginning where the first leads
  /// nowhere.
  private func plain(_ first: [Double]) -> [Double] {
    var estimates = first
    for (group, moments) in zip(structure.groups, moments) {
      for element in group.elements {
        let index = group.freeIndices[element.parameter]
        switch element.place {
        case .path(_, let source): estimates[index] = source >= group.observedCount ? 1 : 0
        case .covariance(let first, let second) where first == second:
          estimates[index] =
            first < group.observedCount ? moments.covariance[first, first] / 2 : 0.05
        case .covariance: estimates[index] = 0
        case .mean, .threshold, .scaling: break
        }
      }
    }
    return estimates
  }
}

/// The starting values of one group.
private struct GroupStart {
  /// Where loadings come from.
  enum Method {
    /// The first item's covariances with the others.
    case instruments
    /// The first principal axis of the items, with communalities; a first item that hardly lies on it
    /// may be on its other side.
    case principalAxes(firstIsReversed: Bool)
  }

  private let structure: GroupStructure
  private let moments: GroupMoments
  /// For each latent variable the loadings of its items.
  private var loadings: [[Int: Double]]
  private var latentVariances: [Double]
  private let explained: Set<Int>

  init(_ structure: GroupStructure, _ moments: GroupMoments, _ method: Method) {
    self.structure = structure
    self.moments = moments
    loadings = Array(repeating: [:], count: structure.latentCount)
    latentVariances = Array(repeating: 1, count: structure.latentCount)
    var explained: Set<Int> = []
    for case .path(let target, _) in structure.places { explained.insert(target) }
    self.explained = explained
    for latent in 0..<structure.latentCount { start(latent, method) }
  }

  func value(at place: ModelPlace) -> Double {
    let observed = structure.observedCount
    switch place {
    case .path(let target, let source):
      return source < observed ? 0 : loadings[source - observed][target] ?? 0
    case .covariance(let first, let second) where first == second:
      return first < observed ? residualVariance(first) : latentVariances[first - observed]
    case .covariance(let first, let second):
      let areGiven = max(first, second) < observed && explained.isDisjoint(with: [first, second])
      return areGiven ? moments.covariance[first, second] : 0
    case .mean(let variable): return variable < observed ? moments.means[variable] : 0
    case .threshold, .scaling: return 0
    }
  }

  private func residualVariance(_ item: Int) -> Double {
    let variance = moments.covariance[item, item]
    guard explained.contains(item) else { return variance }
    let explained = loadings.indices.reduce(0.0) {
      let loading = loadings[$1][item] ?? 0
      return $0 + loading * loading * latentVariances[$1]
    }
    return variance - min(max(explained, 0.1 * variance), 0.9 * variance)
  }

  /// The loadings and variance of one factor: those that are fixed as they are, the others from
  /// the covariances.
  private mutating func start(_ latent: Int, _ method: Method) {
    let variable = structure.observedCount + latent
    let fixed = structure.fixedLoadings(of: variable)
    let items = structure.items(of: variable)
    let observed = items.filter { $0 < structure.observedCount }
    guard let marker = observed.first(where: { (fixed[$0] ?? 0) != 0 }) ?? observed.first else {
      for item in items { loadings[latent][item] = fixed[item] ?? 1 }
      latentVariances[latent] = structure.fixedVariance(of: variable) ?? 0.5
      return
    }
    let unit = fixed[marker] ?? 1
    var axis: (loadings: [Int: Double], variance: Double)?
    if case .principalAxes(let isReversed) = method {
      axis = principalAxis(of: observed, marker: marker, isReversed: isReversed)
    }
    var found: [Int: Double] = [:]
    for item in items {
      found[item] =
        fixed[item] ?? unit * (axis?.loadings[item] ?? relativeLoading(item, marker, observed))
    }
    let variance = min(
      max(axis.map { $0.variance / (unit * unit) } ?? variance(marker, found), 1e-3), 1e6)
    let asked = structure.fixedVariance(of: variable)
    let ratio = asked.map { (variance / max($0, 1e-8)).squareRoot() } ?? 1
    for (item, loading) in found where fixed[item] == nil { found[item] = loading * ratio }
    loadings[latent] = found
    latentVariances[latent] = asked ?? variance
  }

  /// Loadings on the first principal axis of the items, as parts of the first item's, and what the first
  /// item shares with the axis. Communalities begin at the largest correlation of each item and are
  /// worked out anew twenty times.
  ///
  /// - Returns: Nil where there are fewer than three items, or the axis cannot be had.
  private func principalAxis(
    of items: [Int], marker: Int, isReversed: Bool
  ) -> (loadings: [Int: Double], variance: Double)? {
    guard items.count > 2 else { return nil }
    let deviations = items.map { max(moments.covariance[$0, $0], 1e-12).squareRoot() }
    var reduced = Matrix(rows: items.count, columns: items.count)
    for row in items.indices {
      for column in items.indices where column != row {
        reduced[row, column] =
          moments.covariance[items[row], items[column]] / (deviations[row] * deviations[column])
        reduced[row, row] = max(reduced[row, row], abs(reduced[row, column]))
      }
    }
    var axis: [Double] = []
    for _ in 0..<20 {
      guard let eigen = SymmetricEigen(reduced), let value = eigen.values.first, value > 0 else {
        return nil
      }
      axis = eigen.vectors.column(0).map { $0 * value.squareRoot() }
      for row in items.indices { reduced[row, row] = min(axis[row] * axis[row], 0.95) }
    }
    guard let place = items.firstIndex(of: marker) else { return nil }
    // A first item that shares nothing with the axis would make all others infinite.
    let size = max(abs(axis[place]), 0.05)
    let first = (axis[place] < 0 ? -size : size) * (isReversed ? -1 : 1) * deviations[place]
    var loadings: [Int: Double] = [:]
    for (item, (share, deviation)) in zip(items, zip(axis, deviations)) {
      loadings[item] = item == marker ? 1 : share * deviation / first
    }
    return (loadings, first * first)
  }

  /// λᵢ/λ₁ = Σₖ sᵢₖ s₁ₖ / Σₖ s₁ₖ² over the factor's other items.
  private func relativeLoading(_ item: Int, _ marker: Int, _ items: [Int]) -> Double {
    guard item != marker, item < structure.observedCount else { return 1 }
    let s = moments.covariance
    var (products, squares) = (0.0, 0.0)
    for other in items where other != item && other != marker {
      products += s[item, other] * s[marker, other]
      squares += s[marker, other] * s[marker, other]
    }
    let scale = (s[item, item] / s[marker, marker]).squareRoot()
    guard squares > 1e-12 * s[marker, marker] * s[marker, marker] else {
      return s[item, marker] < 0 ? -scale : scale
    }
    return min(max(products / squares, -3 * scale), 3 * scale)
  }

  /// The factor's variance by least squares of the first item's covariances; at most nine tenths
  /// and at least a tenth of what the item varies.
  private func variance(_ marker: Int, _ loadings: [Int: Double]) -> Double {
    let s = moments.covariance
    var (products, squares) = (0.0, 0.0)
    for (item, loading) in loadings.sorted(by: { $0.key < $1.key })
    where item != marker && item < structure.observedCount {
      products += s[marker, item] * loading
      squares += loading * loading
    }
    let unit = loadings[marker] ?? 1
    let most = s[marker, marker] / max(unit * unit, 1e-8)
    let found = squares > 0 ? products / squares / unit : most / 2
    return min(max(found, 0.1 * most), 0.9 * most)
  }
}

extension GroupStructure {
  /// Every place, estimated or fixed.
  fileprivate var places: [ModelPlace] { elements.map(\.place) + fixed.map(\.place) }

  /// What a factor explains, in the order of the table; fixed ones first.
  fileprivate func items(of source: Int) -> [Int] {
    (fixed.map(\.place) + elements.map(\.place)).compactMap { place in
      if case .path(let target, source) = place { target } else { nil }
    }
  }

  fileprivate func fixedLoadings(of source: Int) -> [Int: Double] {
    var loadings: [Int: Double] = [:]
    for case (.path(let target, source), let value) in fixed { loadings[target] = value }
    return loadings
  }

  fileprivate func fixedVariance(of variable: Int) -> Double? {
    fixed.first { $0.place == .covariance(variable, variable) }?.value
  }
}
