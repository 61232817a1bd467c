import NumericalMethods

/// Factor scores from ordered answers: the mode of what the answers leave of the factors' normal
/// distribution.
///
///     max Σⱼ ln P(yⱼ | η) − ½ (η − m)ᵀ Ψ⁻¹ (η − m)
///     P(yⱼ = k | η) = Φ((τₖ − ν − λᵀη)/√θ) − Φ((τₖ₋₁ − ν − λᵀη)/√θ)
///
/// The answers are taken as independent given the factors: correlated residuals are left out.
/// Newton's method; the function is concave, so that there is one mode.
///
/// > R. D. Bock, M. Lieberman (1970). "Fitting a response model for n dichotomously scored items".
/// > *Psychometrika* 35; lavaan's `lavPredict(method = "EBM")`.
struct OrdinalFactorScores {
  /// m and Ψ⁻¹.
  let means: [Double]
  private let precision: Matrix
  private let items: [Item]

  /// How an answer to one item depends on the factors.
  fileprivate struct Item {
    /// The answers of the model's categories, from the lowest to the highest.
    let categories: [Double]
    /// (τ − E(y* | m))/√θ, −∞ and ∞ at the ends.
    let edges: [Double]
    /// λ/√θ.
    let loadings: [Double]
  }

  /// - Returns: Nil where the factors' covariances are not positive definite or an item has no
  ///   residual variance.
  init?(_ answers: LatentAnswers, _ sample: OrdinalSample.Group, factors: Range<Int>) {
    let implied = answers.implied
    let places = Array(factors)
    guard let factor = CholeskyFactor(implied.variableCovariance.block(places, places)) else {
      return nil
    }
    let count = answers.scales.count
    let loadings = factor.solve(implied.variableCovariance.block(places, Array(0..<count)))
    var items: [Item] = []
    for item in 0..<count {
      let scale = answers.scales[item]
      let own = (0..<places.count).map { loadings[$0, item] }
      let explained = zip(own, places).reduce(0) {
        $0 + $1.0 * implied.variableCovariance[$1.1, item]
      }
      let residual = 1 - scale * scale * explained
      guard residual > 1e-10 else { return nil }
      let unit = 1 / residual.squareRoot()
      let start = answers.layout.starts[item]
      let thresholds = answers.values[start..<start + answers.layout.counts[item]]
      items.append(
        Item(
          categories: sample.categories[item],
          edges: [-.infinity] + thresholds.map { $0 * unit } + [.infinity],
          loadings: own.map { $0 * scale * unit }))
    }
    means = places.map { implied.variableMeans[$0] }
    precision = factor.inverse
    self.items = items
  }

  /// The category of each answer, item after item; nil where it is missing.
  ///
  /// - Returns: Nil where an answer is none of the model's.
  func categories(of answers: [Double]) -> [Int?]? {
    var places: [Int?] = []
    for (answer, item) in zip(answers, items) {
      let place = item.categories.firstIndex(of: answer)
      guard place != nil || !answer.isFinite else { return nil }
      places.append(place)
    }
    return places
  }

  /// Whether an answer to an item is none of the model's.
  func isUnknown(_ answer: Double, item: Int) -> Bool {
    answer.isFinite && !items[item].categories.contains(answer)
  }

  /// The mode, given the category of each answer. O(steps × items × factors²), few steps.
  func mode(_ categories: [Int?]) -> [Double] {
    var position = means.map { _ in 0.0 }
    var (value, slope, curvature) = logDensity(position, categories)
    for _ in 0..<50 {
      guard let step = CholeskyFactor(curvature)?.solve(slope) else { break }
      let gain = zip(step, slope).reduce(0) { $0 + $1.0 * $1.1 }
      guard gain > 1e-22 else { break }
      var length = 1.0
      var next = logDensity(zip(position, step).map { $0 + $1 }, categories)
      while !(next.0 >= value - 1e-13), length > 1e-6 {
        length /= 2
        next = logDensity(zip(position, step).map { $0 + length * $1 }, categories)
      }
      position = zip(position, step).map { $0 + length * $1 }
      (value, slope, curvature) = next
    }
    return zip(means, position).map { $0 + $1 }
  }

  /// The logarithm of what is maximised at η − m, its slope, and the negative of its second
  /// derivatives.
  private func logDensity(
    _ position: [Double], _ categories: [Int?]
  ) -> (Double, [Double], Matrix) {
    var slope = (precision * position).map { -$0 }
    var value = zip(slope, position).reduce(0) { $0 + $1.0 * $1.1 / 2 }
    var curvature = precision
    for (item, category) in zip(items, categories) {
      guard let category else { continue }
      let (log, first, second) = item.logProbability(of: category, at: position)
      value += log
      for (row, a) in item.loadings.enumerated() {
        slope[row] += first * a
        for (column, b) in item.loadings.enumerated() { curvature[row, column] -= second * a * b }
      }
    }
    return (value, slope, curvature)
  }
}

extension OrdinalFactorScores.Item {
  /// ln P of a category and its derivatives by λᵀ(η − m)/√θ.
  fileprivate func logProbability(
    of category: Int, at position: [Double]
  ) -> (Double, Double, Double) {
    let shift = zip(loadings, position).reduce(0) { $0 + $1.0 * $1.1 }
    let (lower, upper) = (edges[category] - shift, edges[category + 1] - shift)
    let normal = Distribution.standardNormal
    // In the upper tail probabilities near 1 would cancel out.
    let probability =
      lower > 0
      ? normal.upperTail(lower) - normal.upperTail(upper)
      : normal.lowerTail(upper) - normal.lowerTail(lower)
    guard probability > 0 else { return (-.infinity, 0, 0) }
    let (a, b) = (normal.density(lower) / probability, normal.density(upper) / probability)
    let first = a - b
    let second = (lower.isFinite ? lower * a : 0) - (upper.isFinite ? upper * b : 0)
    return (Elementary.log(probability), first, second - first * first)
  }
}
