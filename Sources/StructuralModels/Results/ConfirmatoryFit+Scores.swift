import FactorAnalysis
import NumericalMethods

extension ConfirmatoryFit {
  /// Factor scores from the items that an interview answers. Of items as numbers, by regression:
  ///
  ///     E(η | y) = m_η + Cov(η, y) Σ⁻¹ (y − μ)
  ///
  /// Of ordered items (DWLS, WLSMV) that would take categories as numbers; instead the mode of
  /// what the answers leave of the factors' distribution is given (lavaan's "EBM"). Both shrink
  /// towards the mean: compare means by the model's latent means, not by these.
  ///
  /// - Parameters:
  ///   - answers: Interviews of one group; items are found by their names.
  ///   - group: The group's place in the table.
  /// - Returns: For each factor the scores of all rows, in its unit; the factor's mean where a row
  ///   answers nothing.
  /// - Throws: ``ModelError/itemUnknown(_:group:)``; ``ModelError/unusableStart`` where the model's
  ///   covariances are not positive definite; ``ModelError/answerUnknown(_:group:)`` where an
  ///   ordered item has an answer that nobody gave whom the model was fitted to.
  ///
  /// O(rows × items²); of ordered items, for each different pattern of answers a few steps of
  /// Newton's method.
  ///
  /// > L. L. Thurstone (1935). *The Vectors of Mind*; lavaan's `lavPredict`.
  public func factorScores(
    _ answers: ItemAnswers, group: Int = 0
  ) throws(ModelError) -> [[Double]] {
    var columns: [[Double]] = []
    for item in table.observed {
      guard let place = answers.names.firstIndex(of: item) else {
        throw .itemUnknown(item, group: table.groups[group])
      }
      columns.append(answers.columns[place])
    }
    return leastSquares == nil
      ? try regressionScores(columns, group) : try modes(columns, group)
  }

  private func regressionScores(
    _ columns: [[Double]], _ group: Int
  ) throws(ModelError) -> [[Double]] {
    let structure = structure.groups[group]
    guard let implied = structure.implied(at: structure.parameters(of: estimates)) else {
      throw .unusableStart
    }
    let sampleMeans = groups[group].means
    let means = table.hasMeanStructure ? implied.means : sampleMeans
    let factors = table.latent.indices.map { table.observed.count + $0 }
    let base = factors.map { table.hasMeanStructure ? implied.variableMeans[$0] : 0 }
    let rows = columns.first?.indices ?? 0..<0
    var scores = base.map { Array(repeating: $0, count: rows.count) }
    var weights: [[Int]: Matrix] = [:]
    for row in rows {
      let items = columns.indices.filter { columns[$0][row].isFinite }
      guard !items.isEmpty else { continue }
      if weights[items] == nil { weights[items] = implied.scoreWeights(items, factors) }
      guard let weights = weights[items] else { throw .unusableStart }
      let deviations = items.map { columns[$0][row] - means[$0] }
      for (factor, value) in (weights * deviations).enumerated() { scores[factor][row] += value }
    }
    return scores
  }

  private func modes(_ columns: [[Double]], _ group: Int) throws(ModelError) -> [[Double]] {
    let first = table.observed.count
    guard let leastSquares,
      let scoring = OrdinalFactorScores(
        leastSquares.minimum.point.groups[group], leastSquares.search.sample.groups[group],
        factors: first..<first + table.latent.count)
    else { throw .unusableStart }
    let rows = columns.first?.indices ?? 0..<0
    var scores = table.latent.map { _ in Array(repeating: 0.0, count: rows.count) }
    var known: [[Int?]: [Double]] = [:]
    for row in rows {
      guard let categories = scoring.categories(of: columns.map { $0[row] }) else {
        let item = columns.indices.first { scoring.isUnknown(columns[$0][row], item: $0) } ?? 0
        throw .answerUnknown(table.observed[item], group: table.groups[group])
      }
      let values = known[categories] ?? scoring.mode(categories)
      known[categories] = values
      for (factor, value) in values.enumerated() { scores[factor][row] = value }
    }
    return scores
  }
}

extension ImpliedMoments {
  /// Cov(η, y) Σ⁻¹ for some items; nil where their covariances are not positive definite.
  fileprivate func scoreWeights(_ items: [Int], _ factors: [Int]) -> Matrix? {
    CholeskyFactor(covariance.principal(items))
      .map { $0.solve(variableCovariance.block(items, factors)).transposed }
  }
}

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
