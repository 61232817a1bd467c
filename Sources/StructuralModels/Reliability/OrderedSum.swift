import NumericalMethods

/// The sum of the ordered items of a factor, in which ``OmegaCategorical`` is a ratio of variances.
///
///     ω = C/W      C = Σᵢⱼ c(κᵢⱼ)      W = Σᵢⱼ c(ρᵢⱼ)      κᵢⱼ = bᵢ bⱼ ψ
///
/// with the items' loadings b in units of the standardised latent answers and the factor's variance ψ.
struct OrderedSum {
  let items: [Int]
  private let factor: Int

  init(_ structure: GroupStructure, _ latent: Int) {
    let factor = structure.observedCount + latent
    var items: Set<Int> = []
    for place in structure.elements.map(\.place) + structure.fixed.map(\.place) {
      if case .path(let target, factor) = place, target < structure.observedCount {
        items.insert(target)
      }
    }
    self.items = items.sorted()
    self.factor = factor
  }

  /// - Parameter observed: The statistics to take the correlations of the whole variance from; nil
  ///   for those that the model implies.
  func omega(_ answers: LatentAnswers, _ observed: [Double]?) -> Double {
    let (loadings, thresholds) = (loadings(answers), thresholds(answers))
    let variance = answers.implied.variableCovariance[factor, factor]
    var (common, whole) = (0.0, 0.0)
    for i in items.indices {
      for j in i..<items.count {
        let times = i == j ? 1.0 : 2
        let made = loadings[i] * loadings[j] * variance
        let correlation = correlation(i, j, observed ?? answers.values, answers)
        common += times * OrderedPair(thresholds[i], thresholds[j], made).covariance
        whole += times * OrderedPair(thresholds[i], thresholds[j], correlation).covariance
      }
    }
    return common / whole
  }

  /// b.
  private func loadings(_ answers: LatentAnswers) -> [Double] {
    items.map { answers.scales[$0] * answers.implied.loading(of: $0, on: factor) }
  }

  private func thresholds(_ answers: LatentAnswers) -> [[Double]] {
    items.map { Array(answers.values[answers.layout.thresholds(of: $0)]) }
  }

  private func correlation(
    _ i: Int, _ j: Int, _ values: [Double], _ answers: LatentAnswers
  ) -> Double {
    i == j ? 1 : values[answers.layout.place(items[i], items[j])]
  }
}

// The delta method.
extension OrderedSum {
  /// gᵀ Cov(θ) g, with g the derivatives of ω by the group's parameters, the whole variance being that
  /// which the model implies; nil where the parameters are not identified.
  func variance(_ fit: ConfirmatoryFit, _ model: FittedLeastSquares, _ group: Int) -> Double? {
    let structure = fit.structure.groups[group]
    let covariance = fit.covariance.matrix(of: structure.freeIndices)
    guard covariance.elements.allSatisfy(\.isFinite) else { return nil }
    let slopes = slopes(structure, model.minimum.point.groups[group], fit.table.parameterization)
    return zip(slopes, covariance * slopes).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// ∂ω/∂(the group's parameters):
  ///
  ///     ∂ω = (∂C − ω ∂W)/W      ∂κᵢⱼ = ψ (∂bᵢ bⱼ + bᵢ ∂bⱼ) + bᵢ bⱼ ∂ψ
  ///
  /// - Complexity: O(items² × thresholds²).
  func slopes(
    _ structure: GroupStructure, _ answers: LatentAnswers, _ parameterization: Parameterization
  ) -> [Double] {
    let (loadings, thresholds) = (loadings(answers), thresholds(answers))
    let variance = answers.implied.variableCovariance[factor, factor]
    var (common, whole) = (Sum(answers, items), Sum(answers, items))
    for i in items.indices {
      for j in i..<items.count {
        common.add(
          OrderedPair(thresholds[i], thresholds[j], loadings[i] * loadings[j] * variance), i, j)
        whole.add(
          OrderedPair(thresholds[i], thresholds[j], correlation(i, j, answers.values, answers)), i,
          j)
      }
    }
    let omega = common.value / whole.value
    // What the standardised thresholds and the implied correlations do.
    var byValue = zip(common.byThreshold, whole.byThreshold).map { $0 - omega * $1 }
    for i in items.indices {
      for j in items.indices.dropFirst(i + 1) {
        byValue[answers.layout.place(items[i], items[j])] = -2 * omega * whole.byCorrelation[i, j]
      }
    }
    let slopes = answers.jacobian(structure).transposed * byValue
    let byCommon = commonSlopes(
      structure, answers, parameterization, common.byCorrelation, loadings, variance)
    return zip(slopes, byCommon).map { ($0 + $1) / whole.value }
  }

  /// Σᵢⱼ c′(κᵢⱼ) ∂κᵢⱼ/∂(the group's parameters).
  private func commonSlopes(
    _ structure: GroupStructure, _ answers: LatentAnswers, _ parameterization: Parameterization,
    _ byCovariance: Matrix, _ loadings: [Double], _ variance: Double
  ) -> [Double] {
    let products = byCovariance * loadings
    let byVariance = zip(loadings, products).reduce(0) { $0 + $1.0 * $1.1 }
    var slopes = Array(repeating: 0.0, count: structure.freeIndices.count)
    for element in structure.elements {
      let change = FactorChange(
        of: element, answers, factor: factor, items: items,
        isTheta: parameterization == .theta, loadings)
      let byLoading = zip(change.loadings, products).reduce(0) { $0 + $1.0 * $1.1 }
      slopes[element.parameter] += 2 * variance * byLoading + change.variance * byVariance
    }
    return slopes
  }

  /// Σᵢⱼ c(rᵢⱼ) with its derivatives.
  private struct Sum {
    private(set) var value = 0.0
    /// By the standardised thresholds, in the order of ``LatentAnswers/values``, zeros after them.
    private(set) var byThreshold: [Double]
    /// c′(rᵢⱼ), items × items.
    private(set) var byCorrelation: Matrix
    private let starts: [Int]

    init(_ answers: LatentAnswers, _ items: [Int]) {
      byThreshold = Array(repeating: 0, count: answers.values.count)
      byCorrelation = Matrix(rows: items.count, columns: items.count)
      starts = items.map { answers.layout.starts[$0] }
    }

    mutating func add(_ pair: OrderedPair, _ i: Int, _ j: Int) {
      let times = i == j ? 1.0 : 2
      let slopes = pair.slopes
      value += times * pair.covariance
      (byCorrelation[i, j], byCorrelation[j, i]) = (slopes.correlation, slopes.correlation)
      for (number, slope) in slopes.first.enumerated() {
        byThreshold[starts[i] + number] += times * slope
      }
      for (number, slope) in slopes.second.enumerated() {
        byThreshold[starts[j] + number] += times * slope
      }
    }
  }
}

/// What a parameter does to the loadings b of a factor's items and to its variance ψ.
private struct FactorChange {
  /// ∂b.
  var loadings: [Double]
  /// ∂ψ.
  var variance = 0.0

