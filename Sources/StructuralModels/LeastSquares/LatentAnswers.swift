import NumericalMethods

/// The thresholds and correlations of latent answers that a model implies in one group.
///
/// Of latent answers y* with the implied means μ and covariances Σ and the thresholds τ, with a
/// scale Δᵢ for each item:
///
///     tᵢₖ = Δᵢ (τᵢₖ − μᵢ)      ρᵢⱼ = Δᵢ Δⱼ Σᵢⱼ
///
/// In the delta parameterization Δ are parameters and residual variances follow from them; in theta
/// Δᵢ = 1/√Σᵢᵢ. The values stand in the order of ``OrdinalStatistics``.
///
/// > B. Muthén, T. Asparouhov (2002). "Latent variable analysis with categorical outcomes:
/// > multiple-group and growth modeling in Mplus". *Mplus Web Notes* 4.
struct LatentAnswers: Sendable {
  let implied: ImpliedMoments
  /// Δ, one for each item.
  let scales: [Double]
  /// Thresholds, item after item, then correlations.
  let values: [Double]
  let layout: OrdinalLayout
  private let parameterization: Parameterization

  /// - Returns: Nil where the model implies no variance of some latent answer.
  init?(
    _ structure: GroupStructure, _ layout: OrdinalLayout, _ parameterization: Parameterization,
    at parameters: [Double]
  ) {
    guard let implied = structure.implied(at: parameters) else { return nil }
    var thresholds = Array(repeating: 0.0, count: layout.thresholdCount)
    var scales = Array(repeating: 1.0, count: layout.counts.count)
    func set(_ place: ModelPlace, _ value: Double) {
      switch place {
      case .threshold(let item, let number): thresholds[layout.starts[item] + number] = value
      case .scaling(let item): scales[item] = value
      case .path, .covariance, .mean: break
      }
    }
    for (place, value) in structure.fixed { set(place, value) }
    for element in structure.elements { set(element.place, parameters[element.parameter]) }
    if parameterization == .theta {
      let variances = implied.covariance.diagonal
      guard variances.allSatisfy({ $0 > 0 }) else { return nil }
      scales = variances.map { 1 / $0.squareRoot() }
    }
    var values: [Double] = []
    values.reserveCapacity(layout.length)
    for (item, count) in layout.counts.enumerated() {
      for number in 0..<count {
        values.append(
          scales[item] * (thresholds[layout.starts[item] + number] - implied.means[item]))
      }
    }
    for first in scales.indices {
      for second in first + 1..<scales.count {
        values.append(scales[first] * scales[second] * implied.covariance[second, first])
      }
    }
    self.implied = implied
    self.scales = scales
    self.values = values
    self.layout = layout
    self.parameterization = parameterization
  }

  /// ∂values/∂(the group's parameters), values × parameters. O(values × parameters).
  ///
  ///     ∂t = Δ (∂τ − ∂μ) + t ∂Δ/Δ      ∂ρᵢⱼ = Δᵢ Δⱼ ∂Σᵢⱼ + ρᵢⱼ (∂Δᵢ/Δᵢ + ∂Δⱼ/Δⱼ)
  func jacobian(_ structure: GroupStructure) -> Matrix {
    var jacobian = Matrix(rows: values.count, columns: structure.freeIndices.count)
    for element in structure.elements {
      switch element.place {
      case .threshold(let item, let number):
        jacobian[layout.starts[item] + number, element.parameter] += scales[item]
      case .scaling(let item):
        guard parameterization == .delta else { continue }
        rescale(item, by: 1 / scales[item], &jacobian, element.parameter)
      case .path, .covariance, .mean:
        add(implied.derivative(of: element), to: &jacobian)
      }
    }
    return jacobian
  }

  private func add(_ derivative: MomentDerivative, to jacobian: inout Matrix) {
    let parameter = derivative.parameter
    if derivative.meanFactor != 0 {
      for (item, count) in layout.counts.enumerated() {
        let change =
          derivative.meanFactor * scales[item] * implied.directions[item, derivative.u]
        for number in 0..<count { jacobian[layout.starts[item] + number, parameter] -= change }
      }
    }
    guard derivative.factor != 0 else { return }
    let items = scales.count
    let x = (0..<items).map { scales[$0] * implied.directions[$0, derivative.u] }
    let y = (0..<items).map { scales[$0] * implied.directions[$0, derivative.v] }
    var place = parameter * values.count + layout.thresholdCount
    for first in 0..<items {
      for second in first + 1..<items {
        jacobian.elements[place] +=
          derivative.factor * (x[first] * y[second] + x[second] * y[first])
        place += 1
      }
    }
    guard parameterization == .theta else { return }
    for item in 0..<items where x[item] != 0 && y[item] != 0 {
      rescale(item, by: -derivative.factor * x[item] * y[item], &jacobian, parameter)
    }
  }

  /// What a relative change of an item's scale does.
  private func rescale(
    _ item: Int, by change: Double, _ jacobian: inout Matrix, _ parameter: Int
  ) {
    let start = layout.starts[item]
    for place in start..<start + layout.counts[item] {
      jacobian[place, parameter] += change * values[place]
    }
    for other in scales.indices where other != item {
      let place = layout.place(item, other)
      jacobian[place, parameter] += change * values[place]
    }
  }

  /// The residual variances of latent answers: given in theta, in delta what the factors leave of
  /// the variance 1/Δ².
  func residualVariance(of item: Int) -> Double {
    let residual = implied.residualCovariance[item, item]
    guard parameterization == .delta else { return residual }
    return 1 / (scales[item] * scales[item]) - (implied.covariance[item, item] - residual)
  }
}

/// Where thresholds and correlations of items stand among the statistics.
struct OrdinalLayout: Hashable, Sendable {
  /// The number of thresholds of each item.
  let counts: [Int]
  /// Where those of each item begin.
  let starts: [Int]
  let thresholdCount: Int

  init(counts: [Int]) {
    self.counts = counts
    var (starts, sum) = ([Int](), 0)
    for count in counts {
      starts.append(sum)
      sum += count
    }
    self.starts = starts
    thresholdCount = sum
  }

  /// Where the thresholds of an item stand.
  func thresholds(of item: Int) -> Range<Int> { starts[item]..<starts[item] + counts[item] }

  /// The number of statistics.
  var length: Int { thresholdCount + counts.count * (counts.count - 1) / 2 }

  /// Where the correlation of two different items stands.
  func place(_ first: Int, _ second: Int) -> Int {
    let (low, high) = (min(first, second), max(first, second))
    return thresholdCount + low * counts.count - low * (low + 1) / 2 + high - low - 1
  }
}