  init(
    of element: GroupStructure.Element, _ answers: LatentAnswers, factor: Int, items: [Int],
    isTheta: Bool, _ known: [Double]
  ) {
    let (effects, covariances) = (
      answers.implied.totalEffects, answers.implied.variableCovariance
    )
    loadings = items.map { _ in 0 }
    switch element.place {
    case .path(let target, let source):
      loadings = items.map { answers.scales[$0] * effects[$0, target] * effects[source, factor] }
      variance = 2 * effects[factor, target] * covariances[source, factor]
    case .covariance(let first, let second):
      variance = (first == second ? 1 : 2) * effects[factor, first] * effects[factor, second]
    case .scaling(let item) where !isTheta:
      loadings = items.map { $0 == item ? effects[item, factor] : 0 }
    case .scaling, .mean, .threshold: break
    }
    guard isTheta else { return }
    let derivative = answers.implied.derivative(of: element)
    let directions = answers.implied.directions
    for (place, item) in items.enumerated() where derivative.factor != 0 {
      // ∂Δ/Δ
      let scale = answers.scales[item]
      let change =
        derivative.factor * scale * directions[item, derivative.u] * scale
        * directions[item, derivative.v]
      loadings[place] -= known[place] * change
    }
  }
}

/// Two ordered items with the scores 0, 1, 2…, of latent answers with a correlation r.
///
///     c(r) = Σₖ Σₗ [Φ₂(hₖ, kₗ; r) − Φ(hₖ) Φ(kₗ)]
///     ∂c/∂r = Σₖ Σₗ φ₂(hₖ, kₗ; r)
///     ∂c/∂hₖ = φ(hₖ) Σₗ [Φ((kₗ − r hₖ)/√(1 − r²)) − Φ(kₗ)]
struct OrderedPair {
  private let first: [Double]
  private let second: [Double]
  private let correlation: Double
  /// Whether the correlation was outside −1…1.
  private let isCut: Bool

  /// - Parameters:
  ///   - first: The thresholds h.
  ///   - second: The thresholds k.
  init(_ first: [Double], _ second: [Double], _ correlation: Double) {
    (self.first, self.second) = (first, second)
    self.correlation = min(max(correlation, -1), 1)
    isCut = abs(correlation) > 1
  }

  /// c(r).
  var covariance: Double {
    if let nodes = BivariateNormal.Nodes(correlation) {
      return nodes.excess(first, second).reduce(0, +)
    }
    let (h, k) = (first.map(Self.lowerTail), second.map(Self.lowerTail))
    return first.indices.reduce(0) { sum, place in
      second.indices.reduce(sum) {
        $0 + BivariateNormal.lowerTail(first[place], second[$1], correlation: correlation)
          - h[place] * k[$1]
      }
    }
  }

  var slopes: (first: [Double], second: [Double], correlation: Double) {
    let byCorrelation =
      abs(correlation) < 1 && !isCut
      ? first.reduce(0) { sum, h in
        second.reduce(sum) {
          $0 + BivariateNormal.density(h, $1, correlation: correlation)
        }
      } : 0
    return (slopes(first, against: second), slopes(second, against: first), byCorrelation)
  }

  private func slopes(_ thresholds: [Double], against others: [Double]) -> [Double] {
    let tails = others.map(Self.lowerTail)
    let rest = ((1 - correlation) * (1 + correlation)).squareRoot()
    return thresholds.map { h in
      let sum = zip(others, tails).reduce(0.0) { sum, other in
        let gap = other.0 - correlation * h
        // At r = ±1 of the two arguments of a minimum one moves it, of equal ones both by half.
        let conditional =
          rest > 0 ? Self.lowerTail(gap / rest) : gap > 0 ? 1 : gap < 0 ? 0 : 0.5
        return sum + conditional - other.1
      }
      return Distribution.standardNormal.density(h) * sum
    }
  }

  private static func lowerTail(_ x: Double) -> Double {
    Distribution.standardNormal.lowerTail(x)
  }
}

extension ImpliedMoments {
  /// What a change of a factor by 1 does to an item, by way of other variables too.
  fileprivate func loading(of item: Int, on factor: Int) -> Double {
    totalEffects[item, factor]
  }
}
